"""Worked examples of a rubric: cards with their inputs, and what each must come to as printed."""

import json
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from scorecards.ranking.grading import Cost
from scorecards.scoring import BadInput, BadRubric, CanonicalInput, Item, Part, fit, laid_out, parse_input
from scorecards.scoring.panel import Judges
from scorecards.scoring.reading import fields, rows, words

_PRINTED = re.compile(r"-?(0|[1-9][0-9]{0,8})\.[0-9]{2}")
_PLACE = re.compile(r"[1-9][0-9]{0,3}")


@dataclass(frozen=True, slots=True)
class Expected:
    """What one card must come to; `place` is "" where it stands outside the ranking, `grade` where it gets none."""

    items: Mapping[str, str]
    total: str
    provisional: bool = False
    place: str = ""
    grade: str = ""
    cost: str = ""


@dataclass(frozen=True, slots=True)
class ExampleCard:
    """One card: whose it is, what was entered by slot, which gates are set, and what is expected."""

    name: str
    inputs: Mapping[str, CanonicalInput]
    expect: Expected
    class_name: str = ""
    unranked: bool = False
    gates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Example:
    """Cards that are ranked together, and the whole ballots of their panels: by slot, by card name."""

    title: str
    cards: tuple[ExampleCard, ...]
    ballots: Mapping[str, tuple[Mapping[str, str], ...]]


def read_example(value: object, *, tree: Part, place: str) -> Example:
    """One entry of `examples`; its inputs must be written in the form in which they are stored."""
    given = fields(value, required="title cards", optional="ballots", place=place)
    written = rows(given["cards"], least=1, most=300, place=f"{place}.cards")
    cards = tuple(_card(one, tree=tree, place=f"{place}.cards[{index}]") for index, one in enumerate(written))
    if len({card.name for card in cards}) < len(cards):
        raise BadRubric(f"{place}.cards", "两张评分表的名称（name）相同，请改成不同的名称。")
    return Example(
        title=words(given["title"], most=200, place=f"{place}.title"),
        cards=cards,
        ballots=_ballots(given.get("ballots", {}), tree=tree, cards=cards, place=f"{place}.ballots"),
    )


def dump_example(example: Example, *, tree: Part) -> dict[str, object]:
    """The entry again, items in the order of the rubric."""
    order = [item.key for item in laid_out(tree).items()]
    ballots = {key: [dict(one) for one in example.ballots[key]] for key in order if key in example.ballots}
    cards = [_dump_card(card, order) for card in example.cards]
    return {"title": example.title, "cards": cards, **({"ballots": ballots} if ballots else {})}


def _card(value: object, *, tree: Part, place: str) -> ExampleCard:
    given = fields(value, required="name inputs expect", optional="class unranked gates", place=place)
    name = words(given["name"], most=60, place=f"{place}.name")
    class_name = words(given["class"], most=20, place=f"{place}.class") if "class" in given else ""
    own = fit(tree, class_name=class_name, unit_name=name)
    items = {item.key: item for item in own.items()}
    inputs = _by_item(given["inputs"], items=items, place=f"{place}.inputs")
    return ExampleCard(
        name=name,
        inputs={key: _input(items[key], one, place=f"{place}.inputs.{key}") for key, one in inputs.items()},
        expect=_expected(given["expect"], items=items, place=f"{place}.expect"),
        class_name=class_name,
        unranked=_is_true(given, "unranked", place=place),
        gates=_gates(given, own, place=f"{place}.gates"),
    )


def _expected(value: object, *, items: Mapping[str, Item], place: str) -> Expected:
    given = fields(value, required="items total", optional="provisional place grade cost", place=place)
    figures = _by_item(given["items"], items=items, place=f"{place}.items")
    return Expected(
        items={key: _printed(one, place=f"{place}.items.{key}") for key, one in figures.items()},
        total=_printed(given["total"], place=f"{place}.total"),
        provisional=_is_true(given, "provisional", place=place),
        place=_place(given, place=place),
        grade=words(given.get("grade", ""), most=20, place=f"{place}.grade", empty=True),
        cost=_cost(given.get("cost", ""), place=f"{place}.cost"),
    )


def _cost(value: object, *, place: str) -> str:
    cost = words(value, most=20, place=place, empty=True)
    order = [one for one in Cost if one in cost.split("、")]
    if cost != "、".join(order):
        raise BadRubric(place, f"这里只能按顺序写 {'、'.join(Cost)} 中的几样，用顿号隔开。")
    return cost


def _gates(given: Mapping[str, object], tree: Part, *, place: str) -> tuple[str, ...]:
    found = rows(given["gates"], least=1, most=50, place=place) if "gates" in given else ()
    known = [gate.key for gate in tree.gates()]
    for index, one in enumerate(found):
        if one not in known or one in found[:index]:
            raise BadRubric(
                f"{place}[{index}]", f"这张表上没有编号为“{str(one)[:40]}”的否决情形，或者重复了。"
            )
    return tuple(key for key in known if key in found)


def _ballots(
    value: object, *, tree: Part, cards: Collection[ExampleCard], place: str
) -> dict[str, tuple[Mapping[str, str], ...]]:
    names = {card.name for card in cards}
    panels = {item.key: item.rule for item in laid_out(tree).items() if isinstance(item.rule, Judges)}
    given = fields(value, required="", optional=" ".join(panels), place=place)
    for key in given:
        if any(key in card.inputs for card in cards):
            raise BadRubric(f"{place}.{key}", "写了整张票的指标，不要再写在 inputs 里。")
    return {
        key: tuple(
            _ballot(one, panels[key], names=names, place=f"{place}.{key}[{index}]")
            for index, one in enumerate(rows(ballots, least=1, most=500, place=f"{place}.{key}"))
        )
        for key, ballots in given.items()
    }


def _ballot(value: object, rule: Judges, *, names: Collection[str], place: str) -> Mapping[str, str]:
    if not isinstance(value, Mapping) or not value:
        raise BadRubric(place, "一张票写成“评分表名称: 分数”的对象，不能为空。")
    for name in value:
        if name not in names:
            raise BadRubric(f"{place}.{name}", "这张票上的名称不在评分表里。")
    try:
        read = rule.parse({"numbers": list(value.values())})
    except BadInput as error:
        raise BadRubric(place, error.sentence) from None
    if read["numbers"] != list(value.values()):
        raise BadRubric(place, "分数请写成最简的样子，如 90、88.5。")
    return {str(name): str(number) for name, number in value.items()}


def _by_item(value: object, *, items: Mapping[str, Item], place: str) -> Mapping[str, object]:
    for name in value if isinstance(value, Mapping) else ():
        if name not in items:
            raise BadRubric(
                f"{place}.{name}", "这张表上没有这个编号的指标，请核对编号、期次和类别（class）。"
            )
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
    who: dict[str, object] = {"name": card.name}
    who |= {"class": card.class_name} if card.class_name else {}
    who |= {"unranked": True} if card.unranked else {}
    who |= {"gates": list(card.gates)} if card.gates else {}
    inputs = {key: card.inputs[key] for key in order if key in card.inputs}
    return {**who, "inputs": inputs, "expect": _dump_expected(card.expect, order)}


def _dump_expected(expect: Expected, order: list[str]) -> dict[str, object]:
    written: dict[str, object] = {"items": {key: expect.items[key] for key in order if key in expect.items}}
    written |= {"total": expect.total}
    written |= {"provisional": True} if expect.provisional else {}
    texts = {"place": expect.place, "grade": expect.grade, "cost": expect.cost}
    return written | {name: text for name, text in texts.items() if text}
