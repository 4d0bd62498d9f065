"""An office's table as a proposed rubric: groups from merged cells, items, parts, gates, remarks and errors."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scorecards.rubrics import exchange
from scorecards.rubrics.sheets import read_rubric
from tests.scorecards.rubrics.sheets.printed import HEAD, nodes, proposal
from tests.units.sheets.making import workbook
from units.sheets import Merge, Sheet, Workbook, open_workbook

SHEET = (
    ["2026年机关党建考核细则"],
    ["单位：", None, None, None, None, "2026年7月3日"],
    HEAD,
    ["组织生活（5分）", "三会一课", 3, "不少于4次，每少1次扣0.5分，扣完为止", "县委组织部"],
    [None, "主题党日", 2, "好2分，较好1分，差0分", "机关工委"],
    ["学习教育", "集中学习", 10, "每次扣1分，经催办的加倍扣分", "宣传部"],
    ["合计", None, 15],
    ["考核人（签字）：", None, None, "日期："],
)


def test_a_printed_sheet_becomes_a_rubric_that_loads():
    found = proposal(*SHEET, merges=["A1:F1", "A4:A5", "A7:B7"])
    assert nodes(found) == [
        ("1", "group", "组织生活", "5"), ("1.1", "item", "三会一课", "3"), ("1.2", "item", "主题党日", "2"),
        ("2", "group", "学习教育", None), ("2.1", "item", "集中学习", "10"),
    ]  # fmt: skip
    kinds = [one["scoring_kind"] for one in found.document.nodes if one["scoring_kind"]]
    assert kinds == ["TALLY", "LEVEL", "MANUAL"]
    assert found.document.nodes[1]["scorer"] == "县委组织部"
    assert exchange.load(exchange.dump(found.document)) == found.document


def test_what_became_of_an_unread_rule_is_remarked_with_its_cell():
    (remark,) = proposal(*SHEET, merges=["A1:F1", "A4:A5", "A7:B7"]).remarks
    assert "“集中学习”（Sheet!D6）按直接给分读入" in remark
    assert "没有读懂“经催办的加倍扣分”，原文已保留" in remark


def test_an_item_that_is_not_understood_keeps_its_text():
    found = proposal(HEAD, ["学习", "集中学习", 10, "按上级通报扣分\n以通报为准", None, "由宣传部提供"])
    assert found.document.nodes[1]["params"] == {}
    assert found.document.nodes[1]["rule_text"] == "按上级通报扣分\n以通报为准\n备注：由宣传部提供"
    assert len(found.remarks) == 2


def test_bonus_penalty_and_veto_rows_become_parts_and_gates():
    found = proposal(
        HEAD,
        ["工作", "任务", 10, "每次扣1分"],
        ["加分项（最高5分）", "表彰", None, "每次加1分"],
        ["减分项", "通报", "-3", "每次扣2分"],
        ["一票否决", "发生案件", None, "总分计0分，依据《考核办法》"],
        ["一票否决", "弄虚作假", None, "由县委认定"],
    )
    assert nodes(found)[2:] == [
        ("2", "bonus", "加分项", None), ("2.1", "item", "表彰", None),
        ("3", "penalty", "减分项", None), ("3.1", "item", "通报", "3"),
        ("4", "gate", "发生案件", None), ("5", "gate", "弄虚作假", None),
    ]  # fmt: skip
    by_key = {one["key"]: one for one in found.document.nodes}
    assert by_key["2"]["hi"] == "5"
    assert by_key["3.1"]["params"]["causes"][0]["unit"] == "2"
    assert by_key["4"]["params"] == {"effect": "zero", "document": "《考核办法》"}
    assert by_key["5"]["params"] == {"effect": "not_top"}
    assert [remark for remark in found.remarks if "没有写清否决的后果" in remark]


def test_points_merged_over_rules_are_one_item_and_points_of_their_own_are_several():
    rows = (HEAD, ["组织", "三会", 3, "无计划扣1分"], [None, None, 3, "无记录扣1分"])
    one = proposal(*rows, merges=["A2:A3", "B2:B3", "C2:C3"])
    assert nodes(one)[1:] == [("1.1", "item", "三会", "3")]
    assert one.document.nodes[1]["rule_text"] == "无计划扣1分\n无记录扣1分"
    several = proposal(*rows, merges=["A2:A3", "B2:B3"])
    assert nodes(several)[1:] == [
        ("1.1", "group", "三会", None), ("1.1.1", "item", "无计划扣1分", "3"), ("1.1.2", "item", "无记录扣1分", "3"),
    ]  # fmt: skip


def test_headings_repeated_or_left_blank_are_one_group():
    found = proposal(HEAD, ["组织", "甲", 1, "是/否"], ["组织", "乙", 1, "是/否"], [None, "丙", 1, "是/否"])
    assert [node[0] for node in nodes(found)] == ["1", "1.1", "1.2", "1.3"]


def test_headings_on_rows_of_their_own_hold_what_follows():
    found = proposal(
        ["考核项目", "分值", "评分标准"], ["一、组织（2分）"], ["甲", 1, "是/否"], ["乙", 1, "是/否"],
        ["二、学习"], ["丙", 1, "是/否"], ["三、其他"], merges=["A2:C2", "A5:C5", "A7:C7"],
    )  # fmt: skip
    assert [node[:3] for node in nodes(found)] == [
        ("1", "group", "一、组织"), ("1.1", "item", "甲"), ("1.2", "item", "乙"),
        ("2", "group", "二、学习"), ("2.1", "item", "丙"),
    ]  # fmt: skip
    assert found.remarks == ("“三、其他”下面没有指标，没有读入。",)


def test_points_inside_the_text_are_used_where_there_is_no_column():
    found = proposal(
        ["项目", "评价要素", "评价内容及分值"],
        ["班子（2分）", "班子配备（2分）", "健全(2分);不健全(0分)"],
        ["班子（2分）", "例会", "（3分，少一次扣1分）"],
    )
    assert nodes(found) == [
        ("1", "group", "班子", "2"), ("1.1", "item", "班子配备（2分）", "2"), ("1.2", "item", "例会", "3"),
    ]  # fmt: skip


def test_a_column_between_the_points_and_the_rule_describes():
    found = proposal(
        ["序号", "考核项目", "各项分值", "考核内容", "评分标准", "说明"],
        [1, "组织领导", 8, "成立领导小组", "每少1次扣1分"],
    )
    assert nodes(found) == [("1", "item", "组织领导", "8")]
    assert found.document.nodes[0]["rule_text"] == "成立领导小组\n每少1次扣1分"
    assert found.document.nodes[0]["scoring_kind"] == "TALLY"


def test_weights_periods_and_labels_in_headings():
    found = proposal(
        HEAD,
        ["班子（100分，占20%）", "甲", 100, "是/否"],
        ["月考核（分期：1月、2月，缺期不计）", "乙", 10, "是/否"],
        ["乡镇（适用：乡镇、街道）", "丙", 1, "是/否"],
    )
    parts = [one for one in found.document.nodes if one["scoring_kind"] is None]
    assert [(str(one["kind"]), one["weight"]) for one in parts] == [
        ("group", "0.2"),
        ("time", None),
        ("group", None),
    ]
    assert parts[1]["params"] == {"periods": ["1月", "2月"], "missing": "left_out"}
    assert parts[2]["applies"] == {"classes": ["乡镇", "街道"]}


def test_every_bad_cell_is_named_at_once():
    found = proposal(
        HEAD,
        ["组织", "甲", "若干", "是/否"],
        ["组织", "乙", None, "每次扣1分"],
        [None, None, 5, None, "工委"],
    )
    assert found.document is None
    assert [str(error) for error in found.errors][:2] == [
        "Sheet!C2：分值“若干”不是一个数，请改成数字，如 2、0.5。",
        "Sheet!C3：没有写分值，请补上本项的分值。",
    ]


def test_what_the_core_refuses_is_named_by_its_cell():
    found = proposal(HEAD, ["组织", "甲", 99999, "酌情给分"])
    assert found.errors[0].cell == "Sheet!D2"
    assert "允许的范围" in found.errors[0].sentence


def test_a_sheet_without_a_head_says_what_is_wanted():
    found = proposal(["单位", "得分"], ["甲", 1])
    assert found.document is None
    assert "没有找到“一级指标”一列" in str(found.errors[0])
    assert "没有找到评分细则的表头" in str(proposal(["项目", "得分"], ["甲", 1]).errors[0])


def test_a_total_that_does_not_add_up_is_remarked():
    found = proposal(HEAD, ["组织", "甲", 2, "是/否"], ["合计", None, 3])
    assert found.remarks == ("表上合计 3 分（Sheet!C3），读入的各项相加是 2 分，请核对。",)


def test_notes_under_the_table_become_the_remark():
    found = proposal(HEAD, ["组织", "甲", 2, "是/否"], ["注：由机关工委解释。"])
    assert found.document.remark == "由机关工委解释。"


def test_a_table_of_too_many_rows_is_refused_before_it_is_read():
    rows = (tuple(HEAD), *(("组织", f"第{at}项", "1", "是/否", "", "") for at in range(1001)))
    found = read_rubric(Workbook((Sheet("表", rows),)), title="细则", code="x")
    assert [str(error) for error in found.errors] == [
        "表!A1002：表格超过 1000 行，一部细则最多 300 个指标，请拆开。"
    ]


def test_only_the_first_table_is_read():
    sheet = open_workbook(workbook([HEAD, ["组织", "甲", 2, "是/否"]]), name="a.xlsx").sheets[0]
    other = Sheet("乡镇", sheet.rows)
    found = read_rubric(Workbook((Sheet("封面", (("细则",),)), sheet, other)), title="细则", code="xz")
    assert len(found.document.nodes) == 2
    assert "“乡镇”没有读入" in found.remarks[0]


@pytest.mark.parametrize("title", ["", " 细则", "细" * 121])
def test_a_bad_title_is_an_error_too(title):
    workbook_ = Workbook((Sheet("表", (tuple(HEAD), ("组织", "甲", "2", "是/否", "", ""))),))
    assert read_rubric(workbook_, title=title, code="x").errors


CELLS = st.sampled_from(
    ["", "甲", "乙", "2", "0.5", "-1", "一票否决", "加分项", "减分项（最高3分）", "每次扣1分", "好2分，差0分", "合计",
     "注：说明",
     "（2分）", "一、总则", "酌情给分", "x" * 300, "全部", "单位：县水利局", "月（分期：1月、2月）", "=1+1", "\n"]
)  # fmt: skip
GRIDS = st.lists(st.tuples(*[CELLS] * 6), min_size=1, max_size=8)
MERGES = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 5), st.integers(0, 3)), max_size=3)


@given(GRIDS, MERGES)
def test_any_grid_gives_a_rubric_or_errors(grid, merges):
    made = tuple(Merge(top + 1, left, min(top + 1 + more, len(grid)), left) for top, left, more in merges)
    sheet = Sheet("表", (tuple(HEAD), *grid), tuple(merge for merge in made if merge.top <= merge.bottom))
    found = read_rubric(Workbook((sheet,)), title="细则", code="x")
    assert (found.document is None) == bool(found.errors)
    if found.document:
        assert exchange.load(exchange.dump(found.document)) == found.document
