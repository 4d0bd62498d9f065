"""What a sheet would change, row by row, before anything is written."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from units.matching import Match
from units.transitions.imports import Fields, RowWrite

NEW = "new"
"""Chosen for a name that resembles others and is none of them."""

LABELS = {
    "name": "名称", "short_name": "简称", "party_name": "党组织名称", "category": "类别", "official_order": "排列顺序",
    "kind": "类别",
}  # fmt: skip
"""What pages call the fields."""

Near = tuple[int, str, str]
"""Key, name and reason of one that may be meant."""


@dataclass(slots=True)
class Line:
    """One row: what it says, what stands there already, whom its name may mean, and why it cannot be taken.

    `stands` is what it changes, None for something new; `open_name` is a name that somebody has to decide on first;
    `owner` is the unit that it belongs to, where it does.
    """

    place: str
    label: str
    after: Fields
    pk: int | None = None
    stands: Fields | None = None
    guessed: tuple[str, ...] = ()
    open_name: str = ""
    near: Sequence[Near] = ()
    may_be_new: bool = True
    owner: str = ""
    problems: list[str] = field(default_factory=list)

    @property
    def changes(self) -> list[tuple[str, object, object]]:
        """Label, old and new of every field that it changes of what stands there."""
        stands = self.stands or {}
        pairs = [(LABELS.get(name, name), stands.get(name), value) for name, value in self.after.items()]
        return [(label, old, new) for label, old, new in pairs if old != new]

    @property
    def state(self) -> str:
        """What becomes of the row, in a word."""
        if self.problems:
            return "有误"
        if self.open_name:
            return "待确认"
        return "新增" if self.pk is None else "变更" if self.changes else "不变"

    @property
    def write(self) -> RowWrite:
        """As it is put in."""
        return RowWrite(self.label, self.after, self.pk, self.stands)


AnyLine = TypeVar("AnyLine", bound=Line)


@dataclass(frozen=True, slots=True)
class Plan(Generic[AnyLine]):
    """All rows, and how many there are that the sheet does not name: they stay as they are."""

    lines: Sequence[AnyLine]
    unnamed: int = 0

    @property
    def problems(self) -> list[tuple[str, str]]:
        """Place and sentence of everything that has to be mended."""
        return [(line.place, sentence) for line in self.lines for sentence in line.problems]

    @property
    def counts(self) -> list[tuple[str, int]]:
        """How many rows of each state."""
        return Counter(line.state for line in self.lines).most_common()

    @property
    def open(self) -> list[AnyLine]:
        """One row of each name that somebody has to decide on."""
        found = {
            line.open_name: line for line in reversed(self.lines) if line.open_name and not line.problems
        }
        return list(found.values())[::-1]

    @property
    def to_write(self) -> list[AnyLine]:
        """Rows that add or change something."""
        return [line for line in self.lines if line.state in {"新增", "变更"}]

    @property
    def fingerprint(self) -> str:
        """Changes with anything that stands, and with what becomes of a row; not with what is typed beside it."""
        told = [(line.place, line.state, line.pk, line.label, line.stands) for line in self.lines]
        return hashlib.sha256(repr(told).encode()).hexdigest()


def asked(
    name: str, match: Match, picks: Mapping[str, str], names: Mapping[int, str]
) -> tuple[int | None, str, list[Near]]:
    """Whom a name means as far as it is known or was picked, else the name as an open one; and who is near.

    A picked `NEW` leaves nobody, and nothing open.
    """
    near = [(one.owner, names[one.owner], one.reason) for one in match.near]
    if match.owner is not None:
        return match.owner, "", []
    pick = picks.get(name, "")
    if pick.isdigit() and int(pick) in names:
        return int(pick), "", near
    return None, "" if pick == NEW or not near else name, near


def refuse_doubles(lines: Iterable[Line], keys: Iterable[Iterable[tuple[str, object]]]) -> None:
    """Rows that say the same thing twice: `keys` are each row's labels and values that must be the row's alone."""
    first: dict[tuple[str, object], Line] = {}
    for line, own in zip(lines, keys, strict=True):
        for label, value in own:
            other = first.setdefault((label, value), line) if value else line
            if other is not line and not line.problems:
                line.problems.append(f"{label}与{other.place}相同，请删去一行或改正。")
