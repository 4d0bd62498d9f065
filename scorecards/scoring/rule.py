"""What every scoring kind can do; a kind is one file with one class of this shape."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from types import MappingProxyType
from typing import Protocol, TypeAlias

from scorecards.scoring.boxes import Box
from scorecards.scoring.numbers import half_width, measured
from scorecards.scoring.peers import Peers
from scorecards.scoring.refusals import BadInput

Input: TypeAlias = Mapping[str, object]
"""A mark as stored: JSON of the kind's own shape, numbers as digit strings."""

CanonicalInput: TypeAlias = dict[str, object]

ALONE: Peers = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a derivation, to be checked by hand: what it is, and its words and figures."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Setting:
    """What the tree tells an item's rule: the points written beside it, and whether it takes away."""

    points: Fraction | None = None
    subtracts: bool = False

    @property
    def verb(self) -> str:
        """How the result is spoken of."""
        return "减" if self.subtracts else "得"


class Rule(Protocol):
    """How one item turns its input into points."""

    def in_words(self) -> str:
        """The rule as one Chinese sentence, made from its parameters."""

    def bounds(self) -> tuple[Fraction, Fraction]:
        """The least and the most that any input can give."""

    def parse(self, raw: Input) -> CanonicalInput:
        """The one stored form of what was typed; raises `BadInput`."""

    def full(self) -> CanonicalInput:
        """The input that counts as 按满分计; raises `BadInput` where a number has to be known."""
        raise BadInput("这一项要按实际数计分，不能按满分计。", "")

    def points(self, given: Input, peers: Peers = ALONE) -> Fraction:
        """The exact points; raises `BadInput` for an input of another rule."""

    def given_in_words(self, given: Input) -> str:
        """The numbers put in."""

    def working(self, given: Input, peers: Peers = ALONE) -> str:
        """The calculation with its figures."""

    def parse_cell(self, text: str) -> CanonicalInput:
        """What was typed into a cell of the matrix; raises `BadInput`."""

    def show_cell(self, given: Input) -> str:
        """What `parse_cell` reads back as the same input."""

    def boxes(self) -> tuple[Box, ...]:
        """What a person fills in, in order."""

    def cell_hint(self) -> str:
        """What a cell of the matrix takes."""

    @property
    def is_relative(self) -> bool:
        """Whether the points depend on what the other members of the group put in."""
        return False

    def measures(self, given: Input) -> Mapping[str, Fraction]:
        """The numbers that this input brings to the group, by name."""
        return {}

    def classes(self) -> tuple[str, ...]:
        """The classes that the rule names."""
        return ()

    def for_class(self, name: str) -> "Rule | None":
        """The rule as it holds for members of this class; None where the class has nothing to fill."""
        return self


def only(given: Input, name: str) -> None:
    """Refuse an input that is not exactly `{name: …}`."""
    shape(given, required=name)


def shape(given: Input, *, required: str = "", optional: str = "") -> None:
    """Refuse an input with other keys than these (names separated by spaces)."""
    needed, more = _names(required), _names(optional)
    for key in given:
        if key not in needed and key not in more:
            known = "、".join(needed + more)
            raise BadInput(f"不认识的内容“{str(key)[:40]}”，这一项只填“{known}”。", str(key))
    for name in needed:
        if name not in given:
            raise BadInput("这一项还没有填写。", name)


@lru_cache
def _names(text: str) -> tuple[str, ...]:
    return tuple(text.split())


def is_blank(value: object) -> bool:
    """Whether a box was left empty."""
    return value == [] or (isinstance(value, str) and not half_width(value))


def measured_in(value: object, *, name: str, field: str) -> Fraction:
    """An actual number as typed into a box of this name; raises `BadInput`."""
    try:
        return measured(value)
    except ValueError:
        raise BadInput(f"“{name}”请填数，最多八位小数。", field) from None
