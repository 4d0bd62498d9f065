"""What a paste will do, cell by cell: old and new, what stays, what is wrong and why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from scorecards.forms.matrix_cells import Column, name_of
from scorecards.group_sheets import Sheet
from scorecards.models import CardState
from scorecards.pasting import Grid, Line, Placed, Placement, bare, place
from scorecards.scoring import BadInput, parse_cell, show_cell
from scorecards.transitions import Cell
from units.imports.names import SKIP, Choice, offered
from units.matching import Match, Names


@dataclass(frozen=True, slots=True)
class PastedCell:
    """One cell of the preview; `cell` is what will be written, nothing where it stays or is wrong."""

    unit: str
    heading: str
    old: str = ""
    new: str = ""
    problem: str = ""
    cell: Cell | None = None
    is_optional: bool = False

    @property
    def was(self) -> str:
        """What stands there now, in words."""
        return self.old or ("无" if self.is_optional else "未评")


@dataclass(slots=True)
class PastedRow:
    """One unit with its cells in the columns that were pasted; None where nothing was pasted."""

    unit: str
    cells: list[PastedCell | None] = field(default_factory=list)


class Preview:
    """Of lines from this column and row on; `conflicts` says of cells (by name) who changed them meanwhile."""

    def __init__(
        self,
        sheet: Sheet,
        columns: Sequence[Column],
        names: Names,
        *,
        picks: Mapping[str, str] | None = None,
        conflicts: Mapping[str, str] | None = None,
    ) -> None:
        self._sheet, self._all, self._names = sheet, columns, names
        self._cards = list(sheet.cards.values())
        self._picks, self._conflicts = picks or {}, conflicts or {}

    def take(self, lines: Sequence[Line], *, slot: str, card_id: int | None) -> None:
        """Place the lines; raises `BadPaste`."""
        slots = [column.item.key for column in self._all]
        pks = [card.pk for card in self._cards]
        grid = Grid(
            match=self._row_of,
            picks={name: row for name, key in self._picks.items() for row in self._picked_row(key)},
            titles={bare(words) for column in self._all for words in (column.heading, column.item.title)},
            rows=len(pks),
            columns=len(slots),
            at_row=0 if card_id is None else pks.index(card_id),
            at_column=slots.index(slot),
            is_good=self._is_good,
        )
        self.placement: Placement = place(lines, grid)

    def _row_of(self, name: str) -> Match:
        """The match with rows in place of cards."""
        match, rows = self._names.match(name), {card.pk: row for row, card in enumerate(self._cards)}
        owner = None if match.owner is None else rows[match.owner]
        return Match(owner, tuple(replace(near, owner=rows[near.owner]) for near in match.near))

    def _picked_row(self, key: str) -> list[int | None]:
        """The row of a pick; none for what is no card here."""
        if key == SKIP:
            return [None]
        return [row for row, card in enumerate(self._cards) if str(card.pk) == key]

    @property
    def candidates(self) -> list[Choice]:
        """Everybody whom a name can mean."""
        return [Choice(str(card.pk), name_of(card)) for card in self._cards]

    @property
    def open_names(self) -> dict[str, tuple[Choice, ...]]:
        """Names that are not sure, with those who may be meant."""
        choices = dict(enumerate(self.candidates))
        return {name: offered(match, choices) for name, match in self.placement.unclear.items()}

    @property
    def picked(self) -> dict[str, str]:
        """What was picked for names that are not sure."""
        return {name: self._picks[name] for name in self.placement.picked}

    @cached_property
    def columns(self) -> list[Column]:
        """The columns that something was pasted for."""
        touched = {placed.column for placed in self.placement.cells}
        return [column for number, column in enumerate(self._all) if number in touched]

    @cached_property
    def rows(self) -> list[PastedRow]:
        """Units in official order."""
        by_place = {(placed.row, placed.column): placed for placed in self.placement.cells}
        rows = sorted({placed.row for placed in self.placement.cells})
        numbers = [column.number - 1 for column in self.columns]
        return [
            PastedRow(
                name_of(self._cards[row]),
                [self._look(found) if (found := by_place.get((row, number))) else None for number in numbers],
            )
            for row in rows
        ]

    @cached_property
    def cells(self) -> list[PastedCell]:
        """All of them."""
        return [cell for row in self.rows for cell in row.cells if cell]

    @property
    def to_write(self) -> tuple[Cell, ...]:
        """Cells that will be written."""
        return tuple(cell.cell for cell in self.cells if cell.cell)

    @property
    def wrong(self) -> list[PastedCell]:
        """Cells that cannot be."""
        return [cell for cell in self.cells if cell.problem and not cell.cell]

    @property
    def unchanged(self) -> int:
        """Cells that already hold what was pasted."""
        return sum(not (cell.cell or cell.problem) for cell in self.cells)

    @property
    def conflicts(self) -> list[PastedCell]:
        """Cells that somebody changed after they were looked at."""
        return [cell for cell in self.cells if cell.problem and cell.cell]

    @property
    def is_whole(self) -> bool:
        """Whether everything that was pasted has a cell and is good."""
        return not (self.wrong or self.placement.strangers)

    @property
    def faults(self) -> int:
        """How much of the paste cannot be written."""
        return len(self.wrong) + len(self.placement.strangers)

    @property
    def words(self) -> str:
        """The act in a line."""
        if not self.columns:
            return ""
        first, last = self.columns[0], self.columns[-1]
        if first is last:
            return f"{first.heading} {first.item.title}"
        return f"{first.heading} 至 {last.heading}，共 {len(self.columns)} 项"

    def _is_good(self, number: int, text: str) -> bool:
        if number >= len(self._all):
            return False
        try:
            parse_cell(self._all[number].item, text)
        except BadInput:
            return False
        return True

    def _look(self, placed: Placed) -> PastedCell:
        card, column = self._cards[placed.row], self._all[placed.column]
        unit, heading, slot = name_of(card), column.heading, column.item.key
        mark = self._sheet.marks.get((card.pk, slot))
        if mark is None:
            return PastedCell(unit, heading, new=placed.text, problem="这个单位的评分表没有这一项。")
        item = self._sheet.item(card, slot)
        old = show_cell(item, mark.checked_input)
        try:
            given = parse_cell(item, placed.text)
        except BadInput as error:
            return PastedCell(unit, heading, old, placed.text, error.sentence, None, item.optional)
        if given == mark.checked_input:
            return PastedCell(unit, heading, old, old)
        if card.state != CardState.CHECKING:
            return PastedCell(unit, heading, old, placed.text, "已核定，不能再改。", None, item.optional)
        cell = Cell(card.pk, slot, placed.text, mark.version)
        new, clash = show_cell(item, given), self._conflicts.get(cell.name, "")
        return PastedCell(unit, heading, old, new, clash, cell, item.optional)
