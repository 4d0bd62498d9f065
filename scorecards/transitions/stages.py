"""The stages of an open round: each move holds the round alone and goes one stage on."""

import datetime
from collections.abc import Collection

from django.db import transaction

from scorecards import locks
from scorecards.models import Card, CardState, Round
from scorecards.phases import SCORING, Phase, next_stage
from scorecards.transitions.acting import acting
from scorecards.transitions.late import blocks_checking
from scorecards.transitions.locking import blocks_locking
from scorecards.transitions.refused import Refused
from units.models import User


@transaction.atomic
def start_checking(round_: Round, *, by: User) -> Round:
    """填报 ends and 审核 begins; a unit that sent nothing is checked all the same."""
    current = hold_in(round_, Phase.FILLING)
    if undecided := blocks_checking(current):
        raise Refused(*undecided)
    with acting(by, "转入审核"):
        Card.objects.filter(group__round=current).update(state=CardState.CHECKING)
        return move(current, Phase.CHECKING)


@transaction.atomic
def start_judging(round_: Round, *, by: User) -> Round:
    """转入评议: panels are entered; what was checked stays as it is."""
    current = hold_in(round_, Phase.CHECKING)
    with acting(by, "转入评议"):
        return move(current, Phase.JUDGING)


@transaction.atomic
def lock_round(round_: Round, *, by: User) -> Round:
    """锁定: after this nothing that feeds a total changes."""
    current = hold_in(round_, *SCORING)
    if missing := blocks_locking(current):
        raise Refused(*missing)
    with acting(by, "锁定"):
        return move(current, Phase.LOCKED)


@transaction.atomic
def start_review(round_: Round, *, until: datetime.date, by: User) -> Round:
    """转入核对: each unit sees its own sheet and may ask for 复核 up to and including that day."""
    current = hold_in(round_, Phase.LOCKED)
    with acting(by, "转入核对"):
        current.review_until = until
        current.save(update_fields=["review_until"])
        return move(current, Phase.REVIEW)


def seal_round(round_: Round) -> Round:
    """The last step of a release, in its transaction and under its lock."""
    return move(round_, Phase.RELEASED)


def hold_in(round_: Round, *phases: Phase) -> Round:
    """Hold the round alone, read it again, and refuse when it has moved on."""
    locks.hold_round(round_.pk, alone=True)
    current = Round.objects.select_for_update(of=("self",)).get(pk=round_.pk)
    require_stage(current, phases)
    return current


def hold_before_release(round_: Round) -> Round:
    """Hold the round alone in the last stage before 已通报, whichever that is for it."""
    current = hold_in(round_, *Phase)
    if next_stage(current.stage, current.optional_phases) != Phase.RELEASED:
        raise Refused(f"{current.title}现在处于“{current.stage.label}”阶段，还不能通报。")
    return current


def require_stage(current: Round, phases: Collection[Phase]) -> None:
    """Refuse in any other stage."""
    if current.stage not in phases:
        names = "、".join(f"“{phase.label}”" for phase in current.path if phase in phases)
        raise Refused(f"{current.title}现在处于“{current.stage.label}”阶段，只有{names}阶段可以这样做。")


def move(current: Round, to: Phase) -> Round:
    """One stage on, as this round's own choice of stages has it."""
    if next_stage(current.stage, current.optional_phases) != to:
        raise Refused(f"{current.title}现在处于“{current.stage.label}”阶段，不能转到“{to.label}”。")
    return put(current, to)


def put(current: Round, to: Phase) -> Round:
    """Write the stage; the round is held."""
    current.phase = to
    current.revision += 1
    current.save(update_fields=["phase", "revision"])
    return current
