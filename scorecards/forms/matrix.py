"""The matrix as a form: units by items, each cell as it is typed."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.http import QueryDict

from scorecards.models import Card, Mark
from scorecards.scoring import Item, Part, rule_in_words, show_cell
from scorecards.scoring.tally import Tally
from scorecards.transitions import Cell, Saved

_NAME = re.compile(r"c:(?P<card>\d{1,12}):(?P<key>.{1,40})")


@dataclass(frozen=True, slots=True)
class Column:
    """One item as a column."""

    item: Item
    words: str
    causes: str


@dataclass(slots=True)
class Box:
    """One cell: what it shows, and what went wrong with what was typed."""

    name: str
    text: str
    version: int
    points: object
    label: str
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One unit as a row."""

    card: Card
    boxes: list[Box]


class MatrixForm:
    """All cards of a group that take part, in official order, with every cell as a text box."""

    def __init__(self, tree: Part, cards: Iterable[Card], marks: Iterable[Mark]) -> None:
        items = list(tree.items())
        by_place: Mapping[tuple[int, str], Mark] = {(mark.card_id, mark.node.key): mark for mark in marks}
        self.columns = [Column(item, rule_in_words(item), _causes(item)) for item in items]
        self.lines = [
            Line(card, [_box(card, item, by_place[card.pk, item.key]) for item in items]) for card in cards
        ]
        self._boxes = {box.name: box for line in self.lines for box in line.boxes}

    def take(self, cells: Iterable[Cell], outcomes: Iterable[Saved]) -> None:
        """Show what was typed where it could not be saved."""
        typed = {cell.name: cell.text for cell in cells}
        for outcome in outcomes:
            box = self._boxes.get(outcome.key)
            if box is not None and outcome.problem:
                box.text, box.problem, box.version = typed[outcome.key], outcome.problem, outcome.version

    @property
    def problems(self) -> list[Box]:
        """Cells to mend, for the summary on top."""
        return [box for box in self._boxes.values() if box.problem]


def cells_from(data: QueryDict) -> list[Cell]:
    """The cells that were posted, each `c:<card>:<item>` with its version in `v:<card>:<item>`."""
    found = []
    for name, text in data.items():
        if match := _NAME.fullmatch(name):
            version = str(data.get(f"v{name[1:]}", ""))
            number = int(version) if version.isascii() and version.isdigit() and len(version) < 10 else -1
            found.append(Cell(int(match["card"]), match["key"], str(text).strip()[:200], number))
    return found


def _box(card: Card, item: Item, mark: Mark) -> Box:
    return Box(
        name=f"{card.pk}:{item.key}",
        text=show_cell(item, mark.checked_input),
        version=mark.version,
        points=mark.checked,
        label=f"{card.name} {item.key} {item.title}",
    )


def _causes(item: Item) -> str:
    """The order in which a TALLY cell's counts are typed."""
    return "、".join(cause.text for cause in item.rule.causes) if isinstance(item.rule, Tally) else ""
