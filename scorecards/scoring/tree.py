"""A rubric as a frozen tree of parts, items and gates."""

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
    PROPORTION = "PROPORTION"
    BAND = "BAND"
    RANK = "RANK"
    PANEL = "PANEL"


class NodeKind(StrEnum):
    """What a node of the tree is."""

    GROUP = "group"
    BONUS = "bonus"
    PENALTY = "penalty"
    TIME = "time"
    ITEM = "item"
    GATE = "gate"


class NaRule(StrEnum):
    """What 不适用 counts as: the full points, nothing (the parent's rest stands for it), or the group's mean."""

    FULL = "full"
    EXCLUDED = "excluded"
    MEAN = "mean"


class Evidence(StrEnum):
    """佐证: never asked for, or asked for with every loss and gain; not written is optional."""

    NONE = "none"
    REQUIRED = "required"


class Effect(StrEnum):
    """What a gate does when it is set."""

    ZERO = "zero"
    CAP = "cap"
    NOT_TOP = "not_top"
    LOWEST = "lowest"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Applies:
    """Whom a node is for; nobody named means everybody."""

    classes: frozenset[str] = frozenset()
    units: frozenset[str] = frozenset()

    def to(self, *, class_name: str, unit_name: str) -> bool:
        """Whether a member of this class and name has it on the card."""
        return not (self.classes or self.units) or class_name in self.classes or unit_name in self.units


EVERYBODY = Applies()
PERIOD_MARK = "@"


@dataclass(frozen=True, slots=True)
class Item:
    """One 指标; `within` is the kind of part whose sign and state it takes.

    On a card an item of a time node stands once a period, its key followed by @ and the period's number.
    """

    key: str
    title: str
    points: Fraction | None
    kind: Kind
    rule: Rule
    within: NodeKind
    text: str = ""
    applies: Applies = EVERYBODY
    na_rule: NaRule | None = None
    scorer: str = ""
    evidence: Evidence | None = None
    is_reported: bool = True

    def __hash__(self) -> int:
        """By what tells items of one rubric apart; hashing every number of the rule costs more than most uses."""
        return hash((self.key, self.title))

    @property
    def number(self) -> str:
        """The key as people read it, with the period where there is one."""
        key, _, period = self.key.partition(PERIOD_MARK)
        return f"{key}（第 {period} 期）" if period else key

    @property
    def optional(self) -> bool:
        """In a bonus or penalty node nothing entered is the state 无: it counts 0 and needs no act."""
        return self.within is not NodeKind.GROUP

    @property
    def is_relative(self) -> bool:
        """Whether its points can depend on what other members of the group put in."""
        return self.rule.is_relative or self.na_rule is NaRule.MEAN

    @property
    def is_by_sheet(self) -> bool:
        """Whether it is heard from signed 计票表, which one person enters and another confirms (汇总录入)."""
        return self.kind is Kind.PANEL

    def full(self) -> Fraction:
        """Its written points; an item that needs no act has no part in the full mark."""
        return Fraction(0) if self.points is None or self.optional else self.points

    def reach(self) -> tuple[Fraction, Fraction]:
        """The least and the most it can bring to a sum; nothing entered brings 0."""
        low, high = self.rule.bounds()
        return min(low, Fraction(0)), max(high, Fraction(0))


@dataclass(frozen=True, slots=True)
class Gate:
    """否决: no points; what it does to the total or the grade, and by which document of a higher office."""

    key: str
    title: str
    effect: Effect
    grade: str = ""
    document: str = ""
    text: str = ""
    applies: Applies = EVERYBODY

    def in_words(self) -> str:
        """What it does, as a clause."""
        return {
            Effect.ZERO: "总分计 0 分",
            Effect.CAP: f"等次不高于“{self.grade}”",
            Effect.NOT_TOP: "不得评为最高等次",
            Effect.LOWEST: "直接定为最低等次",
            Effect.WITHDRAWN: "取消评定等次的资格",
        }[self.effect]


@dataclass(frozen=True, slots=True)
class Part:
    """A node with children: clamp(Σ children ÷ divisor, lo, hi) × weight; a penalty node subtracts.

    A time node names its periods; on a card its children are one group a period, and the divisor their number.
    """

    key: str
    title: str
    kind: NodeKind
    children: tuple["Node", ...]
    points: Fraction | None = None
    weight: Fraction = Fraction(1)
    lo: Fraction | None = None
    hi: Fraction | None = None
    text: str = ""
    applies: Applies = EVERYBODY
    periods: tuple[str, ...] = ()
    leaves_out: bool = False
    divisor: int = 1

    def walk(self) -> Iterator["Node"]:
        """Every node below, in the order of the page."""
        for child in self.children:
            yield child
            if isinstance(child, Part):
                yield from child.walk()

    def items(self) -> Iterator[Item]:
        """Every item below, in the order of the page."""
        return (node for node in self.walk() if isinstance(node, Item))

    def gates(self) -> Iterator[Gate]:
        """Every gate below."""
        return (node for node in self.walk() if isinstance(node, Gate))

    def clamp(self, value: Fraction) -> Fraction:
        """The sum of the children, kept within this part's own written bounds."""
        raised = value if self.lo is None else max(value, self.lo)
        return raised if self.hi is None else min(raised, self.hi)

    def factor(self) -> Fraction:
        """What the clamped sum is multiplied by: the weight, negative where the part subtracts."""
        return -self.weight if self.kind is NodeKind.PENALTY else self.weight

    def full(self) -> Fraction:
        """What the written points of its ordinary items come to (满分)."""
        values = (child.full() for child in self.children if not isinstance(child, Gate))
        return self.clamp(sum(values, Fraction(0)) / self.divisor) * self.factor()

    def reach(self) -> tuple[Fraction, Fraction]:
        """The least and the most that any card can bring here."""
        reaches = [child.reach() for child in self.children if not isinstance(child, Gate)]
        sums = (
            sum((low for low, _ in reaches), Fraction(0)) / self.divisor,
            sum((high for _, high in reaches), Fraction(0)) / self.divisor,
        )
        low, high = sorted(self.clamp(value) * self.factor() for value in sums)
        return low, high


Node: TypeAlias = Part | Item | Gate
