"""What an office's workbook looks like after the child has read it, and how the child ends."""

import contextlib
import datetime
import logging
import subprocess
import sys

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.units.sheets.making import old_workbook, rezipped, saved, with_sheet, with_value, workbook
from units.sheets import BadSheet, Merge, open_workbook


def rows(data: bytes):
    return open_workbook(data, name="考核表.xlsx").sheets[0].rows


def refusal(data: bytes) -> str:
    with pytest.raises(BadSheet) as caught:
        open_workbook(data, name="考核表.xlsx")
    return caught.value.sentence


def test_cells_come_as_the_text_that_is_seen():
    made = workbook(
        [
            [2, 0.5, 0.1 + 0.2, -3.0, 1e-7, 13800000000, True],
            [
                datetime.date(2026, 7, 3),
                datetime.datetime.fromisoformat("2026-07-03T14:05"),
                datetime.time(9, 30),
            ],
            [" 甲 ", "一\r\n二", "a\tb", None, "０．５"],
        ]
    )
    assert rows(made) == (
        ("2", "0.5", "0.3", "-3", "0.0000001", "13800000000", "TRUE"),
        ("2026-07-03", "2026-07-03 14:05", "09:30", "", "", "", ""),
        ("甲", "一\n二", "a b", "", "０．５", "", ""),
    )


def test_a_merged_range_repeats_its_value():
    sheet = open_workbook(
        workbook([["甲", 1], [None, 2], ["乙", 3]], merges=["A1:A2"]), name="a.xlsx"
    ).sheets[0]
    assert sheet.rows == (("甲", "1"), ("甲", "2"), ("乙", "3"))
    assert sheet.merges == (Merge(0, 0, 1, 0),)


def test_cells_keep_their_places_where_the_first_rows_and_columns_are_empty():
    book = openpyxl.Workbook()
    book.active["C3"] = "甲"
    sheet = open_workbook(saved(book), name="a.xlsx").sheets[0]
    assert sheet.rows[2] == ("", "", "甲")
    assert sheet.place(2, 2) == "Sheet!C3"
    assert sheet.place(0, 27) == "Sheet!AB1"


def test_an_old_workbook_is_read_too():
    sheet = open_workbook(old_workbook(), name="评分表.xls").sheets[0]
    assert (sheet.name, sheet.merges) == ("评分表", (Merge(0, 0, 0, 3),))
    assert sheet.rows[1:4] == (
        ("一级指标", "二级指标", "分值", "评分标准"),
        ("组织", "三会", "2", "每少1次扣0.5分"),
        ("", "党课", "0.5", "是/否"),
    )
    assert sheet.rows[5][0] == "2026-07-03"


def test_hidden_sheets_and_charts_are_left_out():
    book = openpyxl.Workbook()
    book.active["A1"] = "甲"
    book.create_sheet("旧").sheet_state = "hidden"
    book.create_chartsheet("图")
    assert [sheet.name for sheet in open_workbook(saved(book), name="a.xlsx").sheets] == ["Sheet"]


@pytest.mark.parametrize("raw", [b"1e999", b"NaN", b"INF", b"-INF"])
def test_what_is_no_number_is_named_by_its_cell(raw):
    assert "Sheet!B2" in refusal(with_value(raw))


@pytest.mark.parametrize("sign", ["\u200b", "\u202e", "\ufeff", "&#11;"])
def test_hidden_signs_are_named_by_their_cells(sign):
    made = workbook([["甲"], ["乙", f"一{sign}二"]])
    if sign.startswith("&"):
        made = rezipped(made, change=lambda name, content: content.replace(b"&amp;#11;", b"_x000B_"))
    assert "Sheet!B2" in refusal(made)


def test_many_bad_cells_are_counted():
    assert refusal(workbook([["\u200b一"]] * 30)).endswith("等 30 处。")


@pytest.mark.parametrize(
    ("where", "words"),
    [(b'r="5001"><c r="A5001"', "超过 5000 行"), (b'r="3"><c r="CW3"', "超过 100 列")],
)
def test_rows_and_columns_are_limited(where, words):
    row = b"<row " + where + b"><v>1</v></c></row></sheetData>"
    assert words in refusal(with_sheet(lambda xml: xml.replace(b"</sheetData>", row)))


def test_a_cell_in_the_last_corner_meets_the_limit_of_memory(caplog):
    corner = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    with caplog.at_level(logging.WARNING):
        sentence = refusal(with_sheet(lambda xml: xml.replace(b"</sheetData>", corner)))
    assert "隔得太远" in sentence
    assert "exit code -6" in caplog.text


def test_a_long_text_merged_over_many_cells_is_refused():
    made = workbook([["长" * 30000] + ["1"] * 99] + [["1"] * 100] * 99, merges=["A1:CU99"])
    assert "内容过多" in refusal(made)


def test_a_merge_over_the_whole_sheet_ends_with_its_rows():
    made = with_sheet(
        lambda xml: xml.replace(
            b"</sheetData>",
            b'</sheetData><mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>',
        )
    )
    assert rows(made) == (("标题", "标题"), ("标题", "标题"))


def test_an_empty_workbook_says_so():
    assert refusal(saved(openpyxl.Workbook())) == "工作簿里没有内容，请检查是否选错了文件。"


def test_something_else_in_an_ole_file_is_refused():
    assert "已损坏" in refusal(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(5000))


def test_the_parent_never_loads_the_reader():
    code = "import sys, units.sheets; sys.exit('python_calamine' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(st.integers(0, 4000), st.integers(0, 255)), min_size=1, max_size=12))
def test_a_damaged_workbook_gives_cells_or_a_sentence(damage):
    data = bytearray(workbook())
    for place, byte in damage:
        data[place % len(data)] = byte
    with contextlib.suppress(BadSheet):
        assert open_workbook(bytes(data), name="a.xlsx").sheets
