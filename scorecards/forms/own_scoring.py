"""One item of a 评分部门 for all units: what is put in, and the basis."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import QueryDict

from scorecards.forms.matrix_cells import name_of
from scorecards.group_sheets import Sheet
from scorecards.models import Card, CardState
from scorecards.scoring import Item, show_cell
from scorecards.transitions import Cell, Saved

_LONGEST_TEXT, _LONGEST_BASIS = 4_000, 500


@dataclass(slots=True)
class OwnLine:
    """One unit."""

    card: Card
    text: str
    basis: str
    version: int
    base: str
    problem: str = ""

    @property
    def id(self) -> str:
        """Begins every id of the line."""
        return f"o{self.card.pk}"

    @property
    def name(self) -> str:
        """Whose it is."""
        return name_of(self.card)

    @property
    def is_open(self) -> bool:
        """Whether it can still be typed."""
        return self.card.state == CardState.CHECKING

    @property
    def is_touched(self) -> bool:
        """Whether something else stands there than what the page was sent with."""
        return _base(self.text, self.basis) != self.base


class OwnForm:
    """All units that have the item, in official order."""

    def __init__(self, sheet: Sheet, item: Item, data: QueryDict | None = None) -> None:
        """As stored, or as typed."""
        self.item = item
        cards = [card for card in sheet.cards.values() if (card.pk, item.key) in sheet.marks]
        self.lines = [_line(sheet, card, item.key, data) for card in cards]

    @property
    def hint(self) -> str:
        """What one types."""
        na = "不适用的填“不适用”。" if self.item.na_rule else ""
        return f"{self.item.rule.cell_hint()}{na}"

    @property
    def problems(self) -> list[dict[str, str]]:
        """Lines to mend."""
        return [
            {"field_id": f"{line.id}-text", "label": line.name, "sentence": line.problem}
            for line in self.lines
            if line.problem
        ]

    def cells(self) -> list[Cell]:
        """What was typed and is short enough; the rest is marked."""
        found = []
        for line in self.lines:
            if line.is_touched and line.is_open:
                if len(line.basis) > _LONGEST_BASIS or len(line.text) > _LONGEST_TEXT:
                    line.problem = f"依据最多 {_LONGEST_BASIS} 个字，录入内容最多 {_LONGEST_TEXT} 个字。"
                    continue
                found.append(Cell(line.card.pk, self.item.key, line.text, line.version, line.basis))
        return found

    def take(self, outcomes: Iterable[Saved]) -> None:
        """Show why a line could not be saved."""
        by_key = {outcome.key: outcome.problem for outcome in outcomes}
        for line in self.lines:
            line.problem = by_key.get(f"{line.card.pk}:{self.item.key}", "") or line.problem


def _line(sheet: Sheet, card: Card, key: str, data: QueryDict | None) -> OwnLine:
    mark = sheet.marks[card.pk, key]
    stored = show_cell(sheet.item(card, key), mark.checked_input)
    line = OwnLine(card, stored, mark.basis, mark.version, _base(stored, mark.basis))
    if data is not None and f"{line.id}:text" in data:
        line.text = data.get(f"{line.id}:text", "").strip()
        line.basis = " ".join(data.get(f"{line.id}:basis", "").split())
        version = data.get(f"{line.id}:version", "")
        line.version = int(version) if version.isascii() and version.isdigit() and len(version) < 10 else -1
        line.base = data.get(f"{line.id}:base", line.base)
    return line


def _base(text: str, basis: str) -> str:
    return f"{text}|{' '.join(basis.split())}"
