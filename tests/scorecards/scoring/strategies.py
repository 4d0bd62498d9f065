"""Any item of any kind, any rubric, any card: plain rows and plain inputs, small enough to be checked by hand."""

from fractions import Fraction
from itertools import pairwise

from hypothesis import strategies as st

from scorecards.scoring.numbers import canonical
from tests.scorecards.scoring.blocks import (
    Row,
    amounts,
    cause,
    item_row,
    levels,
    measured,
    numbers,
    part_row,
    tally,
)

Params = dict[str, object]
Given = dict[str, object]

ABSOLUTE = ["MANUAL", "LEVEL", "TALLY", "PROPORTION", "BAND", "RANK", "PANEL"]
LEVEL_NAMES = ["优", "良", "中", "差"]
VOTES = [{"name": "满意", "value": "100"}, {"name": "一般", "value": "60"}, {"name": "不了解"}]


@st.composite
def tallies(draw: st.DrawFn, *, least_unit: int = -5) -> Params:
    """Any TALLY that counts times: with and without floor and ceiling, caps and exclusive causes."""
    units = draw(st.lists(numbers(least_unit, 5).filter(lambda unit: unit != "0"), min_size=1, max_size=4))
    causes = [cause(f"c{index}", unit) for index, unit in enumerate(units)]
    for one in causes:
        one.update(draw(st.sampled_from([{}, {"cap": "2.5"}, {"most": "2"}, {"most": None}])))
    for sign in "-+":
        rivals = [one for one in causes if str(one["unit"]).startswith("-") is (sign == "-")]
        if len(rivals) > 1 and draw(st.booleans()):
            for one in rivals[:2]:
                one["exclusive"] = f"x{'n' if sign == '-' else 'p'}"
    return tally(base := draw(numbers(0, 9)), *causes, **draw(_clamps(base)))


@st.composite
def measuring(draw: st.DrawFn) -> Params:
    """Any TALLY that also takes amounts and holds numbers against targets; units of either sign."""
    more = {"step": draw(st.sampled_from(["1", "0.5", "3"]))}
    more |= draw(st.sampled_from([{}, {"rounding": "ceil"}, {"rounding": "exact"}, {"cap": "1.5"}]))
    target = draw(st.sampled_from(["0", "4", "2.5", {"own": "计划数"}]))
    unit = draw(st.sampled_from(["-1", "-0.25", "0.5"]))
    count = draw(st.sampled_from(["shortfall", "excess"]))
    causes = [measured("x", count, unit, target, **more), amounts("p", *draw(_RANGES)), cause("c", "-1")]
    return tally(base := draw(numbers(0, 9)), *causes, **draw(_clamps(base)))


_RANGES = st.sampled_from([("-2", "-0.5"), ("1", "10")])


def _clamps(base: str) -> st.SearchStrategy[dict[str, str | None]]:
    return st.fixed_dictionaries(
        {"hi": st.sampled_from([None, base, "10"]), "lo": st.sampled_from([None, "0", "-3"])}
    )


@st.composite
def bands(draw: st.DrawFn) -> Params:
    """Bands without a gap, closed at either end."""
    ends = sorted(draw(st.sets(st.integers(0, 100), min_size=1, max_size=4)))
    edges = [None, *map(str, ends), None]
    rows = [
        {**({"from": low} if low else {}), **({"to": high} if high else {}), "points": draw(numbers(0, 9))}
        for low, high in pairwise(edges)
    ]
    over = [{"key": "特", "text": "特殊情形", "points": "1.5"}]
    closed = draw(st.sampled_from(["low", "high"]))
    return {"measure": "数", "closed": closed, "bands": rows, "overrides": over}


def _rank() -> st.SearchStrategy[Params]:
    ladder = st.sampled_from([{"table": ["5", "3", "1"]}, {"step": "0.7"}, {"step": "2", "floor": "1"}])
    both = {"rankers": ["省", "市"]}
    rankers = st.sampled_from([{}, {**both, "combine": "sum"}, {**both, "combine": "mean"}])
    return st.builds(lambda one, other: {**one, **other}, ladder, rankers)


_PANELS = st.sampled_from(
    [
        {"levels": VOTES, "scale": "100"},
        {"numbers": {}, "scale": "10"},
        {"numbers": {"trim_above": "3"}, "scale": "100"},
    ]
)
_PROPORTIONS = st.builds(
    lambda target, cap: {"target": target, **cap},
    st.sampled_from(["8", "2.5", {"own": "计划数"}]),
    st.sampled_from([{}, {"cap": "1.2"}, {"cap": None}]),
)


def params_of(kind: str) -> st.SearchStrategy[Params]:
    """The parameters of one kind that needs no group."""
    return {
        "MANUAL": st.sampled_from([{}, {"lo": "-5"}]),
        "LEVEL": st.lists(numbers(-2, 5), min_size=2, max_size=4).map(
            lambda worth: levels(**dict(zip(LEVEL_NAMES, worth, strict=False)))
        ),
        "TALLY": tallies() | measuring(),
        "PROPORTION": _PROPORTIONS,
        "BAND": bands(),
        "RANK": _rank(),
        "PANEL": _PANELS,
    }[kind]


_UPTO = st.integers(0, 20).map(str)
_MEASURE = st.integers(0, 1000).map(lambda tenths: canonical(Fraction(tenths, 10)))


def inputs_of(row: Row) -> st.SearchStrategy[Given]:
    """Any input of the row's rule, in the form in which it is stored."""
    params = row["params"]
    assert isinstance(params, dict)
    if row["scoring_kind"] == "PANEL":
        return _votes() if "levels" in params else _judges(params["scale"])
    return {
        "MANUAL": lambda: st.integers(0, 20).map(lambda n: {"value": canonical(Fraction(n, 4))}),
        "LEVEL": lambda: st.sampled_from([{"level": one["name"]} for one in params["levels"]]),
        "TALLY": lambda: _counts(params["causes"]),
        "PROPORTION": lambda: _actuals(own="own" in params["target"]),
        "BAND": lambda: _MEASURE.map(lambda x: {"x": x}) | st.just({"override": "特"}),
        "RANK": lambda: _places(params.get("rankers")),
    }[str(row["scoring_kind"])]()


@st.composite
def _counts(draw: st.DrawFn, causes: list[dict[str, object]]) -> Given:
    is_measured = any("target" in one for one in causes)
    given: dict[str, Given] = {"counts": {}, "targets": {}, "reasons": {}}
    for one in causes:
        key = str(one["key"])
        if "target" in one:
            given["counts"][key] = draw(_MEASURE)
            if isinstance(one["target"], dict):
                given["targets"][key] = draw(_UPTO)
        elif one.get("count") == "amounts" and draw(st.booleans()):
            given["counts"][key] = draw(st.lists(st.sampled_from(["1", "1.5", "2"]), min_size=1, max_size=3))
            given["reasons"][key] = "按会议纪要"
        elif one.get("count") != "amounts" and draw(st.booleans()):
            given["counts"][key] = draw(st.integers(1, 9).map(str))
    if is_measured and draw(st.integers(0, 9)) == 0:
        return {"counts": {}}
    return {name: value for name, value in given.items() if value or name == "counts"}


def _actuals(*, own: bool) -> st.SearchStrategy[Given]:
    plan = {"target": st.integers(1, 20).map(str)} if own else {}
    return st.fixed_dictionaries({"actual": _MEASURE, **plan})


def _places(rankers: object) -> st.SearchStrategy[Given]:
    place = st.integers(1, 9).map(str)
    if not rankers:
        return place.map(lambda one: {"place": one})
    return st.fixed_dictionaries({"省": place, "市": place}).map(lambda both: {"places": both})


def _votes() -> st.SearchStrategy[Given]:
    counts = st.fixed_dictionaries({one["name"]: st.integers(0, 9) for one in VOTES})
    return counts.filter(lambda found: found["满意"] + found["一般"] > 0).map(
        lambda found: {"votes": {name: str(count) for name, count in found.items() if count}}
    )


def _judges(scale: object) -> st.SearchStrategy[Given]:
    one = st.integers(0, int(str(scale)) * 2).map(lambda halves: canonical(Fraction(halves, 2)))
    return st.lists(one, min_size=1, max_size=6).map(lambda found: {"numbers": found})


@st.composite
def item_rows(draw: st.DrawFn, key: str = "项", *, within: str = "group", **where: object) -> Row:
    """Any item as it may stand in a part of this kind."""
    kind = draw(st.sampled_from(ABSOLUTE))
    params = draw(params_of(kind))
    if within == "penalty":
        kind, params = (
            "TALLY",
            tally("0", cause("a", "1"), cause("b", "0.5", most="3"), hi=draw(st.sampled_from([None, "4"]))),
        )
    na_rule = draw(st.sampled_from([None, "full", "excluded"])) if within in {"group", "time"} else None
    return item_row(key, kind, params, points="5", not_applicable=na_rule, **where)


@st.composite
def rubrics(draw: st.DrawFn) -> list[Row]:
    """Up to four parts of any kind, groups also inside groups, each with up to three items, bounds and a weight."""
    rows: list[Row] = []
    for index in range(draw(st.integers(1, 4))):
        kind = draw(st.sampled_from(["group", "group", "bonus", "penalty", "time"]))
        above = [None, *(row["key"] for row in rows if row["kind"] == "group")]
        row = part_row(f"p{index}", kind=kind, order=index, parent=draw(st.sampled_from(above)))
        row["weight"] = draw(st.sampled_from([None, "0.2", "0.35", "1.5"]))
        row["lo"], row["hi"] = draw(st.sampled_from([(None, None), ("0", "4"), (None, "2.5"), ("-1", None)]))
        if kind == "time":
            row["params"] = {"periods": ["春", "秋"], **draw(st.sampled_from([{}, {"missing": "left_out"}]))}
        rows.append(row)
        where = {"within": kind, "parent": row["key"]}
        items = range(draw(st.integers(1, 3)))
        rows += [draw(item_rows(f"p{index}.{n}", order=100 + n, **where)) for n in items]
    return rows


def slots_of(rows: list[Row]) -> dict[str, Row]:
    """Every place of a mark with the item's row; items of a time node once a period."""
    kinds = {row["key"]: row["kind"] for row in rows}
    items = [row for row in rows if row["kind"] == "item"]
    found = {str(row["key"]): row for row in items if kinds[row["parent"]] != "time"}
    times = [row for row in items if kinds[row["parent"]] == "time"]
    return found | {f"{row['key']}@{period}": row for row in times for period in (1, 2)}


@st.composite
def cards(draw: st.DrawFn) -> tuple[list[Row], dict[str, Given | None]]:
    """A rubric and one card of it, some of it not filled, some of it 不适用."""
    rows = draw(rubrics())
    filled: dict[str, Given | None] = {}
    for slot, row in slots_of(rows).items():
        absent = st.just({"na": True}) if row["not_applicable"] else st.nothing()
        filled[slot] = draw(st.none() | absent | inputs_of(row) | inputs_of(row))
    return rows, filled
