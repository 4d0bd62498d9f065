"""The causes of a TALLY: how each is counted, what it is worth, its own cap, and which exclude one another."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction
from math import ceil, floor

from scorecards.scoring.numbers import in_print
from scorecards.scoring.targets import Target

MOST_TIMES = 9999


class Counter(StrEnum):
    """How a cause is counted."""

    TIMES = "times"
    AMOUNTS = "amounts"
    SHORTFALL = "shortfall"
    EXCESS = "excess"


class StepRounding(StrEnum):
    """What happens to a part of a step (取整方式)."""

    FLOOR = "floor"
    CEIL = "ceil"
    EXACT = "exact"


ROUNDING_WORDS = {
    StepRounding.FLOOR: "不足 {} 的部分不计",
    StepRounding.CEIL: "不足 {} 的按 {} 计",
    StepRounding.EXACT: "不取整，按比例折算",
}


@dataclass(frozen=True, slots=True)
class Cause:
    """One case named by the rubric.

    `unit` is signed: points a time, a step, or 1 and −1 for amounts; `cap` is the most it may move in all;
    `most` is how often it counts, `says_most` whether the rubric says anything about that.
    """

    key: str
    text: str
    unit: Fraction
    counter: Counter = Counter.TIMES
    cap: Fraction | None = None
    exclusive: str = ""
    most: int | None = None
    says_most: bool = False
    least: Fraction = Fraction(0)
    largest: Fraction = Fraction(0)
    target: Target | None = None
    step: Fraction = Fraction(1)
    rounding: StepRounding | None = None

    @property
    def takes(self) -> bool:
        """Whether it takes points away."""
        return self.unit < 0

    @property
    def is_measured(self) -> bool:
        """Whether an actual number is held against a target."""
        return self.target is not None

    @property
    def is_relative(self) -> bool:
        """Whether the group decides the target."""
        return self.target is not None and self.target.is_relative

    def for_class(self, name: str) -> "Cause | None":
        """The cause as it holds for one class; None where it does not."""
        if self.target is None:
            return self
        target = self.target.for_class(name)
        return None if target is None else replace(self, target=target)

    def bounds(self, limit: Fraction) -> Fraction:
        """The most that it can move, signed."""
        size = limit if self.most is None or self.counter is not Counter.TIMES else abs(self.unit) * self.most
        held = size if self.cap is None else min(size, self.cap)
        return -held if self.takes else held

    def effect(self, quantity: Fraction) -> Fraction:
        """What so many times, steps or points of amounts add (or take, negative), held by its own cap."""
        size = abs(self.unit) * quantity
        held = size if self.cap is None else min(size, self.cap)
        return -held if self.takes else held

    def steps(self, distance: Fraction) -> Fraction:
        """How many steps a shortfall or an excess counts."""
        exact = distance / self.step
        if self.rounding is StepRounding.EXACT:
            return exact
        return Fraction(ceil(exact) if self.rounding is StepRounding.CEIL else floor(exact))

    def in_words(self, *, verb: str) -> str:
        """The cause as a clause: 缺会每次扣 1 分(最多扣 2 分)."""
        limits = [] if self.cap is None else [f"最多{verb} {in_print(self.cap)} 分"]
        if self.counter is Counter.TIMES and self.most is not None and self.most > 1:
            limits.append(f"最多计 {self.most} 次")
        held = f"（{'，'.join(limits)}）" if limits else ""
        return f"{self.text}{self._worth(verb)}{held}"

    def _worth(self, verb: str) -> str:
        points = in_print(abs(self.unit))
        if self.counter is Counter.AMOUNTS:
            return f"酌情{verb}分，每处 {in_print(self.least)} 到 {in_print(self.largest)} 分"
        if self.target is None:
            return f"{verb} {points} 分，只计一次" if self.most == 1 else f"每次{verb} {points} 分"
        less = "少" if self.counter is Counter.SHORTFALL else "超"
        rest = ROUNDING_WORDS[self.rounding or StepRounding.FLOOR].format(*[in_print(self.step)] * 2)
        return f"以 {self.target.in_words()} 为准，每{less} {in_print(self.step)} {verb} {points} 分，{rest}"


def rivals(causes: Iterable[Cause]) -> dict[str, list[Cause]]:
    """The causes that exclude one another, by their common key."""
    found: dict[str, list[Cause]] = {}
    for cause in causes:
        if cause.exclusive:
            found.setdefault(cause.exclusive, []).append(cause)
    return found
