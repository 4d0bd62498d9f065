"""Who changes rows, and why: the context that history rows carry."""

import pghistory

from units.models import User


def acting(by: User, why: str) -> pghistory.context:
    """Every change inside is stored with this person and this reason."""
    return pghistory.context(user=by.pk, name=by.name, why=why)
