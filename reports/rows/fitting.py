"""How close a 得分反馈单 has to be set to stay on one page: an estimate in millimetres."""

import math
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

POINT = 0.3528
ROOM = 198
"""Millimetres of a page for the rows and what stands below them."""
TITLE, WHY, WHOLE = 48, 80, 172
LATIN = 0.56
"""How wide a half-width sign is against a Han one."""


@dataclass(frozen=True, slots=True)
class Size:
    """One way of setting it: size of type in points, height of a line, room around a row; are lines joined."""

    name: str
    points: float
    leading: float
    padding: float
    joins: bool

    def height(self, texts: Iterable[str], *, width: float) -> float:
        """What these texts take in a column."""
        sign = self.points * POINT
        whole = ["；".join(texts)] if self.joins else [*texts]
        lines = sum(math.ceil(_signs(text) * sign / width) for text in whole)
        return max(lines, 1) * sign * self.leading


SIZES = (
    Size("roomy", 10.5, 1.36, 3.2, joins=False),
    Size("", 9.4, 1.36, 1.6, joins=False),
    Size("small", 8.4, 1.36, 0.9, joins=True),
    Size("tiny", 7.4, 1.3, 0.6, joins=True),
)


def size_for(rows: Sequence[tuple[str, Sequence[str]]], below: Sequence[Sequence[str]]) -> str:
    """The largest that keeps the rows (title, lines beside it) and the blocks below them on one page."""
    for size in SIZES:
        table = sum(
            max(size.height([title], width=TITLE), size.height(why, width=WHY)) + size.padding
            for title, why in rows
        )
        blocks = sum(6 + size.height(block, width=WHOLE) for block in below if block)
        if table + blocks <= ROOM:
            return size.name
    return SIZES[-1].name


def _signs(text: str) -> float:
    return sum(1 if unicodedata.east_asian_width(sign) in "WF" else LATIN for sign in text)
