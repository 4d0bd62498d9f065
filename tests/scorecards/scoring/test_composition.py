from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given

from scorecards.scoring import BadInput, fit, full_input, read_tree, total
from scorecards.scoring.rule import is_blank
from tests.scorecards.scoring.blocks import cause, item_row, levels, part_row, tally
from tests.scorecards.scoring.strategies import cards

SMALL = [
    part_row("班子", order=1, points="4"),
    item_row("设置", "TALLY", tally("2", cause("a", "-1")), parent="班子", order=1),
    item_row("能力", "LEVEL", levels(好="2", 差="0"), parent="班子", order=2),
    part_row("加分", kind="bonus", order=2, hi="3"),
    item_row("表彰", "MANUAL", {}, parent="加分", points=None),
    part_row("减分", kind="penalty", order=3, weight="0.5"),
    item_row("通报", "TALLY", tally("0", cause("b", "1"), hi="5"), parent="减分", points=None),
]
TREE = read_tree(SMALL)
WHOLE = {"设置": {"counts": {"a": "1"}}, "能力": {"level": "好"}}


def exact(inputs):
    return total(TREE, inputs).exact


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({}, "3"),
        ({"表彰": {"value": "2.5"}}, "5.5"),
        ({"表彰": {"value": "8"}}, "6"),
        ({"通报": {"counts": {"b": "3"}}}, "1.5"),
        ({"通报": {"counts": {"b": "9"}}}, "0.5"),
        ({"表彰": {"value": "1"}, "通报": {"counts": {"b": "1"}}}, "3.5"),
        ({"表彰": None, "通报": None}, "3"),
    ],
)
def test_bonus_adds_under_its_cap_and_penalty_subtracts(more, expected):
    assert exact({**WHOLE, **more}) == Fraction(expected)


@pytest.mark.parametrize(
    ("inputs", "scored", "provisional", "expected"),
    [
        ({}, 0, True, "0"),
        ({"设置": {"counts": {}}}, 1, True, "2"),
        ({"设置": {"counts": {}}, "能力": None}, 1, True, "2"),
        (WHOLE, 2, False, "3"),
        ({"表彰": {"value": "1"}}, 0, True, "1"),
    ],
)
def test_total_is_provisional_until_every_counted_item_is_scored(inputs, scored, provisional, expected):
    found = total(TREE, inputs)
    assert (found.scored, found.items, found.provisional) == (scored, 2, provisional)
    assert found.exact == Fraction(expected)


def test_reach_is_what_cards_can_come_to():
    reaches = {node.key: node.reach() for node in (TREE, *TREE.walk())}
    assert reaches["设置"] == (0, 2)
    assert reaches["加分"] == (0, 3)
    assert reaches["减分"] == (Fraction(-5, 2), 0)
    assert reaches[""] == (Fraction(-5, 2), 7)


def test_reach_holds_nothing_entered_even_where_every_level_gives_points():
    tree = read_tree([item_row("项", "LEVEL", levels(好="2", 差="1"))])
    assert tree.reach() == (0, 2)


def test_reach_of_small_points_and_of_periods():
    assert read_tree([item_row("项", "MANUAL", {}, points="0.5")]).reach() == (0, Fraction(1, 2))
    year = part_row("年", kind="time", params={"periods": ["春", "夏", "秋"]})
    below = item_row("项", "MANUAL", {"lo": "-3"}, parent="年", points="9")
    assert fit(read_tree([year, below])).reach() == (-3, 9)


def test_totals_over_a_hundred_are_not_cut():
    rows = [item_row("项", "MANUAL", {}, points="100"), part_row("加分", kind="bonus", order=2)]
    rows.append(item_row("奖", "MANUAL", {}, parent="加分", points=None))
    assert total(read_tree(rows), {"项": {"value": "100"}, "奖": {"value": "3.2"}}).rounded == Decimal(
        "103.20"
    )


def test_rounding_happens_once_at_the_end():
    rows = [part_row("组", weight="0.3333")]
    rows += [item_row(f"项{n}", "MANUAL", {}, parent="组", order=n, points="9") for n in range(3)]
    found = total(read_tree(rows), {f"项{n}": {"value": "0.005"} for n in range(3)})
    assert found.exact == Fraction("0.005") * 3 * Fraction("0.3333")
    assert str(found.rounded) == "0.00"


def test_unknown_item_is_refused():
    with pytest.raises(BadInput, match="没有编号为“别的”的指标"):
        total(TREE, {"别的": {"value": "1"}})


def test_input_of_another_rule_is_refused():
    with pytest.raises(BadInput):
        total(TREE, {"能力": {"counts": {}}})


def test_parts_are_listed_in_the_order_of_the_page():
    rows = [part_row("甲", order=2), part_row("乙", order=1), part_row("丙", parent="甲", order=1)]
    rows.append(item_row("项", "MANUAL", {}, parent="丙"))
    parts = total(read_tree(rows), {"项": {"value": "1.5"}}).parts
    assert [(part.key, part.title, str(part.rounded)) for part in parts] == [
        ("乙", "部分乙", "0.00"),
        ("甲", "部分甲", "1.50"),
        ("丙", "部分丙", "1.50"),
    ]


@pytest.mark.parametrize(
    ("key", "brings"),
    [
        ("设置", "1"),
        ("班子", "3"),
        ("加分", "0"),
        ("通报", "-2"),
        ("减分", "-1"),
        ("表彰", "0"),
        ("没有", "0"),
    ],
)
def test_what_decides_a_tie_is_what_a_node_brings(key, brings):
    found = total(TREE, {**WHOLE, "通报": {"counts": {"b": "2"}}})
    assert found.printed(key) == Decimal(brings)


def test_composition_can_be_checked_by_hand():
    inputs = {**WHOLE, "表彰": {"value": "8"}, "通报": {"counts": {"b": "3"}}}
    assert [f"{line.label}|{line.text}" for line in total(TREE, inputs).lines] == [
        "部分班子|1 + 2 = 3，得 3 分",
        "部分加分|8，最多计 3 分，得 3 分",
        "部分减分|3 × 0.5 = 1.5，减 1.5 分",
        "总分|3 + 3 − 1.5 = 4.5，得 4.5 分",
        "合计|4.50 分",
    ]


def test_composition_of_a_provisional_total_says_how_far_it_is():
    assert [line.text for line in total(TREE, {"设置": {"counts": {}}}).lines] == [
        "得 2 分（已评 1/2）",
        "无",
        "无",
        "2 + 0 + 0 = 2，得 2 分（已评 1/2）",
        "2.00 分",
    ]


def test_ceiling_of_a_part_is_told_after_its_sum():
    rows = [part_row("组", hi="3")]
    rows += [item_row(f"项{n}", "MANUAL", {}, parent="组", order=n) for n in range(2)]
    found = total(read_tree(rows), {"项0": {"value": "2"}, "项1": {"value": "1.5"}})
    assert found.lines[0].text == "2 + 1.5 = 3.5，最多计 3 分，得 3 分"


def test_floor_of_a_part_is_told():
    rows = [
        part_row("组", lo="-1"),
        item_row("项", "TALLY", tally("0", cause("a", "-1"), lo=None), parent="组"),
    ]
    line = total(read_tree(rows), {"项": {"counts": {"a": "3"}}}).lines[0]
    assert line.text == "−3，最低计 −1 分，得 −1 分"


def test_items_of_bonus_and_penalty_have_no_full_mark():
    optional = [item for item in TREE.items() if item.optional]
    assert [item.key for item in optional] == ["表彰", "通报"]
    for item in optional:
        with pytest.raises(BadInput, match="不能按满分计"):
            full_input(item)


@pytest.mark.parametrize(
    ("box", "blank"),
    [("", True), (" ", True), ("\u3000", True), ([], True), ("0", False), (["1"], False), (None, False)],
)
def test_blank_is_a_box_that_nobody_filled(box, blank):
    assert is_blank(box) is blank


@given(cards())
def test_unscored_counted_items_alone_make_a_total_provisional(drawn):
    rows, inputs = drawn
    rows = [row if row["kind"] != "time" else {**row, "params": {"periods": ["春", "秋"]}} for row in rows]
    tree = fit(read_tree(rows))
    counted = [item.key for item in tree.items() if not item.optional]
    found = total(tree, inputs)
    assert found.items == len(counted)
    assert found.scored == sum(1 for key in counted if inputs[key] is not None)
    assert found.provisional == (found.scored < found.items)
