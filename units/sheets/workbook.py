"""A workbook as plain text: what a person sees in its cells."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Merge:
    """A merged range by its first and last row and column, counted from 0."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """Row 1 of the sheet is `rows[0]`; rows are of one length; a merged range repeats its value."""

    name: str
    rows: tuple[tuple[str, ...], ...]
    merges: tuple[Merge, ...] = ()

    def place(self, row: int, column: int) -> str:
        """What the office calls the cell: Sheet1!C7."""
        return f"{self.name}!{place(row, column)}"


@dataclass(frozen=True, slots=True)
class Workbook:
    """The visible sheets in the order of their tabs."""

    sheets: tuple[Sheet, ...]


def place(row: int, column: int) -> str:
    """C7 for row 6 and column 2."""
    letters, left = "", column + 1
    while left:
        left, letter = divmod(left - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return f"{letters}{row + 1}"
