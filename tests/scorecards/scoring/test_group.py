"""What depends on the other members of the group: best, mean, place; first the inputs, then the totals."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scorecards.scoring import BadInput, Member, figures_of, fit, score_item, stands_alone, total
from scorecards.scoring.peers import field_of
from tests.scorecards.scoring.blocks import (
    cause,
    item_row,
    lone_item,
    measured,
    part_row,
    tally,
    tree_of,
    under,
)

BEST = item_row("最", "PROPORTION", {"target": {"group": "best"}}, points="300")
MEAN = item_row("均", "PROPORTION", {"target": {"group": "mean"}, "cap": None}, points="10", order=2)
EXCESS = measured("x", "excess", "-1", {"group": "mean"}, rounding="floor")
ABOVE = item_row("超", "TALLY", tally("5", EXCESS, cause("c", "-1")), points="5", order=3)
PLACE = item_row(
    "名", "RANK", {"table": ["5", "3", "1"], "by": "value", "direction": "high"}, points="5", order=4
)
NA_MEAN = item_row("缺", "MANUAL", {}, points="10", not_applicable="mean", order=5)


def group_of(row, *given):
    """The totals of members with these inputs for the only item."""
    tree = tree_of(row)
    members = [Member(tree, {str(row["key"]): one}) for one in given]
    figures = figures_of(members)
    return [total(one.tree, one.inputs, group=figures) for one in members]


def actual(value):
    return {"actual": value}


@pytest.mark.parametrize(
    ("row", "given", "expected"),
    [
        (BEST, [actual("10"), actual("5"), actual("0")], ["300", "150", "0"]),
        (BEST, [actual("0"), actual("0")], ["0", "0"]),
        (BEST, [actual("-4"), actual("-2")], ["0", "0"]),
        (MEAN, [actual("6"), actual("2")], ["15", "5"]),
        (PLACE, [{"value": "9"}, {"value": "9"}, {"value": "8"}], ["5", "5", "1"]),
        (ABOVE, [{"counts": {"x": "10"}}, {"counts": {"x": "4", "c": "1"}}], ["2", "4"]),
        (ABOVE, [{"counts": {"x": "10"}}, {"counts": {}}], ["5", "5"]),
        (NA_MEAN, [{"value": "8"}, {"value": "5"}, {"na": True}], ["8", "5", "6.5"]),
        (NA_MEAN, [{"na": True}, {"na": True}], ["0", "0"]),
    ],
)
def test_members_are_held_against_one_another(row, given, expected):
    assert [found.exact for found in group_of(row, *given)] == [Fraction(one) for one in expected]


def test_missing_mark_keeps_all_totals_provisional():
    found = group_of(BEST, actual("10"), actual("5"), None)
    assert [one.exact for one in found] == [300, 150, 0]
    assert [(one.provisional, one.waits) for one in found] == [(True, True)] * 3


def test_complete_group_is_final():
    assert [one.provisional for one in group_of(BEST, actual("10"), actual("5"))] == [False, False]


def test_not_applicable_is_no_number_of_the_group():
    row = {**BEST, "not_applicable": "excluded"}
    found = group_of(row, actual("10"), {"na": True}, actual("5"))
    assert [one.exact for one in found] == [300, 0, 150]
    assert [one.provisional for one in found] == [False] * 3


def test_group_in_which_nothing_happened_is_scored_without_any_figure():
    found = group_of(ABOVE, {"counts": {}}, {"counts": {}})
    assert [(one.exact, one.provisional) for one in found] == [(5, False)] * 2


OPEN = measured("x", "excess", "-999", {"group": "mean"}, rounding="floor")
SWUNG = item_row("差", "TALLY", tally("5", OPEN, lo=None), points="5")


@pytest.mark.parametrize(
    ("row", "given", "expected"),
    [
        (SWUNG, [{"counts": {"x": "999999999"}}, {"counts": {"x": "0"}}], ["-9999.9999", "5"]),
        ({**MEAN, "points": "9000"}, [actual("99"), actual("0")], ["9999.9999", "0"]),
    ],
)
def test_what_the_group_alone_makes_too_much_is_cut_and_stops_nobody(row, given, expected):
    assert [found.exact for found in group_of(row, *given)] == [Fraction(one) for one in expected]


def test_without_the_group_a_relative_item_stays_unscored():
    found = total(tree_of(BEST), {"最": actual("10")})
    assert (found.results, found.scored, found.provisional) == ({}, 0, True)


def test_members_without_the_item_take_no_part():
    tree = tree_of({**BEST, "applies": {"classes": ["乡镇"]}}, item_row("共", "MANUAL", {}, order=2))
    towns, office = fit(tree, class_name="乡镇"), fit(tree, class_name="部门")
    members = [
        Member(towns, {"最": actual("8"), "共": {"value": "1"}}),
        Member(office, {"共": {"value": "1"}}),
    ]
    figures = figures_of(members)
    assert figures.waiting == frozenset()
    assert [total(one.tree, one.inputs, group=figures).exact for one in members] == [301, 1]


def test_members_with_other_items_do_not_wait():
    tree = tree_of({**BEST, "applies": {"classes": ["乡镇"]}}, item_row("共", "MANUAL", {}, order=2))
    towns, office = fit(tree, class_name="乡镇"), fit(tree, class_name="部门")
    figures = figures_of([Member(towns, {}), Member(office, {"共": {"value": "1"}})])
    assert total(office, {"共": {"value": "1"}}, group=figures).provisional is False


def test_periods_are_compared_each_by_itself():
    tree = fit(tree_of(under(part_row("年", kind="time", params={"periods": ["春", "秋"]}), BEST)))
    one = {"最@1": actual("10"), "最@2": actual("1")}
    other = {"最@1": actual("5"), "最@2": actual("4")}
    figures = figures_of([Member(tree, one), Member(tree, other)])
    assert [total(tree, mine, group=figures).exact for mine in (one, other)] == [187.5, 225]


@pytest.mark.parametrize(("missing", "provisional"), [({"missing": "left_out"}, False), ({}, True)])
def test_nobody_waits_for_a_period_that_is_left_out(missing, provisional):
    params = {"periods": ["春", "秋"], **missing}
    tree = fit(tree_of(under(part_row("年", kind="time", params=params), BEST)))
    cards = [{"最@1": actual("10"), "最@2": actual("4")}, {"最@1": actual("5")}]
    figures = figures_of(Member(tree, one) for one in cards)
    assert [total(tree, one, group=figures).provisional for one in cards] == [provisional] * 2


def test_mean_of_points_comes_after_the_numbers_are_compared():
    row = {**BEST, "not_applicable": "mean"}
    assert [one.exact for one in group_of(row, actual("10"), actual("5"), {"na": True})] == [300, 150, 225]


def test_derivation_shows_the_figure_of_the_group_and_not_whose_it_is():
    found = group_of(BEST, actual("10"), actual("5"))[1]
    assert found.results["最"].lines[2].text == "300 × 5 ÷ 10（本组最高 10），得 150 分"
    assert group_of(BEST, actual("0"))[0].results["最"].lines[2].text == "本组最高为 0，得 0 分"


@pytest.mark.parametrize(
    ("row", "given", "alone"),
    [
        (BEST, actual("1"), False),
        (PLACE, {"value": "1"}, False),
        (NA_MEAN, {"value": "1"}, True),
        (NA_MEAN, {"na": True}, False),
        (item_row("手", "MANUAL", {}), {"value": "1"}, True),
    ],
)
def test_some_inputs_can_be_scored_alone(row, given, alone):
    assert stands_alone(next(tree_of(row).items()), given) is alone


def test_relative_item_alone_is_refused():
    item = lone_item("PROPORTION", {"target": {"group": "best"}})
    with pytest.raises(BadInput, match="要和本组其他单位比较"):
        score_item(item, actual("1"))


NUMBERS = st.lists(st.integers(-9, 9), min_size=1, max_size=8)


@given(NUMBERS, st.booleans())
def test_place_is_one_more_than_the_number_of_better_members(values, high):
    field = field_of(map(Fraction, values))
    for value in values:
        better = sum(1 for one in values if (one > value if high else one < value))
        assert field.place(Fraction(value), high=high) == better + 1
    assert (field.best, field.mean) == (max(values), Fraction(sum(values), len(values)))


@given(NUMBERS, st.sampled_from([BEST, MEAN, ABOVE, PLACE]), st.randoms(use_true_random=False))
def test_order_of_members_does_not_matter(values, row, chance):
    def typed(value):
        if row is ABOVE:
            return {"counts": {"x": str(value)}}
        return {"value": str(value)} if row is PLACE else actual(str(value))

    shuffled = list(values)
    chance.shuffle(shuffled)
    found = dict(zip(values, group_of(row, *map(typed, values)), strict=True))
    again = dict(zip(shuffled, group_of(row, *map(typed, shuffled)), strict=True))
    assert {value: one.exact for value, one in found.items()} == {
        value: one.exact for value, one in again.items()
    }
