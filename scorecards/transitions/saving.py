"""What comes back for each entry of a save, for the card and for the matrix alike."""

import datetime
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from scorecards.models import Mark
from scorecards.scoring import Input, Item, half_up, score_item, stands_alone
from units.models import User


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
    return for_reading(exact_alone(item, given))


def exact_alone(item: Item, given: Input | None) -> Fraction | None:
    """The points themselves, which may have no end of decimals."""
    if given is None or not stands_alone(item, given):
        return None
    return score_item(item, given).points


def for_reading(points: Fraction | None) -> Decimal | None:
    """As they are stored, with four decimals; totals are never made of these."""
    return None if points is None else half_up(points, 4)


def stamp(mark: Mark, *, by: User, at: datetime.datetime) -> None:
    """Who changed the mark and when; its version moves on."""
    mark.changed_by, mark.changed_at = by, at
    mark.version += 1
