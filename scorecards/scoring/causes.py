"""The causes of a TALLY: what each is worth, its own cap, and which exclude one another (就高不重复)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from scorecards.scoring.numbers import in_print
from scorecards.scoring.reading import fields, key, number, rows, words
from scorecards.scoring.refusals import BadRubric


@dataclass(frozen=True, slots=True)
class Cause:
    """One case named by the rubric; `unit` is signed, `cap` is the most it may move the points in all."""

    key: str
    text: str
    unit: Fraction
    cap: Fraction | None = None
    exclusive: str = ""

    def effect(self, times: int) -> Fraction:
        """What this cause adds (or takes, negative), held by its own cap."""
        size = abs(self.unit) * times
        held = size if self.cap is None else min(size, self.cap)
        return held if self.unit > 0 else -held

    def in_words(self, *, verb: str) -> str:
        cap = "" if self.cap is None else f"（最多{verb} {in_print(self.cap)} 分）"
        return f"{self.text}每次{verb} {in_print(abs(self.unit))} 分{cap}"

    def working(self, times: int) -> str:
        """How much it moved, without its sign: 1×2(缺会)."""
        product = f"{in_print(abs(self.unit))}×{times}"
        if self.cap is None or abs(self.unit) * times <= self.cap:
            return f"{product}（{self.text}）"
        return f"{in_print(self.cap)}（{self.text} {product}，限 {in_print(self.cap)}）"


@dataclass(frozen=True, slots=True)
class Occurrence:
    """How many times a cause occurred, and whether 就高不重复 lets it count."""

    cause: Cause
    times: int
    counts: bool

    @property
    def effect(self) -> Fraction:
        return self.cause.effect(self.times) if self.counts else Fraction(0)


def occurrences(causes: Iterable[Cause], times: Mapping[str, int]) -> tuple[Occurrence, ...]:
    """What occurred, in order; of causes that exclude one another only the largest counts (就高不重复)."""
    happened = [(cause, times[cause.key]) for cause in causes if times.get(cause.key)]
    largest: dict[str, tuple[Fraction, str]] = {}
    for cause, count in happened:
        size = abs(cause.effect(count))
        if cause.exclusive and size > largest.get(cause.exclusive, (Fraction(-1), ""))[0]:
            largest[cause.exclusive] = (size, cause.key)
    return tuple(
        Occurrence(
            cause,
            count,
            not cause.exclusive or largest[cause.exclusive][1] == cause.key,
        )
        for cause, count in happened
    )


def rivals(causes: Iterable[Cause]) -> dict[str, list[Cause]]:
    """The causes that exclude one another, by their common key."""
    found: dict[str, list[Cause]] = {}
    for cause in causes:
        if cause.exclusive:
            found.setdefault(cause.exclusive, []).append(cause)
    return found


def read_causes(value: object, *, place: str) -> tuple[Cause, ...]:
    """At least one cause; keys unique; rivals all add or all take."""
    found = rows(value, least=1, most=50, place=place)
    causes = tuple(_cause(row, place=f"{place}[{index}]") for index, row in enumerate(found))
    if len({cause.key for cause in causes}) < len(causes):
        raise BadRubric(place, "两个情形的编号（key）相同，请改成不同的编号。")
    for name, group in rivals(causes).items():
        if len(group) < 2:
            raise BadRubric(place, f"就高不重复“{name}”只有一个情形，至少要有两个。")
        if len({cause.unit > 0 for cause in group}) > 1:
            raise BadRubric(place, f"就高不重复“{name}”里不能既有加分又有扣分。")
    return causes


def _cause(row: object, *, place: str) -> Cause:
    given = fields(row, required="key text unit", optional="cap exclusive", place=place)
    unit = number(given["unit"], place=f"{place}.unit")
    if not unit:
        raise BadRubric(f"{place}.unit", "每次加扣的分数不能是 0；扣分写负数，加分写正数。")
    cap = number(given["cap"], place=f"{place}.cap", least=Fraction(1, 10_000)) if "cap" in given else None
    return Cause(
        key=key(given["key"], place=f"{place}.key"),
        text=words(given["text"], most=200, place=f"{place}.text"),
        unit=unit,
        cap=cap,
        exclusive=key(given["exclusive"], place=f"{place}.exclusive") if "exclusive" in given else "",
    )
