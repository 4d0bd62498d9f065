"""审签: the unit's leader online, or a signed paper that came after 报送."""

import datetime
from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from scorecards.cards.people import tell_fillers
from scorecards.models import Card, CardState, Endorsing, LateDecision, Mark
from scorecards.phases import SCORING, Phase
from scorecards.transitions.holding import hold_card
from scorecards.transitions.reasons import require_reason
from scorecards.transitions.returned_items import RETURN_FIELDS, send_to_unit
from units.models import User
from units.transitions.acting import acting
from units.transitions.refused import Refused

_UNSENT = ["state", "returned", "late_reason", "late_decision", "row_version"]


@transaction.atomic
def endorse(card: Card, *, row_version: int, by: User) -> Card:
    """通过 by the unit's leader online: the card as it was shown, by this person, today."""
    at, current = _hold_for_leader(card)
    if current.row_version != row_version:
        raise Refused("评分表刚刚有改动，请核对现在的内容后再审签。")
    with acting(by, "审签通过"):
        current.state, current.endorsed_by = CardState.ENDORSED, by
        current.endorser, current.endorsed_on = by.name, timezone.localdate(at)
        current.row_version += 1
        current.save(update_fields=["state", "endorsed_by", "endorser", "endorsed_on", "row_version"])
    tell_fillers(current, text=f"{current.group.round}{current}评分表已由书记审签。", key=_key(current, at))
    return current


@transaction.atomic
def send_back(card: Card, *, reason: str, items: Mapping[str, str], by: User) -> Card:
    """退回 by the unit's leader: the whole card with a reason, or these items (reason by slot), which alone are open
    then. 草稿 again, to be reported anew before the deadline."""
    if not items:
        require_reason(reason, "退回原因")
    at, current = _hold_for_leader(card)
    marks = [mark for mark in Mark.objects.filter(card=current).select_related("node") if mark.slot in items]
    with acting(by, f"审签退回：{reason}" if reason else f"审签退回 {len(marks)} 项"):
        for mark in marks:
            require_reason(items[mark.slot], f"“{mark.node.title}”的退回原因")
            send_to_unit(mark, items[mark.slot], by=by, at=at)
        Mark.objects.bulk_update(marks, RETURN_FIELDS)
        current.state, current.returned = CardState.DRAFT, len(marks)
        if current.late_decision == LateDecision.PENDING:
            current.late_reason, current.late_decision = "", LateDecision.NOT_LATE
        current.row_version += 1
        current.save(update_fields=_UNSENT)
    what = f"退回 {len(marks)} 项" if marks else f"退回：{reason}"
    tell_fillers(current, text=f"{current.group.round}{current}评分表，书记审签{what}", key=_key(current, at))
    return current


@transaction.atomic
def record_signature(card: Card, *, endorser: str, endorsed_on: datetime.date, by: User) -> Card:
    """The signed paper of a card that was reported without: 单位已审签, or beside 审核 just who signed and when."""
    at, current = hold_card(card)
    if endorsed_on > timezone.localdate(at):
        raise Refused("审签日期不能晚于今天。")
    if not _is_unsigned(current):
        signed = f"已登记由{current.endorser}审签" if current.endorser else "现在不能登记审签"
        raise Refused(f"{current.name}{signed}，请刷新后核对。")
    with acting(by, "登记纸质审签"):
        if current.state == CardState.SUBMITTED:
            current.state = CardState.ENDORSED
        current.endorser, current.endorsed_on = endorser, endorsed_on
        current.row_version += 1
        current.save(update_fields=["state", "endorser", "endorsed_on", "row_version"])
    return current


def _is_unsigned(card: Card) -> bool:
    stage = card.group.round.stage
    if stage == Phase.FILLING:
        return card.state == CardState.SUBMITTED
    is_sent = card.submitted_at is not None and not card.endorser
    return stage in SCORING and card.state == CardState.CHECKING and is_sent


def _hold_for_leader(card: Card) -> tuple[datetime.datetime, Card]:
    at, current = hold_card(card)
    round_ = current.group.round
    if round_.endorsing != Endorsing.ONLINE:
        raise Refused("本轮采用线下审签，请在纸质评分表上签字。")
    if round_.stage != Phase.FILLING:
        raise Refused(f"{round_.title}现在处于“{round_.stage.label}”阶段，不能再审签。")
    if current.state != CardState.SUBMITTED:
        raise Refused(f"评分表现在是“{current.get_state_display()}”，不需要审签，请刷新后核对。")
    return at, current


def _key(card: Card, at: datetime.datetime) -> str:
    return f"endorsed:{card.pk}:{at:%Y%m%d%H%M%S%f}"
