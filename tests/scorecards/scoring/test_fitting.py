"""What stands on one member's card: what applies, targets by class, periods."""

import pytest

from scorecards.scoring import fit, laid_out, slot, total, unslot
from tests.scorecards.scoring.blocks import gate_row, item_row, part_row, tree_of, under

TOWN = {"applies": {"classes": ["乡镇"]}}
WATER = {"applies": {"units": ["水利局"]}}
EITHER = {"applies": {"classes": ["乡镇"], "units": ["水利局"]}}


def manual(key, **more):
    return item_row(key, "MANUAL", {}, **more)


TREE = tree_of(
    manual("共"),
    manual("镇", **TOWN),
    under(part_row("水", **WATER), manual("水1")),
    manual("两", **EITHER),
    gate_row("否", "zero"),
    {**gate_row("镇否", "zero"), **TOWN},
)


@pytest.mark.parametrize(
    ("class_name", "unit_name", "keys"),
    [
        ("", "", ["共", "否"]),
        ("乡镇", "", ["共", "镇", "两", "否", "镇否"]),
        ("县直部门", "水利局", ["共", "水", "水1", "两", "否"]),
        ("乡镇", "水利局", ["共", "镇", "水", "水1", "两", "否", "镇否"]),
        ("水利局", "乡镇", ["共", "否"]),
    ],
)
def test_card_has_what_applies_to_its_class_or_unit(class_name, unit_name, keys):
    card = fit(TREE, class_name=class_name, unit_name=unit_name)
    assert [node.key for node in card.walk()] == keys


def test_part_that_keeps_nothing_is_left_out_and_an_empty_one_stays():
    tree = tree_of(
        manual("共"), under(part_row("外"), under(part_row("内"), manual("镇", **TOWN))), part_row("空")
    )
    assert [node.key for node in fit(tree).walk()] == ["共", "空"]


def test_full_mark_is_that_of_the_card():
    assert [fit(TREE, class_name=name).full() for name in ("", "乡镇")] == [2, 6]


PERIODS = {"params": {"periods": ["上半年", "下半年"]}}
YEAR = tree_of(
    under(
        part_row("年", kind="time", **PERIODS),
        under(part_row("组", hi="3"), manual("1"), manual("2")),
        manual("3", **TOWN),
    ),
    manual("4"),
)


def test_periods_are_laid_out_with_a_slot_for_each_mark():
    assert [node.key for node in fit(YEAR).walk()] == [
        "年",
        "年@1",
        "组@1",
        "1@1",
        "2@1",
        "年@2",
        "组@2",
        "1@2",
        "2@2",
        "4",
    ]
    assert [part.title for part in fit(YEAR).children[0].children] == ["上半年", "下半年"]


def test_whole_tree_is_laid_out_for_nobody_in_particular():
    keys = [item.key for item in laid_out(YEAR).items()]
    assert keys == ["1@1", "2@1", "3@1", "1@2", "2@2", "3@2", "4"]
    assert laid_out(laid_out(YEAR)) == laid_out(YEAR)


@pytest.mark.parametrize(
    ("key", "period", "name"), [("1.1", 0, "1.1"), ("1.1", 3, "1.1@3"), ("甲", 12, "甲@12")]
)
def test_slot_names_key_and_period(key, period, name):
    assert slot(key, period) == name
    assert unslot(name) == (key, period)


def mean_of(marks, **more):
    node = under(part_row("年", kind="time", **{**PERIODS, **more}), manual("1", points="10"))
    inputs = {f"1@{n}": {"value": mark} for n, mark in enumerate(marks, 1) if mark is not None}
    return total(fit(tree_of(node)), inputs)


LEFT_OUT = {"params": {**PERIODS["params"], "missing": "left_out"}}


@pytest.mark.parametrize(
    ("marks", "more", "points", "scored", "items"),
    [
        (["8", "6"], {}, 7, 2, 2),
        (["8", None], {}, 8, 1, 2),
        ([None, None], {}, 0, 0, 2),
        (["8", "6"], LEFT_OUT, 7, 2, 2),
        (["8", None], LEFT_OUT, 8, 1, 1),
        ([None, None], LEFT_OUT, 0, 0, 2),
        (["8", "0"], LEFT_OUT, 4, 2, 2),
        (["8", "6"], {"weight": "0.5"}, 3.5, 2, 2),
        (["8", "6"], {"hi": "5"}, 5, 2, 2),
    ],
)
def test_time_node_is_the_mean_of_its_periods(marks, more, points, scored, items):
    found = mean_of(marks, **more)
    assert (found.exact, found.scored, found.items) == (points, scored, items)
    assert found.provisional == (scored < items)


def test_ceiling_of_one_period_is_that_of_a_group_inside():
    inputs = {slot: {"value": "2"} for slot in ("1@1", "2@1", "1@2")} | {"4": {"value": "0"}}
    assert total(fit(YEAR), inputs).exact == (3 + 2) / 2


def test_mean_is_told_with_its_divisor():
    lines = mean_of(["8", "6"]).lines
    assert [line.text for line in lines if line.label == "部分年"] == ["（8 + 6）÷ 2 = 7，得 7 分"]
