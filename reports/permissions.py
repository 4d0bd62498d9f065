"""Who may read and order papers, as questions."""

from reports.models import Document, DocumentKind
from scorecards.permissions import can_see_feedback_ever, may_ever
from scorecards.phases import Act
from units.models import User
from units.roles import STAFF, Role


def can_read_papers(user: User) -> bool:
    """All papers of a round: the office, the county leaders and the auditor."""
    return user.has_role(*STAFF, Role.COUNTY_LEADER, Role.AUDITOR)


def can_open_list(user: User) -> bool:
    """The list of what one may download: a unit's people have their own 得分反馈单 and 公示名单 there."""
    return can_read_papers(user) or can_see_feedback_ever(user)


def can_order(user: User) -> bool:
    """Have papers of a round made: the office."""
    return may_ever(Act.PREPARE_RELEASE, user)


def can_retry(user: User, document: Document) -> bool:
    """Have a paper made again that failed: the office, and a unit its own 得分反馈单."""
    return can_order(user) or (document.kind == DocumentKind.FEEDBACK and can_see_feedback_ever(user))
