"""A card side by side: 自评 beside the boxes for 核定, and what was typed there as cells."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from django.http import QueryDict

from scorecards.cards.results import ItemLine
from scorecards.forms.check_rows import CheckBlock, CheckRow, Going, row_of
from scorecards.forms.matrix_cells import total_of
from scorecards.group_sheets import Sheet
from scorecards.models import Card, Evidence, Mark, MarkEvidence
from scorecards.rubrics.trees import sections, trails
from scorecards.scoring import Part, Total, total
from scorecards.transitions import Cell, Saved

LONGEST_BASIS = 500
_NAME = re.compile(r"c:(?P<slot>.{1,44})")


@dataclass(frozen=True, slots=True)
class TypedCells:
    """What came with a post: cells to save, those that are wrong before any rule is asked, and items looked at."""

    cells: list[Cell]
    refused: list[Saved]
    seen: list[str]


class CheckForm:
    """The card's items in the rubric's order, as stored; `take` shows again what could not be saved."""

    def __init__(
        self, card: Card, sheet: Sheet, marks: Mapping[str, Mark], proofs: Mapping[int, list[Evidence]]
    ) -> None:
        self.card = card
        self.blocks: list[CheckBlock] = []
        if marks and card.pk in sheet.cards:
            tree = sheet.trees.of(card)
            reported = total(tree, {slot: mark.reported_input for slot, mark in marks.items()})
            checked = sheet.total(card)
            self.blocks = [
                CheckBlock(part, [row_of(line, proofs) for line in _lines(part, marks, reported, checked)])
                for part in sections(tree)
            ]
        self.rows = [row for block in self.blocks for row in block.rows]

    def take(self, data: QueryDict, outcomes: Iterable[Saved] = (), *, is_refused: bool = False) -> None:
        """What was typed and is not stored stands in its box, what was chosen to go back is chosen still."""
        found = {outcome.key: outcome for outcome in outcomes}
        for row in self.rows:
            row.take(data, found.get(row.slot), is_refused=is_refused)

    def choose(self, going: Mapping[str, Going]) -> None:
        """Items that were to go back, and did not."""
        for row in self.rows:
            row.going = going.get(row.slot, row.going)

    @property
    def problems(self) -> list[dict[str, str]]:
        """What has to be mended, for the summary on top."""
        return [found for row in self.rows for found in row.summary]

    @property
    def total(self) -> str:
        """The card's stored total; a dash before the first mark."""
        return total_of(self.card)

    @property
    def has_precheck(self) -> bool:
        """Whether 初评 stands between 自评 and 核定."""
        return self.card.needs_precheck or any(row.mark.prechecked_input is not None for row in self.rows)

    @property
    def changed(self) -> list[CheckRow]:
        """Items that the unit mended and nobody has looked at."""
        return [row for row in self.rows if row.mark.is_changed]

    @property
    def returned(self) -> list[CheckRow]:
        """Items that the unit has to mend."""
        return [row for row in self.rows if row.mark.is_returned]


def _lines(part: Part, marks: Mapping[str, Mark], reported: Total, checked: Total) -> Iterable[ItemLine]:
    trail = trails(part)
    for item in part.items():
        found = (reported.results.get(item.key), checked.results.get(item.key))
        yield ItemLine(item, marks[item.key], trail.get(item.key, ""), *found)


def proofs_of(marks: Iterable[Mark]) -> dict[int, list[Evidence]]:
    """Evidence by mark, in the order it was added; one query."""
    found: dict[int, list[Evidence]] = {}
    uses = MarkEvidence.objects.filter(mark__in=[mark.pk for mark in marks]).select_related("evidence__file")
    for use in uses.order_by("pk"):
        found.setdefault(use.mark_id, []).append(use.evidence)
    return found


def typed_from(card: Card, data: QueryDict) -> TypedCells:
    """Boxes that were touched: `c:`, `b:` and their bases in `v:` (version and text) and `w:` (basis)."""
    typed = TypedCells([], [], data.getlist("seen"))
    for name in data:
        match = _NAME.fullmatch(name)
        if match and (cell := _cell(card, match["slot"], data)):
            problem = _problem(cell)
            typed.refused.append(problem) if problem else typed.cells.append(cell)
    return typed


def _cell(card: Card, slot: str, data: QueryDict) -> Cell | None:
    text, basis = str(data.get(f"c:{slot}", "")).strip(), data.get(f"b:{slot}")
    version, told, stored = str(data.get(f"v:{slot}", "")).partition(" ")
    typed = None if basis is None or _line(basis) == _line(data.get(f"w:{slot}")) else basis.strip()
    if told and text == stored and typed is None:
        return None
    return Cell(card.pk, slot, text, int(version) if re.fullmatch(r"[0-9]{1,9}", version) else -1, typed)


def _problem(cell: Cell) -> Saved | None:
    basis = cell.basis or ""
    if len(basis) > LONGEST_BASIS:
        said = f"依据最多 {LONGEST_BASIS} 个字，现在有 {len(basis)} 个字，请删减。"
        return Saved(cell.key, cell.version, problem=said, field="basis")
    return None


def _line(text: str | None) -> str | None:
    """One line, as a browser's box holds it."""
    return None if text is None else " ".join(text.split())


def by_slot(outcomes: Iterable[Saved]) -> list[Saved]:
    """Outcomes of cells, which are named by card and slot, by the slot alone."""
    return [replace(outcome, key=outcome.key.partition(":")[2]) for outcome in outcomes]
