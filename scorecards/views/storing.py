"""The one file of a form, stored before the act that it is for."""

from scorecards.forms.uploads import OneFileForm
from units.files import store_upload
from units.models import StoredFile, Unit, User
from units.uploads import BadFile


def store_or_tell(form: OneFileForm, *, owner_unit: Unit | None, by: User) -> StoredFile | None:
    """The stored file of a form that is valid; nothing, and the sentence at its field, where it was turned away."""
    try:
        return store_upload(form.cleaned_data["file"], owner_unit=owner_unit, by=by)
    except BadFile as error:
        form.add_error("file", error.sentence)
        return None
