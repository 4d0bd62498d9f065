"""What a count leaves open, and who cannot have an item."""

import pytest

from tests.scorecards.scoring.blocks import cause, item_row, levels, part_row, tally, under
from tests.scorecards.scoring.test_lint import codes, sentence


def counted(params, *, text="", points="2", **more):
    return item_row("1", "TALLY", params, points=points, rule_text=text, **more)


def short(unit="-1", target="3", **more):
    return {"key": "x", "text": "次数", "count": "shortfall", "unit": unit, "target": target, **more}


def amounts(low, high, **more):
    return {"key": "p", "text": "酌情", "count": "amounts", "range": [low, high], **more}


ONCE, ALWAYS = {"most": "1"}, {"most": None}


@pytest.mark.parametrize(
    ("causes", "found"),
    [
        ([cause("a", "-1", **ALWAYS)], True),
        ([cause("a", "-1", **ONCE), cause("b", "-1", **ONCE)], False),
        ([cause("a", "-1", **ONCE), cause("b", "-1.5", **ONCE)], True),
        ([cause("a", "-1", most="2"), cause("b", "-1", **ALWAYS, cap="0.5")], True),
        ([cause("a", "-1", **ALWAYS, cap="2")], False),
        ([cause("a", "-2", **ONCE, exclusive="x"), cause("b", "-1", **ONCE, exclusive="x")], False),
        ([short(target="2")], False),
        ([short(target="3")], True),
        ([short(target="3", step="2", rounding="floor")], False),
        ([short(target="3", step="2", rounding="ceil")], False),
        ([short(target="5", step="2", rounding="ceil")], True),
        ([short(target={"classes": {"乡镇": "1", "县直部门": "2"}})], False),
        ([short(target={"classes": {"乡镇": "1", "县直部门": "3"}})], True),
        ([short(target={"own": "计划数"})], True),
        ([{**short(), "count": "excess"}], True),
        ([amounts("-1", "-0.5")], True),
        ([amounts("-1", "-0.5", cap="2")], False),
        ([cause("a", "1", **ONCE)], False),
    ],
)
def test_deductions_beyond_the_points_need_a_floor(causes, found):
    params = tally("2", *causes, hi="2")
    expected = [("1", "floor")] if found else []
    assert [one for one in codes(counted(params)) if one[1] == "floor"] == expected
    assert [one for one in codes(counted({**params, "lo": "0"})) if one[1] == "floor"] == []
    assert [one for one in codes(counted({**params, "lo": None})) if one[1] == "floor"] == []


@pytest.mark.parametrize(
    ("text", "found"),
    [("没有的扣1分", False), ("每少一名扣1分", True), ("出现1例扣1分", True), ("少一次扣1分", True)],
)
def test_case_of_unsaid_number_is_many_where_the_text_counts_pieces(text, found):
    expected = [("1", "floor"), ("1", "times")] if found else [("1", "times")]
    assert codes(counted(tally("2", cause("a", "-1")), text=text)) == expected


def test_item_that_starts_at_nothing_can_only_fall_below_zero():
    params = tally("0", cause("a", "-1", **ONCE), hi="2")
    pool = under(part_row("加", kind="bonus"), counted(params, points=None))
    assert sentence(pool).startswith("未写扣完为止：可以扣到 0 分以下")


@pytest.mark.parametrize(
    ("more", "found"),
    [({}, True), (ONCE, False), (ALWAYS, False), ({"most": "3"}, False), ({"cap": "1"}, False)],
)
def test_how_often_a_case_counts_is_said(more, found):
    node = counted(tally("2", cause("a", "-1", **more), lo="0"))
    assert codes(node) == ([("1", "times")] if found else [])


def test_cases_are_named_up_to_three_and_inner_marks_are_single():
    causes = [{"key": f"c{n}", "text": f"没有“{n}”", "unit": "-0.1"} for n in range(4)]
    said = sentence(counted(tally("2", *causes, lo="0")))
    assert said.startswith("“没有‘0’”“没有‘1’”“没有‘2’”等 4 种没有写可以计几次")


@pytest.mark.parametrize(
    ("text", "more", "found"),
    [
        ("占比（%）", {}, True),
        ("平均年龄（岁）", {}, True),
        ("占比（%）", {"rounding": "floor"}, False),
        ("占比（%）", {"rounding": "exact"}, False),
        ("上报次数", {}, False),
        ("部署次数（次）", {}, False),
        ("到会人数", {}, False),
        ("开会月数", {"target": {"own": "计划数"}}, False),
        ("上报次数", {"step": "2"}, True),
        ("上报次数", {"target": "2.5"}, True),
        ("上报次数", {"target": {"classes": {"乡镇": "1.5", "县直部门": "2"}}}, True),
        ("上报次数", {"target": {"group": "mean"}}, True),
        ("上报次数", {"target": {"group": "best"}}, False),
        ("发展指数", {}, True),
        ("得分", {}, True),
    ],
)
def test_part_of_a_step_is_said_unless_whole_things_are_counted(text, more, found):
    node = counted(tally("2", {**short(**more), "text": text}, lo="0"))
    assert codes(node) == ([("1", "rounding")] if found else [])


def pair(one, other, **more):
    return [
        {"key": "a", "text": one, "unit": "-1", **ALWAYS, **more},
        {"key": "b", "text": other, "unit": "-0.5", **ALWAYS, **more},
    ]


@pytest.mark.parametrize(
    ("causes", "found"),
    [
        (pair("缺会", "缺会"), True),
        (pair("缺会", "主要负责人缺会"), True),
        (pair("缺会", "迟到"), False),
        (pair("例", "例"), True),
        (pair("例", "重复例"), False),
        (pair("缺会", "主要负责人缺会", exclusive="会"), False),
        (pair("被省级通报", "被市级通报"), True),
        (pair("省", "市"), True),
        (pair("县级以上通报", "机关党委通报"), False),
        (pair("没有落实", "催办后仍没有办（加倍扣分）"), True),
        (pair("没有落实", "催办后仍没有办（加倍扣分）", exclusive="办"), False),
        ([*pair("缺会", "迟到"), {**short(rounding="floor"), "text": "缺会"}], False),
        ([pair("缺会", "x")[0], {**pair("x", "全年没有缺会")[1], "unit": "1"}], False),
    ],
)
def test_penalties_for_one_case_need_a_choice(causes, found):
    node = counted(tally("2", *causes, lo="0", hi="2"))
    assert codes(node) == ([("1", "choice")] if found else [])


@pytest.mark.parametrize("text", ["同一问题就高计一次", "同一事项不重复扣分", "按最重的一种计", "可以累加"])
def test_choice_may_be_written_in_the_text(text):
    assert codes(counted(tally("2", *pair("缺会", "主要负责人缺会"), lo="0"), text=text)) == []


@pytest.mark.parametrize(("kind", "found"), [("penalty", ["choice"]), ("bonus", [])])
def test_levels_of_one_praise_may_add_up_but_not_of_one_blame(kind, found):
    causes = [{**one, "unit": "1"} for one in pair("省级通报", "市级通报")]
    node = counted(tally("0", *causes, hi="5"), points="5")
    assert codes(under(part_row("部", kind=kind), node)) == [("1", code) for code in found]


OWN = {"target": {"own": "计划数"}}
BY_LEVEL = levels(好="2", 差="0")


@pytest.mark.parametrize(
    ("kind", "params", "title", "text", "found"),
    [
        ("LEVEL", BY_LEVEL, "不合格党员处置", "", True),
        ("LEVEL", BY_LEVEL, "新进人员占比", "", True),
        ("LEVEL", BY_LEVEL, "班子", "没有重点任务的单位", True),
        ("LEVEL", BY_LEVEL, "班子", "有违规违纪的不得分", False),
        ("LEVEL", BY_LEVEL, "班子", "没有划分党小组的，按满分计", True),
        ("TALLY", tally("2", cause("a", "-1", **ONCE)), "新进人员", "", False),
        ("TALLY", tally("2", short(target="2")), "新进人员", "", True),
        ("TALLY", tally("2", cause("a", "-1", **ONCE)), "党小组", "没有划分的，按满分计", True),
        ("TALLY", tally("2", cause("a", "-1", **ONCE)), "引进", "未引进的按全县平均分计", True),
        ("PROPORTION", OWN, "任务完成", "", True),
        ("PROPORTION", {"target": "3"}, "任务完成", "", False),
    ],
)
def test_what_some_units_cannot_have_needs_a_rule(kind, params, title, text, found):
    node = {**item_row("1", kind, params, rule_text=text), "title": title}
    assert codes(node) == ([("1", "not_applicable")] if found else [])
    assert codes({**node, "not_applicable": "excluded"}) == []


def test_what_needs_no_act_needs_no_rule_either():
    node = {**item_row("1", "PROPORTION", OWN), "title": "新进人员"}
    assert codes(under(part_row("加", kind="bonus"), node)) == []
