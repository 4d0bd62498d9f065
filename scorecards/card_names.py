"""By which names the cards of a group are found in lists that others write."""

from collections.abc import Iterable

from scorecards.models import Card
from scorecards.pasting import bare


def rows_by_name(cards: Iterable[Card]) -> dict[str, int | None]:
    """Place of each card in this order, by the full, short and Party name of its unit, or of its branch with and
    without the unit; None where several have the name. The cards come with unit and branch."""
    found: dict[str, int | None] = {}
    for row, card in enumerate(cards):
        for name in _names(card):
            found[name] = row if found.get(name, row) == row else None
    return found


def _names(card: Card) -> set[str]:
    units = {card.unit_name, card.unit.name, card.unit.short_name, card.unit.party_name}
    if card.branch is None:
        names = units
    else:
        branches = {card.branch_name, card.branch.name}
        names = branches | units | {unit + branch for unit in units for branch in branches}
    return {bare(name) for name in names if name}
