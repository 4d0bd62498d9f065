"""A rubric as a frozen tree of parts and items."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import TypeAlias

from scorecards.scoring.rule import Rule


class Kind(StrEnum):
    """How an item is scored."""

    MANUAL = "MANUAL"
    LEVEL = "LEVEL"
    TALLY = "TALLY"


class NodeKind(StrEnum):
    """What a node of the tree is."""

    GROUP = "group"
    BONUS = "bonus"
    PENALTY = "penalty"
    ITEM = "item"


@dataclass(frozen=True, slots=True)
class Item:
    """One 指标; `within` is the kind of part whose sign and state it takes."""

    key: str
    title: str
    points: Fraction | None
    kind: Kind
    rule: Rule
    within: NodeKind

    @property
    def optional(self) -> bool:
        """In a bonus or penalty node nothing entered is the state 无: it counts 0 and needs no act."""
        return self.within is not NodeKind.GROUP

    def full(self) -> Fraction:
        """Its written points; an item that needs no act has no part in the full mark."""
        return Fraction(0) if self.points is None or self.optional else self.points

    def reach(self) -> tuple[Fraction, Fraction]:
        """The least and the most it can bring to a sum; nothing entered brings 0."""
        low, high = self.rule.bounds()
        return min(low, Fraction(0)), max(high, Fraction(0))


@dataclass(frozen=True, slots=True)
class Part:
    """A node with children: clamp(Σ children, lo, hi) × weight; a penalty node subtracts."""

    key: str
    title: str
    kind: NodeKind
    children: tuple["Node", ...]
    points: Fraction | None = None
    weight: Fraction = Fraction(1)
    lo: Fraction | None = None
    hi: Fraction | None = None

    def walk(self) -> Iterator["Node"]:
        """Every node below, in the order of the page."""
        for child in self.children:
            yield child
            if isinstance(child, Part):
                yield from child.walk()

    def items(self) -> Iterator[Item]:
        """Every item below, in the order of the page."""
        return (node for node in self.walk() if isinstance(node, Item))

    def clamp(self, value: Fraction) -> Fraction:
        """The sum of the children, kept within this part's own written bounds."""
        raised = value if self.lo is None else max(value, self.lo)
        return raised if self.hi is None else min(raised, self.hi)

    def factor(self) -> Fraction:
        """What the clamped sum is multiplied by: the weight, negative where the part subtracts."""
        return -self.weight if self.kind is NodeKind.PENALTY else self.weight

    def full(self) -> Fraction:
        """What the written points of its ordinary items come to (满分)."""
        values = (child.full() for child in self.children)
        return self.clamp(sum(values, Fraction(0))) * self.factor()

    def reach(self) -> tuple[Fraction, Fraction]:
        """The least and the most that any card can bring here."""
        reaches = [child.reach() for child in self.children]
        sums = (
            sum((low for low, _ in reaches), Fraction(0)),
            sum((high for _, high in reaches), Fraction(0)),
        )
        low, high = sorted(self.clamp(value) * self.factor() for value in sums)
        return low, high


Node: TypeAlias = Part | Item
