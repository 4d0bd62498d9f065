"""Blocks out of a sheet: lines, heads and names, and which cell each text is meant for."""

import pytest

from scorecards.pasting import BadPaste, Grid, Placement, lines_of, place
from units.matching import Known, Names

KNOWN = [
    Known(0, "甲局"), Known(0, "示范县甲局"), Known(1, "乙局"), Known(2, "丙镇"),
    Known(1, "机关支部"), Known(2, "机关支部"),
]  # fmt: skip


def grid(**fields) -> Grid:
    values = {
        "match": Names(KNOWN).match,
        "titles": {"班子建设"},
        "rows": 3,
        "columns": 2,
        "at_row": 0,
        "at_column": 0,
        "is_good": lambda column, text: text.isdigit(),
    } | fields
    return Grid(**values)


def placed(text: str, **fields) -> tuple[list[tuple[int, int, str]], Placement]:
    found = place(lines_of(text), grid(**fields))
    return [(cell.row, cell.column, cell.text) for cell in found.cells], found


@pytest.mark.parametrize(("text", "lines"), [
    ("1\r\n2\r\n", (("1",), ("2",))),
    ("1\r2", (("1",), ("2",))),
    ("1\t2\n3\t", (("1", "2"), ("3", ""))),
    ("1\n\n3\n\n\n", (("1",), ("",), ("3",))),
    ('"两\n行"\t5', (("两 行", "5"),)),
    ('"说""好"""\n', (('说"好"',),)),
    ('5"\n6', (('5"',), ("6",))),
    ("\u30001\u3000", (("1",),)),
])  # fmt: skip
def test_lines_are_as_the_sheet_shows_them(text, lines):
    assert lines_of(text) == lines


@pytest.mark.parametrize(("text", "said"), [
    ("", "没有粘贴内容"), ("\n\t\n", "没有粘贴内容"), ("1\n" * 202, "最多粘贴 200 行，这里有 202 行"),
    ("1\t" * 63, "最多粘贴 60 列，这里有 63 列"), ("1\n" + "长" * 4001, "第 2 行有一格超过 4000 个字"),
    ('"' + "长" * 140_000 + '"', "超过 4000 个字"),
])  # fmt: skip
def test_what_is_no_block_is_refused(text, said):
    with pytest.raises(BadPaste, match=said):
        lines_of(text)


def test_without_names_lines_go_down_from_the_cell():
    assert placed("5\t6\n7\t8", at_row=1)[0] == [(1, 0, "5"), (1, 1, "6"), (2, 0, "7"), (2, 1, "8")]


def test_blank_cells_have_no_place():
    assert placed("5\n\n7")[0] == [(0, 0, "5"), (2, 0, "7")]


def test_names_decide_whatever_the_order():
    cells, found = placed("丙镇\t5\n示范县 甲局\t6\n", at_row=2)
    assert (cells, found.is_by_name, found.strangers) == ([(2, 0, "5"), (0, 0, "6")], True, ())


def test_numbers_of_lines_before_names_are_dropped():
    assert placed("1\t丙镇\t5\n2\t甲局\t6")[0] == [(2, 0, "5"), (0, 0, "6")]


def test_names_of_nobody_and_of_several_are_listed():
    _, found = placed("甲局\t5\n丁局\t6\n甲局\t7\n机关支部\t8\n\t9")
    assert found.strangers == (
        "第 2 行“丁局”不在本组。",
        "第 3 行“甲局”重复出现，只取了前面一行。",
        "第 4 行“机关支部”不能确定是本组哪一个，请选定。",
        "第 5 行没有单位名称。",
    )


def test_near_names_are_open_until_somebody_picks():
    cells, found = placed("单位\t得分\n丙镇政法办\t5\n机关支部\t6")
    assert (cells, list(found.unclear)) == ([], ["丙镇政法办", "机关支部"])
    cells, found = placed("丙镇政法办\t5\n机关支部\t6", picks={"丙镇政法办": 2, "机关支部": None})
    assert (cells, found.unclear, found.strangers) == ([(2, 0, "5")], {}, ("第 2 行“机关支部”不在本组。",))


@pytest.mark.parametrize("head", ["单位名称\t得分", "单位\t班子建设", "序号\t核定得分"])
def test_head_over_names_is_dropped(head):
    cells, found = placed(f"{head}\n甲局\t5")
    assert (cells, found.head, found.strangers) == ([(0, 0, "5")], tuple(head.split("\t")), ())


@pytest.mark.parametrize(
    ("head", "is_head"), [("扣分", True), ("班子建设", True), ("5分", False), ("好", False)]
)
def test_head_over_a_plain_column_is_dropped(head, is_head):
    cells, found = placed(f"{head}\n5")
    assert (bool(found.head), cells[-1]) == (is_head, (0 if is_head else 1, 0, "5"))


def test_lines_and_columns_past_the_sheet_are_told():
    cells, found = placed("1\t2\t3\n1\n1\n1", at_row=1)
    assert [cell[:2] for cell in cells] == [(1, 0), (1, 1), (2, 0)]
    assert found.strangers == ("下面多出 2 行，没有对应的单位。", "右边多出 1 列，没有对应的指标。")


@pytest.mark.parametrize(("text", "said"), [
    ("甲局\n乙局", "只有单位名称"), ("单位\t得分", "只有表头"), ("1\n" * 201, "这里有 201 行"),
])  # fmt: skip
def test_block_without_content_is_refused(text, said):
    with pytest.raises(BadPaste, match=said):
        placed(text)
