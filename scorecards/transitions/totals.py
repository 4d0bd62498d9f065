"""Stored totals follow the counting column in the saving transaction, by one statement."""

from collections.abc import Collection

from scorecards.group_sheets import Sheet
from scorecards.models import Card
from scorecards.models.writing import write_rows

_FIGURES = ("total", "part_points", "breakers", "scored", "items", "awaits_group")


def store_totals(sheet: Sheet, *, card_ids: Collection[int] | None) -> None:
    """Total these cards anew, or all of the sheet, and write those whose figures changed."""
    changed = [
        card
        for pk, card in sheet.cards.items()
        if (card_ids is None or pk in card_ids) and _settle(sheet, card)
    ]
    write_rows(changed, [*_FIGURES, "row_version"])


def _settle(sheet: Sheet, card: Card) -> bool:
    """Whether anything of the card's figures changed."""
    result = sheet.total(card)
    before = [getattr(card, name) for name in _FIGURES]
    card.total = result.rounded if result.scored else None
    card.part_points = {part.key: str(part.rounded) for part in result.parts} if result.scored else {}
    card.breakers = [int(100 * result.printed(key)) for key in sheet.rules.breakers] if result.scored else []
    card.scored, card.items, card.awaits_group = result.scored, result.items, result.waits
    is_changed = before != [getattr(card, name) for name in _FIGURES]
    card.row_version += is_changed
    return is_changed
