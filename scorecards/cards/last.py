"""The same unit's or branch's card in the round before, and what is different now, item by item."""

from collections.abc import Iterator
from dataclasses import dataclass

from scorecards.cards.results import ItemLine, Results, results_of
from scorecards.models import Card


@dataclass(frozen=True, slots=True)
class Difference:
    """One item that stands in both cards under the same key and was answered otherwise."""

    now: ItemLine
    before: ItemLine


@dataclass(frozen=True, slots=True)
class Comparison:
    """This card beside the one before; `same` items are as they were, `new` ones have nothing to compare with."""

    last: Card
    differences: list[Difference]
    same: int
    new: int
    total_before: str


def last_card_of(card: Card) -> Card | None:
    """In the round before, as this round names it; the newest where the unit stood in several groups."""
    before = Card.objects.filter(
        group__round=card.group.round.previous_id, unit=card.unit_id, branch=card.branch_id
    )
    return before.with_frame().order_by("-pk").first() if card.group.round.previous_id else None


def compare_with_last(card: Card, results: Results) -> Comparison | None:
    """自评 alone, by item key; None where there is no card before."""
    last = last_card_of(card)
    if last is None:
        return None
    old = results_of(last, shows_checked=False)
    before = {line.item.key: line for line in _reported(old)}
    now = list(_reported(results))
    both = [Difference(line, before[line.item.key]) for line in now if line.item.key in before]
    differences = [pair for pair in both if _told(pair.now) != _told(pair.before)]
    return Comparison(
        last, differences, len(both) - len(differences), len(now) - len(both), old.reported_total
    )


def _reported(results: Results) -> Iterator[ItemLine]:
    return (line for part in results.parts for line in part.lines if line.item.is_reported)


def _told(line: ItemLine) -> tuple[str, str]:
    return line.reported_points, line.reported_words
