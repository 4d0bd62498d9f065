"""Strict reading of a rubric's plain data: each reader takes one value and its place, or refuses it there."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import TypeVar

from scorecards.scoring.numbers import LIMIT, canonical, exact
from scorecards.scoring.refusals import BadRubric

_KEY = re.compile(r"[\w.\-]{1,40}")
_HIDDEN = {"Cc", "Cf", "Cs"}

Named = TypeVar("Named", bound=StrEnum)


def fields(value: object, *, required: str, optional: str = "", place: str) -> Mapping[str, object]:
    """An object with exactly these keys (names separated by spaces)."""
    if not isinstance(value, Mapping):
        raise BadRubric(place, "这里要写成一个对象（{ … }）。")
    known = required.split() + optional.split()
    for name in value:
        if name not in known:
            raise BadRubric(
                f"{place}.{name}",
                f"不认识的键“{name}”，这里只能写：{'、'.join(known) or '空对象'}。",
            )
    for name in required.split():
        if name not in value:
            raise BadRubric(place, f"缺少“{name}”。")
    return value


def rows(value: object, *, least: int, most: int, place: str) -> Sequence[object]:
    """A list of a sensible length."""
    if not isinstance(value, list | tuple):
        raise BadRubric(place, "这里要写成一个列表（[ … ]）。")
    if not least <= len(value) <= most:
        raise BadRubric(place, f"要有 {least} 到 {most} 条，现在是 {len(value)} 条。")
    return value


def words(value: object, *, most: int, place: str, empty: bool = False, lines: bool = False) -> str:
    """Text without hidden signs; several lines only where `lines` says so."""
    if not isinstance(value, str):
        raise BadRubric(place, "这里要写文字（带引号）。")
    if any(unicodedata.category(sign) in _HIDDEN and not (lines and sign == "\n") for sign in value):
        raise BadRubric(place, "文字里有看不见的控制字符或不该有的换行，请删去后重新录入。")
    if value != value.strip() or not (value or empty):
        raise BadRubric(place, "文字不能为空，首尾也不能有空格。")
    if len(value) > most:
        raise BadRubric(place, f"文字太长，最多 {most} 个字。")
    return value


def key(value: object, *, place: str) -> str:
    """A name by which other places refer to this one: stable, without spaces."""
    text = words(value, most=40, place=place)
    if not _KEY.fullmatch(text):
        raise BadRubric(
            place,
            f"“{text}”不能作编号：只能用文字、数字、点、横线和下划线，最多 40 个字。",
        )
    return text


def choice(kinds: type[Named], value: object, *, place: str) -> Named:
    """One of a fixed set of words."""
    for kind in kinds:
        if kind == value:
            return kind
    unknown = f"不认识“{value[:40]}”" if isinstance(value, str) else "没有写，或者写法不对"
    raise BadRubric(place, f"{unknown}，这里只能写：{'、'.join(kinds)}。")


def number(value: object, *, place: str, least: Fraction = -LIMIT, most: Fraction = LIMIT) -> Fraction:
    """An exact number, written as a digit string or held by a database column as a `Decimal`."""
    text = _column(value) if isinstance(value, Decimal) else value
    if not isinstance(text, str):
        raise BadRubric(place, '数字要写成带引号的字符串，如 "0.5"。')
    try:
        read = exact(text)
    except ValueError:
        raise BadRubric(
            place,
            f"“{text[:40]}”不是数，或者位数太多：只用半角数字，整数最多九位，小数最多四位，如 0.5、-1。",
        ) from None
    if canonical(read) != text:
        raise BadRubric(place, f"“{text}”请写成“{canonical(read)}”。")
    if not least <= read <= most:
        raise BadRubric(
            place,
            f"数“{text}”超出了允许的范围（{canonical(least)} 到 {canonical(most)}）。",
        )
    return read


def number_or_none(value: object, *, place: str, least: Fraction = -LIMIT) -> Fraction | None:
    """The same, where nothing written (null) has a meaning of its own."""
    return None if value is None else number(value, place=place, least=least)


def _column(value: Decimal) -> str:
    """A column's number as it would be written; what is no plain number is left to be refused."""
    try:
        return canonical(Fraction(value))
    except (ValueError, OverflowError):
        return str(value)
