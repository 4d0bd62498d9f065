"""退回上一阶段: what each step back makes of the cards. Nothing that was entered is lost by it."""

import datetime
from typing import Any

from django.db.models import Q

from scorecards.cards.people import people_of
from scorecards.models import Card, CardState, DecisionKind, LateDecision, ReleaseDraft, Round, RoundDecision
from scorecards.models.card_lists import CardQuerySet
from scorecards.phases import SCORING, Phase, stage_before
from scorecards.transitions import approvals, public_notices
from scorecards.transitions.stages import put
from units import notices
from units.models import User
from units.transitions.refused import Refused

_TOLD = {
    Phase.FILLING: "已退回填报阶段，可以继续修改评分表，请留意截止时间。",
    Phase.PREPARING: "已退回筹备，暂停填报；已填内容保留，重新下发后继续填报。",
}


def step_back_ground(current: Round, subject: dict[str, Any]) -> str:
    """Where it leads and how many it touches; refused once the round has moved or a release stands."""
    if current.stage.value != subject["from"]:
        raise Refused(
            f"{current.title}已转到“{current.stage.label}”阶段，原来提出的退回不再适用，请重新提出。"
        )
    to = stage_before(current.stage, current.optional_phases)
    if to is None:
        raise Refused(f"“{current.stage.label}”阶段不能退回。")
    if ReleaseDraft.objects.filter(round=current, withdrawn_at=None, approved_at=None).exists():
        raise Refused("本期次有待审定的通报稿，请先由拟稿人撤回，再退回上一阶段。")
    cards = Card.objects.filter(group__round=current).taking_part().count()
    return f"从“{current.stage.label}”退回“{to.label}”，涉及 {cards} 张评分表"


def step_back(current: Round, _subject: dict[str, Any], *, by: User, at: datetime.datetime) -> None:  # noqa: ARG001
    """One stage back; the round is held alone and the ground was checked."""
    to = stage_before(current.stage, current.optional_phases)
    if to is None:
        raise Refused(f"“{current.stage.label}”阶段不能退回。")
    if to is Phase.FILLING:
        _give_back(Card.objects.filter(group__round=current))
    if current.stage is Phase.REVIEW:
        current.review_until = None
        current.save(update_fields=["review_until"])
    if current.stage is Phase.APPROVAL:
        approvals.withdraw_standing(current)
    if current.stage is Phase.NOTICE:
        public_notices.withdraw_standing(current)
    put(current, to)
    if to in _TOLD:
        people = people_of(Card.objects.filter(group__round=current).taking_part())
        notices.tell(people, text=f"{current.title}{_TOLD[to]}", url=current.get_absolute_url(),
                     key=f"step-back:{current.pk}:{current.revision}")  # fmt: skip


def _give_back(cards: CardQuerySet) -> None:
    """审核 → 填报: each card is again what its report makes of it; 核定 marks stay as they are.

    A card with returned items, or one that was 不收, waits for its unit.
    """
    cards.filter(state=CardState.CONFIRMED).update(
        state=CardState.CHECKING, confirmed_by=None, confirmed_at=None
    )
    waits = Q(returned__gt=0) | Q(late_decision=LateDecision.DECLINED) | Q(submitted_at=None)
    checking = cards.filter(state=CardState.CHECKING)
    checking.filter(waits).update(state=CardState.DRAFT)
    checking.filter(Q(endorsed_on=None) | Q(endorser="")).update(state=CardState.SUBMITTED)
    checking.update(state=CardState.ENDORSED)


def takes_password(decision: RoundDecision) -> bool:
    """A step back out of 锁定 or later opens what was settled, so the password is asked again."""
    if decision.kind != DecisionKind.STEP_BACK:
        return False
    return Phase(decision.subject["from"]) not in SCORING | {Phase.FILLING}
