"""JSON read strictly: UTF-8, each key once, numbers only as strings; every refusal names its place."""

import json
from dataclasses import dataclass

from scorecards.scoring import BadRubric

MOST_BYTES = 1_000_000
MOST_DEEP = 40


@dataclass(frozen=True, slots=True)
class _Object:
    """An object as it stands in the text, repeated keys included."""

    pairs: list[tuple[str, object]]


@dataclass(frozen=True, slots=True)
class _BareNumber:
    """A number without quotation marks, NaN and Infinity among them."""

    text: str


def read(data: bytes) -> object:
    """The value in `data`; raises `BadRubric`."""
    if len(data) > MOST_BYTES:
        raise BadRubric("文件", f"文件太大，最多 {MOST_BYTES // 1000} KB。")
    try:
        text = data.decode("utf-8-sig")
        value = json.loads(
            text,
            object_pairs_hook=_Object,
            parse_int=_BareNumber,
            parse_float=_BareNumber,
            parse_constant=_BareNumber,
        )
    except UnicodeDecodeError:
        raise BadRubric("文件", "不是 UTF-8 编码的文本，请另存为 UTF-8 后再导入。") from None
    except json.JSONDecodeError as error:
        raise BadRubric(
            f"第 {error.lineno} 行第 {error.colno} 个字", "不符合 JSON 的写法，请检查引号、逗号和括号。"
        ) from None
    except RecursionError:
        raise BadRubric("文件", "括号套得太深。") from None
    return _plain(value, place="", depth=0)


def _plain(value: object, *, place: str, depth: int) -> object:
    if depth > MOST_DEEP:
        raise BadRubric(place or "文件", "括号套得太深。")
    if isinstance(value, _BareNumber):
        raise BadRubric(place or "文件", f"数字 {value.text[:40]} 要写成带引号的字符串。")
    if isinstance(value, str) and not value.isascii():
        _refuse_half_signs(value, place=place)
    if isinstance(value, list):
        return [_plain(one, place=f"{place}[{index}]", depth=depth + 1) for index, one in enumerate(value)]
    if isinstance(value, _Object):
        return _once_each(value, place=place, depth=depth)
    return value


def _refuse_half_signs(text: str, *, place: str) -> None:
    """Half of a sign that needs two (a lone surrogate) cannot be written anywhere again."""
    if any("\ud800" <= sign <= "\udfff" for sign in text):
        raise BadRubric(place or "文件", "文字里有不完整的字符，请删去后重新录入。")


def _once_each(given: _Object, *, place: str, depth: int) -> dict[str, object]:
    plain: dict[str, object] = {}
    for name, value in given.pairs:
        _refuse_half_signs(name, place=place)
        inner = f"{place}.{name}" if place else name
        if name in plain:
            raise BadRubric(inner, f"键“{name}”重复写了两次，请删去一个。")
        plain[name] = _plain(value, place=inner, depth=depth + 1)
    return plain
