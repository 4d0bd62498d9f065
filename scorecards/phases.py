"""The stages of a round, and who may see and do what in each. Pure: one table, read by permissions and querysets."""

from enum import StrEnum
from itertools import pairwise

from units.roles import STAFF, Role


class Phase(StrEnum):
    """Stages in their order (筹备 … 已归档)."""

    PREPARING = "preparing"
    FILLING = "filling"
    CHECKING = "checking"
    JUDGING = "judging"
    LOCKED = "locked"
    REVIEW = "review"
    APPROVAL = "approval"
    NOTICE = "notice"
    RELEASED = "released"
    ARCHIVED = "archived"

    @property
    def label(self) -> str:
        """The stage's name on the stage bar."""
        return _LABELS[self]


_LABELS = {
    Phase.PREPARING: "筹备",
    Phase.FILLING: "填报",
    Phase.CHECKING: "审核",
    Phase.JUDGING: "评议",
    Phase.LOCKED: "锁定",
    Phase.REVIEW: "核对",
    Phase.APPROVAL: "报审",
    Phase.NOTICE: "公示",
    Phase.RELEASED: "已通报",
    Phase.ARCHIVED: "已归档",
}

# A round walks these; the stages between belong to later work and are passed over.
PATH = (Phase.PREPARING, Phase.FILLING, Phase.CHECKING, Phase.LOCKED, Phase.RELEASED)
MOVES = tuple(pairwise(PATH))

OPEN_TO_UNITS = frozenset(Phase) - {Phase.PREPARING}
SEALED = frozenset({Phase.RELEASED, Phase.ARCHIVED})
COUNTED = frozenset(Phase) - {Phase.PREPARING, Phase.FILLING}


class Act(StrEnum):
    """What somebody may want to do with a round, a group or a card."""

    OPEN = "open"
    FILL = "fill"
    START_CHECKING = "start_checking"
    CHECK = "check"
    CONFIRM = "confirm"
    LOCK = "lock"
    PREPARE_RELEASE = "prepare_release"
    APPROVE_RELEASE = "approve_release"
    SEE_CHECKED = "see_checked"
    SEE_STANDINGS = "see_standings"


_UNIT_SIDE = frozenset({Role.OFFICER, Role.SECRETARY, Role.UNIT_LEADER})
_READERS = frozenset({Role.COUNTY_LEADER, Role.AUDITOR})
_HEAD = frozenset({Role.HEAD})

# Act → the stages in which it is possible, each with the posts that may do it there.
# SEE_CHECKED of a unit's people is about the own card only; querysets hold that.
_TABLE: dict[Act, dict[Phase, frozenset[Role]]] = {
    Act.OPEN: {Phase.PREPARING: STAFF},
    Act.FILL: {Phase.FILLING: frozenset({Role.OFFICER, Role.SECRETARY})},
    Act.START_CHECKING: {Phase.FILLING: STAFF},
    Act.CHECK: {Phase.CHECKING: STAFF},
    Act.CONFIRM: {Phase.CHECKING: _HEAD},
    Act.LOCK: {Phase.CHECKING: STAFF},
    Act.PREPARE_RELEASE: {Phase.LOCKED: STAFF},
    Act.APPROVE_RELEASE: {Phase.LOCKED: _HEAD},
    Act.SEE_CHECKED: dict.fromkeys(COUNTED, STAFF) | dict.fromkeys(SEALED, STAFF | _UNIT_SIDE | _READERS),
    Act.SEE_STANDINGS: dict.fromkeys(COUNTED, STAFF) | dict.fromkeys(SEALED, STAFF | _READERS),
}


def allows(act: Act, *, role: Role, phase: Phase) -> bool:
    """Whether somebody in this post may do this in this stage."""
    return role in _TABLE[act].get(phase, frozenset())


def stages_of(act: Act) -> frozenset[Phase]:
    """The stages in which anybody may do this."""
    return frozenset(_TABLE[act])
