"""What a card comes to, with its derivation: items, parts, gates and the total."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import TypeAlias

from scorecards.scoring.inputs import given_in_words, is_na
from scorecards.scoring.numbers import half_up, in_print, sum_in_print
from scorecards.scoring.peers import Peers
from scorecards.scoring.rule import Input, Line
from scorecards.scoring.tree import Effect, Gate, Item, NaRule, NodeKind, Part

PLACES = 2
"""Decimals of every printed figure; cards are ranked by totals rounded to these."""


@dataclass(frozen=True, slots=True)
class ItemResult:
    """What one item came to; in a penalty node `points` is positive, as written, and the node subtracts.

    `peers` is what its points were held against; `excluded` says that it is 不适用 and leaves the sum.
    """

    item: Item
    given: Input
    points: Fraction
    basis: str = ""
    peers: Peers = field(default_factory=dict)
    excluded: bool = False

    @property
    def rounded(self) -> Decimal:
        """The points as printed."""
        return half_up(self.points, PLACES)

    @property
    def lines(self) -> tuple[Line, ...]:
        """The derivation, made when it is asked for."""
        penalty = self.item.within is NodeKind.PENALTY
        basis = (Line("核定依据", self.basis),) if self.basis else ()
        return (
            Line("规则", self.item.rule.in_words()),
            Line("填入", given_in_words(self.item, self.given)),
            *basis,
            Line("计算", self._working()),
            Line(
                "减分" if penalty else "得分", "不计入" if self.excluded else rounding_in_words(self.points)
            ),
        )

    def _working(self) -> str:
        if not is_na(self.given):
            return self.item.rule.working(self.given, self.peers)
        if self.excluded:
            return "不适用，不计入；同级其他各项得分按分值比例折算"
        how = "按满分计" if self.item.na_rule is NaRule.FULL else "按本组有此项的平均分计"
        return f"不适用，{how}，得 {in_print(self.points)} 分"


@dataclass(frozen=True, slots=True)
class PartTotal:
    """What one part brings to the total: the sum of what is there, clamped, weighted and signed.

    `raw` is the sum of the children before clamp and weight; `spread` what the ordinary ones were multiplied by
    because others are 不适用; `divisor` the number of periods that count.
    """

    part: Part
    below: tuple["Result", ...]
    raw: Fraction
    scored: int
    items: int
    spread: Fraction = Fraction(1)
    divisor: int = 1
    excluded: bool = False

    @property
    def key(self) -> str:
        """The part's key."""
        return self.part.key

    @property
    def title(self) -> str:
        """The part's title."""
        return self.part.title

    @property
    def points(self) -> Fraction:
        """The raw sum, clamped, weighted and signed."""
        return self.part.clamp(self.raw) * self.part.factor()

    @property
    def rounded(self) -> Decimal:
        """The points as printed."""
        return half_up(self.points, PLACES)

    @property
    def line(self) -> Line:
        """The composition in figures: 8 + 3.5 = 11.5,最多计 10 分,10 × 0.2 = 2,得 2 分."""
        if self.excluded:
            return Line(self.title, "全部不适用，不计入")
        if not (self.below or self.items or self.points):
            return Line(self.title, "无")
        progress = f"（已评 {self.scored}/{self.items}）" if self.scored < self.items else ""
        return Line(self.title, "，".join(self._steps()) + progress)

    def _steps(self) -> Iterator[str]:
        """Sum, clamp, weight, result: each only where it changes something."""
        raw, held = self.raw, self.part.clamp(self.raw)
        if len(self.below) > 1 or self.spread != 1:
            yield f"{self._sum_in_words()} = {in_print(raw)}"
        elif held != raw:
            yield in_print(raw)
        if held != raw:
            yield f"{'最多' if held < raw else '最低'}计 {in_print(held)} 分"
        if self.part.weight != 1:
            yield f"{in_print(held)} × {in_print(self.part.weight)} = {in_print(held * self.part.weight)}"
        subtracts = self.part.kind is NodeKind.PENALTY
        yield f"减 {in_print(-self.points)} 分" if subtracts else f"得 {in_print(self.points)} 分"

    def _sum_in_words(self) -> str:
        there = [one for one in self.below if not one.excluded and (self.divisor == 1 or has_marks(one))]
        if self.spread == 1:
            said = sum_in_print([_term(one) for one in there])
            return said if self.divisor == 1 else f"（{said}）÷ {self.divisor}"
        ordinary = sum_in_print([_term(one) for one in there if is_ordinary(one)])
        others = [_term(one) for one in there if not is_ordinary(one)]
        start = f"（{ordinary}）× {in_print(self.spread)}（不适用的分值按比例折算）"
        return sum_in_print([(Fraction(1), start), *others])

    def walk(self) -> Iterator["PartTotal"]:
        """This part and every part below, in the order of the page."""
        yield self
        for result in self.below:
            if isinstance(result, PartTotal):
                yield from result.walk()


Result: TypeAlias = PartTotal | ItemResult


def has_marks(result: Result) -> bool:
    """Whether anything was entered there."""
    return isinstance(result, ItemResult) or any(map(has_marks, result.below))


def is_ordinary(result: Result) -> bool:
    """Neither bonus nor penalty: what 不适用 is spread over."""
    if isinstance(result, ItemResult):
        return not result.item.optional
    return result.part.kind not in {NodeKind.BONUS, NodeKind.PENALTY}


def _term(result: Result) -> tuple[Fraction, str]:
    return result.points, in_print(abs(result.points))


@dataclass(frozen=True, slots=True)
class Total:
    """A card's total; while it is provisional it sums what is there.

    `waits` says that a figure of the group can still move; `gates` are those set on the card.
    """

    root: PartTotal
    results: Mapping[str, ItemResult]
    waits: bool = False
    gates: tuple[Gate, ...] = ()

    @property
    def exact(self) -> Fraction:
        """The sum, or 0 where a gate says so: gates act after the sum, and never raise it."""
        return min(self.root.points, Fraction(0)) if self._zeroing else self.root.points

    @property
    def rounded(self) -> Decimal:
        """Half up to two decimals, once, here."""
        return half_up(self.exact, PLACES)

    @property
    def scored(self) -> int:
        """How many counted items have a mark; those of bonus and penalty nodes are not counted."""
        return self.root.scored

    @property
    def items(self) -> int:
        """How many items need a mark."""
        return self.root.items

    @property
    def provisional(self) -> bool:
        """未评 is neither zero nor full."""
        return self.scored < self.items or self.waits

    @property
    def parts(self) -> tuple[PartTotal, ...]:
        """Every written part, in the order of the page."""
        return tuple(self.root.walk())[1:]

    def printed(self, key: str) -> Decimal:
        """What a part or an item brings, as printed: negative in a penalty; 0 for what is not on the card."""
        if (result := self.results.get(key)) is not None:
            return -result.rounded if result.item.within is NodeKind.PENALTY else result.rounded
        return next((part.rounded for part in self.parts if part.key == key), Decimal("0.00"))

    @property
    def lines(self) -> tuple[Line, ...]:
        """Each part, the sum of the topmost nodes, the gates, and the rounding."""
        gates = (Line("否决", f"{gate.title}：{gate.in_words()}") for gate in self.gates)
        sums = (part.line for part in self.parts)
        return (*sums, self.root.line, *gates, Line("合计", rounding_in_words(self.exact)))

    @property
    def _zeroing(self) -> bool:
        return any(gate.effect is Effect.ZERO for gate in self.gates)


def rounding_in_words(value: Fraction) -> str:
    """The exact figure and, where they differ, the rounded one."""
    rounded = half_up(value, PLACES)
    shown = f"{rounded}".replace("-", "−")
    if value == Fraction(rounded):
        return f"{shown} 分"
    return f"{in_print(value)} 分，四舍五入为 {shown} 分"
