from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scorecards.scoring import BadInput, full_input, parse_input, rule_in_words, score_item
from tests.scorecards.scoring.blocks import cause, item_of, item_row, lone_item, tally
from tests.scorecards.scoring.strategies import inputs_of, tallies

BOARD = tally("2", cause("a", "-1"), cause("b", "-1"), cause("c", "-0.5"))
OPEN_BELOW = tally("2", cause("a", "-1.5"), lo=None)
RIVALS = tally("9", cause("a", "-1", exclusive="x"), cause("b", "-3", exclusive="x"), lo="-2")
BONUS = tally("0", cause("a", "1"), cause("b", "2"), hi="5")


def points(params, counts, **where):
    return score_item(lone_item("TALLY", params, **where), {"counts": counts}).points


@pytest.mark.parametrize(
    ("params", "counts", "expected"),
    [
        (BOARD, {}, "2"),
        (BOARD, {"a": "1"}, "1"),
        (BOARD, {"a": "1", "c": "1"}, "0.5"),
        (BOARD, {"a": "1", "b": "1", "c": "1"}, "0"),
        (BOARD, {"c": "9999"}, "0"),
        (OPEN_BELOW, {"a": "3"}, "-2.5"),
        (BONUS, {"a": "2", "b": "1"}, "4"),
        (BONUS, {"b": "3"}, "5"),
        (tally("0", cause("a", "1"), hi=None), {"a": "120"}, "120"),
        (tally("3", cause("a", "1"), cause("b", "-2"), hi="4"), {"a": "3", "b": "1"}, "4"),
        (tally("3", cause("a", "-2"), lo="1"), {"a": "2"}, "1"),
    ],
)
def test_points_are_clamped_between_floor_and_ceiling(params, counts, expected):
    assert points(params, counts) == Fraction(expected)


@pytest.mark.parametrize(
    ("counts", "stored"),
    [
        ({"a": "1", "b": "", "c": "0"}, {"a": "1"}),
        ({"c": "\uff12", "a": "01"}, {"a": "1", "c": "2"}),
        ({}, {}),
        ({"a": "0"}, {}),
    ],
)
def test_counts_are_stored_without_what_did_not_happen(counts, stored):
    parsed = parse_input(lone_item("TALLY", BOARD), {"counts": counts})
    assert parsed == {"counts": stored}
    assert list(parsed["counts"]) == list(stored)


@pytest.mark.parametrize("count", ["-1", "1.5", "10000", "一", "1e2", "NaN", None, 1, True])
def test_count_that_is_no_whole_number_names_its_cause(count):
    with pytest.raises(BadInput) as refusal:
        parse_input(lone_item("TALLY", BOARD), {"counts": {"b": count}})
    assert refusal.value.sentence == "“情形b”请填 0 到 9999 之间的整数次数。"
    assert refusal.value.field == "counts.b"


@pytest.mark.parametrize(
    ("raw", "field"),
    [
        ({"counts": {"a": "", "b": "\u3000"}}, "counts"),
        ({"counts": {"x": "1"}}, "counts.x"),
        ({"counts": "1"}, "counts"),
        ({"value": "1"}, "value"),
        ({}, "counts"),
    ],
)
def test_input_of_another_shape_is_refused(raw, field):
    with pytest.raises(BadInput) as refusal:
        parse_input(lone_item("TALLY", BOARD), raw)
    assert refusal.value.field == field


def test_points_too_large_for_any_column_are_refused():
    item = lone_item("TALLY", tally("0", cause("a", "9999"), hi=None))
    with pytest.raises(BadInput, match="算出的分数太大"):
        parse_input(item, {"counts": {"a": "2"}})


def test_full_mark_is_the_base():
    item = lone_item("TALLY", BOARD)
    assert score_item(item, full_input(item)).points == 2


def working(params, counts, **where):
    return score_item(lone_item("TALLY", params, **where), {"counts": counts}).lines[2].text


@pytest.mark.parametrize(
    ("params", "counts", "text"),
    [
        (
            BOARD,
            {"a": "1", "b": "1", "c": "1"},
            "2 − 1×1（情形a） − 1×1（情形b） − 0.5×1（情形c） = −0.5，扣完为止，得 0 分",
        ),
        (BOARD, {"c": "2"}, "2 − 0.5×2（情形c） = 1，得 1 分"),
        (BOARD, {}, "基础分 2 分，得 2 分"),
        (OPEN_BELOW, {"a": "2"}, "2 − 1.5×2（情形a） = −1，得 −1 分"),
        (BONUS, {"b": "3"}, "2×3（情形b） = 6，最多计 5 分，得 5 分"),
        (BONUS, {}, "没有发生加扣分情形，得 0 分"),
        (tally("0", cause("a", "-1"), lo=None), {"a": "2"}, "−1×2（情形a） = −2，得 −2 分"),
        (tally("3", cause("a", "-2"), lo="1"), {"a": "2"}, "3 − 2×2（情形a） = −1，最低计 1 分，得 1 分"),
        (tally("9", cause("a", "-1", cap="2")), {"a": "2"}, "9 − 1×2（情形a） = 7，得 7 分"),
        (tally("9", cause("a", "-0.5", cap="2")), {"a": "3"}, "9 − 0.5×3（情形a） = 7.5，得 7.5 分"),
        (tally("9", cause("a", "-1", cap="2")), {"a": "3"}, "9 − 2（情形a 1×3，限 2） = 7，得 7 分"),
        (
            tally("0", cause("a", "1", exclusive="x"), cause("b", "3", exclusive="x"), hi=None),
            {"a": "1", "b": "1"},
            "就高不重复，不计“情形a”：3×1（情形b） = 3，得 3 分",
        ),
    ],
)
def test_working_can_be_checked_by_hand(params, counts, text):
    assert working(params, counts) == text


def test_of_equal_rivals_the_first_counts():
    counts = {"a": "3", "b": "1"}
    assert working(RIVALS, counts) == "就高不重复，不计“情形b”：9 − 1×3（情形a） = 6，得 6 分"


def test_result_of_a_penalty_item_is_called_a_deduction():
    result = score_item(lone_item("TALLY", BONUS, within="penalty"), {"counts": {"b": "1"}})
    assert (result.lines[3].label, result.lines[3].text) == ("减分", "2.00 分")


@pytest.mark.parametrize(
    ("params", "bounds"),
    [
        (BOARD, ("0", "2")),
        (OPEN_BELOW, ("-9999.9999", "2")),
        (BONUS, ("0", "5")),
        (tally("1", cause("a", "1"), lo=None, hi=None), ("1", "9999.9999")),
        (tally("1", cause("a", "-1"), hi=None), ("0", "1")),
        (tally("1", cause("a", "1"), cause("b", "-1"), lo="-2", hi="3"), ("-2", "3")),
    ],
)
def test_bounds_are_what_counts_can_reach(params, bounds):
    assert lone_item("TALLY", params).rule.bounds() == tuple(map(Fraction, bounds))


def test_working_in_a_penalty_says_that_it_takes_away():
    assert working(BONUS, {"a": "2"}, within="penalty") == "1×2（情形a） = 2，减 2 分"


def test_numbers_put_in_are_listed():
    result = score_item(lone_item("TALLY", BOARD), {"counts": {"a": "1", "c": "2"}})
    assert result.lines[1].text == "情形a 1 次、情形c 2 次"


@pytest.mark.parametrize(
    ("params", "within", "sentence"),
    [
        (BOARD, "group", "基础分 2 分；情形a每次扣 1 分；情形b每次扣 1 分；情形c每次扣 0.5 分；扣完为止。"),
        (OPEN_BELOW, "group", "基础分 2 分；情形a每次扣 1.5 分；可以倒扣，扣分不设下限。"),
        (BONUS, "bonus", "情形a每次加 1 分；情形b每次加 2 分；最多加 5 分。"),
        (BONUS, "penalty", "情形a每次减 1 分；情形b每次减 2 分；最多减 5 分。"),
        (tally("0", cause("a", "1"), hi=None), "bonus", "情形a每次加 1 分；加分不封顶。"),
        (
            tally("3", cause("a", "1"), cause("b", "-2"), lo="-1", hi="5"),
            "group",
            "基础分 3 分；情形a每次加 1 分；情形b每次扣 2 分；最多计 5 分；最低计 −1 分。",
        ),
        (
            tally("3", cause("a", "1", cap="2"), hi="5"),
            "group",
            "基础分 3 分；情形a每次加 1 分（最多加 2 分）；最多计 5 分。",
        ),
    ],
)
def test_rule_is_one_sentence(params, within, sentence):
    assert rule_in_words(lone_item("TALLY", params, within=within)) == sentence


def test_rivals_are_named_in_the_rule():
    sentences = rule_in_words(lone_item("TALLY", RIVALS)).split("；")
    assert sentences[-2:] == ["“情形a”“情形b”就高不重复，只计最高的一项", "最低计 −2 分。"]


@st.composite
def tallied(draw):
    row = item_row("项", "TALLY", draw(tallies()))
    return row["params"], item_of(row), draw(inputs_of(row))


@given(tallied(), st.data())
def test_one_occurrence_more_moves_points_only_its_own_way(drawn, data):
    params, item, given_input = drawn
    one = data.draw(st.sampled_from(params["causes"]))
    counts = given_input["counts"]
    more = {**counts, one["key"]: str(int(counts.get(one["key"], 0)) + 1)}
    moved = score_item(item, {"counts": more}).points - score_item(item, given_input).points
    assert moved <= 0 if one["unit"].startswith("-") else moved >= 0


@given(tallied(), st.randoms(use_true_random=False))
def test_order_of_causes_and_counts_does_not_matter(drawn, chance):
    params, item, given_input = drawn
    causes, counts = list(params["causes"]), list(given_input["counts"].items())
    chance.shuffle(causes)
    chance.shuffle(counts)
    shuffled = lone_item("TALLY", {**params, "causes": causes})
    assert score_item(shuffled, {"counts": dict(counts)}).points == score_item(item, given_input).points
