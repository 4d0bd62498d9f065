"""分值不平, and parts weighted against one another."""

import pytest

from scorecards.scoring import lint
from tests.scorecards.scoring.blocks import cause, item_row, levels, part_row, tally, tree_of, under
from tests.scorecards.scoring.test_lint import SAYS_TIES, by_hand, by_levels, codes, sentence

TOWNS = {"classes": ["乡镇"]}
OFFICES = {"classes": ["县直部门"]}


def part(key, *children, points=None, **more):
    return under(part_row(key, points=points, **more), *children)


@pytest.mark.parametrize(
    ("node", "found"),
    [
        (part("甲", by_levels("1", "4"), by_levels("2", "5"), points="10"), True),
        (part("甲", by_levels("1", "4"), by_levels("2", "6"), points="10"), False),
        (part("甲", by_levels("1", "4")), False),
        (part("甲", by_levels("1", "8"), by_levels("2", "6"), points="10", hi="10"), False),
        (part("甲", part("乙", by_levels("1", "50"), weight="0.2"), points="10"), False),
        (part("甲", part("乙", by_levels("1", "50"), weight="0.2"), points="50"), True),
        (part("甲", by_levels("1", "10"), weight="0.2", points="10"), False),
        (part("加", by_hand("1", "2"), points="5", kind="bonus", hi="5"), False),
        (part("加", by_hand("1", "2"), points="5", kind="bonus", hi="4"), True),
        (part("扣", by_hand("1", "2"), points="5", kind="penalty", hi="4"), True),
        (part("扣", by_hand("1", "2"), points="5", kind="penalty"), False),
    ],
)
def test_written_points_are_what_the_children_come_to(node, found):
    assert codes(node) == ([(node[0]["key"], "sum")] if found else [])


PERIODS = {"params": {"periods": ["上半年", "下半年"]}}


@pytest.mark.parametrize(("written", "found"), [("10", []), ("20", [("时", "sum")])])
def test_points_of_a_time_node_are_those_of_one_period(written, found):
    assert codes(part("时", by_levels("1", "10"), kind="time", points=written, **PERIODS)) == found


@pytest.mark.parametrize(("written", "found"), [("10", []), ("20", [("内", "sum")])])
def test_group_inside_a_time_node_is_checked_once(written, found):
    node = part("时", part("内", by_levels("1", "10"), points=written), kind="time", **PERIODS)
    assert codes(node) == found


def test_alternatives_are_checked_class_by_class():
    whole = part("甲", by_levels("1", "6", applies=TOWNS), by_levels("2", "6", applies=OFFICES), points="6")
    assert codes(whole) == []


def test_class_whose_points_differ_is_named():
    one = part("甲", by_levels("1", "6", applies=TOWNS), by_levels("2", "5", applies=OFFICES), points="6")
    assert sentence(one) == "分值不平：写明 6 分，县直部门各项相加是 5 分；请核对后改成一致。"


def test_only_class_that_is_named_has_others_beside_it():
    one = part("甲", by_levels("1", "6"), by_levels("2", "4", applies=TOWNS), points="10")
    assert sentence(one) == "分值不平：写明 10 分，其他单位各项相加是 6 分；请核对后改成一致。"


def test_parts_of_single_units_are_checked_alone():
    units = [
        part(f"部{n}", by_levels(f"{n}", points), points="6", applies={"units": [f"局{n}"]})
        for n, points in enumerate(("6", "5"))
    ]
    assert codes(*units) == [("部1", "sum")]


def test_unit_may_belong_to_any_of_the_classes():
    node = part(
        "甲",
        by_levels("1", "6", applies=TOWNS),
        by_levels("2", "4", applies=OFFICES),
        by_levels("3", "2", applies={"classes": ["县直部门"], "units": ["水利局"]}),
        points="6",
    )
    assert codes(node) == []


def test_class_that_a_target_leaves_out_lacks_the_points():
    params = {"target": {"classes": {"乡镇": "5"}}}
    one = part("甲", item_row("1", "PROPORTION", params), by_levels("2", "4", applies=OFFICES), points="4")
    assert sentence(one).startswith("分值不平：写明 4 分，乡镇各项相加是 2 分")


def test_many_units_are_counted():
    units = ["甲局", "乙局", "丙局", "丁局"]
    one = part("部", by_levels("1", "5"), by_levels("2", "3", applies={"units": units}), points="9")
    assert sentence(one) == "分值不平：写明 9 分，各项相加是 8 分；请核对后改成一致。"
    other = part("部", *one[1:], by_levels("3", "1", applies={"units": ["戊局"]}), points="6")
    assert "丁局、丙局、乙局等 4 个各项相加是 8 分" in sentence(other)


@pytest.mark.parametrize(
    ("kind", "params", "points", "found"),
    [
        ("LEVEL", levels(好="3", 差="0"), "2", True),
        ("TALLY", tally("3", cause("a", "-1", most=None), lo="0"), "2", True),
        ("TALLY", tally("2", cause("a", "1", most="3"), hi="5"), "2", False),
        ("TALLY", tally("2", cause("a", "1", most="3"), hi="5"), "5", False),
        ("TALLY", tally("2", cause("a", "1", most="3"), hi="5"), "4", True),
        ("TALLY", tally("0", cause("a", "1", most="3"), hi="3"), "3", False),
        ("RANK", {"table": ["3", "1"]}, "2", True),
        ("RANK", {"table": ["2", "1"]}, "2", False),
        ("RANK", {"table": ["2", "1"], "rankers": ["省", "市"], "combine": "sum"}, "4", False),
        ("RANK", {"step": "0.1"}, "2", False),
        ("PROPORTION", {"target": "3", "cap": "1.2"}, "2", False),
    ],
)
def test_points_beside_an_item_are_what_its_rule_can_give(kind, params, points, found):
    assert codes(item_row("1", kind, params, points=points)) == ([("1", "sum")] if found else [])


@pytest.mark.parametrize(
    ("special", "points", "found"), [("3", "2", False), ("3", "3", False), ("1", "4", True)]
)
def test_special_case_may_bring_more_than_any_band(special, points, found):
    bands = [{"from": "5", "points": "2"}, {"to": "5", "points": "0"}]
    over = [{"key": "x", "text": "特批", "points": special}]
    params = {"measure": "次数", "closed": "low", "bands": bands, "overrides": over}
    assert codes(item_row("1", "BAND", params, points=points)) == ([("1", "sum")] if found else [])


def weighted(key, full, weight=None, **more):
    return part(key, by_levels(f"{key}1", full), weight=weight, **more)


@pytest.mark.parametrize(
    ("nodes", "found"),
    [
        ([weighted("年", "100", "0.4"), weighted("月", "120", "0.6")], ["scales"]),
        ([weighted("年", "100", "0.4"), weighted("月", "100", "0.6")], []),
        ([weighted("年", "100", "0.4"), weighted("月", "100", "0.6", kind="time", **PERIODS)], []),
        ([weighted("年", "100", "0.4"), weighted("月", "120", "0.6", kind="time", **PERIODS)], ["scales"]),
        ([weighted("年", "100", "0.4"), weighted("月", "100")], ["weights"]),
        ([weighted("年", "100", "0.8"), weighted("月", "20")], []),
        ([weighted("年", "100", "0.4"), weighted("月", "200", "0.3"), weighted("季", "150")], ["weights"]),
        ([weighted("年", "100", "0.4"), weighted("月", "100", "0.5")], ["weights"]),
        ([weighted("年", "100", "0.4"), by_levels("项", "60")], []),
        ([weighted("年", "500"), weighted("月", "200", kind="time", **PERIODS)], []),
        ([weighted("年", "100", "0.4"), weighted("加", "5", kind="bonus", hi="5")], []),
    ],
)
def test_weighted_parts_are_on_one_scale(nodes, found):
    assert codes(*nodes) == [("", code) for code in found]


def test_weighted_parts_inside_a_time_node_are_told_once():
    node = part("时", weighted("年", "100", "0.4"), weighted("月", "120", "0.6"), kind="time", **PERIODS)
    assert codes(node) == [("时", "scales")]


def test_written_points_stand_for_the_scale_of_a_part_that_is_not_whole_yet():
    nodes = [weighted("甲", "80", "0.5", points="100"), weighted("乙", "100", "0.5")]
    assert [(one.key, str(one.code)) for one in lint(tree_of(*nodes), SAYS_TIES)] == [("甲", "sum")]
