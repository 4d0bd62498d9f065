"""按满分计: of what, and exactly which cells it will write."""

from dataclasses import dataclass
from typing import Any

from scorecards.forms.matrix_cells import Column, name_of
from scorecards.group_sheets import Sheet
from scorecards.models import Card
from scorecards.scoring import Item, score_item, stands_alone
from scorecards.scoring.numbers import in_print
from scorecards.transitions.full_marks import FullPlan


@dataclass(frozen=True, slots=True)
class FullLine:
    """One item and one text with the units that get it; or a reason with the units whose cells stay 未评."""

    heading: str
    title: str
    text: str
    points: str
    units: tuple[str, ...]


class Scope:
    """An item, a card, or the whole group, as the address names it; `is_known` says that the group has it."""

    def __init__(self, sheet: Sheet, columns: list[Column], asked: Any) -> None:
        self._columns = {column.item.key: column for column in columns}
        self._cards = {str(pk): card for pk, card in sheet.cards.items()}
        self.slot: str = asked.get("item", "")
        self.card: str = asked.get("card", "")

    @property
    def is_known(self) -> bool:
        """Whether what was asked for is the group's."""
        return (not self.slot or self.slot in self._columns) and (not self.card or self.card in self._cards)

    @property
    def card_id(self) -> int | None:
        """The one card."""
        return int(self.card) if self.card else None

    @property
    def words(self) -> str:
        """What the act is about, in a line."""
        parts = []
        if self.card:
            parts.append(name_of(self._cards[self.card]))
        if self.slot:
            column = self._columns[self.slot]
            parts.append(f"{column.heading} {column.item.title}")
        return " ".join(parts) or "全组未评的各项"

    @property
    def items(self) -> list[tuple[str, str]]:
        """Items that can be chosen: needed ones."""
        return [
            (slot, f"{column.heading} {column.item.title}")
            for slot, column in self._columns.items()
            if not column.item.optional
        ]

    @property
    def cards(self) -> list[tuple[str, str]]:
        """Cards that can be chosen."""
        return [(pk, name_of(card)) for pk, card in self._cards.items()]


def lines_of(plan: FullPlan, columns: list[Column]) -> list[FullLine]:
    """What will be written, item by item in the order of the rubric."""
    units: dict[tuple[str, str], list[Card]] = {}
    points: dict[tuple[str, str], str] = {}
    for cell in plan.cells:
        place = (cell.item.key, cell.text)
        units.setdefault(place, []).append(cell.card)
        points.setdefault(place, _points(cell.item, cell.given))
    return _ordered(units, points, columns)


def left_out_of(plan: FullPlan, columns: list[Column]) -> list[FullLine]:
    """What stays 未评, and why."""
    return _ordered({place: list(cards) for place, cards in plan.left_out.items()}, {}, columns)


def _points(item: Item, given: dict[str, object]) -> str:
    if not stands_alone(item, given):
        return "随本组计算"
    return f"{in_print(score_item(item, given).points)} 分"


def _ordered(
    units: dict[tuple[str, str], list[Card]], points: dict[tuple[str, str], str], columns: list[Column]
) -> list[FullLine]:
    by_slot = {column.item.key: column for column in columns}
    numbered = sorted(units, key=lambda place: by_slot[place[0]].number)
    return [
        FullLine(
            by_slot[slot].heading,
            by_slot[slot].item.title,
            text,
            points.get((slot, text), ""),
            tuple(name_of(card) for card in units[slot, text]),
        )
        for slot, text in numbered
    ]
