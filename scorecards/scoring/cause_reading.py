"""The causes of a TALLY out of plain data, each counter with its own keys."""

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

from scorecards.scoring.causes import MOST_TIMES, Cause, Counter, StepRounding, rivals
from scorecards.scoring.reading import choice, fields, key, number, rows, words
from scorecards.scoring.refusals import BadRubric
from scorecards.scoring.targets import read_target

_SMALLEST = Fraction(1, 10_000)
_COMMON = "cap exclusive"


def read_causes(value: object, *, place: str) -> tuple[Cause, ...]:
    """At least one cause; keys unique; rivals all add or all take."""
    found = rows(value, least=1, most=50, place=place)
    causes = tuple(_cause(row, place=f"{place}[{index}]") for index, row in enumerate(found))
    if len({cause.key for cause in causes}) < len(causes):
        raise BadRubric(place, "两个情形的编号（key）相同，请改成不同的编号。")
    for name, group in rivals(causes).items():
        if len(group) < 2:
            raise BadRubric(place, f"就高不重复“{name}”只有一个情形，至少要有两个。")
        if len({cause.takes for cause in group}) > 1:
            raise BadRubric(place, f"就高不重复“{name}”里不能既有加分又有扣分。")
    return causes


def _cause(row: object, *, place: str) -> Cause:
    written = row.get("count", Counter.TIMES) if isinstance(row, Mapping) else Counter.TIMES
    counter = choice(Counter, written, place=f"{place}.count")
    if counter is Counter.TIMES:
        return _times(row, place=place)
    if counter is Counter.AMOUNTS:
        return _amounts(row, place=place)
    return _distance(row, counter, place=place)


def _times(row: object, *, place: str) -> Cause:
    given = fields(row, required="key text unit", optional=f"count most {_COMMON}", place=place)
    most = given.get("most")
    return replace(
        _common(given, unit=_unit(given["unit"], place=f"{place}.unit"), place=place),
        most=None if most is None else _whole(most, place=f"{place}.most"),
        says_most="most" in given,
    )


def _amounts(row: object, *, place: str) -> Cause:
    given = fields(row, required="key text count range", optional=_COMMON, place=place)
    ends = rows(given["range"], least=2, most=2, place=f"{place}.range")
    low, high = sorted(number(end, place=f"{place}.range[{index}]") for index, end in enumerate(ends))
    if low == high or low < 0 < high:
        raise BadRubric(f"{place}.range", "酌情范围要写两个不同的数，都是加分（正数）或都是扣分（负数）。")
    return replace(
        _common(given, unit=Fraction(1 if high > 0 else -1), place=place),
        counter=Counter.AMOUNTS,
        least=min(abs(low), abs(high)),
        largest=max(abs(low), abs(high)),
    )


def _distance(row: object, counter: Counter, *, place: str) -> Cause:
    given = fields(
        row, required="key text count unit target", optional=f"step rounding {_COMMON}", place=place
    )
    rounding = given.get("rounding")
    return replace(
        _common(given, unit=_unit(given["unit"], place=f"{place}.unit"), place=place),
        counter=counter,
        target=read_target(given["target"], positive=False, place=f"{place}.target"),
        step=number(given.get("step", "1"), place=f"{place}.step", least=_SMALLEST),
        rounding=None if rounding is None else choice(StepRounding, rounding, place=f"{place}.rounding"),
    )


def _common(given: Mapping[str, object], *, unit: Fraction, place: str) -> Cause:
    return Cause(
        key=key(given["key"], place=f"{place}.key"),
        text=words(given["text"], most=200, place=f"{place}.text"),
        unit=unit,
        cap=number(given["cap"], place=f"{place}.cap", least=_SMALLEST) if "cap" in given else None,
        exclusive=key(given["exclusive"], place=f"{place}.exclusive") if "exclusive" in given else "",
    )


def _unit(value: object, *, place: str) -> Fraction:
    unit = number(value, place=place)
    if not unit:
        raise BadRubric(place, "每次加扣的分数不能是 0；扣分写负数，加分写正数。")
    return unit


def _whole(value: object, *, place: str) -> int:
    most = number(value, place=place, least=Fraction(1), most=Fraction(MOST_TIMES))
    if most.denominator != 1:
        raise BadRubric(place, "次数要写正整数。")
    return int(most)
