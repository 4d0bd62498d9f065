from decimal import Decimal
from fractions import Fraction

import pytest

from scorecards.scoring import BadRubric, Kind, NodeKind, read_tree
from tests.scorecards.scoring.blocks import cause, item_row, levels, part_row, tally

ITEM = item_row("项", "MANUAL", {})


def refused_place(*rows):
    with pytest.raises(BadRubric) as refusal:
        read_tree(rows)
    assert refusal.value.sentence.endswith("。")
    return refusal.value.place


def test_tree_is_frozen_and_in_the_written_order():
    rows = [part_row("乙", order=2), part_row("甲", order=1), {**ITEM, "parent": "乙"}]
    tree = read_tree(rows)
    assert [node.key for node in tree.walk()] == ["甲", "乙", "项"]
    with pytest.raises(AttributeError):
        tree.title = "别的"


def test_item_knows_its_kind_and_where_it_stands():
    rows = [
        part_row("加", kind="bonus"),
        part_row("里", parent="加"),
        {**ITEM, "parent": "里", "points": None},
    ]
    item = next(read_tree(rows).items())
    assert (item.kind, item.within, item.optional, item.points) == (Kind.MANUAL, NodeKind.BONUS, True, None)


def test_numbers_of_columns_are_taken_as_decimals():
    rows = [part_row("组", weight=Decimal("0.2000"), hi=Decimal("10.0000")), {**ITEM, "parent": "组"}]
    part = read_tree(rows).children[0]
    assert (part.weight, part.hi, part.lo) == (Fraction(1, 5), Fraction(10), None)


def test_longest_texts_and_lists_are_taken():
    most = [{"name": "档" * 48 + f"{n:02}", "points": "2"} for n in range(20)]
    item = item_row("编" * 40, "LEVEL", {"levels": most}) | {"title": "长" * 200}
    assert read_tree([item]).full() == 2


def test_bounds_may_meet_and_points_may_be_small():
    rows = [part_row("组", points="0", lo="1", hi="1"), {**ITEM, "parent": "组", "points": "0"}]
    assert read_tree(rows).full() == 1


def test_further_columns_are_left_alone():
    assert read_tree([{**ITEM, "rule_text": "原文", "id": 7}]).children[0].key == "项"


def test_full_mark_counts_ordinary_items_under_bounds_and_weight():
    rows = [part_row("组", weight="0.5", hi="3"), part_row("加", kind="bonus", order=2)]
    rows += [item_row(f"项{n}", "MANUAL", {}, parent="组", order=n) for n in range(2)]
    rows.append(item_row("奖", "MANUAL", {}, parent="加", points="5"))
    assert read_tree(rows).full() == Fraction(3, 2)


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"key": ""}, "“”.key"),
        ({"key": "有 空格"}, "“有 空格”.key"),
        ({"key": "长" * 41}, f"“{'长' * 41}”.key"),
        ({"key": 7}, "“7”.key"),
        ({"title": ""}, "“项”.title"),
        ({"title": "长" * 201}, "“项”.title"),
        ({"title": "换\n行"}, "“项”.title"),
        ({"title": "空\x00字"}, "“项”.title"),
        ({"title": "反\u202e向"}, "“项”.title"),
        ({"kind": "gate"}, "“项”.points"),
        ({"kind": "别的"}, "“项”.kind"),
        ({"kind": None}, "“项”.kind"),
        ({"scoring_kind": "GUESS"}, "“项”.scoring_kind"),
        ({"scoring_kind": None}, "“项”.scoring_kind"),
        ({"points": None}, "“项”.points"),
        ({"points": "-1"}, "“项”.points"),
        ({"points": "2.50"}, "“项”.points"),
        ({"points": "10000"}, "“项”.points"),
        ({"points": 2}, "“项”.points"),
        ({"points": Decimal("NaN")}, "“项”.points"),
        ({"points": Decimal("Infinity")}, "“项”.points"),
        ({"points": Decimal("1E-9")}, "“项”.points"),
        ({"weight": "0.5"}, "“项”.weight"),
        ({"lo": "0"}, "“项”.lo"),
        ({"parent": "没有"}, "“项”.parent"),
        ({"parent": "项"}, "“项”.parent"),
        ({"order": "1"}, "“项”.order"),
        ({"params": {"lo": "3"}}, "“项”.params.lo"),
        ({"params": {"Lo": "0"}}, "“项”.params.Lo"),
        ({"params": None}, "“项”.params"),
        ({"place": "第 7 行", "title": ""}, "第 7 行.title"),
    ],
)
def test_item_that_cannot_be_read_names_its_place(change, place):
    assert refused_place({**ITEM, **change}) == place


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"weight": "0"}, "“组”.weight"),
        ({"weight": "101"}, "“组”.weight"),
        ({"weight": "1e1"}, "“组”.weight"),
        ({"lo": "2", "hi": "1"}, "“组”.lo"),
        ({"scoring_kind": "MANUAL"}, "“组”"),
        ({"params": {"lo": "0"}}, "“组”"),
        ({"kind": "item"}, "“组”.points"),
    ],
)
def test_part_that_cannot_be_read_names_its_place(change, place):
    assert refused_place({**part_row("组"), **change}, {**ITEM, "parent": "组"}) == place


LEVELS = levels(好="2", 差="0")["levels"]


@pytest.mark.parametrize(
    ("params", "place"),
    [
        ({}, ""),
        ({"levels": LEVELS[:1]}, ".levels"),
        ({"levels": LEVELS * 11}, ".levels"),
        ({"levels": [LEVELS[0], LEVELS[0]]}, ".levels"),
        ({"levels": {"好": "2"}}, ".levels"),
        ({"levels": [LEVELS[0], "差"]}, ".levels[1]"),
        ({"levels": [LEVELS[0], {"name": "差"}]}, ".levels[1]"),
        ({"levels": [LEVELS[0], {"name": "差 ", "points": "0"}]}, ".levels[1].name"),
        ({"levels": [LEVELS[0], {"name": "差", "points": "零"}]}, ".levels[1].points"),
    ],
)
def test_levels_that_cannot_be_read_name_their_place(params, place):
    assert refused_place(item_row("项", "LEVEL", params)) == f"“项”.params{place}"


A, B = cause("a", "-1"), cause("b", "-2")


@pytest.mark.parametrize(
    ("params", "place"),
    [
        ({"base": "2"}, ""),
        (tally("2"), ".causes"),
        (tally("2", A, A), ".causes"),
        (tally("2", *[cause(f"c{n}", "-1") for n in range(51)]), ".causes"),
        (tally("2", {**A, "unit": "0"}), ".causes[0].unit"),
        (tally("2", A, {**B, "unit": "1/2"}), ".causes[1].unit"),
        (tally("2", {**A, "cap": "0"}), ".causes[0].cap"),
        (tally("2", {**A, "target": "3"}), ".causes[0].target"),
        (tally("2", {**A, "exclusive": "x"}), ".causes"),
        (tally("2", {**A, "exclusive": "x"}, cause("c", "1", exclusive="x"), hi="3"), ".causes"),
        (tally("2", {**A, "key": "a b"}), ".causes[0].key"),
        (tally("2", {**A, "text": ""}), ".causes[0].text"),
        (tally("2", cause("c", "1")), ""),
        (tally("2", A, lo="3"), ".base"),
        (tally("2", cause("c", "1"), hi="1"), ".base"),
        (tally("2", A, lo="没有"), ".lo"),
        (tally("两", A), ".base"),
    ],
)
def test_causes_that_cannot_be_read_name_their_place(params, place):
    assert refused_place(item_row("项", "TALLY", params)) == f"“项”.params{place}"


@pytest.mark.parametrize(
    ("outer", "inner"), [("penalty", "penalty"), ("penalty", "bonus"), ("bonus", "penalty")]
)
def test_bonus_and_penalty_do_not_stand_in_one_another(outer, inner):
    rows = [part_row("外", kind=outer), part_row("内", kind=inner, parent="外"), {**ITEM, "parent": "内"}]
    assert refused_place(*rows) == "“内”.kind"


@pytest.mark.parametrize(
    ("scoring_kind", "params"),
    [
        ("TALLY", tally("2", A)),
        ("TALLY", tally("0", cause("c", "1"), hi="0")),
        ("LEVEL", levels(有="-1", 无="0")),
        ("MANUAL", {"lo": "-1"}),
    ],
)
def test_values_inside_a_penalty_are_written_positive(scoring_kind, params):
    rows = [part_row("减", kind="penalty"), item_row("项", scoring_kind, params, parent="减")]
    assert refused_place(*rows).startswith("“项”.params")


def test_nodes_that_go_round_in_a_circle_are_refused():
    assert refused_place(part_row("甲", parent="乙"), part_row("乙", parent="甲"), ITEM) == "“甲”.parent"


def test_nothing_stands_under_an_item():
    assert refused_place(ITEM, item_row("里", "MANUAL", {}, parent="项")) == "“里”.parent"


def test_keys_and_orders_are_unique():
    assert refused_place(ITEM, {**ITEM, "order": 2}) == "“项”.key"
    assert refused_place(ITEM, {**ITEM, "key": "另"}) == "“另”.order"


def test_six_levels_are_enough():
    rows = [part_row(f"层{n}", parent=f"层{n - 1}" if n else None) for n in range(6)]
    assert read_tree([*rows[:5], {**ITEM, "parent": "层4"}]).full() == 2
    assert refused_place(*rows, {**ITEM, "parent": "层5"}) == "“项”"


def test_a_rubric_has_one_to_three_hundred_items():
    many = [item_row(f"项{n}", "MANUAL", {}, order=n) for n in range(301)]
    assert refused_place() == "细则"
    assert refused_place(part_row("空")) == "细则"
    assert refused_place(*many) == "细则"
    assert read_tree(many[:300]).full() == 600


def test_total_that_no_column_holds_is_refused():
    rows = [part_row("组", weight="100")]
    rows += [item_row(f"项{n}", "MANUAL", {}, parent="组", order=n, points="9999") for n in range(11)]
    assert refused_place(*rows) == "细则"
