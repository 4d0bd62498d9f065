"""The card as a form: parts, rows with their inputs by scoring kind, and the entries that were typed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.http import QueryDict

from scorecards.models import Mark
from scorecards.scoring import Item, Kind, Part, rule_in_words
from scorecards.scoring.level import Level
from scorecards.scoring.numbers import in_print
from scorecards.scoring.tally import Tally
from scorecards.transitions import Entry, Saved


@dataclass(frozen=True, slots=True)
class Choice:
    """One level with its points."""

    name: str
    points: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Count:
    """How often one cause occurred."""

    field: str
    text: str
    value: str


@dataclass(slots=True)
class Row:
    """One item on the card."""

    item: Item
    rule_text: str
    points: Decimal | None
    version: int
    note: str
    value: str = ""
    is_full: bool = False
    choices: list[Choice] = field(default_factory=list)
    counts: list[Count] = field(default_factory=list)
    outcome: Saved | None = None

    @property
    def key(self) -> str:
        """The item's key, which begins every field name of the row."""
        return self.item.key

    @property
    def words(self) -> str:
        """The formula as a sentence."""
        return rule_in_words(self.item)

    @property
    def template(self) -> str:
        """The partial that holds this kind's inputs."""
        return f"scorecards/inputs/{self.item.kind.lower()}.html"

    @property
    def is_filled(self) -> bool:
        """Whether the unit has answered."""
        return self.points is not None

    @property
    def problem(self) -> str:
        """The sentence under the row after a refused save."""
        return self.outcome.problem if self.outcome else ""


@dataclass(frozen=True, slots=True)
class Block:
    """One topmost part with its rows."""

    part: Part
    rows: list[Row]

    @property
    def filled(self) -> int:
        """How many rows are answered."""
        return sum(row.is_filled for row in self.rows)


class CardForm:
    """Unbound it shows what is stored; bound it shows what was typed and gives it as entries."""

    def __init__(self, tree: Part, marks: Iterable[Mark], data: QueryDict | None = None) -> None:
        self.data = data
        self._marks = {mark.node.key: mark for mark in marks}
        self.blocks = [
            Block(part, [self._row(item) for item in part.items() if item.key in self._marks])
            for part in tree.children
            if isinstance(part, Part)
        ]
        self.rows = [row for block in self.blocks for row in block.rows]

    def entries(self) -> list[Entry]:
        """What was typed, only for items whose version came along (a script posts just the changed ones)."""
        data = self.data or QueryDict()
        return [
            Entry(row.key, _raw(row.item, data), data.get(f"{row.key}:note", "").strip(), _version(data, row.key))
            for row in self.rows
            if f"{row.key}:version" in data
        ]

    def take(self, outcomes: Iterable[Saved]) -> None:
        """Show each outcome at its row; versions and points move on where the entry was taken."""
        by_key = {outcome.key: outcome for outcome in outcomes}
        for row in self.rows:
            outcome = by_key.get(row.key)
            if outcome is None:
                continue
            row.outcome = outcome
            if not outcome.problem:
                row.version, row.points = outcome.version, outcome.points

    @property
    def filled(self) -> int:
        """Answered items."""
        return sum(row.is_filled for row in self.rows)

    @property
    def problems(self) -> list[Row]:
        """Rows to mend, for the summary on top."""
        return [row for row in self.rows if row.problem]

    def _row(self, item: Item) -> Row:
        mark = self._marks[item.key]
        bound = self.data is not None and f"{item.key}:version" in self.data
        raw: Mapping[str, Any] | None = _raw(item, self.data) if bound and self.data else mark.reported_input
        note = self.data.get(f"{item.key}:note", "") if bound and self.data else mark.reported_note
        row = Row(item, mark.node.rule_text, mark.reported, mark.version, note)
        _show(row, raw)
        return row


def _show(row: Row, raw: Mapping[str, Any] | None) -> None:
    rule, given = row.item.rule, raw or {}
    if isinstance(rule, Level):
        row.choices = [Choice(step.name, in_print(step.points), step.name == given.get("level"))
                       for step in rule.levels]  # fmt: skip
    elif isinstance(rule, Tally):
        counts = given.get("counts", {})
        row.is_full = raw is not None and not any(counts.values())
        row.counts = [Count(f"{row.key}:count:{cause.key}", cause.text, str(counts.get(cause.key, "")))
                      for cause in rule.causes]  # fmt: skip
    else:
        row.value = str(given.get("value", ""))


def _raw(item: Item, data: QueryDict) -> dict[str, object] | None:
    if item.kind is Kind.LEVEL:
        level = data.get(f"{item.key}:level", "")
        return {"level": level} if level else None
    if isinstance(item.rule, Tally):
        counts = {cause.key: data.get(f"{item.key}:count:{cause.key}", "").strip() for cause in item.rule.causes}
        typed = {key: count for key, count in counts.items() if count}
        return {"counts": typed} if typed or data.get(f"{item.key}:full") else None
    value = data.get(f"{item.key}:value", "").strip()
    return {"value": value} if value else None


def _version(data: QueryDict, key: str) -> int:
    text = data.get(f"{key}-version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1
