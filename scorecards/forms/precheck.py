"""初评 as a form: what the branch reported beside the boxes of the same item."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.http import QueryDict
from django.utils import timezone
from django.utils.formats import date_format

from scorecards.cards.results import ItemLine, Results
from scorecards.figures import told
from scorecards.forms.card_inputs import raw_from
from scorecards.forms.card_rows import Row, row_of
from scorecards.scoring import Item
from scorecards.transitions import Saved
from scorecards.transitions.prechecking import wants_precheck


@dataclass(frozen=True, slots=True)
class PrecheckLine:
    """One item: 自评 for reading, 初评 for typing; `theirs` says what somebody else saved in between."""

    told: ItemLine
    row: Row
    theirs: str = ""


@dataclass(frozen=True, slots=True)
class PrecheckPart:
    """One topmost part with its lines."""

    title: str
    lines: list[PrecheckLine]


class PrecheckForm:
    """Shows what is stored; an item that was posted and not saved shows what was typed."""

    def __init__(
        self,
        results: Results,
        data: QueryDict | None = None,
        outcomes: Iterable[Saved] = (),
        *,
        unsaved: bool = False,
    ) -> None:
        self._data, self._unsaved = data, unsaved
        self._outcomes = {outcome.key: outcome for outcome in outcomes}
        self.parts = [
            PrecheckPart(part.part.title, [self._line(line) for line in part.lines if line.item.is_reported])
            for part in results.parts
        ]

    @property
    def lines(self) -> Iterator[PrecheckLine]:
        """All lines in order."""
        return (line for part in self.parts for line in part.lines)

    @property
    def summary(self) -> list[dict[str, str]]:
        """What to mend, for components/error_summary.html."""
        return [
            {"field_id": line.row.wrong_id or line.row.first_id, "label": line.row.item.title,
             "sentence": line.row.problem}
            for line in self.lines
            if line.row.problem
        ]  # fmt: skip

    @property
    def missing(self) -> list[Row]:
        """Rows without 初评 that 完成初评 waits for."""
        return [line.row for line in self.lines if wants_precheck(line.row.item, line.told.mark)]

    @property
    def empty(self) -> int:
        """How many cells 按自评 would fill."""
        return sum(_copies(line.told) for line in self.lines)

    @property
    def empty_words(self) -> str:
        """The same number, as part of a sentence."""
        return str(self.empty)

    def _line(self, told_line: ItemLine) -> PrecheckLine:
        item, mark = told_line.item, told_line.mark
        outcome = self._outcomes.get(item.key)
        typed, note = mark.prechecked_input, mark.precheck_note
        is_typed = self._data is not None and f"{item.key}:version" in self._data
        shows_typed = is_typed and (self._unsaved or bool(outcome and outcome.problem))
        if shows_typed and self._data is not None:
            typed, note = _shown_again(item, self._data), self._data.get(f"{item.key}:note", "")
        row = row_of(item, mark, trail=told_line.trail, typed=typed, note=note)
        row.column, row.outcome, row.points = "初评", outcome, mark.prechecked
        row.is_filled = mark.prechecked_input is not None
        if shows_typed and self._data is not None and not row.is_conflict:
            row.version = _posted_version(item, self._data)
        return PrecheckLine(told_line, row, _theirs(item, told_line, outcome))


def _copies(line: ItemLine) -> bool:
    return line.mark.prechecked_input is None and line.mark.reported_input is not None


def _theirs(item: Item, line: ItemLine, outcome: Saved | None) -> str:
    if outcome is None or not outcome.is_conflict:
        return ""
    when = date_format(timezone.localtime(outcome.changed_at), "n月j日 H:i")
    return f"{outcome.changed_by}（{when}）保存的是：{told(item, line.mark.prechecked_input).replace('自评', '初评')}"


def _posted_version(item: Item, data: QueryDict) -> int:
    text = data.get(f"{item.key}:version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _shown_again(item: Item, data: QueryDict) -> dict[str, object] | None:
    raw = raw_from(item, data)
    return raw and {**raw, "full": data.get(f"{item.key}:full", "")}
