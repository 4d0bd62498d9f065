"""不适用: in full, excluded with the rest scaled up, or by the group's mean."""

from fractions import Fraction

import pytest

from scorecards.scoring import BadInput, GroupFigures, fit, parse_input, total
from tests.scorecards.scoring.blocks import cause, item_of, item_row, part_row, tally, tree_of, under

NA = {"na": True}


def item(key, points="10", rule="excluded", **more):
    return item_row(key, "MANUAL", {}, points=points, not_applicable=rule, **more)


def come_to(nodes, group=None, **given):
    inputs = {key: NA if mark is NA else {"value": mark} for key, mark in given.items()}
    return total(fit(tree_of(*nodes)), inputs, **({"group": group} if group else {}))


def test_in_full_counts_the_points():
    assert come_to([item("a", rule="full"), item("b")], a=NA, b="4").exact == 14


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"a": NA, "b": "8", "c": "5"}, Fraction(13) * 30 / 20),
        ({"a": NA, "b": NA, "c": "5"}, Fraction(15)),
        ({"a": NA, "b": NA, "c": NA}, Fraction(0)),
        ({"a": "10", "b": "8", "c": "5"}, Fraction(23)),
        ({"a": NA, "b": "8"}, Fraction(12)),
    ],
)
def test_excluded_spreads_over_the_rest(given, expected):
    found = come_to([item("a"), item("b"), item("c")], **given)
    assert found.exact == expected


def test_spread_is_by_written_points():
    assert come_to([item("a", "30"), item("b", "10")], a=NA, b="5").exact == 20


def test_spread_stays_inside_the_part():
    nodes = [under(part_row("甲"), item("a"), item("b")), under(part_row("乙"), item("c"))]
    found = come_to(nodes, a=NA, b="5", c="5")
    assert {part.key: part.points for part in found.parts} == {"甲": 10, "乙": 5}


def test_emptied_part_is_itself_excluded_and_its_points_are_spread():
    nodes = [under(part_row("甲"), item("a"), item("b")), under(part_row("乙"), item("c", "20"))]
    found = come_to(nodes, a=NA, b=NA, c="15")
    assert found.exact == 30
    assert [part.excluded for part in found.parts] == [True, False]


def test_emptied_part_in_an_emptied_part_goes_up_two_levels():
    inner = under(part_row("内"), item("a"))
    nodes = [under(part_row("外"), inner), item("b", "30")]
    assert come_to(nodes, a=NA, b="15").exact == 20


def test_emptied_part_weighs_with_its_weight_and_ceiling():
    nodes = [
        under(part_row("甲", weight="0.5", hi="8"), item("a")),
        under(part_row("乙", weight="0.5"), item("b", "8")),
    ]
    assert come_to(nodes, a=NA, b="8").exact == 8


def test_bonus_and_penalty_are_not_scaled():
    pool = under(part_row("加", kind="bonus"), item_row("j", "MANUAL", {}, points="5"))
    away = under(part_row("减", kind="penalty"), item_row("k", "MANUAL", {}, points="5"))
    found = come_to([item("a"), item("b"), pool, away], a=NA, b="5", j="3", k="1")
    assert found.exact == 10 + 3 - 1


def test_ceiling_of_the_part_holds_after_the_spread():
    nodes = [under(part_row("甲", hi="12"), item("a"), item("b"))]
    assert come_to(nodes, a=NA, b="9").exact == 12


def test_excluded_item_counts_as_scored_and_says_so():
    found = come_to([item("a"), item("b")], a=NA, b="5")
    assert (found.scored, found.items, found.provisional) == (2, 2, False)
    assert [line.text for line in found.results["a"].lines][1:] == [
        "不适用",
        "不适用，不计入；同级其他各项得分按分值比例折算",
        "不计入",
    ]
    assert found.lines[-2].text == "（5）× 2（不适用的分值按比例折算） = 10，得 10 分"


def test_part_that_is_all_excluded_says_so():
    found = come_to([under(part_row("甲"), item("a")), item("b")], a=NA, b="5")
    assert found.parts[0].line.text == "全部不适用，不计入"


def test_full_says_how_it_counts():
    found = come_to([item("a", rule="full")], a=NA)
    assert found.results["a"].lines[2].text == "不适用，按满分计，得 10 分"


def test_mean_is_that_of_the_group():
    group = GroupFigures(means={"a": Fraction(7, 2)})
    found = come_to([item("a", rule="mean"), item("b")], group=group, a=NA, b="5")
    assert found.exact == Fraction(17, 2)
    assert found.results["a"].lines[2].text == "不适用，按本组有此项的平均分计，得 3.5 分"


def test_mean_of_nobody_leaves_the_item_out():
    found = come_to([item("a", rule="mean"), item("b")], a=NA, b="5")
    assert (found.exact, found.results["a"].excluded) == (10, True)


def test_mean_of_zero_is_no_absence():
    found = come_to(
        [item("a", rule="mean"), item("b")], group=GroupFigures(means={"a": Fraction(0)}), a=NA, b="5"
    )
    assert (found.exact, found.results["a"].excluded) == (5, False)


def test_period_without_the_item_is_left_out_of_the_mean():
    year = under(part_row("年", kind="time", params={"periods": ["春", "夏", "秋"]}), item("a"))
    inputs = {"a@1": {"value": "4"}, "a@2": NA, "a@3": {"value": "8"}}
    assert total(fit(tree_of(year)), inputs).exact == 6


def test_time_node_without_any_period_is_excluded():
    year = under(part_row("年", kind="time", params={"periods": ["春", "秋"]}), item("a", "10"))
    inputs = {"a@1": NA, "a@2": NA, "b": {"value": "5"}}
    assert total(fit(tree_of(year, item("b", "10"))), inputs).exact == 10


@pytest.mark.parametrize(
    ("rule", "raw", "sentence"),
    [
        (None, {"na": True}, "细则没有写这一项不适用时怎样计分，不能选“不适用”。"),
        ("full", {"na": True, "value": "1"}, "选了“不适用”就不再填其他内容。"),
        ("full", {"na": False}, "选了“不适用”就不再填其他内容。"),
        ("full", {"na": "true"}, "选了“不适用”就不再填其他内容。"),
    ],
)
def test_not_applicable_is_chosen_alone_and_only_where_it_has_a_meaning(rule, raw, sentence):
    with pytest.raises(BadInput) as refusal:
        parse_input(item_of(item("a", rule=rule)), raw)
    assert (refusal.value.sentence, refusal.value.field) == (sentence, "na")


def test_total_refuses_it_where_it_has_no_meaning():
    with pytest.raises(BadInput, match="不能选“不适用”"):
        come_to([item("a", rule=None)], a=NA)


def test_full_of_a_tally_is_its_written_points():
    row = item_row("a", "TALLY", tally("3", cause("c", "-1")), points="3", not_applicable="full")
    assert total(tree_of(row), {"a": NA}).exact == 3
