"""A card that the office is checking: held with its round and group, for acts that move its total."""

import datetime

from scorecards import locks
from scorecards.models import Card, CardState, Round
from scorecards.phases import SCORING
from units.transitions.refused import Refused


def hold_for_checking(card: Card, *, what: str) -> tuple[datetime.datetime, Card]:
    """The database's time, and the card read anew; `what` cannot be done outside 审核 and 评议, or once confirmed."""
    at = locks.hold_round(card.group.round_id)
    round_ = Round.objects.get(pk=card.group.round_id)
    locks.hold_group(card.group_id)
    cards = Card.objects.select_for_update(of=("self",)).select_related("group__version", "group__round")
    current = cards.get(pk=card.pk)
    if round_.stage not in SCORING:
        raise Refused(f"{round_.title}现在处于“{round_.stage.label}”阶段，不能{what}。")
    if current.state != CardState.CHECKING:
        raise Refused(f"{current.name}已核定，不能再改。")
    return at, current
