"""The child that reads one workbook: `python -m units.sheets.child < workbook > cells.json`.

It alone imports calamine, knows nothing of Django or the database, opens no file, and cannot take more than its
share of memory and time. The answer is `{"sheets": […]}` or `{"refused": "…"}`; any other end is a crash.
"""

import datetime
import io
import json
import math
import resource
import sys
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from units.sheets.answer import Answer, ReadSheet
from units.sheets.workbook import place

MOST_MEMORY = 512 * 2**20
MOST_SECONDS = 10
MOST_SHEETS = 50
MOST_ROWS = 5_000
MOST_COLUMNS = 100
MOST_CELLS = 500_000
MOST_MERGES = 20_000
MOST_SIGNS = 4_000_000
MOST_NAMED = 10

_LINE_BREAKS = str.maketrans({"\t": " ", "\xa0": " "})
_HIDDEN = {"Cc", "Cf", "Cs"}


class Refused(Exception):
    """The workbook is not taken; the text is the sentence."""


@dataclass(slots=True)
class Reader:
    """Reads sheet by sheet, counting what has been taken and naming the cells that cannot be."""

    cells: int = 0
    signs: int = 0
    faults: list[str] = field(default_factory=list)

    def sheet(self, sheet: CalamineSheet) -> ReadSheet:
        first_column = (sheet.start or (0, 0))[1]
        rows = list(self._rows(sheet, first_column))
        while rows and not any(rows[-1]):
            rows.pop()
        width = max((len(row) for row in rows), default=0)
        if width > MOST_COLUMNS:
            raise Refused(f"工作表“{sheet.name}”超过 {MOST_COLUMNS} 列，请删去多余的列后再上传。")
        self._count(cells=width * len(rows))
        merges = list(self._merges(sheet, rows, width))
        return {"name": sheet.name, "width": width, "rows": rows, "merges": merges}

    def _rows(self, sheet: CalamineSheet, first_column: int) -> Iterator[list[str]]:
        for number, values in enumerate(sheet.iter_rows()):
            row = [""] * first_column
            row += [self._text(value, sheet.name, number, len(row) + at) for at, value in enumerate(values)]
            while row and not row[-1]:
                row.pop()
            if row and number >= MOST_ROWS:
                raise Refused(f"工作表“{sheet.name}”超过 {MOST_ROWS} 行，请拆成几个文件后再上传。")
            if number < MOST_ROWS:
                yield row

    def _text(self, value: object, sheet: str, row: int, column: int) -> str:
        text = as_text(value)
        self._count(signs=len(text))
        if text != "" and (_is_no_number(value) or any(_is_hidden(sign) for sign in text)):
            self.faults.append(f"{sheet}!{place(row, column)}")
        return text

    def _merges(self, sheet: CalamineSheet, rows: list[list[str]], width: int) -> Iterator[list[int]]:
        """Merged ranges as far as they lie among the rows; what they repeat is counted too."""
        ranges = sheet.merged_cell_ranges or []
        if len(ranges) > MOST_MERGES:
            raise Refused(f"工作表“{sheet.name}”的合并单元格过多，没有打开。请取消多余的合并后再上传。")
        for (top, left), (bottom, right) in ranges:
            bottom, right = min(bottom, len(rows) - 1), min(right, width - 1)  # noqa: PLW2901
            if top > bottom or left > right:
                continue
            text = rows[top][left] if left < len(rows[top]) else ""
            area = (bottom - top + 1) * (right - left + 1)
            self._count(cells=area, signs=len(text) * area)
            yield [top, left, bottom, right]

    def _count(self, *, cells: int = 0, signs: int = 0) -> None:
        self.cells += cells
        self.signs += signs
        if self.cells > MOST_CELLS or self.signs > MOST_SIGNS:
            raise Refused("工作簿的内容过多，没有打开。请删去多余的行、列和工作表后再上传。")


def as_text(value: object) -> str:
    """What a person sees: 2 and 0.5 without needless zeros, 2026-07-03 for a date."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return _number(float(value))
    if isinstance(value, datetime.datetime):
        return value.isoformat(sep=" ", timespec="seconds").removesuffix(":00").removesuffix(" 00:00")
    if isinstance(value, datetime.time):
        return value.isoformat(timespec="seconds").removesuffix(":00")
    text = str(value).replace("\r\n", "\n").replace("\r", "\n").translate(_LINE_BREAKS)
    return text.strip()


def _number(value: float) -> str:
    """The fifteen digits that Excel keeps, shortest form, plain as long as that is short."""
    if not math.isfinite(value):
        return str(value)
    text = f"{value:.15g}"
    if "e" in text and abs(value) < 1:
        text = f"{value:.15f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def _is_no_number(value: object) -> bool:
    return isinstance(value, float) and not math.isfinite(value)


def _is_hidden(sign: str) -> bool:
    return sign != "\n" and unicodedata.category(sign) in _HIDDEN


def read(data: bytes) -> Answer:
    """The visible sheets, or why not."""
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(data)) as workbook:
            return {"sheets": _sheets(workbook)}
    except PasswordError:
        return {"refused": "文件设有打开密码，请取消密码后再上传。"}
    except CalamineError:
        return {
            "refused": "文件已损坏，或者不是 Excel 工作簿。请用 Excel 或 WPS 打开后“另存为”.xlsx，再上传。"
        }
    except Refused as refusal:
        return {"refused": str(refusal)}


def _sheets(workbook: CalamineWorkbook) -> list[ReadSheet]:
    visible = [
        about.name
        for about in workbook.sheets_metadata
        if about.typ == SheetTypeEnum.WorkSheet and about.visible == SheetVisibleEnum.Visible
    ]
    if len(visible) > MOST_SHEETS:
        raise Refused(f"工作簿超过 {MOST_SHEETS} 张工作表，请删去多余的工作表后再上传。")
    reader = Reader()
    sheets = [reader.sheet(workbook.get_sheet_by_name(name)) for name in visible]
    if reader.faults:
        named = "、".join(reader.faults[:MOST_NAMED])
        more = "" if len(reader.faults) <= MOST_NAMED else f" 等 {len(reader.faults)} 处"
        raise Refused(f"这些单元格里有看不见的控制字符或不是数的数值，请清除后重新录入：{named}{more}。")
    return sheets


def limit() -> None:
    """From here on the process cannot take more than its share, whatever the workbook asks for."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))


def main() -> None:
    """Read the workbook, write the cells."""
    limit()
    answer = read(sys.stdin.buffer.read())
    sys.stdout.buffer.write(json.dumps(answer, ensure_ascii=False).encode("utf-8", "replace"))


if __name__ == "__main__":
    main()
