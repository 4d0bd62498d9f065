"""Worked examples of a rubric: cards with their inputs, and what each must come to as printed."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass

from scorecards.scoring import BadInput, BadRubric, CanonicalInput, Item, Part, parse_input
from scorecards.scoring.reading import fields, rows, words

_PRINTED = re.compile(r"-?(0|[1-9][0-9]{0,8})\.[0-9]{2}")
_PLACE = re.compile(r"[1-9][0-9]{0,3}")


@dataclass(frozen=True, slots=True)
class ExampleCard:
    """One card, and what is expected of it; `place` is "" where it stands outside the ranking."""

    name: str
    inputs: Mapping[str, CanonicalInput]
    items: Mapping[str, str]
    total: str
    provisional: bool
    place: str


@dataclass(frozen=True, slots=True)
class Example:
    """Cards that are ranked together."""

    title: str
    cards: tuple[ExampleCard, ...]


def read_example(value: object, *, tree: Part, place: str) -> Example:
    """One entry of `examples`; its inputs must be written in the form in which they are stored."""
    given = fields(value, required="title cards", place=place)
    items = {item.key: item for item in tree.items()}
    cards = rows(given["cards"], least=1, most=300, place=f"{place}.cards")
    return Example(
        title=words(given["title"], most=200, place=f"{place}.title"),
        cards=tuple(
            _card(one, items=items, place=f"{place}.cards[{index}]") for index, one in enumerate(cards)
        ),
    )


def dump_example(example: Example, *, tree: Part) -> dict[str, object]:
    """The entry again, items in the order of the rubric."""
    order = [item.key for item in tree.items()]
    return {"title": example.title, "cards": [_dump_card(card, order) for card in example.cards]}


def _card(value: object, *, items: Mapping[str, Item], place: str) -> ExampleCard:
    given = fields(value, required="name inputs expect", place=place)
    expected = fields(
        given["expect"], required="items total", optional="provisional place", place=f"{place}.expect"
    )
    inputs = _by_item(given["inputs"], items=items, place=f"{place}.inputs")
    figures = _by_item(expected["items"], items=items, place=f"{place}.expect.items")
    return ExampleCard(
        name=words(given["name"], most=100, place=f"{place}.name"),
        inputs={key: _input(items[key], one, place=f"{place}.inputs.{key}") for key, one in inputs.items()},
        items={key: _printed(one, place=f"{place}.expect.items.{key}") for key, one in figures.items()},
        total=_printed(expected["total"], place=f"{place}.expect.total"),
        provisional=_is_true(expected, "provisional", place=f"{place}.expect"),
        place=_place(expected, place=f"{place}.expect"),
    )


def _by_item(value: object, *, items: Mapping[str, Item], place: str) -> Mapping[str, object]:
    return fields(value, required="", optional=" ".join(items), place=place)


def _input(item: Item, value: object, *, place: str) -> CanonicalInput:
    if not isinstance(value, Mapping):
        raise BadRubric(place, "这里要写成一个对象（{ … }）。")
    try:
        stored = parse_input(item, value)
    except BadInput as error:
        raise BadRubric(f"{place}.{error.field}", error.sentence) from None
    if stored != value:
        raise BadRubric(place, f"请写成存储时的样子：{json.dumps(stored, ensure_ascii=False)}。")
    return stored


def _printed(value: object, *, place: str) -> str:
    if not isinstance(value, str) or not _PRINTED.fullmatch(value):
        raise BadRubric(place, '这里要写带两位小数的得分（带引号），如 "12.50"。')
    return value


def _is_true(given: Mapping[str, object], name: str, *, place: str) -> bool:
    if given.get(name, True) is not True:
        raise BadRubric(f"{place}.{name}", "这里只能写 true；不是的不写这个键。")
    return name in given


def _place(given: Mapping[str, object], *, place: str) -> str:
    value = given.get("place", "")
    if not isinstance(value, str) or (value and not _PLACE.fullmatch(value)):
        raise BadRubric(f"{place}.place", '名次要写成带引号的正整数，如 "1"。')
    return value


def _dump_card(card: ExampleCard, order: list[str]) -> dict[str, object]:
    expect: dict[str, object] = {"items": {key: card.items[key] for key in order if key in card.items}}
    expect |= {"total": card.total}
    expect |= {"provisional": True} if card.provisional else {}
    expect |= {"place": card.place} if card.place else {}
    return {
        "name": card.name,
        "inputs": {key: card.inputs[key] for key in order if key in card.inputs},
        "expect": expect,
    }
