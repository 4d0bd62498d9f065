"""核定 in the matrix: marks are written and totals follow in the same transaction."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from scorecards import locks
from scorecards.group_sheets import Sheet, sheet_of
from scorecards.models import CardState, Group, Round
from scorecards.models.writing import write_rows
from scorecards.phases import SCORING
from scorecards.scoring import BadInput, parse_cell
from scorecards.transitions.acting import acting
from scorecards.transitions.refused import Refused
from scorecards.transitions.saving import CHECKED_FIELDS, Saved, conflict, put_checked
from scorecards.transitions.totals import store_totals
from units.models import User


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


@transaction.atomic
def save_checked(group: Group, cells: Sequence[Cell], *, by: User) -> tuple[Saved, ...]:
    """Write the cells of one group that are good; totals are right when this returns.

    An ordinary save re-totals the touched cards only; where the rubric looks at the group, the group is held and
    every card that a changed figure reaches is totalled anew.
    """
    at = locks.hold_round(group.round_id)
    _require_checking(Round.objects.get(pk=group.round_id))
    sheet = sheet_of(group, card_ids={cell.card_id for cell in cells}, locked=True)
    with acting(by, "核定得分"):
        outcomes = tuple(
            _enter(sheet, cell, by=by, at=at) for cell in cells if (cell.card_id, cell.key) in sheet.marks
        )
        written = {outcome.key for outcome in outcomes if outcome.is_written}
        touched = [sheet.marks[cell.card_id, cell.key] for cell in cells if cell.name in written]
        write_rows(touched, CHECKED_FIELDS)
        if touched:
            store_totals(sheet, card_ids=None if sheet.is_relative else {mark.card_id for mark in touched})
    return outcomes


def _enter(sheet: Sheet, cell: Cell, *, by: User, at: datetime.datetime) -> Saved:
    card, mark = sheet.cards[cell.card_id], sheet.marks[cell.card_id, cell.key]
    item = sheet.item(card, cell.key)
    if card.state != CardState.CHECKING:
        return Saved(cell.name, mark.version, problem=f"{card.name}已核定，不能再改。")
    try:
        typed = parse_cell(item, cell.text)
    except BadInput as error:
        return Saved(cell.name, mark.version, problem=error.sentence)
    basis = mark.basis if cell.basis is None else cell.basis
    if (typed, basis) == (mark.checked_input, mark.basis):
        return Saved(cell.name, mark.version, points=mark.checked)
    if cell.version != mark.version:
        return conflict(cell.name, mark)
    put_checked(mark, item, typed, basis, by=by, at=at)
    return Saved(cell.name, mark.version, points=mark.checked, is_written=True)


def _require_checking(round_: Round) -> None:
    if round_.stage not in SCORING:
        raise Refused(f"{round_.title}现在处于“{round_.stage.label}”阶段，不能修改得分。")
