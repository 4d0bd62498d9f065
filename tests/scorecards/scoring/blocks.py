"""Rows of small rubrics, and strategies for any rubric with any card."""

from collections.abc import Mapping
from fractions import Fraction

from hypothesis import strategies as st

from scorecards.scoring import Item, Part, read_tree
from scorecards.scoring.numbers import canonical

Row = dict[str, object]


def part_row(
    key: str, *, kind: str = "group", parent: str | None = None, order: int = 1, **more: object
) -> Row:
    return {"key": key, "parent": parent, "order": order, "kind": kind, "title": f"部分{key}", **more}


def item_row(
    key: str,
    scoring_kind: str,
    params: object,
    *,
    parent: str | None = None,
    order: int = 1,
    points: str | None = "2",
    **more: object,
) -> Row:
    head = {"key": key, "parent": parent, "order": order, "kind": "item", "title": f"指标{key}"}
    return {**head, "points": points, "scoring_kind": scoring_kind, "params": params, **more}


def gate_row(key: str, effect: str, *, parent: str | None = None, order: int = 1, **params: str) -> Row:
    return {
        "key": key,
        "parent": parent,
        "order": order,
        "kind": "gate",
        "title": f"否决{key}",
        "params": {"effect": effect, **params},
    }


def under(parent: Row, *children: Row | list[Row]) -> list[Row]:
    """The part's row, and the children (rows, or other parts with theirs) put under it in this order."""
    rows = [parent]
    for order, child in enumerate(children, 1):
        head, *rest = child if isinstance(child, list) else [child]
        rows += [{**head, "parent": parent["key"], "order": order}, *rest]
    return rows


def tree_of(*nodes: Row | list[Row]) -> Part:
    """The tree of these topmost nodes, in this order."""
    _, *rows = under({"key": None}, *nodes)
    return read_tree(rows)


def cause(key: str, unit: str, **more: object) -> dict[str, object]:
    return {"key": key, "text": f"情形{key}", "unit": unit, **more}


def amounts(key: str, low: str, high: str, **more: object) -> dict[str, object]:
    return {"key": key, "text": f"酌情{key}", "count": "amounts", "range": [low, high], **more}


def measured(key: str, count: str, unit: str, target: object, **more: object) -> dict[str, object]:
    return {"key": key, "text": f"实数{key}", "count": count, "unit": unit, "target": target, **more}


def tally(base: str, *causes: Mapping[str, object], **more: str | None) -> dict[str, object]:
    return {"base": base, "causes": list(causes), **more}


def levels(**points: str) -> dict[str, object]:
    return {"levels": [{"name": name, "points": worth} for name, worth in points.items()]}


def lone_item(
    scoring_kind: str, params: object, *, points: str | None = "2", within: str = "group", **more: object
) -> Item:
    """The item read where it stands: alone in a part of the kind given."""
    return item_of(item_row("项", scoring_kind, params, points=points, **more), within=within)


def item_of(row: Row, *, within: str = "group") -> Item:
    """The row read as an item of such a part."""
    return next(tree_of(under(part_row("部分", kind=within), row)).items())


def numbers(least: int, most: int) -> st.SearchStrategy[str]:
    """Digit strings of up to two decimals."""
    return st.integers(least * 100, most * 100).map(lambda cents: canonical(Fraction(cents, 100)))
