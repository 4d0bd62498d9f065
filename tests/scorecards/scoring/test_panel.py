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

LEVELS = [{"name": "满意", "value": "100"}, {"name": "一般", "value": "60"}, {"name": "不了解"}]
VOTES = {"levels": LEVELS, "scale": "100"}
JUDGES = {"numbers": {"trim_above": "5"}, "scale": "100"}
DEMANDS = [{"at_most": "3", "from": "90"}, {"not_all_same": True}, {"decimals": "1"}]


def item_of(params, points="10", **where):
    return lone_item("PANEL", params, points=points, **where)


@pytest.mark.parametrize(
    ("votes", "expected"),
    [
        ({"满意": "30", "一般": "10"}, "9"),
        ({"满意": "30", "一般": "10", "不了解": "60"}, "9"),
        ({"一般": "1"}, "6"),
        ({"满意": "2", "一般": "1"}, "26/3"),
    ],
)
def test_mean_of_counted_votes_is_brought_to_the_points(votes, expected):
    assert score_item(item_of(VOTES), {"votes": votes}).points == Fraction(expected)


@pytest.mark.parametrize(
    ("params", "numbers", "expected"),
    [
        (JUDGES, ["90", "80"], "8.5"),
        (JUDGES, ["100", "80", "80", "80", "60"], "8"),
        (JUDGES, ["100", "90", "80", "80", "70", "0"], "8"),
        (JUDGES, ["100", "100", "80", "80", "0", "0"], "6.5"),
        ({"numbers": {}, "scale": "100"}, ["100", "90", "80", "80", "70", "0"], "7"),
        ({"numbers": {"trim_above": "2"}, "scale": "10"}, ["9", "10", "1"], "9"),
    ],
)
def test_one_highest_and_one_lowest_are_dropped_above_a_number_of_judges(params, numbers, expected):
    assert score_item(item_of(params), {"numbers": numbers}).points == Fraction(expected)


@pytest.mark.parametrize(
    ("params", "raw", "field"),
    [
        (VOTES, {}, "votes"),
        (VOTES, {"votes": {}}, "votes"),
        (VOTES, {"votes": {"不了解": "9"}}, "votes"),
        (VOTES, {"votes": {"很满意": "9"}}, "votes"),
        (VOTES, {"votes": {"满意": "1.5"}}, "votes.满意"),
        (VOTES, {"votes": {"满意": "-1"}}, "votes.满意"),
        (VOTES, {"votes": {"满意": "100000"}}, "votes.满意"),
        (VOTES, {"votes": "9"}, "votes"),
        (JUDGES, {"numbers": []}, "numbers"),
        (JUDGES, {"numbers": ["100.5"]}, "numbers"),
        (JUDGES, {"numbers": ["-1"]}, "numbers"),
        (JUDGES, {"numbers": ["好"]}, "numbers"),
        (JUDGES, {"numbers": 90}, "numbers"),
        (JUDGES, {"numbers": ["90"], "void": "x"}, "votes.无效票"),
    ],
)
def test_what_is_missing_or_wrong_names_its_box(params, raw, field):
    with pytest.raises(BadInput) as refusal:
        parse_input(item_of(params), raw)
    assert refusal.value.field == field


@pytest.mark.parametrize(
    ("params", "text", "stored"),
    [
        (VOTES, "30 0 2", {"votes": {"满意": "30", "不了解": "2"}}),
        (JUDGES, "88.50 90", {"numbers": ["88.5", "90"]}),
        (JUDGES, "88.5 90 ×2", {"numbers": ["88.5", "90"], "void": "2"}),
    ],
)
def test_cell_reads_and_shows_votes_and_numbers(params, text, stored):
    item = item_of(params)
    assert parse_cell(item, text) == stored
    assert parse_cell(item, show_cell(item, stored)) == stored


def test_cell_with_too_few_votes_says_what_to_type():
    with pytest.raises(BadInput, match="请按顺序填 3 个票数，用空格隔开：满意、一般、不了解。"):
        parse_cell(item_of(VOTES), "30 1")


def test_bounds_are_the_points():
    assert item_of(VOTES).rule.bounds() == item_of(JUDGES).rule.bounds() == (0, 10)


def test_full_mark_needs_the_ballots():
    for params in (VOTES, JUDGES):
        with pytest.raises(BadInput, match="不能按满分计"):
            full_input(item_of(params))


@pytest.mark.parametrize(
    ("params", "sentence"),
    [
        (VOTES, "按票计分：满意 100 分，一般 60 分，不了解不计票；取有效票的平均分，再按 10/100 折算。"),
        (
            JUDGES,
            "按评委打分计：有效票多于 5 张时去掉一个最高分和一个最低分，取平均分，再按 10/100 折算。",
        ),
        ({"numbers": {}, "scale": "10"}, "按评委打分计：取平均分。"),
    ],
)
def test_rule_is_one_sentence(params, sentence):
    assert rule_in_words(item_of(params)) == sentence


def test_demands_are_told_with_the_rule():
    sentence = rule_in_words(item_of({"numbers": {}, "scale": "10", "valid_if": DEMANDS}))
    assert sentence == (
        "按评委打分计：取平均分；每张票不低于 90 分的最多 3 个；"
        "一张票不能全打相同的分数；分数最多 1 位小数，不符合的整张票无效。"
    )


def test_working_can_be_checked_by_hand():
    lines = score_item(item_of(VOTES), {"votes": {"满意": "3", "一般": "1", "不了解": "2"}}).lines
    assert lines[1].text == "满意 3 票，一般 1 票，不了解 2 票"
    assert lines[2].text.endswith("÷ 4 = 90，× 10 ÷ 100，得 9 分")
    lines = score_item(item_of(JUDGES), {"numbers": ["90", "80"], "void": "1"}).lines
    assert lines[1].text == "有效票 2 张：90、80，另有无效票 1 张"
    assert lines[2].text == "170 ÷ 2 = 85，× 10 ÷ 100，得 8.5 分"


def test_dropped_numbers_are_told():
    item = item_of({"numbers": {"trim_above": "2"}, "scale": "10"})
    working = score_item(item, {"numbers": ["9", "10", "1"]}).lines[2].text
    assert working == "去掉 10 和 1，9 ÷ 1 = 9，得 9 分"
