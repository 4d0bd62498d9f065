"""What filling a card asks of people: how many items, and about how many minutes by stated assumptions."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from math import ceil

from scorecards.scoring.tree import Evidence, Item, Kind, Part

_BY_KIND = {
    Kind.MANUAL: Fraction(1),
    Kind.LEVEL: Fraction(1, 2),
    Kind.TALLY: Fraction(1),
    Kind.PROPORTION: Fraction(3, 2),
    Kind.BAND: Fraction(1),
    Kind.RANK: Fraction(1),
    Kind.PANEL: Fraction(2),
}
_A_BOX = Fraction(1, 2)
_EVIDENCE = Fraction(3)
_SHOWING = Fraction(30)
ASSUMPTIONS = (
    "选档次的，每项半分钟；填分数、数值或名次的，每项 1 分钟；按比例计分的，每项 1 分半钟；测评计票的，每项 2 分钟。",
    "计次加扣的，每项 1 分钟，每种情形再加半分钟。",
    "须附佐证材料的，每项再加 3 分钟；佐证材料选填的不加。",
    "没有发生就不用填的加分、减分项和只由评分人填写的项不计。",
    "成绩、做法、问题和述职报告、交流材料长短由各单位自定，评分的期次不计入；只晒问题的期次按 30 分钟估计。",
)
"""What the minutes rest on, as sentences."""


@dataclass(frozen=True, slots=True)
class Burden:
    """Of one card: items to answer, and minutes."""

    items: int
    minutes: Fraction


SHOWING = Burden(items=3, minutes=_SHOWING)
"""成绩, 做法 and 问题 of a 晒问题 round."""


def burden_of(tree: Part) -> Burden:
    """Of the tree as it stands on one card; what nobody has to answer is left out."""
    asked = [item for item in tree.items() if is_asked(item)]
    return Burden(len(asked), sum((minutes_of(item) for item in asked), Fraction(0)))


def is_asked(item: Item) -> bool:
    """Whether whoever fills the card has to answer it."""
    return item.is_reported and not item.optional


def minutes_of(item: Item) -> Fraction:
    """By its kind, its boxes where there are several, and evidence that is required."""
    boxes = _A_BOX * len(item.rule.boxes()) if item.kind is Kind.TALLY else Fraction(0)
    evidence = _EVIDENCE if item.evidence is Evidence.REQUIRED else Fraction(0)
    return _BY_KIND[item.kind] + boxes + evidence


def in_words(burdens: Iterable[Burden]) -> str:
    """需填 6 项，约 15 分钟; a range where cards differ, nothing where there is no card."""
    found = list(burdens)
    if not found:
        return ""
    items = _range(burden.items for burden in found)
    return f"需填 {items} 项，约 {_range(ceil(burden.minutes) for burden in found)} 分钟"


def _range(numbers: Iterable[int]) -> str:
    found = sorted(numbers)
    return f"{found[0]}" if found[0] == found[-1] else f"{found[0]}—{found[-1]}"
