"""The stages of an open round: each move holds the round alone and goes one stage on."""

import datetime
from collections.abc import Collection

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format

from scorecards import locks
from scorecards.cards.people import people_of
from scorecards.models import Card, CardState, Round
from scorecards.phases import SCORING, Phase, next_stage
from scorecards.transitions.locking import blocks_checking, blocks_locking
from units import notices
from units.models import User
from units.transitions.acting import acting
from units.transitions.refused import Refused


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
    require_next(current, Phase.LOCKED)
    if missing := blocks_locking(current):
        raise Refused(*missing)
    with acting(by, "锁定"):
        return move(current, Phase.LOCKED)


@transaction.atomic
def start_review(round_: Round, *, until: datetime.date, by: User) -> Round:
    """转入核对: each unit sees its own sheet and may ask for 复核 up to and including that day."""
    current = hold_in(round_, Phase.LOCKED)
    require_next(current, Phase.REVIEW)
    if until < timezone.localdate(locks.clock()):
        raise Refused("复核申请截止日期不能早于今天，请重新填写。")
    with acting(by, "转入核对"):
        current.review_until = until
        current.save(update_fields=["review_until"])
        move(current, Phase.REVIEW)
    people = people_of(Card.objects.filter(group__round=current).taking_part())
    day = date_format(until, "n月j日")
    notices.tell(people, text=f"{current.title}已转入核对，请核对本单位得分；有异议的，请在{day}前（含当日）申请复核。",
                 url=current.get_absolute_url(), key=f"review:{current.pk}:{current.revision}")  # fmt: skip
    return current


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
    require_next(current, to)
    return put(current, to)


def require_next(current: Round, to: Phase) -> None:
    """Refuse a stage that this round does not walk, or not yet."""
    following = next_stage(current.stage, current.optional_phases)
    if following != to:
        then = f"，下一步是“{following.label}”" if following else ""
        raise Refused(f"{current.title}现在处于“{current.stage.label}”阶段{then}，不能转到“{to.label}”。")


def put(current: Round, to: Phase) -> Round:
    """Write the stage; the round is held."""
    current.phase = to
    current.revision += 1
    current.save(update_fields=["phase", "revision"])
    return current
