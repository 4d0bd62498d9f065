"""Opening an office's workbook safely: checked before it is parsed, parsed by a child with limits; no Django."""

from units.sheets.guard import BadSheet
from units.sheets.headers import CellError, Column, Row, Table, find_table
from units.sheets.opening import open_workbook
from units.sheets.workbook import Merge, Sheet, Workbook

__all__ = [
    "BadSheet",
    "CellError",
    "Column",
    "Merge",
    "Row",
    "Sheet",
    "Table",
    "Workbook",
    "find_table",
    "open_workbook",
]
