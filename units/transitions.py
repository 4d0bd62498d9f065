"""Changes of accounts and inbox, one function a verb."""

from django.db import transaction
from django.utils import timezone

from units.models import Notice, User


@transaction.atomic
def change_password(user: User, password: str) -> User:
    """The person's own new password; the one-time password is over."""
    locked = User.objects.select_for_update().get(pk=user.pk)
    locked.set_password(password)
    locked.must_change = False
    locked.save(update_fields=["password", "must_change"])
    return locked


def read_notice(notice: Notice) -> None:
    """The notice was opened; the first time counts."""
    Notice.objects.filter(pk=notice.pk, read_at=None).update(read_at=timezone.now())
