"""What the members of a group put in for one item, as far as another member's points depend on it."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Field:
    """One number of every member, at least one, in ascending order."""

    ordered: tuple[Fraction, ...]
    mean: Fraction

    @property
    def best(self) -> Fraction:
        """The largest number."""
        return self.ordered[-1]

    def place(self, value: Fraction, *, high: bool) -> int:
        """How many members are strictly better, plus one: equal numbers share a place."""
        better = (
            len(self.ordered) - bisect_right(self.ordered, value)
            if high
            else bisect_left(self.ordered, value)
        )
        return better + 1


Peers: TypeAlias = Mapping[str, Field]
"""The fields of one item by the name of the number; "" where the item has just one."""


def field_of(values: Iterable[Fraction]) -> Field:
    """The field that these numbers make."""
    ordered = tuple(sorted(values))
    return Field(ordered, sum(ordered, Fraction(0)) / len(ordered))
