"""逾期报送: the office takes the card or turns it away; 审核 does not begin before."""

import datetime

from django.db import transaction

from scorecards.cards.people import tell_fillers
from scorecards.models import Card, CardState, LateDecision
from scorecards.phases import Phase
from scorecards.transitions.holding import hold_card
from scorecards.transitions.reasons import require_reason
from units.models import User
from units.transitions.acting import acting
from units.transitions.refused import Refused


@transaction.atomic
def accept_late(card: Card, *, by: User) -> Card:
    """收: the card counts as any other; that it came late stays on it."""
    at, current = _hold_pending(card)
    with acting(by, "收逾期报送的评分表"):
        current.late_decision = LateDecision.ACCEPTED
        current.row_version += 1
        current.save(update_fields=["late_decision", "row_version"])
    tell_fillers(current, text=f"{current.group.round}{current}逾期报送的评分表已收。", key=_key(current, at))
    return current


@transaction.atomic
def decline_late(card: Card, *, reason: str, by: User) -> Card:
    """不收: 草稿 again, kept as filled; reported again only after 延期. The history keeps the reason."""
    require_reason(reason, "不收的原因")
    at, current = _hold_pending(card)
    with acting(by, f"不收逾期报送：{reason}"):
        current.state, current.late_decision = CardState.DRAFT, LateDecision.DECLINED
        current.row_version += 1
        current.save(update_fields=["state", "late_decision", "row_version"])
    tell_fillers(
        current,
        text=f"{current.group.round}{current}逾期报送的评分表未收：{reason}",
        key=_key(current, at),
    )
    return current


def _hold_pending(card: Card) -> tuple[datetime.datetime, Card]:
    at, current = hold_card(card)
    if current.group.round.stage != Phase.FILLING:
        raise Refused("填报阶段已经结束，不能再决定收或不收。")
    if not current.is_late_pending:
        decided = f"已经决定“{current.late_words}”" if current.late_words else "没有逾期报送"
        raise Refused(f"{current.name}{decided}，请刷新后核对。")
    return at, current


def _key(card: Card, at: datetime.datetime) -> str:
    return f"late-decided:{card.pk}:{at:%Y%m%d%H%M%S%f}"
