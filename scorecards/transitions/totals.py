"""Stored totals follow the counting column in the saving transaction, by one statement."""

from collections.abc import Collection

from scorecards.group_sheets import Sheet
from scorecards.models import Card
from scorecards.models.writing import write_rows


def store_totals(sheet: Sheet, *, card_ids: Collection[int] | None) -> None:
    """Total these cards anew, or all of the sheet, and write those whose figures changed."""
    changed = [
        card
        for pk, card in sheet.cards.items()
        if (card_ids is None or pk in card_ids) and _settle(sheet, card)
    ]
    write_rows(changed, ["total", "scored", "items", "awaits_group", "row_version"])


def _settle(sheet: Sheet, card: Card) -> bool:
    """Whether anything of the card's figures changed."""
    result = sheet.total(card)
    before = (card.total, card.scored, card.items, card.awaits_group)
    card.total = result.rounded if result.scored else None
    card.scored, card.items, card.awaits_group = result.scored, result.items, result.waits
    is_changed = before != (card.total, card.scored, card.items, card.awaits_group)
    card.row_version += is_changed
    return is_changed
