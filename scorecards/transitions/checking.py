"""核定 in the matrix: marks are written and totals follow in the same transaction."""

import datetime
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import prefetch_related_objects

from scorecards import locks
from scorecards.group_sheets import Sheet, sheet_of
from scorecards.models import BatchKind, CardState, Group, Mark, MarkBatch, Round
from scorecards.phases import SCORING
from scorecards.scoring import BadInput, parse_cell
from scorecards.transitions.batches import before_of, record_batch
from scorecards.transitions.checked_marks import put_checked, write_checked
from scorecards.transitions.saving import Saved, conflict
from scorecards.transitions.totals import store_totals
from units.models import User
from units.transitions.acting import acting
from units.transitions.refused import Refused

BY_SHEET = "评议得分按计票表在“汇总录入”中由两人录入、复核，不在这里填写。"


@dataclass(frozen=True, slots=True)
class Cell:
    """What a clerk typed at one unit and one item, and the version it was based on; without a basis it stays."""

    card_id: int
    key: str
    text: str
    version: int
    basis: str | None = None

    @property
    def name(self) -> str:
        """The cell's name on the page."""
        return f"{self.card_id}:{self.key}"


@dataclass(frozen=True, slots=True)
class Checked:
    """What became of each cell, the sheet as it stands now, and the batch that can be undone."""

    outcomes: tuple[Saved, ...]
    sheet: Sheet
    batch: MarkBatch | None = None

    @property
    def problems(self) -> dict[str, Saved]:
        """Outcomes of cells that could not be written, by the cell's name."""
        return {outcome.key: outcome for outcome in self.outcomes if outcome.problem}


@dataclass(frozen=True, slots=True)
class _Hand:
    """Who writes, when, and whether from 计票表 that a second person confirmed."""

    by: User
    at: datetime.datetime
    from_sheets: bool = False


def save_checked(
    group: Group, cells: Sequence[Cell], *, by: User, from_sheets: bool = False
) -> tuple[Saved, ...]:
    """Write the cells of one group that are good; totals are right when this returns."""
    return check_cells(group, cells, by=by, from_sheets=from_sheets).outcomes


@transaction.atomic
def check_cells(group: Group, cells: Sequence[Cell], *, by: User, from_sheets: bool = False) -> Checked:
    """Write those that are good, one by one as they are typed; cells that are not the group's are left alone.
    What two people hear from 计票表 (`from_sheets`) is not typed by one.

    An ordinary save re-totals the touched cards only; where the rubric looks at the group, the group is held and
    every card that a changed figure reaches is totalled anew.
    """
    at, sheet = _hold(group, cells)
    ours = [cell for cell in cells if (cell.card_id, cell.key) in sheet.marks]
    with acting(by, "核定得分"):
        outcomes = _enter_all(sheet, ours, _Hand(by, at, from_sheets))
        _write(sheet, outcomes, ours)
    return Checked(outcomes, sheet)


@transaction.atomic
def check_together(group: Group, cells: Sequence[Cell], *, kind: BatchKind, words: str, by: User) -> Checked:
    """Write all of the cells as one act that can be undone, or none: then the problems say which hold it up."""
    at, sheet = _hold(group, cells)
    ours = [cell for cell in cells if (cell.card_id, cell.key) in sheet.marks]
    before = {cell.name: before_of(sheet.marks[cell.card_id, cell.key]) for cell in ours}
    outcomes = _enter_all(sheet, ours, _Hand(by, at))
    strangers = {cell.name for cell in cells} - before.keys()
    missing = tuple(Saved(name, 0, problem="这一格已不在本组评分表中。") for name in sorted(strangers))
    if missing or any(outcome.problem for outcome in outcomes):
        return Checked((*outcomes, *missing), sheet)
    with acting(by, kind.label):
        _write(sheet, outcomes, ours)
        kept = [before[outcome.key] for outcome in outcomes if outcome.is_written]
        batch = record_batch(group, kind=kind, words=words, before=kept, by=by, at=at) if kept else None
    return Checked(outcomes, sheet, batch)


def _hold(group: Group, cells: Iterable[Cell]) -> tuple[datetime.datetime, Sheet]:
    at = locks.hold_round(group.round_id)
    round_ = Round.objects.get(pk=group.round_id)
    if round_.stage not in SCORING:
        raise Refused(f"{round_.title}现在处于“{round_.stage.label}”阶段，不能修改得分。")
    return at, sheet_of(group, card_ids={cell.card_id for cell in cells}, locked=True)


def _enter_all(sheet: Sheet, cells: Sequence[Cell], hand: _Hand) -> tuple[Saved, ...]:
    """Set what is good in memory; names are fetched only of those who were first."""
    marks = [(sheet.marks[cell.card_id, cell.key], cell.version) for cell in cells]
    prefetch_related_objects([mark for mark, version in marks if mark.version != version], "changed_by")
    return tuple(_enter(sheet, cell, hand) for cell in cells)


def _enter(sheet: Sheet, cell: Cell, hand: _Hand) -> Saved:
    card, mark = sheet.cards[cell.card_id], sheet.marks[cell.card_id, cell.key]
    item = sheet.item(card, cell.key)
    if card.state != CardState.CHECKING:
        return Saved(cell.name, mark.version, problem=f"{card.name}已核定，不能再改。")
    if item.is_by_sheet and not hand.from_sheets:
        return Saved(cell.name, mark.version, points=mark.checked, problem=BY_SHEET)
    try:
        typed = parse_cell(item, cell.text)
    except BadInput as error:
        return Saved(cell.name, mark.version, problem=error.sentence)
    basis = mark.basis if cell.basis is None else cell.basis
    if (typed, basis) == (mark.checked_input, mark.basis):
        return Saved(cell.name, mark.version, points=mark.checked)
    if cell.version != mark.version:
        return conflict(cell.name, mark)
    put_checked(mark, item, typed, basis, by=hand.by, at=hand.at)
    return Saved(cell.name, mark.version, points=mark.checked, is_written=True)


def _write(sheet: Sheet, outcomes: Iterable[Saved], cells: Iterable[Cell]) -> None:
    written: Collection[str] = {outcome.key for outcome in outcomes if outcome.is_written}
    touched: list[Mark] = [sheet.marks[cell.card_id, cell.key] for cell in cells if cell.name in written]
    write_checked(touched)
    if touched:
        store_totals(sheet, card_ids=None if sheet.is_relative else {mark.card_id for mark in touched})
