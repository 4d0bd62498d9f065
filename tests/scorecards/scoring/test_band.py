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
from tests.scorecards.scoring.blocks import lone_item

ROWS = [{"from": "90", "points": "2"}, {"from": "80", "to": "90", "points": "1"}, {"to": "80", "points": "0"}]
DISASTER = [{"key": "灾", "text": "因灾减收", "points": "1.5"}]


def item_of(closed="low", rows=ROWS, **more):
    return lone_item("BAND", {"measure": "完成率（%）", "closed": closed, "bands": rows, **more})


@pytest.mark.parametrize(
    ("x", "low", "high"),
    [
        ("90", "2", "1"),
        ("89.99999999", "1", "1"),
        ("90.00000001", "2", "2"),
        ("80", "1", "0"),
        ("-5", "0", "0"),
    ],
)
def test_end_belongs_to_one_band(x, low, high):
    assert score_item(item_of("low"), {"x": x}).points == Fraction(low)
    assert score_item(item_of("high"), {"x": x}).points == Fraction(high)


def test_of_two_bands_that_hold_a_number_the_first_counts():
    rows = [{"from": "60", "points": "1"}, {"from": "80", "points": "2"}, {"to": "80", "points": "0"}]
    assert score_item(item_of(rows=rows), {"x": "85"}).points == 1


def test_number_in_no_band_is_refused():
    with pytest.raises(BadInput) as refusal:
        parse_input(item_of(rows=ROWS[:2]), {"x": "70"})
    assert refusal.value.sentence.startswith("完成率（%） 70 不在任何一档里")
    assert refusal.value.field == "x"


@pytest.mark.parametrize(
    ("raw", "stored", "points"),
    [
        ({"override": "灾"}, {"override": "灾"}, "1.5"),
        ({"override": "灾", "x": "95"}, {"override": "灾"}, "1.5"),
        ({"override": "", "x": "95.0"}, {"x": "95"}, "2"),
    ],
)
def test_special_case_comes_before_the_number(raw, stored, points):
    item = item_of(overrides=DISASTER)
    assert parse_input(item, raw) == stored
    assert score_item(item, stored).points == Fraction(points)


@pytest.mark.parametrize(
    ("raw", "field"),
    [({"override": "别的"}, "override"), ({}, "x"), ({"x": "多"}, "x"), ({"value": "1"}, "value")],
)
def test_input_of_another_shape_is_refused(raw, field):
    with pytest.raises(BadInput) as refusal:
        parse_input(item_of(overrides=DISASTER), raw)
    assert refusal.value.field == field


@pytest.mark.parametrize(("text", "stored"), [("85.50", {"x": "85.5"}), (" 因灾减收 ", {"override": "灾"})])
def test_cell_takes_the_number_or_the_special_case(text, stored):
    item = item_of(overrides=DISASTER)
    assert parse_cell(item, text) == stored
    assert parse_cell(item, show_cell(item, stored)) == stored


def test_bounds_hold_special_cases_too():
    assert item_of(overrides=[{**DISASTER[0], "points": "3"}]).rule.bounds() == (0, 3)
    assert item_of(overrides=[{**DISASTER[0], "points": "-1"}]).rule.bounds() == (-1, 2)


def test_full_mark_needs_the_number():
    with pytest.raises(BadInput, match="不能按满分计"):
        full_input(item_of())


def test_derivation_is_told_in_words():
    assert rule_in_words(item_of(overrides=DISASTER)) == (
        "因灾减收的，得 1.5 分；按完成率（%）分档：≥90 得 2 分，≥80 且 <90 得 1 分，<80 得 0 分。"
    )
    assert rule_in_words(item_of("high")).startswith("按完成率（%）分档：>90 得 2 分，>80 且 ≤90 得 1 分")
    lines = score_item(item_of(), {"x": "85.5"}).lines
    assert (lines[1].text, lines[2].text) == ("完成率（%） 85.5", "85.5 在“≥80 且 <90”一档，得 1 分")
    lines = score_item(item_of(overrides=DISASTER), {"override": "灾"}).lines
    assert (lines[1].text, lines[2].text) == ("因灾减收", "得 1.5 分")


def test_band_without_ends_is_the_rest():
    rows = [{"from": "90", "points": "2"}, {"points": "0"}]
    assert "其他 得 0 分" in rule_in_words(item_of(rows=rows))
    assert score_item(item_of(rows=rows), {"x": "1"}).points == 0
