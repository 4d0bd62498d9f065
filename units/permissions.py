"""Who may read the ground floor's pages, as questions."""

from collections.abc import Collection

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


def can_edit_units(user: User) -> bool:
    """The list of units is the office's."""
    return user.has_role(*STAFF)


_BY_THE_OFFICE = {Role.OFFICER, Role.SECRETARY, Role.UNIT_LEADER, Role.SCORER, Role.COUNTY_LEADER}
_FIRST = {Role.HEAD, Role.SYSADMIN, Role.SECADMIN, Role.AUDITOR}


def can_see_people(user: User) -> bool:
    """Accounts and posts: the office and the two administrators."""
    return user.has_role(*STAFF, Role.SYSADMIN, Role.SECADMIN)


def can_appoint(user: User, role: Role, *, held: Collection[str]) -> bool:
    """Give or end this post. The office those of units and leaders, its head the office's too, the security
    administrator all; while nobody holds a post of the house (`held` are those somebody does), the office fills it."""
    if user.has_role(Role.SECADMIN):
        return True
    if user.has_role(Role.HEAD) and role == Role.CLERK:
        return True
    return user.has_role(*STAFF) and (role in _BY_THE_OFFICE or (role in _FIRST and role not in held))


def can_reissue(user: User, person: User) -> bool:
    """A new one-time password: who may appoint to the post that the person holds, and the system administrator;
    nobody for oneself."""
    if user.pk == person.pk or person.post is None:
        return False
    return user.has_role(Role.SYSADMIN) or can_appoint(user, Role(person.post.role), held=set(Role))


def can_set_office(user: User) -> bool:
    """What the office is called and whom to call: its own people."""
    return user.has_role(*STAFF)
