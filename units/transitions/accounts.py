"""Accounts: passwords."""

from django.db import transaction

from units.models import User


@transaction.atomic
def change_password(user: User, password: str) -> User:
    """The person's own new password; the one-time password is over."""
    locked = User.objects.select_for_update().get(pk=user.pk)
    locked.set_password(password)
    locked.must_change = False
    locked.save(update_fields=["password", "must_change"])
    return locked
