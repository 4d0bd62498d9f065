"""TALLY beyond times: amounts, shortfalls and excesses, their steps, targets and limits."""

from fractions import Fraction

import pytest

from scorecards.scoring import BadInput, fit, parse_cell, parse_input, rule_in_words, score_item, show_cell
from tests.scorecards.scoring.blocks import amounts, cause, item_row, lone_item, measured, tally, tree_of

PROMPT = measured("x", "shortfall", "-0.5", "12", rounding="floor")
RATE = measured("x", "shortfall", "-0.05", "90")
OWN = measured("x", "shortfall", "-1", {"own": "计划数"}, rounding="floor")
JUDGED = amounts("p", "-2", "-0.5")


def item_of(*causes, base="5", points="5", within="group", **more):
    return lone_item("TALLY", tally(base, *causes, **more), points=points, within=within)


def points(item, counts, **more):
    return score_item(item, {"counts": counts, **more}).points


@pytest.mark.parametrize(
    ("actual", "expected"), [("12", "5"), ("13", "5"), ("11", "4.5"), ("10.5", "4.5"), ("2", "0"), ("0", "0")]
)
def test_each_step_short_of_the_target_costs(actual, expected):
    assert points(item_of(PROMPT), {"x": actual}) == Fraction(expected)


def test_worked_sample_of_the_source_fits_whole_percentage_points():
    assert points(item_of(RATE, base="2", points="2"), {"x": "86.95"}) == Fraction("1.85")


@pytest.mark.parametrize(
    ("rounding", "step", "expected"),
    [
        ({"rounding": "floor"}, "1", "3"),
        ({"rounding": "ceil"}, "1", "2"),
        ({"rounding": "exact"}, "1", "2.5"),
        ({}, "1", "3"),
        ({"rounding": "floor"}, "2", "4"),
        ({"rounding": "ceil"}, "2", "3"),
        ({"rounding": "exact"}, "2", "3.75"),
        ({"rounding": "ceil"}, "0.5", "0"),
    ],
)
def test_part_of_a_step_is_rounded_as_written(rounding, step, expected):
    short = measured("x", "shortfall", "-1", "10", step=step, **rounding)
    assert points(item_of(short), {"x": "7.5"}) == Fraction(expected)


@pytest.mark.parametrize(
    ("actual", "expected"), [("4", "5"), ("5", "5"), ("6", "4"), ("5.9", "5"), ("0", "5"), ("99", "0")]
)
def test_excess_counts_above_the_target_alone(actual, expected):
    above = measured("x", "excess", "-1", "5", rounding="floor")
    assert points(item_of(above), {"x": actual}) == Fraction(expected)


def test_target_may_be_zero_and_excess_may_add():
    above = measured("x", "excess", "0.5", "0", rounding="floor")
    assert points(item_of(above, base="0", hi="3"), {"x": "4"}) == 2
    assert points(item_of(above, base="0", hi="3"), {"x": "40"}) == 3


@pytest.mark.parametrize(("cap", "expected"), [("2", "3"), ("10", "0")])
def test_cap_holds_one_cause_and_floor_the_item(cap, expected):
    capped = measured("x", "shortfall", "-1", "9", rounding="floor", cap=cap)
    assert points(item_of(capped), {"x": "0"}) == Fraction(expected)


def test_own_plan_is_typed_with_the_card():
    given = {"counts": {"x": "7"}, "targets": {"x": "9"}}
    assert score_item(item_of(OWN), given).points == 3
    with pytest.raises(BadInput) as refusal:
        parse_input(item_of(OWN), {"counts": {"x": "7"}})
    assert (refusal.value.field, "计划数" in refusal.value.sentence) == ("targets.x", True)


@pytest.mark.parametrize(
    ("typed", "expected"), [(["2"], "3"), (["2", "0.5"], "2.5"), ("1.5+1", "2.5"), ("2+2+2", "0")]
)
def test_amounts_are_summed(typed, expected):
    parsed = parse_input(item_of(JUDGED), {"counts": {"p": typed}, "reasons": {"p": "巡查"}})
    assert score_item(item_of(JUDGED), parsed).points == Fraction(expected)


@pytest.mark.parametrize("typed", ["2.5", "0.4", "2+", "两分", ["1", "3"], {"a": "1"}, "1+" * 50 + "1"])
def test_amount_outside_its_range_is_refused(typed):
    with pytest.raises(BadInput) as refusal:
        parse_input(item_of(JUDGED), {"counts": {"p": typed}, "reasons": {"p": "巡查"}})
    assert refusal.value.field == "counts.p"
    assert refusal.value.sentence == "“酌情p”每处请填 0.5 到 2 之间的分数，多处用加号连接。"


@pytest.mark.parametrize("reason", ["", "  ", None, "长" * 201])
def test_amounts_need_a_reason(reason):
    with pytest.raises(BadInput) as refusal:
        parse_input(item_of(JUDGED), {"counts": {"p": ["1"]}, "reasons": {"p": reason}})
    assert refusal.value.field == "reasons.p"


def test_reason_may_be_as_long_as_a_column_and_loses_its_blanks():
    given = {"counts": {"p": ["1"]}, "reasons": {"p": "长" * 200}}
    assert parse_input(item_of(JUDGED), given) == given
    short = parse_input(item_of(JUDGED), {"counts": {"p": "1"}, "reasons": {"p": " 清淤  护坡 "}})
    assert short["reasons"] == {"p": "清淤，护坡"}


@pytest.mark.parametrize("low", ["0", "1"])
def test_positive_range_adds(low):
    item = item_of(amounts("p", low, "10"), base="0", points=None, within="bonus", hi="15")
    assert points(item, {"p": ["9", "8"]}, reasons={"p": "会议纪要"}) == 15


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ({"x": "9", "p": "0", "c": "0"}, {"counts": {"x": "9"}}),
        ({"x": "9.50", "p": "", "c": "1"}, {"counts": {"x": "9.5", "c": "1"}}),
        ({"x": "9", "p": "1+0.50"}, {"counts": {"x": "9", "p": ["1", "0.5"]}, "reasons": {"p": "理由"}}),
        ({}, {"counts": {}}),
    ],
)
def test_stored_form_keeps_measured_numbers_and_what_happened(typed, stored):
    item = item_of(PROMPT, JUDGED, cause("c", "-1"))
    assert parse_input(item, {"counts": typed, "reasons": {"p": "理由"}}) == stored


def test_where_anything_is_typed_every_number_has_to_be():
    with pytest.raises(BadInput) as refusal:
        parse_input(item_of(PROMPT, cause("c", "-1")), {"counts": {"c": "1"}})
    assert refusal.value.field == "counts.x"


@pytest.mark.parametrize(("times", "expected"), [("1", "3"), ("2", "1"), ("3", "1"), ("9999", "1")])
def test_cause_counts_at_most_so_often(times, expected):
    assert points(item_of(cause("c", "-2", most="2")), {"c": times}) == Fraction(expected)


def test_best_of_rivals_of_different_counters_counts():
    item = item_of(
        measured("x", "shortfall", "-1", "9", rounding="floor", exclusive="就高"),
        cause("c", "-2", exclusive="就高"),
    )
    assert points(item, {"x": "6", "c": "1"}) == 2
    assert points(item, {"x": "8", "c": "1"}) == 3


@pytest.mark.parametrize(
    ("cause_row", "words"),
    [
        (PROMPT, "实数x以 12 为准，每少 1 扣 0.5 分，不足 1 的部分不计"),
        (
            {**PROMPT, "count": "excess", "rounding": "ceil", "step": "3"},
            "每超 3 扣 0.5 分，不足 3 的按 3 计",
        ),
        ({**PROMPT, "rounding": "exact"}, "不取整，按比例折算"),
        (OWN, "实数x以 计划数 为准"),
        (JUDGED, "酌情p酌情扣分，每处 0.5 到 2 分"),
        (cause("c", "-1", most="1"), "情形c扣 1 分，只计一次"),
        (cause("c", "-1", most="3", cap="2"), "情形c每次扣 1 分（最多扣 2 分，最多计 3 次）"),
        ({**PROMPT, "target": {"group": "best"}}, "以 本组最高 为准"),
        ({**PROMPT, "target": {"classes": {"乡镇": "4", "部门": "2"}}}, "以 乡镇4、部门2 为准"),
    ],
)
def test_counter_is_told_in_words(cause_row, words):
    assert words in rule_in_words(item_of(cause_row))


@pytest.mark.parametrize(
    ("cause_row", "given", "working", "typed"),
    [
        (PROMPT, {"counts": {"x": "10"}}, "5 − 0.5×2（实数x 10，以 12 为准少 2） = 4，得 4 分", "实数x 10"),
        (
            {**PROMPT, "step": "3"},
            {"counts": {"x": "5"}},
            "5 − 0.5×2（实数x 5，以 12 为准少 7，每 3 一档） = 4，得 4 分",
            "实数x 5",
        ),
        (
            OWN,
            {"counts": {"x": "8"}, "targets": {"x": "9"}},
            "5 − 1×1（实数x 8，以 9 为准少 1） = 4，得 4 分",
            "实数x 8，计划数 9",
        ),
        (
            JUDGED,
            {"counts": {"p": ["1", "0.5"]}, "reasons": {"p": "巡查"}},
            "5 − （1+0.5）（酌情p） = 3.5，得 3.5 分",
            "酌情p 1、0.5 分（巡查）",
        ),
        (
            cause("c", "-1", most="2"),
            {"counts": {"c": "3"}},
            "5 − 1×2（情形c 3 次，最多计 2 次） = 3，得 3 分",
            "情形c 3 次",
        ),
    ],
)
def test_working_of_a_counter_can_be_checked_by_hand(cause_row, given, working, typed):
    lines = score_item(item_of(cause_row), given).lines
    assert (lines[2].text, lines[1].text) == (working, typed)


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("10 1 0", {"counts": {"x": "10", "c": "1"}}),
        ("10 0 1+0.5：巡查", {"counts": {"x": "10", "p": ["1", "0.5"]}, "reasons": {"p": "巡查"}}),
        ("10 0 1:巡查", {"counts": {"x": "10", "p": ["1"]}, "reasons": {"p": "巡查"}}),
        ("无", {"counts": {}}),
    ],
)
def test_cell_of_several_counters(text, stored):
    item = item_of(PROMPT, cause("c", "-1"), JUDGED)
    assert parse_cell(item, text) == stored
    assert parse_cell(item, show_cell(item, stored)) == stored


def test_cell_of_an_own_plan_is_a_fraction():
    stored = {"counts": {"x": "7"}, "targets": {"x": "9"}}
    assert parse_cell(item_of(OWN), "7/9") == stored
    assert show_cell(item_of(OWN), stored) == "7/9"


def test_number_zero_in_a_cell_is_a_number_where_numbers_are_measured():
    assert parse_cell(item_of(PROMPT), "0") == {"counts": {"x": "0"}}
    assert show_cell(item_of(PROMPT), {"counts": {}}) == "无"


BY_CLASS = measured("x", "shortfall", "-1", {"classes": {"乡镇": "4", "部门": "2"}}, rounding="floor")


@pytest.mark.parametrize(("class_name", "expected"), [("乡镇", "2"), ("部门", "4")])
def test_target_is_that_of_the_class(class_name, expected):
    card = fit(tree_of(item_row("1", "TALLY", tally("5", BY_CLASS), points="5")), class_name=class_name)
    assert score_item(next(card.items()), {"counts": {"x": "1"}}).points == Fraction(expected)


def test_class_without_a_target_has_no_such_cause_and_without_any_no_such_item():
    both = item_row("1", "TALLY", tally("5", BY_CLASS, cause("c", "-1")), points="5")
    alone = item_row("2", "TALLY", tally("5", BY_CLASS), points="5", order=2)
    card = fit(tree_of(both, alone), class_name="企业")
    assert [item.key for item in card.items()] == ["1"]
    assert [one.key for one in next(card.items()).rule.causes] == ["c"]


@pytest.mark.parametrize(
    ("causes", "more", "bounds"),
    [
        ([PROMPT], {}, ("0", "5")),
        ([PROMPT], {"lo": None}, ("-9999.9999", "5")),
        ([{**PROMPT, "cap": "2"}], {"lo": None}, ("3", "5")),
        ([cause("c", "-1", most="2")], {"lo": None}, ("3", "5")),
        ([cause("c", "-1", most="2", cap="1.5")], {"lo": None}, ("3.5", "5")),
        ([amounts("p", "1", "3", cap="2")], {"hi": None}, ("5", "7")),
        ([amounts("p", "1", "3")], {"hi": None}, ("5", "9999.9999")),
    ],
)
def test_bounds_know_what_each_counter_can_move(causes, more, bounds):
    assert item_of(*causes, **more).rule.bounds() == tuple(map(Fraction, bounds))
