"""What reading a printed rule gives: a scoring kind with its parameters, or the words that were not understood."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from scorecards.scoring.numbers import canonical


@dataclass(frozen=True, slots=True)
class Rule:
    """A kind and its parameters as the exchange format writes them."""

    kind: str
    params: Mapping[str, object]
    not_applicable: str = ""


@dataclass(frozen=True, slots=True)
class Frame:
    """Where the rule stands: its points, the part (group, bonus, penalty; pool adds and takes), the item's title."""

    points: Fraction | None
    within: str = "group"
    title: str = ""

    @property
    def is_ordinary(self) -> bool:
        """Whether it is an item of the full mark."""
        return self.within == "group"


class NotUnderstood(Exception):
    """Not everything in the text was understood; `part` is the first that was not."""

    def __init__(self, part: str) -> None:
        super().__init__(part)
        self.part = part


def figure(number: Fraction) -> str:
    """A number as the exchange format writes it."""
    try:
        return canonical(number)
    except ValueError:
        raise NotUnderstood(str(number)) from None
