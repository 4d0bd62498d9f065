"""The 核定 column of a mark: what an entry changes in it, and marks are written by one statement."""

import datetime
from collections.abc import Sequence

from scorecards.models import Mark, MarkState
from scorecards.models.writing import write_rows
from scorecards.scoring import Input, Item
from scorecards.transitions.saving import points_alone, stamp
from units.models import User

_FIELDS = [
    "checked_input",
    "checked",
    "basis",
    "checked_by",
    "checked_at",
    "state",
    "changed_by",
    "changed_at",
    "version",
]


def put_checked(
    mark: Mark, item: Item, given: Input | None, basis: str, *, by: User, at: datetime.datetime
) -> None:
    """Set the column in memory; whoever enters a mark of a mended item (已修改) has looked at it."""
    mark.checked_input, mark.checked, mark.basis = given, points_alone(item, given), basis
    mark.checked_by, mark.checked_at = by, at
    if mark.is_changed:
        mark.state = MarkState.PLAIN
    stamp(mark, by=by, at=at)


def write_checked(marks: Sequence[Mark]) -> None:
    """Store marks that `put_checked` set; their rows are held by their cards."""
    write_rows(marks, _FIELDS)
