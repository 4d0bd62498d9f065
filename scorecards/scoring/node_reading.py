"""One node out of a plain row: a part, an item with its rule, or a gate."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Protocol, TypeAlias

from scorecards.scoring import band, level, manual, panel, placing, proportion, tally
from scorecards.scoring.reading import choice, fields, number, number_or_none, rows, words
from scorecards.scoring.refusals import BadRubric
from scorecards.scoring.rule import Rule, Setting
from scorecards.scoring.tree import (
    EVERYBODY,
    Applies,
    Effect,
    Evidence,
    Gate,
    Item,
    Kind,
    NaRule,
    Node,
    NodeKind,
    Part,
)

MOST_WEIGHT = Fraction(100)
MOST_PERIODS = 24

Row: TypeAlias = Mapping[str, object]


class _Reader(Protocol):
    def __call__(self, params: object, *, setting: Setting, place: str) -> Rule: ...


_READERS: Mapping[Kind, _Reader] = {
    Kind.MANUAL: manual.read,
    Kind.LEVEL: level.read,
    Kind.TALLY: tally.read,
    Kind.PROPORTION: proportion.read,
    Kind.BAND: band.read,
    Kind.RANK: placing.read,
    Kind.PANEL: panel.read,
}


def read_part(row: Row, *, kind: NodeKind, children: tuple[Node, ...], place: str) -> Part:
    """A group, a bonus or penalty pool, or a time node with its periods."""
    lo = number_or_none(row.get("lo"), place=f"{place}.lo")
    hi = number_or_none(row.get("hi"), place=f"{place}.hi")
    if lo is not None and hi is not None and lo > hi:
        raise BadRubric(f"{place}.lo", "最低分不能高于最高分。")
    _refuse_item_words(row, kind, place=place)
    weight = row.get("weight")
    periods, leaves_out = _periods(row.get("params"), kind, place=f"{place}.params")
    return Part(
        key=str(row["key"]),
        title=words(row.get("title"), most=200, place=f"{place}.title"),
        kind=kind,
        children=children,
        points=number_or_none(row.get("points"), place=f"{place}.points", least=Fraction(0)),
        weight=Fraction(1) if weight is None else _weight(weight, place=f"{place}.weight"),
        lo=lo,
        hi=hi,
        text=str(row.get("rule_text") or ""),
        applies=_applies(row.get("applies"), place=f"{place}.applies"),
        periods=periods,
        leaves_out=leaves_out,
    )


def _refuse_item_words(row: Row, kind: NodeKind, *, place: str) -> None:
    if row.get("scoring_kind") or (row.get("params") and kind is not NodeKind.TIME):
        raise BadRubric(place, "只有指标才写计分方式（scoring_kind、params）。")
    if any(row.get(name) for name in ("not_applicable", "scorer", "evidence")):
        raise BadRubric(place, "不适用规则、评分部门和佐证要求只写在指标上。")


def _periods(params: object, kind: NodeKind, *, place: str) -> tuple[tuple[str, ...], bool]:
    if kind is not NodeKind.TIME:
        return (), False
    given = fields(params, required="periods", optional="missing", place=place)
    found = rows(given["periods"], least=2, most=MOST_PERIODS, place=f"{place}.periods")
    names = tuple(words(name, most=20, place=f"{place}.periods[{index}]") for index, name in enumerate(found))
    if len(set(names)) < len(names):
        raise BadRubric(f"{place}.periods", "两个时间节点的名称相同，请改成不同的名称。")
    if given.get("missing", "left_out") != "left_out":
        raise BadRubric(f"{place}.missing", "缺期不计的写 left_out；缺期算未评的不写。")
    return names, "missing" in given


def _weight(value: object, *, place: str) -> Fraction:
    weight = number(value, place=place, least=Fraction(0), most=MOST_WEIGHT)
    if not weight:
        raise BadRubric(place, "权重不能是 0；20% 写作 0.2。")
    return weight


def read_item(row: Row, *, within: NodeKind, place: str) -> Item:
    """An item with the rule of its scoring kind."""
    _refuse_part_words(row, place=place)
    points = number_or_none(row.get("points"), place=f"{place}.points", least=Fraction(0))
    if points is None and within is NodeKind.GROUP:
        raise BadRubric(f"{place}.points", "请写明本项分值；只有加分、减分部分里的指标可以不写。")
    kind = choice(Kind, row.get("scoring_kind"), place=f"{place}.scoring_kind")
    setting = Setting(points=points, subtracts=within is NodeKind.PENALTY)
    rule = _READERS[kind](row.get("params"), setting=setting, place=f"{place}.params")
    if setting.subtracts and (rule.bounds()[0] < 0 or rule.bounds()[1] <= 0):
        raise BadRubric(f"{place}.params", "减分部分里的分数都写正数，由减分部分统一减去。")
    na_rule = row.get("not_applicable")
    if na_rule and within is not NodeKind.GROUP:
        raise BadRubric(f"{place}.not_applicable", "加分、减分部分里的指标不填就是“无”，不用写不适用规则。")
    evidence = row.get("evidence")
    return Item(
        key=str(row["key"]),
        title=words(row.get("title"), most=200, place=f"{place}.title"),
        points=points,
        kind=kind,
        rule=rule,
        within=within,
        text=str(row.get("rule_text") or ""),
        applies=_applies(row.get("applies"), place=f"{place}.applies"),
        na_rule=choice(NaRule, na_rule, place=f"{place}.not_applicable") if na_rule else None,
        scorer=words(row.get("scorer") or "", most=40, place=f"{place}.scorer", empty=True),
        evidence=choice(Evidence, evidence, place=f"{place}.evidence") if evidence else None,
        is_reported=row.get("reported") is not False,
    )


def _refuse_part_words(row: Row, *, place: str) -> None:
    for name in ("lo", "hi", "weight"):
        if row.get(name) is not None:
            raise BadRubric(f"{place}.{name}", "指标上不写上下限和权重；请在外面套一层分组（group）再写。")


def read_gate(row: Row, *, place: str) -> Gate:
    """A gate says what it does, and by which document."""
    for name in ("points", "lo", "hi", "weight", "scoring_kind", "not_applicable", "scorer", "evidence"):
        if row.get(name):
            raise BadRubric(f"{place}.{name}", "否决情形不计分，不写分值、计分方式和不适用规则。")
    given = fields(row.get("params"), required="effect", optional="grade document", place=f"{place}.params")
    effect = choice(Effect, given["effect"], place=f"{place}.params.effect")
    if (effect is Effect.CAP) != ("grade" in given):
        raise BadRubric(f"{place}.params", "“等次不高于”（cap）要写明等次 grade，其他效果不写 grade。")
    return Gate(
        key=str(row["key"]),
        title=words(row.get("title"), most=200, place=f"{place}.title"),
        effect=effect,
        grade=words(given["grade"], most=20, place=f"{place}.params.grade") if "grade" in given else "",
        document=words(given.get("document", ""), most=200, place=f"{place}.params.document", empty=True),
        text=str(row.get("rule_text") or ""),
        applies=_applies(row.get("applies"), place=f"{place}.applies"),
    )


def _applies(value: object, *, place: str) -> Applies:
    if value is None:
        return EVERYBODY
    given = fields(value, required="", optional="classes units", place=place)
    names = {name: _labels(given[name], place=f"{place}.{name}") for name in given}
    return Applies(classes=names.get("classes", frozenset()), units=names.get("units", frozenset()))


def _labels(value: object, *, place: str) -> frozenset[str]:
    found = rows(value, least=1, most=200, place=place)
    names = frozenset(words(one, most=60, place=f"{place}[{index}]") for index, one in enumerate(found))
    if len(names) < len(found):
        raise BadRubric(place, "同一个名称写了两次，请删去一个。")
    return names
