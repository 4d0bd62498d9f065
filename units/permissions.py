"""Who may read the ground floor's pages, as questions."""

from django.core.exceptions import PermissionDenied

from units.models import User
from units.roles import STAFF, Role


def require(allowed: bool, sentence: str) -> None:
    """Refuse with a sentence that the 403 page shows."""
    if not allowed:
        raise PermissionDenied(sentence)


def can_browse_units(user: User) -> bool:
    """The office and the administrators look through all units."""
    return user.has_role(*STAFF, Role.SYSADMIN, Role.SECADMIN)


def can_read_record(user: User) -> bool:
    """The record is the auditor's."""
    return user.has_role(Role.AUDITOR)


def can_look_into(user: User, unit_id: int) -> bool:
    """What concerns one unit alone: the office, the county leaders and the auditor; the unit's officer and leader."""
    if user.has_role(*STAFF, Role.COUNTY_LEADER, Role.AUDITOR):
        return True
    is_its = user.post is not None and user.post.unit_id == unit_id
    return is_its and user.has_role(Role.OFFICER, Role.UNIT_LEADER)


def can_set_office(user: User) -> bool:
    """What the office is called and whom to call: its own people."""
    return user.has_role(*STAFF)
