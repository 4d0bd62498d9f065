"""Rows that were pasted out of a sheet, or stand in a workbook, under a head or by position."""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from units.sheets import BadSheet, Column, Sheet, Workbook, find_table

MOST_ROWS = 1_000
MOST_SIGNS = 200_000


@dataclass(frozen=True, slots=True)
class TableRow:
    """One line: how its place is called, and its trimmed text by column."""

    place: str
    texts: Mapping[str, str]

    def text(self, key: str) -> str:
        """Empty where the column is missing."""
        return self.texts.get(key, "")


def sheet_of_text(text: str) -> Sheet:
    """Lines and tabs as a sheet; a cell in quotation marks may hold line breaks, as Excel copies it."""
    try:
        read = list(csv.reader(io.StringIO(text), delimiter="\t"))
    except csv.Error:
        raise BadSheet("粘贴的内容读不出来，请检查是否有不成对的引号。") from None
    rows = [[tidy(cell) for cell in row] for row in read]
    width = max((len(row) for row in rows), default=0)
    return Sheet("", tuple((*row, *[""] * (width - len(row))) for row in rows))


def rows_of_text(
    text: str, columns: Sequence[Column], *, without_head: Mapping[int, str]
) -> tuple[TableRow, ...]:
    """Under their head; without one, columns by position: `without_head` names them by how many there are."""
    sheet = sheet_of_text(text)
    if (table := find_table(sheet, columns)) is not None:
        return _bounded(
            [
                TableRow(f"第 {row.number + 1} 行", {key: row.text(key) for key in table.places})
                for row in table.rows
            ]
        )
    width = max((place + 1 for row in sheet.rows for place, cell in enumerate(row) if cell), default=0)
    width = max(width, len(sheet.rows[0]) if sheet.rows and len(sheet.rows[0]) in without_head else 0)
    if width not in without_head:
        names = "、".join(f"“{column.names[0]}”" for column in columns)
        raise BadSheet(f"认不出各列是什么，请在第一行写明表头：{names}。")
    keys = without_head[width].split()
    found = [
        TableRow(f"第 {number} 行", dict(zip(keys, row, strict=False)))
        for number, row in enumerate(sheet.rows, 1)
        if any(row)
    ]
    return _bounded(found)


def rows_of_workbook(workbook: Workbook, columns: Sequence[Column]) -> tuple[TableRow, ...]:
    """The first sheet with such a table."""
    tables = (find_table(sheet, columns) for sheet in workbook.sheets)
    table = next((one for one in tables if one is not None), None)
    if table is None:
        wanted = "、".join(f"“{column.names[0]}”" for column in columns if column.required)
        raise BadSheet(f"工作簿里没有找到表头，请在表头写明：{wanted}。")
    return _bounded(
        [
            TableRow(
                f"{table.sheet.name}第 {row.number + 1} 行",
                {key: tidy(row.text(key)) for key in table.places},
            )
            for row in table.rows
        ]
    )


def text_of(rows: Sequence[TableRow], columns: Sequence[Column]) -> str:
    """The rows as one would paste them, for mending on the page."""
    used = [column for column in columns if any(row.text(column.key) for row in rows) or column.required]
    lines = ["\t".join(column.names[0] for column in used)]
    lines += ["\t".join(row.text(column.key) for column in used) for row in rows]
    return "\n".join(lines)


def tidy(cell: str) -> str:
    """One line without signs that nobody sees; a quotation mark would bind cells together when pasted again."""
    seen = "".join(sign if sign.isprintable() else " " for sign in cell)
    return " ".join(seen.replace('"', "”").split())


def _bounded(rows: list[TableRow]) -> tuple[TableRow, ...]:
    if not rows:
        raise BadSheet("没有读到任何一行内容，请检查是否只有表头。")
    if len(rows) > MOST_ROWS:
        raise BadSheet(f"一次最多 {MOST_ROWS} 行，现在有 {len(rows)} 行，请分几次录入。")
    return tuple(rows)
