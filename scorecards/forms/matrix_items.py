"""按项目录入: one item of all units as a form; only exceptions are typed, the rest gets its full mark by a tick."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from scorecards.cards.item_marks import ItemMark
from scorecards.forms.matrix import sentence_of
from scorecards.forms.matrix_cells import Column, name_of
from scorecards.scoring import BadInput, full_input, given_in_words, is_na, show_cell
from scorecards.scoring.numbers import in_print
from scorecards.transitions import Cell, Saved

MOST_BASIS = 500


@dataclass(slots=True)
class ItemLine:
    """One unit: what stands in the boxes, what stood there when the page was made, and what is wrong."""

    row: ItemMark
    name: str
    version: int
    seen: str
    seen_basis: str
    text: str
    basis: str
    problem: str = ""
    basis_problem: str = ""

    @property
    def key(self) -> str:
        """Names its boxes."""
        return str(self.row.card.pk)

    @property
    def reported(self) -> str:
        """自评 in words."""
        mark, item = self.row.mark, self.row.item
        if not item.is_reported:
            return "不自评"
        if mark.reported_input is None:
            return "无" if item.optional else "未填"
        said = given_in_words(item, mark.reported_input)
        if mark.reported is None or is_na(mark.reported_input):
            return said
        return f"{said}（{in_print(Fraction(mark.reported))} 分）"

    @property
    def points(self) -> str:
        """What the stored mark counts for; relative ones are told by the matrix."""
        given, points = self.row.mark.checked_input, self.row.mark.checked
        if given is None:
            return ""
        return "随本组计算" if points is None else in_print(Fraction(points))

    @property
    def is_typed(self) -> bool:
        """Whether a person changed something here."""
        return (self.text, self.basis) != (self.seen, self.seen_basis)

    @property
    def base(self) -> str:
        """What the typing started from, as the page carries it."""
        return f"{self.version} {self.seen}"

    @property
    def full_text(self) -> str:
        """What the tick writes here; nothing where the item needs no act or has no full mark."""
        mark = self.row.mark
        if self.text or mark.checked_input is not None or mark.is_returned or not self.row.is_open:
            return ""
        try:
            return show_cell(self.row.item, full_input(self.row.item))
        except BadInput:
            return ""

    def cell(self, *, text: str, with_basis: bool) -> Cell:
        """What will be written, upon the version that the page was made of."""
        card_id, key = self.row.card.pk, self.row.item.key
        return Cell(card_id, key, text, self.version, self.basis if with_basis else None)


class ItemForm:
    """Lines in official order; bound to what was posted where there is any."""

    def __init__(
        self, rows: Iterable[ItemMark], column: Column, posted: Mapping[str, str] | None = None
    ) -> None:
        self.column = column
        self.lines = [_line(row, posted or {}) for row in rows]
        self.rest = bool(posted and posted.get("rest"))

    @property
    def can_fill_rest(self) -> bool:
        """Whether the tick would write anything."""
        return any(line.full_text for line in self.lines)

    @property
    def is_open(self) -> bool:
        """Whether a mark can be entered."""
        return any(line.row.is_open for line in self.lines)

    @property
    def cells(self) -> list[Cell]:
        """What a person typed, and with the tick the rest."""
        found = []
        for line in self.lines:
            if line.is_typed and (line.text != line.seen or not (self.rest and line.full_text)):
                found.append(line.cell(text=line.text, with_basis=True))
            elif self.rest and line.full_text:
                found.append(line.cell(text=line.full_text, with_basis=line.is_typed))
        return found

    def is_valid(self) -> bool:
        """Whether every basis is short enough to keep."""
        for line in self.lines:
            if len(line.basis) > MOST_BASIS:
                line.basis_problem = f"依据最多 {MOST_BASIS} 个字，这里有 {len(line.basis)} 个字。"
            elif "\x00" in line.basis + line.text:
                line.basis_problem = "内容里有不能保存的符号，请重新填写。"
        return not any(line.basis_problem for line in self.lines)

    def take(self, problems: Mapping[str, Saved]) -> None:
        """Say at each line why it was not saved; a second saver goes on from what stands there now."""
        for line in self.lines:
            if saved := problems.get(f"{line.key}:{line.row.item.key}"):
                stored = show_cell(line.row.item, line.row.mark.checked_input)
                line.problem = sentence_of(saved, stored)
                if saved.is_conflict:
                    line.version, line.seen, line.seen_basis = saved.version, stored, line.row.mark.basis

    @property
    def unsaved(self) -> list[tuple[str, str]]:
        """What was typed, by unit."""
        typed = [line for line in self.lines if line.is_typed]
        return [(line.name, "，".join(filter(None, [line.text, line.basis]))) for line in typed]

    @property
    def problems(self) -> list[dict[str, str]]:
        """For the summary on top."""
        return [
            {"field_id": f"{kind}-{line.key}", "label": line.name, "sentence": said}
            for line in self.lines
            for kind, said in (("c", line.problem), ("b", line.basis_problem))
            if said
        ]


def _line(row: ItemMark, posted: Mapping[str, str]) -> ItemLine:
    key, mark = str(row.card.pk), row.mark
    stored = show_cell(row.item, mark.checked_input)
    line = ItemLine(row, name_of(row.card), mark.version, stored, mark.basis, stored, mark.basis)
    if f"v:{key}" not in posted:
        return line
    version, _, seen = posted[f"v:{key}"].partition(" ")
    text, basis = posted.get(f"c:{key}", "").strip(), posted.get(f"b:{key}", "").strip()
    if (text, basis) != (seen, seen_basis := posted.get(f"o:{key}", "")):
        line.version, line.seen, line.seen_basis = _number(version), seen, seen_basis
        line.text, line.basis = text, basis
    return line


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1
