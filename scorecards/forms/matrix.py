"""The matrix as a form: units by items, each cell as it is typed."""

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

from django.http import QueryDict

from scorecards.forms.matrix_cells import Box, box_of, columns_of, name_of, spans_of, total_of
from scorecards.group_sheets import Sheet
from scorecards.models import Card, CardState
from scorecards.transitions import Cell, Saved

MOST_ON_PAPER = 12
_NAME = re.compile(r"c:(?P<card>\d{1,12}):(?P<key>.{1,44})")


@dataclass(frozen=True, slots=True)
class Line:
    """One unit as a row."""

    card: Card
    boxes: list[Box]

    @property
    def is_open(self) -> bool:
        """Whether its marks can still be typed."""
        return self.card.state == CardState.CHECKING

    @property
    def name(self) -> str:
        """Whose row it is."""
        return name_of(self.card)

    @property
    def has_problem(self) -> bool:
        """Whether a cell of it has to be mended."""
        return any(box.problem for box in self.boxes)

    @property
    def total(self) -> str:
        """The sum of what is there."""
        return total_of(self.card)


LOOKS: Mapping[str, Callable[[Box], bool]] = {
    "unscored": lambda box: box.is_unscored,
    "changed": lambda box: box.is_changed,
}


class MatrixForm:
    """Cards in official order, with every cell as a text box."""

    def __init__(self, sheet: Sheet, *, only: Collection[int] | None = None, look_for: str = "") -> None:
        """All cards of the sheet, or only these; relative points need the whole sheet.

        `look_for` (unscored, changed) leaves the rows and columns that have such a cell.
        """
        self.columns = columns_of(sheet.trees.tree)
        self._cards = [card for pk, card in sheet.cards.items() if only is None or pk in only]
        self.lines = [
            Line(card, [box_of(sheet, card, column) for column in self.columns]) for card in self._cards
        ]
        self.counts = {
            name: sum(is_it(box) for line in self.lines for box in line.boxes)
            for name, is_it in LOOKS.items()
        }
        self.look_for = look_for if look_for in LOOKS else ""
        if self.look_for:
            self._leave(LOOKS[self.look_for])
        self.spans = list(spans_of(sheet.trees.tree, self.columns))
        self.boxes: Mapping[str, Box] = {box.name: box for line in self.lines for box in line.boxes}

    def _leave(self, is_it: Callable[[Box], bool]) -> None:
        lines = [line for line in self.lines if any(map(is_it, line.boxes))]
        kept = sorted({at for line in lines for at, box in enumerate(line.boxes) if is_it(box)})
        self.columns = [self.columns[at] for at in kept]
        self.lines = [Line(line.card, [line.boxes[at] for at in kept]) for line in lines]

    def take(self, cells: Iterable[Cell], outcomes: Iterable[Saved]) -> None:
        """Show what was typed where it could not be saved."""
        typed = {cell.name: cell.text for cell in cells}
        for outcome in outcomes:
            if outcome.problem and outcome.key in self.boxes:
                box = self.boxes[outcome.key]
                box.text, box.problem = typed[outcome.key], sentence_of(outcome, box.stored)

    @property
    def problems(self) -> list[dict[str, str]]:
        """Cells to mend, for the summary on top."""
        return [
            {"field_id": box.field_id, "label": box.label, "sentence": box.problem}
            for box in self.boxes.values()
            if box.problem
        ]

    @property
    def is_open(self) -> bool:
        """Whether there is a row to type into."""
        return any(card.state == CardState.CHECKING for card in self._cards)

    @property
    def is_empty(self) -> bool:
        """Whether the group has nobody."""
        return not self._cards

    @property
    def is_wide(self) -> bool:
        """Whether paper does not hold it side by side."""
        return len(self.columns) > MOST_ON_PAPER

    @property
    def scored(self) -> int:
        """Marks that are there, of those that count."""
        return sum(card.scored for card in self._cards)

    @property
    def items(self) -> int:
        """Marks that are needed."""
        return sum(card.items for card in self._cards)


def cells_from(data: QueryDict) -> list[Cell]:
    """What was posted as `c:<card>:<item>`, each with its base in `v:<card>:<item>`; untouched cells are left out."""
    found = []
    for name, value in data.items():
        if match := _NAME.fullmatch(name):
            text = str(value).strip()
            version, told, stored = str(data.get(f"v{name[1:]}", "")).partition(" ")
            if not told or text != stored:
                found.append(Cell(int(match["card"]), match["key"], text, _number(version)))
    return found


def sentence_of(outcome: Saved, stored: str) -> str:
    """Why a cell was not saved; where somebody else was first, what stands there now."""
    if not outcome.is_conflict:
        return outcome.problem
    return f"{outcome.problem}现在是{_quoted(stored)}。"


def _quoted(text: str) -> str:
    return f"“{text}”" if text else "未评"


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1
