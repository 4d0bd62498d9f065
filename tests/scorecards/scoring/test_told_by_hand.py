"""Figures that a secretary checks with a pocket calculator, and what does not wait for others."""

from decimal import Decimal
from fractions import Fraction

import pytest

from scorecards.ranking.grading import Candidate, grade_cards
from scorecards.ranking.order import Entry, rank
from scorecards.ranking.rules import Grade
from scorecards.scoring import Effect, Gate, Member, figures_of, fit, lint, rule_in_words, total
from tests.scorecards.scoring.blocks import (
    amounts,
    cause,
    gate_row,
    item_row,
    measured,
    part_row,
    tally,
    tree_of,
    under,
)
from tests.scorecards.scoring.test_group import NA_MEAN, group_of

NEGATIVE = [
    item_row("项", "TALLY", tally("0", cause("a", "-5"), lo=None), points="10"),
    gate_row("零", "zero"),
]


def working(params, given):
    (item,) = tree_of(item_row("项", "TALLY", params, points="10")).items()
    return item.rule.working(given)


@pytest.mark.parametrize(
    ("params", "given", "told"),
    [
        (
            tally("10", amounts("p", "-2", "-0.5")),
            {"counts": {"p": ["0.5", "1"]}, "reasons": {"p": "巡查"}},
            "10 − （0.5+1）（酌情p） = 8.5，得 8.5 分",
        ),
        (
            tally("10", measured("x", "shortfall", "-1", "95", step="5", cap="2")),
            {"counts": {"x": "70"}},
            "10 − 2（实数x 70，以 95 为准少 25，每 5 一档，1×5，限 2） = 8，得 8 分",
        ),
        (
            tally("10", cause("c", "-1", cap="2")),
            {"counts": {"c": "5"}},
            "10 − 2（情形c 1×5，限 2） = 8，得 8 分",
        ),
    ],
)
def test_figures_come_in_the_order_in_which_one_types_them(params, given, told):
    assert working(params, given) == told


def test_periods_that_are_not_there_stand_in_no_mean():
    time = part_row("时", kind="time", params={"periods": ["一季度", "二季度", "三季度"]})
    tree = fit(tree_of(under(time, item_row("项", "MANUAL", {}, points="100"))))
    found = total(tree, {"项@1": {"value": "90"}, "项@3": {"value": "70"}})
    assert found.parts[0].line.text == "（90 + 70）÷ 2 = 80，得 80 分（已评 2/3）"


def test_places_from_the_bottom_name_the_written_direction():
    params = {"table": ["3"], "by": "value", "direction": "high", "from": "bottom"}
    (item,) = tree_of(item_row("名", "RANK", params, points="3")).items()
    assert "高者在前" in rule_in_words(item)


def test_a_zero_gate_never_raises_a_total():
    found = total(tree_of(*NEGATIVE), {"项": {"counts": {"a": "1"}}}, gates=["零"])
    assert (found.root.points, found.exact) == (-5, -5)


def test_a_line_missed_through_a_zero_gate_is_the_gates_doing_too():
    (placed,) = rank([Entry("甲", Decimal(0))])
    candidate = Candidate(placed, Fraction(0), (Gate("零", "否决", Effect.ZERO),))
    (graded,) = grade_cards([candidate], [Grade("好", Fraction(80)), Grade("差")])
    assert (graded.grade, graded.cost) == ("差", "分数线、否决")


def test_a_mean_that_the_card_does_not_use_is_not_waited_for():
    done, open_ = group_of(NA_MEAN, {"value": "8"}, None)
    assert (done.provisional, open_.provisional) == (False, True)


def test_a_mean_that_stands_in_for_the_card_is_waited_for():
    tree = tree_of(NA_MEAN)
    members = [Member(tree, {"缺": given}) for given in ({"na": True}, {"value": "8"}, None)]
    absent = total(tree, members[0].inputs, group=figures_of(members))
    assert (absent.exact, absent.provisional) == (8, True)


@pytest.mark.parametrize(
    ("lines", "found"), [(["90", "80"], []), (["80", "90"], ["lines"]), (["80", "80"], ["lines"])]
)
def test_lines_that_do_not_descend_are_told(lines, found):
    grades = [{"name": f"等{number}", "line": line} for number, line in enumerate(lines)]
    tree = tree_of(item_row("项", "MANUAL", {}, points="100", rule_text="酌情给分"))
    assert [one.code for one in lint(tree, {"ties": "share", "grades": grades})] == found


def test_points_before_the_ceiling_are_no_unequal_sum():
    part = part_row("月", points="110", hi="100")
    items = [
        item_row(key, "MANUAL", {}, points=points, rule_text="酌情给分")
        for key, points in (("1", "60"), ("2", "50"))
    ]
    assert lint(tree_of(under(part, *items)), {"ties": "share"}) == ()
