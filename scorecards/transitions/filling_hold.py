"""A card that its filler holds: may this be written now, the whole draft or only items that came back."""

import datetime
from dataclasses import dataclass

from scorecards.models import TAKING_PART, Card, CardState, Round
from scorecards.permissions import is_staff, may_write
from scorecards.phases import SCORING, Phase
from scorecards.transitions.holding import hold_card
from units.models import User
from units.transitions.refused import Refused


@dataclass(frozen=True, slots=True)
class Held:
    """The card and its round as they are under the lock, and the database's time after it."""

    at: datetime.datetime
    round: Round
    card: Card

    @property
    def is_first(self) -> bool:
        """Whether 填报 still lasts; afterwards only what came back is open."""
        return self.round.stage == Phase.FILLING

    @property
    def only_returned(self) -> bool:
        """Whether only items that came back may be changed."""
        return self.card.returned > 0 or not self.is_first


def hold_for_filling(card: Card, *, by: User) -> Held:
    """Hold the round and the card's row; refused where nothing of it is open to its filler. The deadline is no
    matter here: what is typed after it is kept, and only 报送 asks for the time. The office enters for a unit (代录)
    while 填报 lasts, and only a card that it took on."""
    at, current = hold_card(card)
    round_ = current.group.round
    if is_staff(by) and current.entered_for_by_id is None:
        raise Refused("代录前请先登记代录依据。")
    if not may_write(by, current):
        raise Refused("只有本单位联络员（党支部的评分表由支部书记）可以填报。")
    if current.taking_part not in TAKING_PART:
        raise Refused(f"本轮{current.get_taking_part_display()}，不需要填报。")
    if round_.stage == Phase.FILLING:
        _require_draft(current)
    elif round_.stage in SCORING and _is_back(current) and not is_staff(by):
        _require_time_left(current, at)
    else:
        raise Refused(f"{round_.title}现在处于“{round_.stage.label}”阶段，不能再填报。")
    return Held(at, round_, current)


def _is_back(card: Card) -> bool:
    return card.returned > 0 and card.state == CardState.CHECKING


def _require_draft(card: Card) -> None:
    if card.state != CardState.DRAFT:
        raise Refused(f"评分表已经是“{card.get_state_display()}”，不能再修改。")


def _require_time_left(card: Card, at: datetime.datetime) -> None:
    if card.return_due_at and at >= card.return_due_at:
        raise Refused("退回项的修改期限已过，不能再修改或报送；确需补充请联系工委。")
