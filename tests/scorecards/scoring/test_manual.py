from fractions import Fraction

import pytest

from scorecards.scoring import BadInput, full_input, parse_input, rule_in_words, score_item
from tests.scorecards.scoring.blocks import lone_item


@pytest.mark.parametrize(
    ("text", "stored"), [("0", "0"), ("2", "2"), ("1.50", "1.5"), ("\uff11\uff0e\uff15", "1.5")]
)
def test_value_within_bounds_is_stored_canonically(text, stored):
    assert parse_input(lone_item("MANUAL", {}), {"value": text}) == {"value": stored}


@pytest.mark.parametrize("text", ["2.01", "-0.01", "", "好", "NaN", "1e0", "1.00001", None, 1, ["1"]])
def test_value_out_of_bounds_says_what_to_type(text):
    with pytest.raises(BadInput) as refusal:
        parse_input(lone_item("MANUAL", {}), {"value": text})
    assert (refusal.value.sentence, refusal.value.field) == ("请填 0 到 2 之间的数，最多四位小数。", "value")


def test_written_lower_bound_lets_the_value_go_below_zero():
    item = lone_item("MANUAL", {"lo": "-5"}, points="3", within="bonus")
    assert score_item(item, {"value": "-4.5"}).points == Fraction(-9, 2)


def test_bonus_without_points_has_no_upper_bound_of_its_own():
    item = lone_item("MANUAL", {}, points=None, within="bonus")
    assert parse_input(item, {"value": "9999.9999"}) == {"value": "9999.9999"}
    with pytest.raises(BadInput, match="请填不小于 0 的数"):
        parse_input(item, {"value": "10000"})


@pytest.mark.parametrize("raw", [{}, {"level": "好"}, {"value": "1", "more": "1"}])
def test_input_of_another_shape_is_refused(raw):
    with pytest.raises(BadInput):
        parse_input(lone_item("MANUAL", {}), raw)


def test_full_mark_is_the_points():
    assert full_input(lone_item("MANUAL", {}, points="2.5")) == {"value": "2.5"}


def test_derivation_is_told_in_words():
    lines = score_item(lone_item("MANUAL", {}), {"value": "1.255"}).lines
    assert [f"{line.label}：{line.text}" for line in lines] == [
        "规则：由评分人在 0 到 2 分之间直接给分。",
        "填入：评分人填 1.255 分",
        "计算：按给分计，得 1.255 分",
        "得分：1.255 分，四舍五入为 1.26 分",
    ]


@pytest.mark.parametrize(
    ("points", "within", "sentence"),
    [
        ("2", "group", "由评分人在 0 到 2 分之间直接给分。"),
        ("2", "penalty", "由评分人在 0 到 2 分之间直接减分。"),
        (None, "bonus", "由评分人直接给分，不低于 0 分。"),
    ],
)
def test_rule_is_one_sentence(points, within, sentence):
    assert rule_in_words(lone_item("MANUAL", {}, points=points, within=within)) == sentence
