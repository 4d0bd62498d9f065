"""Places while a round is not yet released: read by rank() over the stored totals, never stored."""

from dataclasses import dataclass
from typing import Any

from scorecards.models import Card, Group, Standing


@dataclass(frozen=True, slots=True)
class LivePlace:
    """Where a card stands at this moment; a card without any mark has no place."""

    card: Card
    place: int | None
    tied: bool

    @property
    def is_unranked(self) -> bool:
        """参评不排名."""
        return self.card.taking_part == Standing.UNRANKED


def live_places(group: Group) -> list[LivePlace]:
    """Ranked cards by place, then those outside the ranking; two queries at any size."""
    cards = Card.objects.filter(group=group)
    outside = cards.filter(taking_part=Standing.UNRANKED).in_official_order()
    return [
        *(_placed(card) for card in cards.with_place()),
        *(LivePlace(card, None, tied=False) for card in outside),
    ]


def _placed(card: Any) -> LivePlace:
    """`place` and `sharing` are annotations."""
    if card.total is None:
        return LivePlace(card, None, tied=False)
    return LivePlace(card, card.place, tied=card.sharing > 1)
