"""The stages of a round, and who may see and do what in each. Pure: one table, read by permissions and querysets."""

from collections.abc import Collection
from enum import StrEnum

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

OPTIONAL = (Phase.JUDGING, Phase.REVIEW, Phase.APPROVAL, Phase.NOTICE)
"""Stages that a round may do without."""


def path_of(switched_on: Collection[str]) -> tuple[Phase, ...]:
    """The stages that a round walks, up to 已归档, with those optional ones that are switched on."""
    return tuple(phase for phase in Phase if phase not in OPTIONAL or phase.value in switched_on)


PATH = path_of(())
"""The shortest way."""


def next_stage(here: Phase, switched_on: Collection[str]) -> Phase | None:
    """The stage after this one; none after the last."""
    path = path_of(switched_on)
    at = path.index(here) + 1
    return path[at] if at < len(path) else None


def stage_before(here: Phase, switched_on: Collection[str]) -> Phase | None:
    """Where 退回上一阶段 leads; none from the first stage, and none once results are sealed."""
    path = path_of(switched_on)
    at = path.index(here)
    return path[at - 1] if at and here not in SEALED else None


def _moves() -> tuple[tuple[Phase, Phase], ...]:
    """All moves that some choice of stages allows: one on, or one back until 已通报."""
    phases = tuple(Phase)
    forward = [
        (a, b)
        for i, a in enumerate(phases)
        for j, b in enumerate(phases)
        if i < j and all(phase in OPTIONAL for phase in phases[i + 1 : j])
    ]
    backward = [(b, a) for a, b in forward if b not in SEALED]
    return (*forward, *backward)


OPEN_TO_UNITS = frozenset(Phase) - {Phase.PREPARING}
SEALED = frozenset({Phase.RELEASED, Phase.ARCHIVED})
COUNTED = frozenset(Phase) - {Phase.PREPARING, Phase.FILLING}
SCORING = frozenset({Phase.CHECKING, Phase.JUDGING})
"""Stages in which 核定 marks are entered."""
SETTLED = (Phase.LOCKED, Phase.REVIEW, Phase.APPROVAL, Phase.NOTICE)
"""Stages from 锁定 up to 通报."""

MOVES = _moves()


class Act(StrEnum):
    """What somebody may want to do with a round, a group or a card."""

    EDIT_ROUND = "edit_round"
    EDIT_LABELS = "edit_labels"
    EDIT_PERIODS = "edit_periods"
    TRY_OUT = "try_out"
    RANK_GROUP = "rank_group"
    OPEN = "open"
    FILL = "fill"
    ENTER_FOR = "enter_for"
    ENDORSE = "endorse"
    PRECHECK = "precheck"
    EXTEND = "extend"
    DECIDE_LATE = "decide_late"
    CHASE = "chase"
    SEND_BACK = "send_back"
    START_CHECKING = "start_checking"
    START_JUDGING = "start_judging"
    CHECK = "check"
    CHECK_OWN_ITEMS = "check_own_items"
    CONFIRM_CARD = "confirm_card"
    CONFIRM = "confirm"
    LOCK = "lock"
    START_REVIEW = "start_review"
    ASK_RECHECK = "ask_recheck"
    DECIDE_RECHECK = "decide_recheck"
    DECIDE_BY_TWO = "decide_by_two"
    SET_SCOPES = "set_scopes"
    SUBMIT_APPROVAL = "submit_approval"
    RECORD_MEETING = "record_meeting"
    PUBLISH_NOTICE = "publish_notice"
    PREPARE_RELEASE = "prepare_release"
    APPROVE_RELEASE = "approve_release"
    CORRECT_RELEASE = "correct_release"
    APPROVE_CORRECTION = "approve_correction"
    ARCHIVE = "archive"
    FILL_TRIAL = "fill_trial"
    REMOVE_TRIAL = "remove_trial"
    SEE_RESULTS = "see_results"
    SEE_CHECKED = "see_checked"
    SEE_REVIEWED = "see_reviewed"
    SEE_STANDINGS = "see_standings"


_UNIT_SIDE = frozenset({Role.OFFICER, Role.SECRETARY, Role.UNIT_LEADER})
_READERS = frozenset({Role.COUNTY_LEADER, Role.AUDITOR})
_HEAD = frozenset({Role.HEAD})

# Act → the stages in which it is possible, each with the posts that may do it there.
# SEE_CHECKED of a unit's people is about the own card only; querysets hold that.
_TABLE: dict[Act, dict[Phase, frozenset[Role]]] = {
    Act.EDIT_ROUND: {Phase.PREPARING: STAFF},
    Act.EDIT_LABELS: dict.fromkeys({Phase.PREPARING, Phase.FILLING, *SCORING}, STAFF),
    Act.EDIT_PERIODS: dict.fromkeys((Phase.PREPARING, Phase.FILLING, Phase.CHECKING), STAFF),
    Act.TRY_OUT: dict.fromkeys({Phase.PREPARING, *SEALED}, STAFF),
    # Not once a 送审稿 or a release draft stands; the transition holds that.
    Act.RANK_GROUP: dict.fromkeys(
        (Phase.PREPARING, Phase.FILLING, *SCORING, Phase.LOCKED, Phase.REVIEW), STAFF
    ),
    Act.OPEN: {Phase.PREPARING: STAFF},
    # In 审核 only items that came back; transitions hold that.
    Act.FILL: dict.fromkeys({Phase.FILLING, *SCORING}, frozenset({Role.OFFICER, Role.SECRETARY})),
    Act.ENTER_FOR: {Phase.FILLING: STAFF},
    Act.ENDORSE: {Phase.FILLING: frozenset({Role.UNIT_LEADER})},
    Act.PRECHECK: dict.fromkeys({Phase.FILLING, *SCORING}, frozenset({Role.OFFICER})),
    Act.EXTEND: {Phase.FILLING: STAFF},
    Act.DECIDE_LATE: {Phase.FILLING: STAFF},
    Act.CHASE: dict.fromkeys({Phase.FILLING, *SCORING}, STAFF),
    Act.SEND_BACK: dict.fromkeys({Phase.FILLING, *SCORING}, STAFF),
    Act.START_CHECKING: {Phase.FILLING: STAFF},
    Act.START_JUDGING: {Phase.CHECKING: STAFF},
    Act.CHECK: dict.fromkeys(SCORING, STAFF),
    Act.CHECK_OWN_ITEMS: dict.fromkeys(SCORING, frozenset({Role.SCORER})),
    Act.CONFIRM_CARD: dict.fromkeys(SCORING, STAFF),
    Act.CONFIRM: dict.fromkeys(SCORING, _HEAD),
    Act.LOCK: dict.fromkeys(SCORING, STAFF),
    Act.START_REVIEW: {Phase.LOCKED: STAFF},
    Act.ASK_RECHECK: {Phase.REVIEW: frozenset({Role.OFFICER, Role.SECRETARY}) | STAFF},
    Act.DECIDE_RECHECK: {Phase.REVIEW: STAFF},
    Act.DECIDE_BY_TWO: dict.fromkeys(frozenset(Phase) - SEALED - {Phase.PREPARING}, STAFF),
    # Which of these stages leads where is for the round's own path to say; transitions hold that.
    Act.SET_SCOPES: dict.fromkeys(frozenset(Phase) - SEALED, STAFF),
    Act.SUBMIT_APPROVAL: dict.fromkeys((Phase.LOCKED, Phase.REVIEW), STAFF),
    Act.RECORD_MEETING: {Phase.APPROVAL: STAFF},
    Act.PUBLISH_NOTICE: dict.fromkeys((Phase.LOCKED, Phase.REVIEW, Phase.APPROVAL), STAFF),
    Act.PREPARE_RELEASE: dict.fromkeys(SETTLED, STAFF),
    Act.APPROVE_RELEASE: dict.fromkeys(SETTLED, _HEAD),
    Act.CORRECT_RELEASE: {Phase.RELEASED: STAFF},
    Act.APPROVE_CORRECTION: {Phase.RELEASED: _HEAD},
    Act.ARCHIVE: {Phase.RELEASED: STAFF},
    # Both of 演练 alone; transitions hold that.
    Act.FILL_TRIAL: dict.fromkeys((Phase.PREPARING, Phase.FILLING, Phase.CHECKING), STAFF),
    Act.REMOVE_TRIAL: dict.fromkeys(Phase, _HEAD),
    Act.SEE_CHECKED: dict.fromkeys(COUNTED, STAFF)
    | {Phase.REVIEW: STAFF | _UNIT_SIDE}
    | dict.fromkeys(SEALED, STAFF | _UNIT_SIDE | _READERS),
    # What was open to a unit in 核对 stays open to it, in rounds that had 核对.
    Act.SEE_REVIEWED: dict.fromkeys((Phase.APPROVAL, Phase.NOTICE), _UNIT_SIDE),
    Act.SEE_STANDINGS: dict.fromkeys(COUNTED, STAFF) | dict.fromkeys(SEALED, STAFF | _READERS),
    # What a unit reads of a round's results; how much of it is for the scope to say.
    Act.SEE_RESULTS: dict.fromkeys((Phase.REVIEW, *SEALED), _UNIT_SIDE),
}


def allows(act: Act, *, role: Role, phase: Phase) -> bool:
    """Whether somebody in this post may do this in this stage."""
    return role in _TABLE[act].get(phase, frozenset())


def stages_of(act: Act) -> frozenset[Phase]:
    """The stages in which anybody may do this."""
    return frozenset(_TABLE[act])
