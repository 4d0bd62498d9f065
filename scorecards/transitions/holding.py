"""What a transition holds before it looks: the round's lock first, then the card's row or the group."""

import datetime

from scorecards import locks
from scorecards.models import Card, Group, Round
from scorecards.phases import SCORING
from scorecards.transitions.stages import require_stage


def hold_card(card: Card) -> tuple[datetime.datetime, Card]:
    """Share the round and hold the card; the database's time after the locks, and the card with its round as it is."""
    at = locks.hold_round(card.group.round_id)
    return at, Card.objects.select_for_update(of=("self",)).select_related("group__round").get(pk=card.pk)


def hold_scoring(group: Group) -> datetime.datetime:
    """Share the round while marks are given, and hold the group alone; the database's time after the locks."""
    at = locks.hold_round(group.round_id)
    require_stage(Round.objects.get(pk=group.round_id), SCORING)
    locks.hold_group(group.pk)
    return at
