"""现在轮到谁、什么时候截止、我该做什么: what stands on top of a card and of a round."""

import datetime
from dataclasses import dataclass

from scorecards.card_leads import chips_of, lead_of
from scorecards.deadlines import Deadline, deadline
from scorecards.models import TAKING_PART, Card, Round
from scorecards.permissions import is_staff
from scorecards.phases import Phase
from units.models import User


@dataclass(frozen=True, slots=True)
class Turn:
    """The state's word, one sentence, the deadline while it matters, whether this person fills now, and what stays on
    the card whatever its state (代录, 逾期报送)."""

    word: str
    lead: str
    deadline: Deadline | None = None
    fills: bool = False
    chips: tuple[str, ...] = ()


# Stage → what the office reads, and what everybody else reads.
_ROUND = {
    Phase.PREPARING: ("正在筹备：组别和参评对象齐备后，下发评分表。", ""),
    Phase.FILLING: ("各单位正在填报；报送后转入审核。", "请在截止前填完并报送评分表。"),
    Phase.CHECKING: ("正在审核：在审核矩阵里逐项核定，全部核定后锁定。", "填报已经结束，工委正在审核。"),
    Phase.LOCKED: (
        "得分已锁定：由一人拟通报、另一人审定。",
        "得分已锁定，通报后可以查看本单位的核定得分。",
    ),
    Phase.RELEASED: ("结果已通报，得分不再变动。", "结果已通报，得分不再变动。"),
}
_CARD = {
    Phase.CHECKING: ("正在审核，请在审核矩阵里核定得分。", "工委正在审核，通报后可以查看核定得分。"),
    Phase.LOCKED: ("得分已锁定，不再变动。", "得分已锁定，通报后可以查看核定得分。"),
    Phase.RELEASED: _ROUND[Phase.RELEASED],
}


def turn_of_round(user: User, round_: Round, *, now: datetime.datetime) -> Turn:
    """The stage in a sentence for this reader."""
    matters = round_.stage in {Phase.PREPARING, Phase.FILLING}
    due = deadline(round_.fill_due_at, now=now) if matters else None
    return Turn(round_.stage.label, _said(_ROUND, user, round_), due)


def turn_of_card(user: User, card: Card, *, now: datetime.datetime) -> Turn:
    """Whose turn the card is, for this reader."""
    round_ = card.group.round
    word, marks = card.get_state_display(), chips_of(card)
    if card.taking_part not in TAKING_PART:
        standing = card.get_taking_part_display()
        return Turn(standing, f"本轮{standing}，不需要填报。")
    lead = lead_of(user, card, now=now)
    if lead is None:
        return Turn(word, _said(_CARD, user, round_), chips=marks)
    due = deadline(card.due_at, now=now) if lead.is_due else None
    return Turn(word, lead.text, due, fills=lead.fills, chips=marks)


def _said(table: dict[Phase, tuple[str, str]], user: User, round_: Round) -> str:
    to_the_office, to_others = table.get(round_.stage, ("", ""))
    return to_the_office if is_staff(user) else to_others
