"""The matrix on paper: its columns in blocks that a sheet holds side by side, units and totals before each."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from scorecards.forms.matrix import Line, MatrixForm
from scorecards.forms.matrix_cells import Box, Column

# Millimetres between the margins of the sheet lying crosswise, less some for rules; what units and totals take of them.
_ROOM = {"a4": 260, "a3": 380}
_PINS = 62
_WIDTH = {"is-number": 16, "is-text": 21, "is-long": 40}


@dataclass(frozen=True, slots=True)
class Block:
    """Some columns with all units."""

    number: int
    columns: list[Column]
    rows: list[tuple[Line, list[Box]]]


def paper_of(asked: str) -> str:
    """A3 where it is asked for, else A4."""
    return asked if asked in _ROOM else "a4"


def blocks_of(form: MatrixForm, paper: str) -> list[Block]:
    """Left to right, each as wide as the paper allows."""
    room, blocks, first = _ROOM[paper] - _PINS, [], 0
    for number, size in enumerate(_sizes([_WIDTH[column.look] for column in form.columns], room), 1):
        kept = slice(first, first + size)
        rows = [(line, line.boxes[kept]) for line in form.lines]
        blocks.append(Block(number, form.columns[kept], rows))
        first += size
    return blocks


def _sizes(widths: Sequence[int], room: int) -> Iterator[int]:
    count = used = 0
    for width in widths:
        if count and used + width > room:
            yield count
            count = used = 0
        count, used = count + 1, used + width
    if count:
        yield count
