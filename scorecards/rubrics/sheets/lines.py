"""From the rows of the table to lines that know their headings: merged, repeated, left blank or above as a section."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from scorecards.rubrics.sheets.columns import ABOUT, LEVEL, POINTS
from units.sheets import Row, Table

_SECTION_MARKS = (
    re.compile(r"[一二三四五六七八九十]+、"),
    re.compile(r"[（(][一二三四五六七八九十]+[)）]"),
    re.compile(r"\d+[.、]"),
)


@dataclass(frozen=True, slots=True)
class Line:
    """One row: its headings from the outermost, whether its points are those of the line above, and whether its heading
    is written anew: the same words again beside points of their own are another item."""

    row: Row
    path: tuple[str, ...]
    points: str
    shares_points: bool
    begins: bool
    above_points: tuple[tuple[int, str], ...] = ()
    """Points written beside an outer heading: how deep it stands, and the text."""


@dataclass(slots=True)
class _Walk:
    """What stands above the row that is being read."""

    sections: list[tuple[int, str]] = field(default_factory=list)
    levels: tuple[str, ...] = ()


Covered: TypeAlias = dict[tuple[int, int], int]


def read_lines(table: Table) -> tuple[Line, ...]:
    """The lines, in order."""
    return tuple(_lines(table))


def _lines(table: Table) -> Iterator[Line]:
    walk, covered = _Walk(), _covered(table)
    before: Row | None = None
    depth = item_depth(table)
    for row in table.rows:
        section = _section(row)
        if section:
            _open_section(walk, section)
        else:
            walk.levels = _filled(_written(covered, table, row), walk.levels)
            outer = tuple(title for _, title in walk.sections)
            path = tuple(text for text in walk.levels[: depth + 1] if text)
            shares = before is not None and _shares(covered, table, row, before)
            yield Line(
                row=row,
                path=outer + path,
                points=_own_points(row),
                shares_points=shares,
                begins=not shares
                and (before is None or _is_written(covered, table, row, before, len(path) - 1)),
                above_points=tuple(_above_points(table, row, len(outer), depth)),
            )
        before = None if section else row


def sections(table: Table) -> tuple[str, ...]:
    """The headings that stand on rows of their own."""
    return tuple(section for row in table.rows if (section := _section(row)))


def item_depth(table: Table) -> int:
    """Which level column (from 0) the item's own points stand beside; without points the last one."""
    levels = table.places[LEVEL]
    if POINTS not in table.places:
        return len(levels) - 1
    last = table.places[POINTS][-1]
    return max(sum(1 for place in levels if place < last) - 1, 0)


def deeper_texts(table: Table, row: Row) -> list[str]:
    """What is written in columns that only describe: 工作要求, and headings to the right of the points."""
    right = row.texts[LEVEL][item_depth(table) + 1 :]
    return list(dict.fromkeys(text for text in (*right, *row.texts.get(ABOUT, ())) if text))


def _section(row: Row) -> str:
    """A row with one text only, at the left or merged across, is a heading for those below."""
    different = {text for text in row.whole if text}
    first = row.texts[LEVEL][0]
    if len(different) != 1 or not first:
        return ""
    across = sum(1 for text in row.whole if text)
    return first if across > len(row.texts[LEVEL]) or not any(row.texts[LEVEL][1:]) else ""


def _open_section(walk: _Walk, title: str) -> None:
    """A heading closes those of its own style (一、 against （一）) and what stands under them."""
    style = next((n for n, mark in enumerate(_SECTION_MARKS) if mark.match(title)), len(_SECTION_MARKS))
    styles = [style for style, _ in walk.sections]
    if style in styles:
        del walk.sections[styles.index(style) :]
    walk.sections.append((style, title))
    walk.levels = ()


def _written(covered: Covered, table: Table, row: Row) -> tuple[str, ...]:
    """The headings of the row; one merged across several columns counts once."""
    texts = row.texts[LEVEL]
    places = table.places[LEVEL]
    kept = [
        "\0" if at and _merged(covered, (row.number, places[at - 1]), (row.number, place)) else text
        for at, (text, place) in enumerate(zip(texts, places, strict=True))
    ]
    return tuple(kept)


def _filled(texts: Sequence[str], above: Sequence[str]) -> tuple[str, ...]:
    """A blank heading takes the one above as long as the headings left of it do."""
    filled: list[str] = []
    same = bool(above)
    for at, text in enumerate(texts):
        if text == "\0":
            filled.append("")
            same = False
        elif not text and same:
            filled.append(above[at])
        else:
            same = same and text == above[at]
            filled.append(text)
    return tuple(filled)


def _own_points(row: Row) -> str:
    return row.texts[POINTS][-1] if row.texts.get(POINTS) else ""


def _shares(covered: Covered, table: Table, row: Row, before: Row) -> bool:
    """Whether the points are one merged cell with those above, or left blank under them."""
    if POINTS not in table.places:
        return False
    if not row.texts[POINTS][-1]:
        return True
    column = table.places[POINTS][-1]
    return _merged(covered, (before.number, column), (row.number, column))


def _is_written(covered: Covered, table: Table, row: Row, before: Row, level: int) -> bool:
    """Whether the innermost heading stands in this row itself."""
    place = table.places[LEVEL][level]
    merged = _merged(covered, (before.number, place), (row.number, place))
    return bool(row.texts[LEVEL][level]) and not merged


def _above_points(table: Table, row: Row, outer: int, depth: int) -> Iterator[tuple[int, str]]:
    for at, place in enumerate(table.places.get(POINTS, ())[:-1]):
        level = max(sum(1 for one in table.places[LEVEL] if one < place) - 1, 0)
        if level < depth and row.texts[POINTS][at]:
            yield outer + level, row.texts[POINTS][at]


def _covered(table: Table) -> Covered:
    """Each cell of a heading or of points that is part of a merged range, with the range's number."""
    wanted = {place for key in (LEVEL, POINTS) for place in table.places.get(key, ())}
    return {
        (row, column): number
        for number, merge in enumerate(table.sheet.merges)
        for column in wanted.intersection(range(merge.left, merge.right + 1))
        for row in range(merge.top, merge.bottom + 1)
    }


def _merged(covered: Covered, first: tuple[int, int], second: tuple[int, int]) -> bool:
    """Whether two cells are one."""
    return first in covered and covered[first] == covered.get(second)
