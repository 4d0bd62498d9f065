"""An item's input as it is typed into, and shown in, one cell of the matrix."""

from scorecards.scoring.numbers import half_width
from scorecards.scoring.rule import CanonicalInput, Input
from scorecards.scoring.tree import Item


def parse_cell(item: Item, text: str) -> CanonicalInput | None:
    """The input that was typed; an empty cell is 未评 (or 无)."""
    return item.rule.parse_cell(text) if half_width(text) else None


def show_cell(item: Item, given: Input | None) -> str:
    """The text that `parse_cell` reads back as the same input."""
    return "" if given is None else item.rule.show_cell(given)
