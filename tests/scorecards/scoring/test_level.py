from fractions import Fraction

import pytest

from scorecards.scoring import BadInput, full_input, parse_input, rule_in_words, score_item
from tests.scorecards.scoring.blocks import levels, lone_item

THREE = levels(好="2", 一般="1.5", 不好="0")


@pytest.mark.parametrize(
    ("name", "points"), [("好", Fraction(2)), ("一般", Fraction(3, 2)), ("不好", Fraction(0))]
)
def test_level_gives_its_points(name, points):
    assert score_item(lone_item("LEVEL", THREE), {"level": name}).points == points


def test_yes_and_no_are_two_levels():
    assert score_item(lone_item("LEVEL", levels(是="2", 否="0")), {"level": "是"}).points == 2


def test_blanks_around_a_name_are_forgiven():
    assert parse_input(lone_item("LEVEL", THREE), {"level": " 一般\u3000"}) == {"level": "一般"}


@pytest.mark.parametrize("name", ["", "很好", "2", None, 2, ["好"]])
def test_unknown_level_lists_the_levels(name):
    with pytest.raises(BadInput) as refusal:
        parse_input(lone_item("LEVEL", THREE), {"level": name})
    assert (refusal.value.sentence, refusal.value.field) == (
        "请从这些档次里选一个：好、一般、不好。",
        "level",
    )


def test_full_mark_is_the_best_level_wherever_it_stands():
    assert full_input(lone_item("LEVEL", levels(差="0", 优="2", 中="1"))) == {"level": "优"}


def test_derivation_is_told_in_words():
    lines = score_item(lone_item("LEVEL", THREE), {"level": "一般"}).lines
    assert [f"{line.label}：{line.text}" for line in lines] == [
        "规则：按档次计分：好 2 分，一般 1.5 分，不好 0 分。",
        "填入：档次：一般",
        "计算：“一般”得 1.5 分",
        "得分：1.50 分",
    ]


def test_levels_of_a_penalty_take_away():
    item = lone_item("LEVEL", levels(无="0", 有="2"), within="penalty")
    assert rule_in_words(item) == "按档次减分：无 0 分，有 2 分。"
    assert [line.text for line in score_item(item, {"level": "有"}).lines][2:] == ["“有”减 2 分", "2.00 分"]
