"""Who may read papers."""

from units.models import User
from units.roles import STAFF, Role


def can_read_papers(user: User) -> bool:
    """The office, the county leaders and the auditor."""
    return user.has_role(*STAFF, Role.COUNTY_LEADER, Role.AUDITOR)
