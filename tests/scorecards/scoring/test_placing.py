from fractions import Fraction

import pytest

from scorecards.scoring import (
    BadInput,
    full_input,
    parse_cell,
    parse_input,
    rule_in_words,
    score_item,
    show_cell,
)
from scorecards.scoring.peers import field_of
from tests.scorecards.scoring.blocks import lone_item

TABLE = {"table": ["10", "5", "3"]}
STEP = {"step": "0.1"}
BOTH = {"rankers": ["省", "市"], "combine": "sum"}
MEAN = {"rankers": ["省", "市"], "combine": "mean"}
HIGH = {"by": "value", "direction": "high"}


def item_of(params, points="2", **where):
    return lone_item("RANK", params, points=points, **where)


@pytest.mark.parametrize(
    ("params", "place", "expected"),
    [
        (TABLE, "1", "10"),
        (TABLE, "3", "3"),
        (TABLE, "4", "0"),
        (TABLE, "9999", "0"),
        (STEP, "1", "2"),
        (STEP, "4", "1.7"),
        (STEP, "21", "0"),
        (STEP, "500", "0"),
        (STEP | {"floor": "1"}, "500", "1"),
        (STEP | {"floor": "-1"}, "500", "-1"),
    ],
)
def test_place_is_worth_what_is_written(params, place, expected):
    assert score_item(item_of(params), {"place": place}).points == Fraction(expected)


@pytest.mark.parametrize(
    ("params", "places", "expected"),
    [
        (TABLE | BOTH, {"省": "1", "市": "2"}, "15"),
        (TABLE | BOTH, {"省": "2"}, "5"),
        (TABLE | MEAN, {"省": "1", "市": "2"}, "7.5"),
        (STEP | MEAN, {"省": "1", "市": "2"}, "1.95"),
    ],
)
def test_several_rankers_are_summed_or_averaged(params, places, expected):
    assert score_item(item_of(params), {"places": places}).points == Fraction(expected)


FIELD = {"": field_of(map(Fraction, (90, 80, 80, 70)))}


@pytest.mark.parametrize(
    ("more", "value", "expected"),
    [
        ({}, "90", "10"),
        ({}, "80", "5"),
        ({}, "70", "0"),
        ({"direction": "low"}, "70", "10"),
        ({"direction": "low"}, "80", "5"),
        ({"direction": "low"}, "90", "0"),
        ({"from": "bottom"}, "70", "10"),
        ({"from": "bottom"}, "90", "0"),
        ({"from": "bottom", "direction": "low"}, "90", "10"),
    ],
)
def test_place_is_computed_over_the_group_and_ties_share(more, value, expected):
    rule = item_of(TABLE | HIGH | more).rule
    assert rule.points({"value": value}, FIELD) == Fraction(expected)


def test_several_rankers_are_placed_each_in_its_own_field():
    rule = item_of(TABLE | HIGH | MEAN).rule
    fields = {"省": field_of(map(Fraction, (9, 5))), "市": field_of(map(Fraction, (5, 9)))}
    assert rule.points({"values": {"省": "9", "市": "5"}}, fields) == Fraction(15, 2)
    assert rule.measures({"values": {"省": "9", "市": "5"}}) == {"省": 9, "市": 5}
    assert (
        rule.working({"values": {"省": "9", "市": "5"}}, fields)
        == "省第 1 名 10 分，市第 2 名 5 分，平均，得 7.5 分"
    )


def test_value_alone_has_no_place():
    with pytest.raises(BadInput, match="要和本组其他单位比较"):
        item_of(TABLE | HIGH).rule.points({"value": "9"})


@pytest.mark.parametrize(
    ("params", "raw", "field"),
    [
        (TABLE, {"place": "0"}, "place"),
        (TABLE, {"place": "1.5"}, "place"),
        (TABLE, {"place": "10000"}, "place"),
        (TABLE, {"place": "一"}, "place"),
        (TABLE, {}, "place"),
        (TABLE, {"value": "1"}, "value"),
        (TABLE | HIGH, {"value": "多"}, "value"),
        (TABLE | BOTH, {"places": {}}, "places"),
        (TABLE | BOTH, {"places": {"县": "1"}}, "places"),
        (TABLE | BOTH, {"places": "1"}, "places"),
        (TABLE | BOTH, {"places": {"省": "x"}}, "places.省"),
        (TABLE | MEAN, {"places": {"省": "1"}}, "places"),
        (TABLE | HIGH | BOTH, {"values": {"省": "1"}}, "values"),
    ],
)
def test_what_is_missing_or_wrong_names_its_box(params, raw, field):
    with pytest.raises(BadInput) as refusal:
        parse_input(item_of(params), raw)
    assert refusal.value.field == field


@pytest.mark.parametrize(
    ("params", "text", "stored"),
    [
        (TABLE, " 2 ", {"place": "2"}),
        (TABLE | HIGH, "88.50", {"value": "88.5"}),
        (TABLE | BOTH, "1 2", {"places": {"省": "1", "市": "2"}}),
        (TABLE | BOTH, "- 2", {"places": {"市": "2"}}),
        (TABLE | HIGH | MEAN, "9.5 8", {"values": {"省": "9.5", "市": "8"}}),
    ],
)
def test_cell_reads_and_shows_places_in_order(params, text, stored):
    item = item_of(params)
    assert parse_cell(item, text) == stored
    assert parse_cell(item, show_cell(item, stored)) == stored


def test_cell_that_lacks_a_ranker_says_so():
    with pytest.raises(BadInput, match="请按顺序填省、市的名次，用空格隔开；没有名次的填 -。"):
        parse_cell(item_of(TABLE | BOTH), "1")


@pytest.mark.parametrize(
    ("params", "bounds"),
    [
        (TABLE, ("0", "10")),
        ({"table": ["-1", "-2"]}, ("-2", "0")),
        ({"table": ["-1"]}, ("-1", "0")),
        (TABLE | BOTH, ("0", "20")),
        (TABLE | MEAN, ("0", "10")),
        (STEP, ("0", "2")),
        (STEP | {"floor": "1"}, ("1", "2")),
        (STEP | BOTH, ("0", "4")),
    ],
)
def test_bounds_are_those_of_any_place(params, bounds):
    assert item_of(params).rule.bounds() == tuple(map(Fraction, bounds))


def test_full_mark_needs_the_place():
    with pytest.raises(BadInput, match="不能按满分计"):
        full_input(item_of(TABLE))


@pytest.mark.parametrize(
    ("params", "sentence"),
    [
        (TABLE, "按名次计分：第 1 名得 10 分，第 2 名得 5 分，第 3 名得 3 分，其后不计分。"),
        (STEP, "按名次计分：第 1 名得 2 分，每后一名少 0.1 分，扣完为止。"),
        (
            STEP | {"floor": "1", "from": "bottom"},
            "按名次计分：倒数第 1 名得 2 分，每后一名少 0.1 分，最低 1 分。",
        ),
        (
            STEP | HIGH | {"measure": "满意率", "direction": "low"},
            "按满意率在本组排名（低者在前，相同的并列）计分：第 1 名得 2 分，每后一名少 0.1 分，扣完为止。",
        ),
        (STEP | BOTH, "按名次计分：第 1 名得 2 分，每后一名少 0.1 分，扣完为止；取省、市排名得分之和。"),
        (STEP | MEAN, "按名次计分：第 1 名得 2 分，每后一名少 0.1 分，扣完为止；取省、市排名得分的平均。"),
    ],
)
def test_rule_is_one_sentence(params, sentence):
    assert rule_in_words(item_of(params)) == sentence


def test_working_can_be_checked_by_hand():
    lines = score_item(item_of(TABLE | BOTH), {"places": {"省": "1", "市": "4"}}).lines
    assert [line.text for line in lines[1:3]] == [
        "省第 1 名，市第 4 名",
        "省第 1 名 10 分，市第 4 名 0 分，得 10 分",
    ]
    assert item_of(TABLE | HIGH).rule.given_in_words({"value": "88"}) == "数值 88"
