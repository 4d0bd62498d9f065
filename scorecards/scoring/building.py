"""From plain rows to a tree, refusing what could not be computed."""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import TypeAlias

from scorecards.scoring.node_reading import Row, read_gate, read_item, read_part
from scorecards.scoring.numbers import canonical
from scorecards.scoring.reading import choice, key
from scorecards.scoring.refusals import BadRubric
from scorecards.scoring.tree import Node, NodeKind, Part

MOST_ITEMS = 300
MOST_DEEP = 6
MOST_TOTAL = Fraction(999_999_999, 100)

Rows: TypeAlias = Mapping[object, list[Row]]


_MAY_STAND_IN = {
    NodeKind.GROUP: (NodeKind.GROUP, NodeKind.BONUS, NodeKind.PENALTY, NodeKind.TIME, NodeKind.GATE),
    NodeKind.BONUS: (NodeKind.GROUP, NodeKind.BONUS),
    NodeKind.PENALTY: (NodeKind.GROUP,),
    NodeKind.TIME: (NodeKind.GROUP,),
}
_MISPLACED = {
    NodeKind.GROUP: "",
    NodeKind.BONUS: "加分部分里不能再套减分部分、时间节点和否决情形。",
    NodeKind.PENALTY: "减分部分里不能再套加分、减分部分、时间节点和否决情形。",
    NodeKind.TIME: "时间节点里只能有分组和指标。",
}


def read_tree(nodes: Iterable[Row], *, empty: bool = False) -> Part:
    """The tree, under a root that is not written and sums the topmost nodes.

    A row holds key, parent (a key or None), order, kind, title, points, weight, lo, hi, scoring_kind, params,
    rule_text, applies, not_applicable, scorer, evidence and reported; what else it holds is left alone.
    A row's `place`, or else its key, names it in refusals. `empty` lets a draft pass that has no item yet.
    """
    rows = tuple(nodes)
    _refuse_repeated_keys(rows)
    root = Part(key="", title="总分", kind=NodeKind.GROUP, children=_children(_by_parent(rows)))
    reached = {node.key for node in root.walk()}
    for row in rows:
        if row["key"] not in reached:
            raise BadRubric(f"{_place(row)}.parent", "上级不存在、上级是指标，或者上下级绕成了圈。")
    _refuse_sizes(root, least=0 if empty else 1)
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
        return read_item(row, within=NodeKind.GROUP if within is NodeKind.TIME else within, place=place)
    if kind not in _MAY_STAND_IN[within]:
        raise BadRubric(f"{place}.kind", _MISPLACED[within])
    if kind is NodeKind.GATE:
        return read_gate(row, place=place)
    inner = kind if within is NodeKind.GROUP else within
    children = _children(below, parent=row["key"], within=inner, depth=depth + 1)
    return read_part(row, kind=kind, children=children, place=place)


def _refuse_sizes(root: Part, *, least: int) -> None:
    items = sum(1 for _ in root.items())
    if not least <= items <= MOST_ITEMS:
        raise BadRubric("细则", f"要有 1 到 {MOST_ITEMS} 个指标，现在是 {items} 个。")
    if max(map(abs, root.reach())) > MOST_TOTAL:
        raise BadRubric("细则", f"总分可能超过 {canonical(MOST_TOTAL)}，请给不封顶的部分写上下限。")
