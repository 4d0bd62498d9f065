"""From plain rows to a tree, refusing what could not be computed."""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Protocol, TypeAlias

from scorecards.scoring import level, manual, tally
from scorecards.scoring.numbers import canonical
from scorecards.scoring.reading import choice, key, number, number_or_none, words
from scorecards.scoring.refusals import BadRubric
from scorecards.scoring.rule import Rule, Setting
from scorecards.scoring.tree import Item, Kind, Node, NodeKind, Part

MOST_ITEMS = 300
MOST_DEEP = 6
MOST_WEIGHT = Fraction(100)
MOST_TOTAL = Fraction(999_999_999, 100)

Row: TypeAlias = Mapping[str, object]
Rows: TypeAlias = Mapping[object, list[Row]]


class _Reader(Protocol):
    def __call__(self, params: object, *, setting: Setting, place: str) -> Rule: ...


_READERS: Mapping[Kind, _Reader] = {
    Kind.MANUAL: manual.read,
    Kind.LEVEL: level.read,
    Kind.TALLY: tally.read,
}

_MAY_STAND_IN = {
    NodeKind.GROUP: (NodeKind.GROUP, NodeKind.BONUS, NodeKind.PENALTY),
    NodeKind.BONUS: (NodeKind.GROUP, NodeKind.BONUS),
    NodeKind.PENALTY: (NodeKind.GROUP,),
}


def read_tree(nodes: Iterable[Row]) -> Part:
    """The tree, under a root that is not written and sums the topmost nodes.

    A row holds key, parent (a key or None), order, kind, title, points, weight, lo, hi, scoring_kind
    and params; what else it holds is left alone. A row's `place`, or else its key, names it in refusals.
    """
    rows = tuple(nodes)
    _refuse_repeated_keys(rows)
    root = Part(key="", title="总分", kind=NodeKind.GROUP, children=_children(_by_parent(rows)))
    reached = {node.key for node in root.walk()}
    for row in rows:
        if row["key"] not in reached:
            raise BadRubric(f"{_place(row)}.parent", "上级不存在、上级是指标，或者上下级绕成了圈。")
    _refuse_sizes(root)
    return root


def _place(row: Row) -> str:
    return str(row.get("place", f"“{row.get('key', '')}”"))


def _refuse_repeated_keys(rows: Iterable[Row]) -> None:
    seen: set[str] = set()
    for row in rows:
        name = key(row.get("key"), place=f"{_place(row)}.key")
        if name in seen:
            raise BadRubric(f"{_place(row)}.key", f"编号“{name}”重复，一个编号只能用一次。")
        seen.add(name)


def _by_parent(rows: Iterable[Row]) -> Rows:
    below: dict[object, list[Row]] = {}
    for row in rows:
        below.setdefault(row.get("parent"), []).append(row)
    return below


def _children(
    below: Rows,
    *,
    parent: object = None,
    within: NodeKind = NodeKind.GROUP,
    depth: int = 1,
) -> tuple[Node, ...]:
    found: dict[int, Row] = {}
    for row in below.get(parent, []):
        order = row.get("order")
        if not isinstance(order, int) or order in found:
            raise BadRubric(f"{_place(row)}.order", "同一级里每个节点要有自己的顺序号。")
        if depth > MOST_DEEP:
            raise BadRubric(_place(row), f"层级太深，最多 {MOST_DEEP} 层。")
        found[order] = row
    return tuple(_node(below, row, within=within, depth=depth) for _, row in sorted(found.items()))


def _node(below: Rows, row: Row, *, within: NodeKind, depth: int) -> Node:
    place = _place(row)
    kind = choice(NodeKind, row.get("kind"), place=f"{place}.kind")
    if kind is NodeKind.ITEM:
        return _item(row, within=within, place=place)
    if kind not in _MAY_STAND_IN[within]:
        raise BadRubric(
            f"{place}.kind",
            "减分部分里不能再套加分或减分部分，加分部分里不能套减分部分。",
        )
    inner = kind if within is NodeKind.GROUP else within
    children = _children(below, parent=row["key"], within=inner, depth=depth + 1)
    return _part(row, kind=kind, children=children, place=place)


def _part(row: Row, *, kind: NodeKind, children: tuple[Node, ...], place: str) -> Part:
    lo = number_or_none(row.get("lo"), place=f"{place}.lo")
    hi = number_or_none(row.get("hi"), place=f"{place}.hi")
    if lo is not None and hi is not None and lo > hi:
        raise BadRubric(f"{place}.lo", "最低分不能高于最高分。")
    if row.get("scoring_kind") or row.get("params"):
        raise BadRubric(place, "只有指标才写计分方式（scoring_kind、params）。")
    weight = row.get("weight")
    return Part(
        key=str(row["key"]),
        title=words(row.get("title"), most=200, place=f"{place}.title"),
        kind=kind,
        children=children,
        points=number_or_none(row.get("points"), place=f"{place}.points", least=Fraction(0)),
        weight=Fraction(1) if weight is None else _weight(weight, place=f"{place}.weight"),
        lo=lo,
        hi=hi,
    )


def _weight(value: object, *, place: str) -> Fraction:
    weight = number(value, place=place, least=Fraction(0), most=MOST_WEIGHT)
    if not weight:
        raise BadRubric(place, "权重不能是 0；20% 写作 0.2。")
    return weight


def _item(row: Row, *, within: NodeKind, place: str) -> Item:
    for name in ("lo", "hi", "weight"):
        if row.get(name) is not None:
            raise BadRubric(
                f"{place}.{name}",
                "指标上不写上下限和权重；请在外面套一层分组（group）再写。",
            )
    points = number_or_none(row.get("points"), place=f"{place}.points", least=Fraction(0))
    if points is None and within is NodeKind.GROUP:
        raise BadRubric(f"{place}.points", "请写明本项分值；只有加分、减分部分里的指标可以不写。")
    kind = choice(Kind, row.get("scoring_kind"), place=f"{place}.scoring_kind")
    setting = Setting(points=points, subtracts=within is NodeKind.PENALTY)
    rule = _READERS[kind](row.get("params"), setting=setting, place=f"{place}.params")
    if setting.subtracts and (rule.bounds()[0] < 0 or rule.bounds()[1] <= 0):
        raise BadRubric(f"{place}.params", "减分部分里的分数都写正数，由减分部分统一减去。")
    title = words(row.get("title"), most=200, place=f"{place}.title")
    return Item(
        key=str(row["key"]),
        title=title,
        points=points,
        kind=kind,
        rule=rule,
        within=within,
    )


def _refuse_sizes(root: Part) -> None:
    items = sum(1 for _ in root.items())
    if not 1 <= items <= MOST_ITEMS:
        raise BadRubric("细则", f"要有 1 到 {MOST_ITEMS} 个指标，现在是 {items} 个。")
    if max(map(abs, root.reach())) > MOST_TOTAL:
        raise BadRubric("细则", f"总分可能超过 {canonical(MOST_TOTAL)}，请给不封顶的部分写上下限。")
