"""From totals to places inside one group: pure, and the only order there is."""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from operator import itemgetter
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Entry(Generic[Key]):
    """One card of the group, in official order; `total` is the rounded one, None while it is provisional.

    `breakers` decide between equal totals, the higher first, one after the other.
    """

    key: Key
    total: Decimal | None
    ranked: bool = True
    breakers: tuple[Decimal, ...] = ()


@dataclass(frozen=True, slots=True)
class Placed(Generic[Key]):
    """Where a card stands, and how many share its place; none for 不排名 and for a total that is not final."""

    key: Key
    place: int | None
    sharing: int = 1

    @property
    def tied(self) -> bool:
        """Whether others have the same place (并列)."""
        return self.sharing > 1


def rank(entries: Iterable[Entry[Key]]) -> tuple[Placed[Key], ...]:
    """Places by total, descending, then by the tie-breakers.

    What is still equal shares a place, in official order, and the next one is skipped (并列占位); those outside
    the ranking follow, in official order.
    """
    given = tuple(entries)
    inside = [
        ((entry.total, *entry.breakers), entry.key)
        for entry in given
        if entry.ranked and entry.total is not None
    ]
    ordered = sorted(inside, key=itemgetter(0), reverse=True)
    placed: list[Placed[Key]] = []
    for _, group in groupby(ordered, key=itemgetter(0)):
        sharing = tuple(group)
        place = len(placed) + 1
        placed += [Placed(key=key, place=place, sharing=len(sharing)) for _, key in sharing]
    outside = (entry for entry in given if not entry.ranked or entry.total is None)
    return (*placed, *(Placed(key=entry.key, place=None) for entry in outside))
