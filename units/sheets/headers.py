"""Finding the table in a sheet: titles above it, a head of one or two rows, then rows down to the signatures."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from units.sheets.workbook import Sheet

DEEPEST_HEAD = 30
"""How far down a head may stand."""

_IN_PARENTHESES = re.compile(r"\([^()]*\)")
_TOTAL = re.compile(r"(合计|总计|小计|总分|总得分|得分合计|共计)(\(.*\))?[:：]?\d*(\.\d+)?分?")
_SIGNATURE = re.compile(
    r"(签字|签名|签章|盖章|公章|评分人|考核人|填表人|填报人|审核人|负责人|联系电话|组长|日期|填表时间|\d{4}年\d+月\d+日|年月日)"
)
_NOTE = re.compile(r"(注|备注|说明|填表说明)\d*[:：.、]")


@dataclass(frozen=True, slots=True)
class Column:
    """A wanted column and the heads it may stand under; `many` columns may share one key."""

    key: str
    names: tuple[str, ...]
    required: bool = False
    many: bool = False


@dataclass(frozen=True, slots=True)
class CellError:
    """What is wrong in one cell (Sheet1!C7), and what to do."""

    cell: str
    sentence: str

    def __str__(self) -> str:
        return f"{self.cell}：{self.sentence}"


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the table: where it stands in the sheet (from 0), and its text in each wanted column."""

    number: int
    texts: Mapping[str, tuple[str, ...]]
    whole: tuple[str, ...]

    def text(self, key: str) -> str:
        """The text of a column that there is at most once; empty where the column is missing."""
        return self.texts[key][0] if self.texts.get(key) else ""


@dataclass(frozen=True, slots=True)
class Table:
    """The rows that count, those left aside (totals, notes), and where each column stands."""

    sheet: Sheet
    places: Mapping[str, tuple[int, ...]]
    rows: tuple[Row, ...]
    totals: tuple[Row, ...] = ()
    notes: tuple[Row, ...] = ()

    def cell(self, row: Row, key: str, *, at: int = 0) -> str:
        """The name of a cell of the row; its first cell where the column is missing."""
        columns = self.places.get(key) or (0,)
        return self.sheet.place(row.number, columns[at])


def plain(text: str) -> str:
    """A head or mark as it is compared: half-width, without spaces and line breaks."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))


def find_table(sheet: Sheet, columns: Sequence[Column]) -> Table | None:
    """The table under the head that names most of the columns, all required ones among them."""
    heads = [_head(sheet, number, columns) for number in range(min(DEEPEST_HEAD, len(sheet.rows)))]
    best = max(heads, key=_count, default={})
    if not best:
        return None
    first = heads.index(best)
    while first + 1 < len(heads) and _count(heads[first + 1]) >= _count(best):
        first += 1
    return _table(sheet, heads[first], first)


def missing(sheet: Sheet, columns: Sequence[Column]) -> tuple[CellError, ...]:
    """Why no table was found: the required columns that the best row does not name."""
    rows = range(min(DEEPEST_HEAD, len(sheet.rows)))
    named = [(_named(sheet, number, columns), number) for number in rows]
    found, number = max(named, key=lambda one: (_count(one[0]), -one[1]), default=({}, 0))
    return tuple(
        CellError(sheet.place(number, 0), f"没有找到“{column.names[0]}”一列，请在表头写明。")
        for column in columns
        if column.required and column.key not in found
    )


def _count(head: Mapping[str, tuple[int, ...]]) -> int:
    return sum(len(places) for places in head.values())


def _head(sheet: Sheet, number: int, columns: Sequence[Column]) -> Mapping[str, tuple[int, ...]]:
    """The columns that this row, as the last row of a head, names; nothing unless all required ones."""
    found = _named(sheet, number, columns)
    if any(column.required and column.key not in found for column in columns):
        return {}
    return found


def _named(sheet: Sheet, number: int, columns: Sequence[Column]) -> Mapping[str, tuple[int, ...]]:
    found: dict[str, tuple[int, ...]] = {}
    above = sheet.rows[number - 1] if number else ()
    for place, text in enumerate(sheet.rows[number]):
        names = _names(text, above[place] if above else "")
        column = next((one for one in columns if names & set(one.names)), None)
        if column and (column.many or column.key not in found):
            found[column.key] = (*found.get(column.key, ()), place)
    return found


def _names(text: str, above: str) -> set[str]:
    """How a head may be read: itself, without its parentheses, after the head above it; a blank takes that."""
    own, upper = plain(text), plain(above)
    whole = {own or upper} | ({upper + own} if own and upper != own else set())
    return {name for name in whole | {_IN_PARENTHESES.sub("", one) for one in whole} if name}


def _table(sheet: Sheet, head: Mapping[str, tuple[int, ...]], last: int) -> Table:
    taken: dict[str, list[Row]] = {"rows": [], "totals": [], "notes": []}
    wanted = sorted(place for places in head.values() for place in places)
    heads = [[sheet.rows[number][place] for place in wanted] for number in {max(last - 1, 0), last}]
    for row in _below(sheet, head, last):
        if [row.whole[place] for place in wanted] not in heads:  # printed again on the next page
            taken[_sort(row)].append(row)
    return Table(sheet, head, tuple(taken["rows"]), tuple(taken["totals"]), tuple(taken["notes"]))


def _below(sheet: Sheet, head: Mapping[str, tuple[int, ...]], last: int) -> Iterator[Row]:
    """The rows under the head that hold anything in a wanted column, down to the signatures."""
    for number in range(last + 1, len(sheet.rows)):
        cells = sheet.rows[number]
        texts = {key: tuple(cells[place] for place in places) for key, places in head.items()}
        if _is_signature(cells):
            return
        if any(any(group) for group in texts.values()):
            yield Row(number, texts, cells)


def _is_signature(cells: Iterable[str]) -> bool:
    """Few different texts, one of them a place to sign or date: “考核组组长（签字）：”."""
    different = [plain(text) for text in dict.fromkeys(cells) if text]
    return 0 < len(different) <= 4 and all(_is_form(text) for text in different)


def _is_form(text: str) -> bool:
    return len(text) <= 60 and bool(_SIGNATURE.search(text)) and bool(re.search(r"[:：)日]", text))


def _sort(row: Row) -> str:
    first = plain(next(text for text in row.whole if text))
    kinds: dict[str, Callable[[str], re.Match[str] | None]] = {
        "totals": _TOTAL.fullmatch,
        "notes": _NOTE.match,
    }
    return next((kind for kind, is_kind in kinds.items() if is_kind(first)), "rows")
