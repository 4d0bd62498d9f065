from fractions import Fraction

import pytest

from scorecards.scoring import (
    BadInput,
    fit,
    full_input,
    parse_cell,
    parse_input,
    rule_in_words,
    score_item,
    show_cell,
)
from tests.scorecards.scoring.blocks import item_row, lone_item, tree_of

TEN = {"target": "10"}
OWN = {"target": {"own": "计划数"}}


def item_of(params, points="15", **where):
    return lone_item("PROPORTION", params, points=points, **where)


@pytest.mark.parametrize(
    ("params", "given", "expected"),
    [
        (TEN, {"actual": "8"}, "12"),
        (TEN, {"actual": "10"}, "15"),
        (TEN, {"actual": "30"}, "15"),
        (TEN, {"actual": "0"}, "0"),
        (TEN, {"actual": "-4"}, "0"),
        (TEN | {"cap": "1.2"}, {"actual": "11"}, "16.5"),
        (TEN | {"cap": "1.2"}, {"actual": "30"}, "18"),
        (TEN | {"cap": "0.5"}, {"actual": "9"}, "7.5"),
        (TEN | {"cap": None}, {"actual": "30"}, "45"),
        (OWN, {"actual": "3", "target": "9"}, "5"),
    ],
)
def test_points_are_the_share_of_the_target(params, given, expected):
    assert score_item(item_of(params), given).points == Fraction(expected)


def test_share_is_exact_and_printed_rounded():
    result = score_item(item_of({"target": "3"}, points="10"), {"actual": "1"})
    assert (result.points, str(result.rounded)) == (Fraction(10, 3), "3.33")


@pytest.mark.parametrize(
    ("params", "raw", "field"),
    [
        (TEN, {}, "actual"),
        (TEN, {"actual": ""}, "actual"),
        (TEN, {"actual": "九"}, "actual"),
        (TEN, {"actual": "9", "target": "3"}, "target"),
        (OWN, {"actual": "9"}, "target"),
        (OWN, {"actual": "9", "target": "0"}, "target"),
        (OWN, {"actual": "9", "target": "-1"}, "target"),
    ],
)
def test_what_is_missing_or_wrong_names_its_box(params, raw, field):
    with pytest.raises(BadInput) as refusal:
        parse_input(item_of(params), raw)
    assert refusal.value.field == field


def test_points_that_no_column_holds_are_refused_when_typed():
    with pytest.raises(BadInput, match="算出的分数太大"):
        parse_input(item_of(TEN | {"cap": None}), {"actual": "999999999"})


@pytest.mark.parametrize(
    ("params", "text", "stored"),
    [
        (TEN, "8.50", {"actual": "8.5"}),
        (OWN, "9/12", {"actual": "9", "target": "12"}),
        (OWN, "９／１２", {"actual": "9", "target": "12"}),
    ],
)
def test_cell_reads_and_shows_the_numbers(params, text, stored):
    item = item_of(params)
    assert parse_cell(item, text) == stored
    assert parse_cell(item, show_cell(item, stored)) == stored


@pytest.mark.parametrize(("params", "bounds"), [(TEN, (0, 15)), (TEN | {"cap": "1.2"}, (0, 18))])
def test_bounds_are_the_points_and_the_cap(params, bounds):
    assert item_of(params).rule.bounds() == bounds


def test_full_mark_needs_the_number():
    with pytest.raises(BadInput, match="不能按满分计"):
        full_input(item_of(TEN))


@pytest.mark.parametrize(
    ("params", "sentence"),
    [
        (TEN, "按比例计分：得分 = 15 × 实际数 ÷ 10；最多得 15 分。"),
        (TEN | {"cap": "1.2"}, "按比例计分：得分 = 15 × 实际数 ÷ 10；比例最多按 1.2 计。"),
        (TEN | {"cap": None}, "按比例计分：得分 = 15 × 实际数 ÷ 10；超过目标的按比例多得，不封顶。"),
        (OWN, "按比例计分：得分 = 15 × 实际数 ÷ 计划数；最多得 15 分。"),
        ({"target": {"group": "best"}}, "按比例计分：得分 = 15 × 实际数 ÷ 本组最高数；最多得 15 分。"),
        (
            {"target": {"classes": {"乡镇": "4"}}},
            "按比例计分：得分 = 15 × 实际数 ÷ 目标（乡镇4）；最多得 15 分。",
        ),
    ],
)
def test_rule_is_one_sentence(params, sentence):
    assert rule_in_words(item_of(params)) == sentence


@pytest.mark.parametrize(
    ("actual", "text"),
    [
        ("8", "15 × 8 ÷ 10，得 12 分"),
        ("30", "15 × 30 ÷ 10，比例按 1 计，得 15 分"),
        ("-1", "15 × −1 ÷ 10，比例按 0 计，得 0 分"),
    ],
)
def test_working_can_be_checked_by_hand(actual, text):
    lines = score_item(item_of(TEN), {"actual": actual}).lines
    assert lines[2].text == text
    assert lines[1].text == f"实际数 {actual.replace('-', '−')}"


def test_own_plan_is_told():
    assert score_item(item_of(OWN), {"actual": "3", "target": "9"}).lines[1].text == "实际数 3，计划数 9"


def test_class_without_a_target_does_not_have_the_item():
    tree = tree_of(item_row("1", "PROPORTION", {"target": {"classes": {"乡镇": "4"}}}))
    assert [item.key for item in fit(tree, class_name="乡镇").items()] == ["1"]
    assert list(fit(tree, class_name="部门").items()) == []
