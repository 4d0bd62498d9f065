"""A rubric as an .xlsx in an office's layout: title, headings merged downwards, rules, an empty column for marks."""

import datetime
import io
import math
import unicodedata
from collections.abc import Sequence
from fractions import Fraction

from openpyxl import Workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from scorecards.rubrics.exchange import RubricDocument
from scorecards.rubrics.sheets.table_rows import Line, lines
from units.workbooks import on_a4, put_text

_LEVELS = ("一级指标", "二级指标", "三级指标", "四级指标", "五级指标", "六级指标")
_SIGNATURES = (
    "考核组组长（签字）：                    评分人（签字）：                    日期：    年  月  日"
)
_HEAD_ROW = 3
_WIDTHS = {"分值": 8, "评分标准": 64, "评分部门": 16, "适用对象": 16, "得分": 9}
_LEVEL_WIDTH = 20
_LINE_HEIGHT = 16

_THIN = Side(style="thin")
_BOX = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_LEFT = Alignment(horizontal="left", vertical="center", wrap_text=True)
_CENTRE = Alignment(horizontal="center", vertical="center", wrap_text=True)


def write_rubric(document: RubricDocument, *, office: str, date: datetime.date) -> bytes:
    """The workbook; what users wrote is text in every cell, points are numbers."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "评分细则"
    rows = lines(document.tree)
    columns = _columns(rows)
    _head(sheet, document.title, office, date, columns)
    _body(sheet, rows, columns)
    _foot(sheet, document, columns, _HEAD_ROW + 1 + len(rows))
    _set_up(sheet, columns)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _columns(rows: Sequence[Line]) -> tuple[str, ...]:
    deep = max(len(row.headings) for row in rows)
    levels = ("指标",) if deep == 1 else _LEVELS[:deep]
    applies = ("适用对象",) if any(row.applies for row in rows) else ()
    return (*levels, "分值", "评分标准", "评分部门", *applies, "得分")


def _head(sheet: Worksheet, title: str, office: str, date: datetime.date, columns: Sequence[str]) -> None:
    _write(sheet, 1, 1, title, font=Font(name="黑体", size=18))
    _merge(sheet, 1, 1, 1, len(columns))
    sheet.row_dimensions[1].height = 36
    half = len(columns) - 2
    _write(sheet, 2, 1, f"编制单位：{office}", alignment=_LEFT)
    _merge(sheet, 2, 1, 2, half)
    today = f"{date.year}年{date.month}月{date.day}日"
    _write(sheet, 2, half + 1, today, alignment=Alignment(horizontal="right"))
    _merge(sheet, 2, half + 1, 2, len(columns))
    for number, name in enumerate(columns, 1):
        _write(sheet, _HEAD_ROW, number, name, font=Font(name="黑体", size=11)).border = _BOX
    sheet.row_dimensions[_HEAD_ROW].height = 24


def _body(sheet: Worksheet, rows: Sequence[Line], columns: Sequence[str]) -> None:
    deep = columns.index("分值")
    for number, row in enumerate(rows, _HEAD_ROW + 1):
        texts = {"评分标准": row.rule, "评分部门": row.scorer, "适用对象": row.applies}
        for at, name in enumerate(columns, 1):
            text = row.headings[at - 1].text if at <= len(row.headings) else texts.get(name, "")
            alignment = _LEFT if name == "评分标准" else _CENTRE
            _write(sheet, number, at, text, alignment=alignment).border = _BOX
        if row.points is not None:
            _number(sheet, number, deep + 1, row.points)
        sheet.row_dimensions[number].height = _height(row)
    _merge_headings(sheet, rows, deep)


def _merge_headings(sheet: Worksheet, rows: Sequence[Line], deep: int) -> None:
    """A heading over several rows is one cell; an item that stands higher is one cell to the last heading."""
    for level in range(deep):
        start = 0
        for end in range(1, len(rows) + 1):
            if end == len(rows) or _above(rows[end], level) != _above(rows[start], level):
                if end - start > 1 and level < len(rows[start].headings) - 1:
                    _merge(sheet, _HEAD_ROW + 1 + start, level + 1, _HEAD_ROW + end, level + 1)
                start = end
    for number, row in enumerate(rows, _HEAD_ROW + 1):
        if len(row.headings) < deep:
            _merge(sheet, number, len(row.headings), number, deep)


def _above(row: Line, level: int) -> tuple[str, ...]:
    return tuple(heading.key for heading in row.headings[: level + 1])


def _foot(sheet: Worksheet, document: RubricDocument, columns: Sequence[str], number: int) -> None:
    """合计, the remark, and where to sign."""
    deep = columns.index("分值")
    for at in range(1, len(columns) + 1):
        _write(sheet, number, at, "合计" if at == 1 else "").border = _BOX
    if deep > 1:
        _merge(sheet, number, 1, number, deep)
    _number(sheet, number, deep + 1, Fraction(document.total_points))
    sheet.row_dimensions[number].height = 24
    if document.remark:
        number += 1
        _write(sheet, number, 1, f"注：{document.remark}", alignment=_LEFT)
        _merge(sheet, number, 1, number, len(columns))
        widths = sum(_WIDTHS.get(name, _LEVEL_WIDTH) for name in columns)
        sheet.row_dimensions[number].height = _LINE_HEIGHT * _lines_in(document.remark, widths) + 6
    _write(sheet, number + 1, 1, _SIGNATURES, alignment=_LEFT)
    _merge(sheet, number + 1, 1, number + 1, len(columns))
    sheet.row_dimensions[number + 1].height = 36


def _set_up(sheet: Worksheet, columns: Sequence[str]) -> None:
    """The screen keeps the head in sight; the printer gets A4 across, one page wide, the head on each page."""
    for at, name in enumerate(columns, 1):
        sheet.column_dimensions[get_column_letter(at)].width = _WIDTHS.get(name, _LEVEL_WIDTH)
    sheet.freeze_panes = f"A{_HEAD_ROW + 1}"
    on_a4(sheet, repeated=f"{_HEAD_ROW}:{_HEAD_ROW}", landscape=True)


def _write(
    sheet: Worksheet,
    row: int,
    column: int,
    text: str,
    *,
    font: Font | None = None,
    alignment: Alignment = _CENTRE,
) -> Cell:
    """Text stays text, whatever it begins with; signs that a workbook cannot hold are left out."""
    cell = sheet.cell(row, column)
    assert not isinstance(cell, MergedCell)  # noqa: S101
    put_text(cell, text)
    cell.font = font or Font(name="宋体", size=11)
    cell.alignment = alignment
    return cell


def _number(sheet: Worksheet, row: int, column: int, number: Fraction) -> None:
    sheet.cell(row, column).value = int(number) if number.denominator == 1 else float(number)


def _merge(sheet: Worksheet, top: int, left: int, bottom: int, right: int) -> None:
    sheet.merge_cells(start_row=top, start_column=left, end_row=bottom, end_column=right)


def _height(row: Line) -> int:
    texts = [
        (row.rule, _WIDTHS["评分标准"]),
        (row.headings[-1].text, _LEVEL_WIDTH),
        (row.scorer, _WIDTHS["评分部门"]),
    ]
    most = max(_lines_in(text, width) for text, width in texts)
    return min(max(_LINE_HEIGHT * most + 6, 24), 400)


def _lines_in(text: str, width: int) -> int:
    """How many lines a text takes in so many half-width columns."""
    return sum(max(math.ceil(_wide(line) * 1.1 / width), 1) for line in text.split("\n"))


def _wide(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(sign) in "WFA" else 1 for sign in text)
