"""What a scope lets out of a group's result: names, and places or grades where it says so. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from scorecards.models.scopes import Scope


@dataclass(frozen=True, slots=True)
class Result:
    """What one card came to, before anything is left out."""

    name: str
    owner: str
    official_order: int
    place: int | None
    tied: bool
    grade: str


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a list that is let out; what the scope keeps back is empty."""

    name: str
    owner: str = ""
    place: int | None = None
    tied: bool = False
    grade: str = ""


@dataclass(frozen=True, slots=True)
class GroupList:
    """One group's list, by the name of the group."""

    group: str
    lines: Sequence[Line]

    @property
    def has_places(self) -> bool:
        """Whether it is a list by place."""
        return any(line.place for line in self.lines)

    @property
    def has_grades(self) -> bool:
        """Whether it says grades."""
        return any(line.grade for line in self.lines)


def let_out(results: Iterable[Result], *, scope: str, top: int | None, top_grade: str) -> list[Line]:
    """优秀名单 in the official order and without places; 前 N 名 by place; 全部 with places and grades."""
    found = sorted(results, key=lambda one: (one.official_order, one.name))
    if scope == Scope.MERIT:
        return [Line(one.name, one.owner) for one in found if top_grade and one.grade == top_grade]
    if scope == Scope.OWN:
        return []
    by_place = sorted((one for one in found if one.place), key=lambda one: one.place or 0)
    if scope == Scope.TOP:
        return [_placed(one) for one in by_place if (one.place or 0) <= (top or 0)]
    unplaced = [Line(one.name, one.owner, grade=one.grade) for one in found if not one.place]
    return [*(_placed(one, grade=one.grade) for one in by_place), *unplaced]


def shows_place(place: int | None, *, scope: str, top: int | None) -> bool:
    """Whether the list that is let out holds this place."""
    return place is not None and (scope == Scope.ALL or (scope == Scope.TOP and place <= (top or 0)))


def to_json(lists: Iterable[GroupList]) -> list[dict[str, Any]]:
    """As a notice seals them; what is kept back is not in it."""
    return [
        {"group": one.group, "lines": [{k: v for k, v in _fields(line).items() if v} for line in one.lines]}
        for one in lists
    ]


def from_json(groups: Iterable[dict[str, Any]]) -> list[GroupList]:
    """Read back."""
    return [GroupList(one["group"], [Line(**line) for line in one["lines"]]) for one in groups]


def _placed(one: Result, *, grade: str = "") -> Line:
    return Line(one.name, one.owner, one.place, one.tied, grade)


def _fields(line: Line) -> dict[str, Any]:
    return {
        "name": line.name,
        "owner": line.owner,
        "place": line.place,
        "tied": line.tied,
        "grade": line.grade,
    }
