"""What was pasted from WPS or Excel: its lines, its head, its names, and for which cell each text is meant."""

import csv
import io
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from units.matching import Match

MOST_ROWS = 200
MOST_COLUMNS = 60
MOST_SIGNS = 4_000
MOST_TEXT = 400_000

Line: TypeAlias = tuple[str, ...]
_HEAD_WORDS = ("单位", "名称", "部门", "支部", "党组织", "序号", "得分", "扣分", "分数", "分值", "加分", "减分", "核定",
               "档次", "等次", "次数", "指标", "项目", "完成", "备注")  # fmt: skip


class BadPaste(ValueError):
    """Nothing can be made of it; the sentence says what to do."""


@dataclass(frozen=True, slots=True)
class Placed:
    """One text for the cell in this row and column of the sheet; `line` is its line in the paste, from 1."""

    line: int
    row: int
    column: int
    text: str


@dataclass(frozen=True, slots=True)
class Placement:
    """Texts with their cells; sentences about what has none; the head that was dropped; how rows were found; names
    that are not sure, with the rows that may be meant; the picks that were needed."""

    cells: tuple[Placed, ...]
    strangers: tuple[str, ...]
    head: Line
    is_by_name: bool
    unclear: Mapping[str, Match] = field(default_factory=dict)
    picked: Mapping[str, int | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Grid:
    """The sheet under the paste: whose row a name is (owners are rows), titles of columns, its size, where the paste
    begins, whether a text is good in a column, and which row somebody picked for a name (None: nobody's here)."""

    match: Callable[[str], Match]
    titles: Collection[str]
    rows: int
    columns: int
    at_row: int
    at_column: int
    is_good: Callable[[int, str], bool]
    picks: Mapping[str, int | None] = field(default_factory=dict)


def lines_of(text: str) -> tuple[Line, ...]:
    """Cells by line as the clipboard holds them, trimmed; blank lines at the end are dropped. Raises `BadPaste`."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    lines = [tuple(" ".join(cell.split()) for cell in line) for line in _split(plain)]
    while lines and not any(lines[-1]):
        lines.pop()
    if not lines:
        raise BadPaste("没有粘贴内容，请从表格里复制要录入的一列或几列，粘贴到这里。")
    if len(lines) > MOST_ROWS + 1:
        raise BadPaste(f"一次最多粘贴 {MOST_ROWS} 行，这里有 {len(lines)} 行，请分几次粘贴。")
    width = max(_width(line) for line in lines)
    if width > MOST_COLUMNS + 2:
        raise BadPaste(f"一次最多粘贴 {MOST_COLUMNS} 列，这里有 {width} 列，请分几次粘贴。")
    for number, line in enumerate(lines, 1):
        if max(map(len, line)) > MOST_SIGNS:
            raise BadPaste(f"第 {number} 行有一格超过 {MOST_SIGNS} 个字，请缩短后再粘贴。")
    return tuple((*line, *[""] * width)[:width] for line in lines)


def place(lines: Sequence[Line], grid: Grid) -> Placement:
    """Match lines by name where a column holds names of the group, else by position downwards."""
    at = _name_column(lines, grid)
    names = [] if at is None else [line[at] for line in lines]
    values = list(lines) if at is None else [line[at + 1 :] for line in lines]
    if at is not None and not any(map(any, values)):
        raise BadPaste("只有单位名称，没有要录入的内容，请连同得分一起复制。")
    first = 1 if _is_head(values[0], grid, names[0] if names else None) else 0
    if first == len(lines):
        raise BadPaste("只有表头，没有要录入的内容。")
    if len(lines) - first > MOST_ROWS:
        raise BadPaste(f"一次最多粘贴 {MOST_ROWS} 行，这里有 {len(lines) - first} 行，请分几次粘贴。")
    strangers: list[str] = []
    unclear: dict[str, Match] = {}
    found = _by_name(names, first, grid, strangers, unclear) if names else None
    rows = _by_position(values, first, grid, strangers) if found is None else found
    if over := max(_width(line) for line in values[first:]) - (grid.columns - grid.at_column):
        strangers += [f"右边多出 {over} 列，没有对应的指标。"] if over > 0 else []
    cells = tuple(
        Placed(number + 1, row, grid.at_column + column, text)
        for number, row in rows
        for column, text in enumerate(values[number])
        if text and grid.at_column + column < grid.columns
    )
    picked = {
        name: grid.picks[name] for name in names[first:] if name in grid.picks and not _is_sure(name, grid)
    }
    return Placement(cells, tuple(strangers), lines[0] if first else (), at is not None, unclear, picked)


def bare(name: str) -> str:
    """A name as it is compared: without blanks."""
    return "".join(name.split())


def _split(text: str) -> list[Line]:
    """A sheet puts a cell with line breaks in quotes; an odd quote is one that somebody typed."""
    if text.count('"') % 2:
        return [tuple(line.split("\t")) for line in text.split("\n")]
    try:
        return [tuple(line) or ("",) for line in csv.reader(io.StringIO(text, newline=""), delimiter="\t")]
    except csv.Error:
        raise BadPaste(f"有一格超过 {MOST_SIGNS} 个字，请缩短后再粘贴。") from None


def _width(line: Line) -> int:
    return max((number for number, cell in enumerate(line, 1) if cell), default=0)


def _name_column(lines: Sequence[Line], grid: Grid) -> int | None:
    """The first column, or the second one after 序号."""
    if _holds_names([line[0] for line in lines], grid):
        return 0
    if len(lines[0]) > 1 and _holds_names([line[1] for line in lines], grid):
        return 1 if all(line[0].isdigit() or not line[0] for line in lines[1:]) else None
    return None


def _holds_names(column: Sequence[str], grid: Grid) -> bool:
    """One sure name is enough; near ones only where all below a head are, and none is good in the cell."""
    if any(_is_sure(text, grid) for text in column):
        return True
    below = [text for text in column[1:] or column if text]
    return bool(below) and all(
        not grid.is_good(grid.at_column, text) and (text in grid.picks or grid.match(text).near)
        for text in below
    )


def _is_sure(text: str, grid: Grid) -> bool:
    return grid.match(text).owner is not None


def _is_head(line: Line, grid: Grid, name: str | None) -> bool:
    said = [cell for cell in line if cell]
    if name is not None:
        if _is_sure(name, grid) or name in grid.picks:
            return False
        said = [name, *said] if name else said
    if any(grid.is_good(grid.at_column + number, cell) for number, cell in enumerate(line) if cell):
        return False
    return bool(said) and all(
        bare(cell) in grid.titles or any(word in cell for word in _HEAD_WORDS) for cell in said
    )


def _by_name(
    names: Sequence[str], first: int, grid: Grid, strangers: list[str], unclear: dict[str, Match]
) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    taken: set[int] = set()
    for number, name in enumerate(names[first:], first):
        match = grid.match(name)
        row = grid.picks.get(name) if match.owner is None else match.owner
        if row is not None and row not in taken:
            taken.add(row)
            found.append((number, row))
            continue
        strangers.append(f"第 {number + 1} 行{_why_not(name, row, match, grid)}")
        if row is None and match.near and name not in grid.picks:
            unclear[name] = match
    return found


def _why_not(name: str, row: int | None, match: Match, grid: Grid) -> str:
    if not name:
        return "没有单位名称。"
    if row is not None:
        return f"“{name}”重复出现，只取了前面一行。"
    if match.near and name not in grid.picks:
        return f"“{name}”不能确定是本组哪一个，请选定。"
    return f"“{name}”不在本组。"


def _by_position(
    values: Sequence[Line], first: int, grid: Grid, strangers: list[str]
) -> list[tuple[int, int]]:
    rows = [(number, grid.at_row + number - first) for number in range(first, len(values))]
    if over := len([row for _, row in rows if row >= grid.rows]):
        strangers.append(f"下面多出 {over} 行，没有对应的单位。")
    return [(number, row) for number, row in rows if row < grid.rows]
