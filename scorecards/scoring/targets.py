"""What an actual number is held against: a written number, one by class, an own plan, or a figure of the group."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from scorecards.scoring.numbers import LIMIT, in_print
from scorecards.scoring.peers import Field
from scorecards.scoring.reading import choice, fields, number, words
from scorecards.scoring.refusals import BadInput, BadRubric

_MOST_CLASSES = 50


class OfGroup(StrEnum):
    """The figure of the group's members that take part."""

    BEST = "best"
    MEAN = "mean"


_GROUP_WORDS = {OfGroup.BEST: "本组最高", OfGroup.MEAN: "本组平均"}


@dataclass(frozen=True, slots=True)
class Target:
    """Exactly one of the four is set."""

    number: Fraction | None = None
    classes: tuple[tuple[str, Fraction], ...] = ()
    own: str = ""
    group: OfGroup | None = None

    @property
    def is_relative(self) -> bool:
        """Whether the group decides it."""
        return self.group is not None

    def for_class(self, name: str) -> "Target | None":
        """The target of this class; None where the class is not named."""
        if not self.classes:
            return self
        found = dict(self.classes).get(name)
        return None if found is None else Target(number=found)

    def in_words(self) -> str:
        """The target as one says it."""
        if self.number is not None:
            return in_print(self.number)
        if self.classes:
            return "、".join(f"{name}{in_print(value)}" for name, value in self.classes)
        return self.own or _GROUP_WORDS[self.group or OfGroup.MEAN]

    def value(self, own: Fraction | None, field: Field | None) -> Fraction:
        """The number itself; an own plan comes with the card, the group's figure from its members."""
        if self.number is not None:
            return self.number
        if self.own:
            if own is None:
                raise BadInput(f"请填写“{self.own}”。", "target")
            return own
        if field is None or self.group is None:
            raise BadInput("这一项要和本组其他单位比较，或要先知道单位的类别，才能计分。", "")
        return field.best if self.group is OfGroup.BEST else field.mean


def read_target(value: object, *, positive: bool, place: str) -> Target:
    """`"12"`, `{"classes": {…}}`, `{"own": "年度计划数"}` or `{"group": "best"}`; `positive` refuses 0."""
    if isinstance(value, str):
        return Target(number=_number(value, positive=positive, place=place))
    given = fields(value, required="", optional="classes own group", place=place)
    if len(given) != 1:
        raise BadRubric(place, "目标只能写一种：数、classes（按类别）、own（自报计划）或 group（本组）。")
    if "classes" in given:
        return Target(classes=_classes(given["classes"], positive=positive, place=f"{place}.classes"))
    if "own" in given:
        return Target(own=words(given["own"], most=40, place=f"{place}.own"))
    return Target(group=choice(OfGroup, given["group"], place=f"{place}.group"))


def _classes(value: object, *, positive: bool, place: str) -> tuple[tuple[str, Fraction], ...]:
    if not isinstance(value, Mapping) or not 1 <= len(value) <= _MOST_CLASSES:
        raise BadRubric(place, f"这里要写成“类别: 目标”的对象，1 到 {_MOST_CLASSES} 类。")
    return tuple(
        (words(name, most=60, place=place), _number(target, positive=positive, place=f"{place}.{name}"))
        for name, target in value.items()
    )


def _number(value: object, *, positive: bool, place: str) -> Fraction:
    found = number(value, place=place, least=Fraction(0), most=LIMIT * 1000)
    if positive and not found:
        raise BadRubric(place, "目标要大于 0。")
    return found
