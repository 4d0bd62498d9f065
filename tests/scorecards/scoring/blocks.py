"""Rows of small rubrics, and strategies for any rubric with any card."""

from collections.abc import Mapping
from fractions import Fraction

from hypothesis import strategies as st

from scorecards.scoring import Item, read_tree
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
) -> Row:
    return {
        "key": key,
        "parent": parent,
        "order": order,
        "kind": "item",
        "title": f"指标{key}",
        "points": points,
        "scoring_kind": scoring_kind,
        "params": params,
    }


def cause(key: str, unit: str, **more: str) -> dict[str, str]:
    return {"key": key, "text": f"情形{key}", "unit": unit, **more}


def tally(base: str, *causes: Mapping[str, str], **more: str | None) -> dict[str, object]:
    return {"base": base, "causes": list(causes), **more}


def levels(**points: str) -> dict[str, object]:
    return {"levels": [{"name": name, "points": worth} for name, worth in points.items()]}


def lone_item(scoring_kind: str, params: object, *, points: str | None = "2", within: str = "group") -> Item:
    """The item read where it stands: alone in a part of the kind given."""
    rows = [part_row("部分", kind=within), item_row("项", scoring_kind, params, parent="部分", points=points)]
    return next(read_tree(rows).items())


def numbers(least: int, most: int) -> st.SearchStrategy[str]:
    """Digit strings of up to two decimals."""
    return st.integers(least * 100, most * 100).map(lambda cents: canonical(Fraction(cents, 100)))


@st.composite
def tallies(draw: st.DrawFn, *, least_unit: int = -5) -> dict[str, object]:
    """Any TALLY: with and without floor and ceiling, caps and exclusive causes."""
    units = draw(st.lists(numbers(least_unit, 5).filter(lambda unit: unit != "0"), min_size=1, max_size=5))
    causes = [cause(f"c{index}", unit) for index, unit in enumerate(units)]
    for one in causes:
        if draw(st.booleans()):
            one["cap"] = draw(numbers(1, 6))
    for sign in "-+":
        rivals = [one for one in causes if one["unit"].startswith("-") is (sign == "-")]
        if len(rivals) > 1 and draw(st.booleans()):
            for one in rivals[:2]:
                one["exclusive"] = f"x{'n' if sign == '-' else 'p'}"
    base = draw(numbers(0, 9))
    hi = draw(st.sampled_from([None, base, "10"]))
    return tally(base, *causes, hi=hi, lo=draw(st.sampled_from([None, "0"])))


def inputs_of(item: Item) -> st.SearchStrategy[dict[str, object]]:
    """Any input that the item takes."""
    low, high = item.rule.bounds()
    if item.kind == "MANUAL":
        return numbers(int(low), int(min(high, Fraction(50)))).map(lambda value: {"value": value})
    if item.kind == "LEVEL":
        return st.sampled_from([{"level": step.name} for step in item.rule.levels])
    keys = [one.key for one in item.rule.causes]
    times = st.integers(1, 12).map(str)
    return st.dictionaries(st.sampled_from(keys), times).map(
        lambda counts: {"counts": {key: counts[key] for key in keys if key in counts}}
    )
