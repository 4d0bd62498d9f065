"""What comes back for each entry of a save, for the card and for the matrix alike."""

import datetime
from dataclasses import dataclass
from decimal import Decimal

from scorecards.models import Mark
from scorecards.scoring import Input, Item, half_up, score_item, stands_alone
from units.models import User

CHECKED_FIELDS = (
    "checked_input",
    "checked",
    "basis",
    "checked_by",
    "checked_at",
    "changed_by",
    "changed_at",
    "version",
)
"""What `put_checked` changes of a mark."""


@dataclass(frozen=True, slots=True)
class Saved:
    """One entry's outcome: written, unchanged, refused with a sentence, or met by somebody else's change."""

    key: str
    version: int
    points: Decimal | None = None
    problem: str = ""
    field: str = ""
    is_written: bool = False
    changed_by: str = ""
    changed_at: datetime.datetime | None = None

    @property
    def is_conflict(self) -> bool:
        """Whether another person saved this entry in between."""
        return self.changed_at is not None


def conflict(key: str, mark: Mark) -> Saved:
    """The second saver is told who and when; what was typed stays on the page."""
    who = mark.changed_by.name if mark.changed_by else ""
    return Saved(
        key,
        mark.version,
        points=mark.checked,
        problem=f"{who}已在另一处修改了此项，请对比后再保存。",
        changed_by=who,
        changed_at=mark.changed_at,
    )


def points_alone(item: Item, given: Input | None) -> Decimal | None:
    """The number stored beside an input for reading; none where the group decides, or nothing is there."""
    if given is None or not stands_alone(item, given):
        return None
    return half_up(score_item(item, given).points, 4)


def stamp(mark: Mark, *, by: User, at: datetime.datetime) -> None:
    """Who changed the mark and when; its version moves on."""
    mark.changed_by, mark.changed_at = by, at
    mark.version += 1


def put_checked(
    mark: Mark, item: Item, given: Input | None, basis: str, *, by: User, at: datetime.datetime
) -> None:
    """核定 of one mark as it is from now on; not stored."""
    mark.checked_input, mark.checked, mark.basis = given, points_alone(item, given), basis
    mark.checked_by, mark.checked_at = by, at
    stamp(mark, by=by, at=at)
