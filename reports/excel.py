"""The ranking as a workbook in an office's layout, from the same rows as the paper: values, never formulas."""

import io
import math
import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from urllib.parse import quote

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell, MergedCell
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from reports.rows import RankingSheet, ReleaseNote
from reports.rows.ranked import Cell as Points
from reports.rows.ranked import RankingRow
from units.workbooks import on_a4, put_text

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HEAD_ROW = 3
_THIN = Side(style="thin")
_BOX = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_LEFT = Alignment(horizontal="left", vertical="center", wrap_text=True)
_CENTRE = Alignment(horizontal="center", vertical="center", wrap_text=True)
_PLAIN, _HEAD, _STRONG = (
    Font(name="宋体", size=11),
    Font(name="黑体", size=11),
    Font(name="宋体", size=11, bold=True),
)
_WIDTHS = {"名次": 7, "总分": 10, "较平均": 9, "等次": 9, "较上期": 9, "备注": 12}
_NAME_WIDTH, _PART_WIDTH = 32, 12
_NOT_IN_A_TAB = re.compile(r"[\\/*?:\[\]]")

Value = str | int | Decimal | None


def ranking_workbook(issues: Sequence[tuple[RankingSheet, ReleaseNote]], *, office: str) -> bytes:
    """One sheet a group; what users wrote is text in every cell, figures are numbers."""
    book = Workbook()
    book.remove(book.worksheets[0])
    taken: set[str] = set()
    for ranking, note in issues:
        sheet = book.create_sheet(_tab(ranking.group_name, taken))
        _fill(sheet, ranking, note, office)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def disposition(name: str) -> str:
    """As a download under this name."""
    return f"attachment; filename*=utf-8''{quote(name)}"


def _tab(name: str, taken: set[str]) -> str:
    """A name that a workbook takes, once."""
    plain = _NOT_IN_A_TAB.sub("", ILLEGAL_CHARACTERS_RE.sub("", name)).strip("'")[:28] or "组别"
    tab, number = plain, 1
    while tab.lower() in taken:
        number += 1
        tab = f"{plain}{number}"
    taken.add(tab.lower())
    return tab


def _columns(ranking: RankingSheet) -> list[str]:
    """Heads from left to right."""
    parts = [
        f"{column.title}（{column.full}分）" if column.full else column.title for column in ranking.columns
    ]
    return [
        *(["名次"] if ranking.has_places else []),
        ranking.subject,
        *(["所属单位"] if any(row.line.owner for row in ranking.rows) else []),
        *parts,
        "总分",
        "较平均",
        *(["等次"] if ranking.grades else []),
        *(["较上期"] if ranking.past_title else []),
        "备注",
    ]


def _values(ranking: RankingSheet, row: RankingRow) -> Iterator[Value]:
    """One row under the heads."""
    if ranking.has_places:
        yield row.line.place
    yield row.line.name
    if any(one.line.owner for one in ranking.rows):
        yield row.line.owner
    yield from (cell.value for cell in row.cells)
    yield row.line.total
    yield row.above_mean
    if ranking.grades:
        yield row.line.grade
    if ranking.past_title:
        yield "" if row.step is None else f"{row.step.sign}{row.step.word}"
    yield "，".join(text for text in (row.line.remark, row.line.regraded) if text)


def _fill(sheet: Worksheet, ranking: RankingSheet, note: ReleaseNote, office: str) -> None:
    columns = _columns(ranking)
    _head(sheet, ranking, note, office, columns)
    for number, row in enumerate(ranking.rows, HEAD_ROW + 1):
        for at, value in enumerate(_values(ranking, row), 1):
            is_name = columns[at - 1] in {ranking.subject, "所属单位"}
            cell = _put(sheet, number, at, value, alignment=_LEFT if is_name else _CENTRE)
            if columns[at - 1] == "较平均":
                cell.number_format = "+0.00;-0.00;0.00"
    _foot(sheet, ranking, note, columns, HEAD_ROW + 1 + len(ranking.rows))
    _set_up(sheet, ranking, columns)


def _head(
    sheet: Worksheet, ranking: RankingSheet, note: ReleaseNote, office: str, columns: Sequence[str]
) -> None:
    last, title = len(columns), ranking.title
    _put(sheet, 1, 1, title, font=Font(name="黑体", size=18), box=False)
    _merge(sheet, 1, 1, last)
    across = sum(_width(name, ranking) for name in columns)
    sheet.row_dimensions[1].height = 36 * _lines(title, across, size=18)
    half = max(last - 3, 1)
    _put(sheet, 2, 1, f"制表单位：{office}", alignment=_LEFT, box=False)
    _merge(sheet, 2, 1, half)
    day = note.released_at.astimezone().date()
    words = f"{day.year}年{day.month}月{day.day}日　单位：分"
    _put(sheet, 2, half + 1, words, alignment=Alignment(horizontal="right", vertical="center"), box=False)
    _merge(sheet, 2, half + 1, last)
    for at, name in enumerate(columns, 1):
        _put(sheet, HEAD_ROW, at, name, font=_HEAD)
    most = max(_lines(name, _width(name, ranking)) for name in columns)
    sheet.row_dimensions[HEAD_ROW].height = max(34, 16 * most)


def _foot(
    sheet: Worksheet, ranking: RankingSheet, note: ReleaseNote, columns: Sequence[str], number: int
) -> None:
    """平均分 over the columns, who made and checked it, and where to sign."""
    first = columns.index(ranking.subject) + 1
    points: Iterator[Points] = iter(ranking.summary.cells)
    parts_from = columns.index("总分") - len(ranking.columns)
    for at, name in enumerate(columns, 1):
        value: Value = "平均分" if at == first else None
        if parts_from < at <= parts_from + len(ranking.columns):
            value = next(points).value
        elif name == "总分":
            value = ranking.summary.mean
        _put(sheet, number, at, value, font=_STRONG)
    signatures = (
        f"制表人：{note.prepared_by}　　　　审核人：{note.approved_by}　　　　负责人（签字）：　　　　　　　　"
        f"第{note.number}版　验证码 {note.code}"
    )
    _put(sheet, number + 1, 1, signatures, alignment=_LEFT, box=False)
    _merge(sheet, number + 1, 1, len(columns))
    sheet.row_dimensions[number + 1].height = 36
    counted = f"参评 {ranking.summary.count} 个，排名 {ranking.summary.ranked} 个"
    told = f"说明：依据{ranking.plan}和{ranking.rubric}评定；{counted}。"
    _put(sheet, number + 2, 1, told, alignment=_LEFT, box=False)
    _merge(sheet, number + 2, 1, len(columns))
    sheet.row_dimensions[number + 2].height = 32


def _set_up(sheet: Worksheet, ranking: RankingSheet, columns: Sequence[str]) -> None:
    """The screen keeps the head and the names in sight; the printer gets A4, one page wide, the head on each page."""
    for at, name in enumerate(columns, 1):
        sheet.column_dimensions[get_column_letter(at)].width = _width(name, ranking)
    sheet.freeze_panes = f"{get_column_letter(columns.index(ranking.subject) + 2)}{HEAD_ROW + 1}"
    on_a4(sheet, repeated=f"1:{HEAD_ROW}", landscape=len(columns) > 8)


def _width(name: str, ranking: RankingSheet) -> int:
    """Of the column under this head, in signs of half width at 11 points."""
    return _NAME_WIDTH if name in {ranking.subject, "所属单位"} else _WIDTHS.get(name, _PART_WIDTH)


def _lines(text: str, width: float, *, size: int = 11) -> int:
    """How many lines Han text takes in this width."""
    return math.ceil(len(text) * 2 * size / 11 / (width - 1))


def _put(
    sheet: Worksheet,
    row: int,
    column: int,
    value: Value,
    *,
    font: Font = _PLAIN,
    alignment: Alignment = _CENTRE,
    box: bool = True,
) -> Cell:
    """Text stays text, whatever it begins with; points are numbers of two decimals."""
    cell = sheet.cell(row, column)
    assert not isinstance(cell, MergedCell)  # noqa: S101
    if isinstance(value, str):
        put_text(cell, value)
    else:
        cell.value = value
        if isinstance(value, Decimal):
            cell.number_format = "0.00"
    cell.font, cell.alignment = font, alignment
    if box:
        cell.border = _BOX
    return cell


def _merge(sheet: Worksheet, row: int, left: int, right: int) -> None:
    if right > left:
        sheet.merge_cells(start_row=row, start_column=left, end_row=row, end_column=right)
