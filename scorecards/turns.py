"""现在轮到谁、什么时候截止、我该做什么: what stands on top of a card and of a round."""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.formats import date_format

from scorecards.cards.leads import chips_of, lead_of
from scorecards.deadlines import Deadline, Now, deadline
from scorecards.models import TAKING_PART, Card, Round
from scorecards.permissions import is_staff
from scorecards.phases import Phase
from scorecards.stage_words import stage_words
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
_CARD = {
    Phase.CHECKING: ("正在审核，请在审核矩阵里核定得分。", "工委正在审核，通报后可以查看核定得分。"),
    Phase.LOCKED: ("得分已锁定，不再变动。", "得分已锁定，通报后可以查看核定得分。"),
    Phase.APPROVAL: ("得分已锁定，正在报审。", "得分已锁定，正在报县领导审定。"),
    Phase.NOTICE: ("得分已锁定，正在公示。", "得分已锁定，正在公示。"),
    Phase.RELEASED: ("结果已通报，得分不再变动。", "结果已通报，得分不再变动。"),
    Phase.ARCHIVED: ("本期次已归档，得分不再变动。", "本期次已归档，得分不再变动。"),
}


def turn_of_round(user: User, round_: Round, *, now: Now) -> Turn:
    """The stage in a sentence for this reader."""
    matters = round_.stage in {Phase.PREPARING, Phase.FILLING}
    due = deadline(round_.fill_due_at, now=now) if matters else None
    lead = stage_words(
        round_.stage,
        round_.optional_phases,
        to_the_office=is_staff(user),
        gives_scores=round_.gives_scores,
    )
    return Turn(round_.stage.label, lead + _until(round_), due)


def turn_of_card(user: User, card: Card, *, now: Now) -> Turn:
    """Whose turn the card is, for this reader."""
    round_ = card.group.round
    word, marks = card.get_state_display(), chips_of(card)
    if card.taking_part not in TAKING_PART:
        standing = card.get_taking_part_display()
        return Turn(standing, f"本轮{standing}，不需要填报。")
    lead = lead_of(user, card, now=now.at)
    if lead is None:
        return Turn(word, _said(_CARD, user, round_), chips=marks)
    due = deadline(card.due_at, now=now) if lead.is_due else None
    return Turn(word, lead.text, due, fills=lead.fills, chips=marks)


def fills_now(user: User, card: Card) -> bool:
    """Whether this person can type into the card at this moment."""
    if card.taking_part not in TAKING_PART:
        return False
    lead = lead_of(user, card, now=timezone.now())
    return lead is not None and lead.fills


def _said(table: dict[Phase, tuple[str, str]], user: User, round_: Round) -> str:
    if not round_.gives_scores:
        return stage_words(
            round_.stage, round_.optional_phases, to_the_office=is_staff(user), gives_scores=False
        )
    to_the_office, to_others = table.get(round_.stage, ("", ""))
    return to_the_office if is_staff(user) else to_others


def _until(round_: Round) -> str:
    """复核: up to and including which day."""
    if round_.stage != Phase.REVIEW or round_.review_until is None:
        return ""
    return f"复核申请截止到{date_format(round_.review_until, 'n月j日')}（含当日）。"
