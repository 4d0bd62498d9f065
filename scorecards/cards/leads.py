"""What the top of a card says while its filler, its leader, 初评 or 逾期报送 is waited for."""

import datetime
from dataclasses import dataclass

from django.utils import timezone
from django.utils.formats import date_format

from scorecards.models import Card, CardState, Endorsing, LateDecision
from scorecards.permissions import can_endorse, can_fill, can_precheck, is_entering, is_staff
from scorecards.phases import SCORING, Phase
from units.models import User


@dataclass(frozen=True, slots=True)
class Lead:
    """One sentence; whether this reader fills now; whether the card's deadline still matters."""

    text: str
    fills: bool = False
    is_due: bool = True


def lead_of(user: User, card: Card, *, now: datetime.datetime) -> Lead | None:
    """None where the stage of the round says all that is to be said."""
    stage = card.group.round.stage
    if stage == Phase.FILLING:
        return _draft(user, card, now=now) if card.is_draft else Lead(_sent(user, card))
    if stage in SCORING and card.state == CardState.CHECKING:
        return _checked(user, card, now=now)
    return None


def chips_of(card: Card) -> tuple[str, ...]:
    """Words that stay on the card on every page and in every list."""
    words = ["代录"] if card.entered_for_by_id else []
    return (*words, f"逾期报送（{card.late_words}）") if card.late_words else tuple(words)


def _draft(user: User, card: Card, *, now: datetime.datetime) -> Lead:
    fills = can_fill(user, card)
    if now >= card.due_at:
        return Lead(_overdue(card, fills=fills), fills)
    if not fills:
        return Lead(_others(card))
    if card.returned:
        return Lead(
            f"有 {card.returned} 项退回：请按退回原因修改，再检查并报送；其他各项不能改。", fills=True
        )
    if card.came_back:
        return Lead("评分表已退回：请按退回原因修改，再检查并报送。", fills=True)
    if is_entering(user, card):
        return Lead("现在由您代录：按纸质评分表逐项录入，再检查并报送。", fills=True)
    what = "逐项自评" if card.group.round.gives_scores else "写明成绩、做法和问题"
    return Lead(f"现在由您填报：{what}，填完后检查并报送。", fills=True)


def _overdue(card: Card, *, fills: bool) -> str:
    if card.late_decision == LateDecision.DECLINED:
        return "逾期报送没有收，内容仍在；确需补报请联系工委办理延期。"
    if fills:
        return "填报已经截止：还可以修改和保存，报送须写明原因，作逾期报送，由工委决定收或不收。"
    return "填报已经截止，这张评分表没有报送；确需补报的作逾期报送，由工委决定收或不收。"


def _others(card: Card) -> str:
    filler = "支部书记" if card.branch_id else "联络员"
    if card.entered_for_by:
        return f"现在由工委{card.entered_for_by.name}代录；代录依据：{card.entered_basis}。"
    if card.came_back:
        return f"评分表已退回，现在由{filler}修改后重新报送。"
    then = "报送后由书记网上审签" if card.group.round.endorsing == Endorsing.ONLINE else "经书记审签后报送"
    return f"现在由{filler}填报，{then}。"


def _sent(user: User, card: Card) -> str:
    sent = f"{_moment(card.submitted_at)}已报送"
    if can_endorse(user, card):
        return f"{sent}，现在由您审签：核对后通过，或者写明原因退回。"
    if card.is_late_pending:
        return f"{_moment(card.submitted_at)}作了逾期报送，" + (
            "请决定收或不收。" if is_staff(user) else "等待工委决定收或不收。"
        )
    if card.waits_for_leader:
        is_online = card.group.round.endorsing == Endorsing.ONLINE
        return f"{sent}，等待书记网上审签。" if is_online else f"{sent}，等待纸质审签件。"
    return f"{sent}，{_precheck(user, card) or '等待工委审核；需要更正请联系工委。'}"


def _precheck(user: User, card: Card) -> str:
    if not card.is_to_precheck or card.prechecked_at:
        return ""
    return "现在由您初评。" if can_precheck(user, card) else "等待联络员初评。"


def _checked(user: User, card: Card, *, now: datetime.datetime) -> Lead | None:
    if card.returned:
        is_open = card.return_due_at is None or now < card.return_due_at
        if can_fill(user, card) and is_open:
            return Lead(f"工委退回 {card.returned} 项：请按退回原因修改，再检查并报送。", fills=True)
        over = "" if is_open else "，修改期限已过，按现有自评审核"
        return Lead(f"退回 {card.returned} 项，等待单位修改后重新报送{over}。", is_due=is_open)
    waits = _precheck(user, card)
    return Lead(f"正在审核，{waits}", is_due=False) if waits else None


def _moment(at: datetime.datetime | None) -> str:
    return date_format(timezone.localtime(at), "n月j日 H:i") if at else ""
