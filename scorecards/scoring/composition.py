"""From a card's inputs to its total, each step with its derivation."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TypeAlias

from scorecards.scoring.numbers import half_up, in_print, sum_in_print
from scorecards.scoring.refusals import BadInput
from scorecards.scoring.rule import CanonicalInput, Input, Line
from scorecards.scoring.tree import Item, Node, NodeKind, Part

PLACES = 2
"""Decimals of every printed figure; cards are ranked by totals rounded to these."""


@dataclass(frozen=True, slots=True)
class ItemResult:
    """What one item came to; in a penalty node `points` is positive, as written, and the node subtracts."""

    item: Item
    given: Input
    points: Fraction

    @property
    def rounded(self) -> Decimal:
        """The points as printed."""
        return half_up(self.points, PLACES)

    @property
    def lines(self) -> tuple[Line, ...]:
        """The derivation, made when it is asked for."""
        rule = self.item.rule
        return (
            Line("规则", rule.in_words()),
            Line("填入", rule.given_in_words(self.given)),
            Line("计算", rule.working(self.given)),
            Line("减分" if self.item.within is NodeKind.PENALTY else "得分", _rounding(self.points)),
        )


@dataclass(frozen=True, slots=True)
class PartTotal:
    """What one part brings to the total: the sum of what is there, clamped, weighted and signed."""

    part: Part
    below: tuple["Result", ...]
    points: Fraction
    scored: int
    items: int

    @property
    def key(self) -> str:
        return self.part.key

    @property
    def title(self) -> str:
        return self.part.title

    @property
    def rounded(self) -> Decimal:
        """The points as printed."""
        return half_up(self.points, PLACES)

    @property
    def line(self) -> Line:
        """The composition in figures: 8 + 3.5 = 11.5,最多计 10 分,10 × 0.2 = 2,得 2 分."""
        if not (self.below or self.items or self.points):
            return Line(self.title, "无")
        progress = f"（已评 {self.scored}/{self.items}）" if self.scored < self.items else ""
        return Line(self.title, "，".join(self._steps()) + progress)

    def _steps(self) -> Iterator[str]:
        """Sum, clamp, weight, result: each only where it changes something."""
        raw = _sum(self.below)
        held = self.part.clamp(raw)
        if len(self.below) > 1:
            terms = [(result.points, in_print(abs(result.points))) for result in self.below]
            yield f"{sum_in_print(terms)} = {in_print(raw)}"
        elif held != raw:
            yield in_print(raw)
        if held != raw:
            yield f"{'最多' if held < raw else '最低'}计 {in_print(held)} 分"
        if self.part.weight != 1:
            yield f"{in_print(held)} × {in_print(self.part.weight)} = {in_print(held * self.part.weight)}"
        subtracts = self.part.kind is NodeKind.PENALTY
        yield f"减 {in_print(-self.points)} 分" if subtracts else f"得 {in_print(self.points)} 分"

    def walk(self) -> Iterator["PartTotal"]:
        """This part and every part below, in the order of the page."""
        yield self
        for result in self.below:
            if isinstance(result, PartTotal):
                yield from result.walk()


Result: TypeAlias = PartTotal | ItemResult


@dataclass(frozen=True, slots=True)
class Total:
    """A card's total; while fewer than all `items` are `scored` it is provisional and sums what is there."""

    root: PartTotal
    results: Mapping[str, ItemResult]

    @property
    def exact(self) -> Fraction:
        return self.root.points

    @property
    def rounded(self) -> Decimal:
        """Half up to two decimals, once, here."""
        return self.root.rounded

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
        return self.scored < self.items

    @property
    def parts(self) -> tuple[PartTotal, ...]:
        """Every written part, in the order of the page."""
        return tuple(self.root.walk())[1:]

    @property
    def lines(self) -> tuple[Line, ...]:
        """Each part, then the sum of the topmost nodes and its rounding."""
        return (*(part.line for part in self.parts), self.root.line, Line("合计", _rounding(self.exact)))


def score_item(item: Item, given: Input) -> ItemResult:
    """One item's points; raises `BadInput` for an input that its rule does not take."""
    return ItemResult(item=item, given=given, points=item.rule.points(given))


def parse_input(item: Item, raw: Input) -> CanonicalInput:
    """The one stored form of what was typed."""
    return item.rule.parse(raw)


def full_input(item: Item) -> CanonicalInput:
    """按满分计; where nothing entered is the state 无 there is no full mark to give."""
    if item.optional:
        raise BadInput("加分、减分项不能按满分计；没有加减分的不用填。", "")
    return item.rule.full()


def rule_in_words(item: Item) -> str:
    """The item's formula as one Chinese sentence."""
    return item.rule.in_words()


def total(root: Part, inputs: Mapping[str, Input | None]) -> Total:
    """The composition of a card; an item left out or None is 未评, in bonus and penalty nodes 无."""
    items = {item.key: item for item in root.items()}
    for key in inputs:
        if key not in items:
            raise BadInput(f"评分细则里没有编号为“{key}”的指标。", key)
    results = {
        key: score_item(item, given) for key, item in items.items() if (given := inputs.get(key)) is not None
    }
    return Total(root=_compose(root, results), results=results)


def _compose(part: Part, results: Mapping[str, ItemResult]) -> PartTotal:
    below = tuple(result for child in part.children if (result := _result(child, results)) is not None)
    inner = [result for result in below if isinstance(result, PartTotal)]
    own = [child for child in part.children if isinstance(child, Item) and not child.optional]
    return PartTotal(
        part=part,
        below=below,
        points=part.clamp(_sum(below)) * part.factor(),
        scored=sum(result.scored for result in inner) + sum(1 for item in own if item.key in results),
        items=sum(result.items for result in inner) + len(own),
    )


def _result(node: Node, results: Mapping[str, ItemResult]) -> Result | None:
    return results.get(node.key) if isinstance(node, Item) else _compose(node, results)


def _sum(below: tuple[Result, ...]) -> Fraction:
    return sum((result.points for result in below), Fraction(0))


def _rounding(value: Fraction) -> str:
    """The exact figure and, where they differ, the rounded one."""
    rounded = half_up(value, PLACES)
    shown = f"{rounded}".replace("-", "−")
    if value == Fraction(rounded):
        return f"{shown} 分"
    return f"{in_print(value)} 分，四舍五入为 {shown} 分"
