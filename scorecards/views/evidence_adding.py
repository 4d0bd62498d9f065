"""What the form of 佐证材料 brings: one piece by words, or a piece for each file."""

from scorecards.forms.evidence import EvidenceForm
from scorecards.models import Mark
from scorecards.transitions import Refused
from scorecards.transitions.evidence import add_evidence, require_open
from units.files import store_upload
from units.models import User
from units.uploads import BadFile, FileKind, clean_name


def add_given(mark: Mark, form: EvidenceForm, *, by: User) -> int:
    """How many pieces were added; files that were not stand as errors of the form. Raises `Refused` for all of it."""
    given = form.cleaned_data.copy()
    uploads = given.pop("uploads")
    if not uploads:
        add_evidence(mark, **given, by=by)
        return 1
    require_open(mark, coming=len(uploads), by=by)
    problems = []
    for upload in uploads:
        try:
            stored = store_upload(upload, owner_unit=mark.card.unit, by=by)
            name = clean_name(upload.name, FileKind(stored.kind))
            title = form.title_of(name, is_alone=len(uploads) == 1)
            add_evidence(mark, **given | {"title": title}, file=stored, by=by)
        except (BadFile, Refused) as error:
            problems.append(f"“{upload.name[:60]}”没有添加：{error}")
    if problems:
        form.add_error("uploads", problems)
    return len(uploads) - len(problems)
