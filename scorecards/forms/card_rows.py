"""The rows of a card on the screen: each item with its inputs by scoring kind."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from scorecards.figures import shown
from scorecards.models import Mark
from scorecards.outline import part_in_words
from scorecards.scoring import Item, NodeKind, Part, rule_in_words
from scorecards.scoring.level import Level
from scorecards.scoring.numbers import in_print
from scorecards.scoring.tally import Tally
from scorecards.transitions import Saved


@dataclass(frozen=True, slots=True)
class Choice:
    """One level with its points."""

    id: str
    name: str
    points: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Count:
    """How often one cause occurred."""

    id: str
    field: str
    cause: str
    text: str
    worth: str
    value: str


@dataclass(slots=True)
class Row:
    """One item on the card."""

    item: Item
    node_id: int
    rule_text: str
    trail: str
    points: Decimal | None
    version: int
    note: str
    value: str = ""
    is_full: bool = False
    choices: list[Choice] = field(default_factory=list)
    counts: list[Count] = field(default_factory=list)
    outcome: Saved | None = None
    theirs: "Theirs | None" = None

    @property
    def key(self) -> str:
        """The item's key, which begins every field name of the row."""
        return self.item.key

    @property
    def id(self) -> str:
        """Begins every id of the row; the same on every page that links here."""
        return f"n{self.node_id}"

    @property
    def first_id(self) -> str:
        """The field that links to this row lead to."""
        return f"{self.id}-1"

    @property
    def worth(self) -> str:
        """The item's points as printed; empty where none are written."""
        return "" if self.item.points is None else in_print(self.item.points)

    @property
    def words(self) -> str:
        """The formula as a sentence."""
        return rule_in_words(self.item)

    @property
    def template(self) -> str:
        """The partial that holds this kind's inputs."""
        return f"scorecards/inputs/{self.item.kind.lower()}.html"

    @property
    def value_label(self) -> str:
        """What the number is."""
        return {NodeKind.BONUS: "加分", NodeKind.PENALTY: "减分"}.get(self.item.within, "自评得分")

    @property
    def range_words(self) -> str:
        """Between what a number that is typed has to be."""
        low, high = self.item.rule.bounds()
        if self.item.points is None:
            return f"不小于 {in_print(low)}，最多四位小数"
        return f"{in_print(low)} 到 {in_print(high)}，最多四位小数"

    @property
    def takes_minus(self) -> bool:
        """Whether a phone's keyboard has to offer the minus sign."""
        return self.item.rule.bounds()[0] < 0

    @property
    def full_words(self) -> str:
        """The explicit act 无上述情形; in bonus and penalty parts nothing typed says the same."""
        rule = self.item.rule
        if self.item.optional or not isinstance(rule, Tally):
            return ""
        base = rule.points(rule.full())
        act = "按满分计" if base == rule.bounds()[1] else "计基础分"
        return f"无上述情形，{act}（{in_print(base)} 分）"

    @property
    def is_filled(self) -> bool:
        """Whether the unit has answered."""
        return self.points is not None

    @property
    def is_needed(self) -> bool:
        """Whether the card cannot be reported without it."""
        return not self.item.optional

    @property
    def state(self) -> str:
        """The dot in the list of items."""
        if self.problem:
            return "wrong"
        return "filled" if self.is_filled else "open" if self.is_needed else "none"

    @property
    def state_words(self) -> str:
        """The dot in words."""
        return {"wrong": "需要修改", "filled": "已填", "open": "未填", "none": "无"}[self.state]

    @property
    def score(self) -> str:
        """The live score beside the item."""
        if self.problem:
            return "待修改"
        if not self.is_filled:
            return "未填" if self.is_needed else "无"
        return f"{'减 ' if self.item.within is NodeKind.PENALTY else ''}{shown(self.points)} 分"

    @property
    def problem(self) -> str:
        """The sentence at the row after a refused save."""
        return self.outcome.problem if self.outcome else ""

    @property
    def is_conflict(self) -> bool:
        """Whether the refusal was another person's change."""
        return self.outcome is not None and self.outcome.is_conflict

    @property
    def wrong_id(self) -> str:
        """The id of the field that the sentence is about; empty when there is none."""
        if not self.problem or self.is_conflict or self.outcome is None:
            return ""
        if self.outcome.field in {"note", "full"}:
            return f"{self.id}-{self.outcome.field}"
        wanted = (count.id for count in self.counts if f"counts.{count.cause}" == self.outcome.field)
        return next(wanted, self.first_id)

    @property
    def is_note_wrong(self) -> bool:
        """Whether the sentence is about the note."""
        return self.wrong_id == f"{self.id}-note"

    @property
    def values(self) -> dict[str, str]:
        """What the fields hold, by name; boxes that are not ticked are left out, as a browser does."""
        chosen = {f"{self.key}:level": choice.name for choice in self.choices if choice.is_chosen}
        counts = {count.field: count.value for count in self.counts}
        full = {f"{self.key}:full": "on"} if self.is_full and self.full_words else {}
        value = {} if self.choices or self.counts else {f"{self.key}:value": self.value}
        return {**chosen, **counts, **full, **value, f"{self.key}:note": self.note}


@dataclass(frozen=True, slots=True)
class Theirs:
    """What somebody else saved in between: who, when, in words, and as the fields would hold it."""

    who: str
    when: str
    words: str
    stored: Row


@dataclass(frozen=True, slots=True)
class Block:
    """One topmost part with its rows."""

    part: Part
    rows: list[Row]

    @property
    def id(self) -> str:
        """What links to the part lead to."""
        return f"part-{self.rows[0].node_id}" if self.rows else ""

    @property
    def worth(self) -> str:
        """The part's points as printed."""
        return "" if self.part.points is None else in_print(self.part.points)

    @property
    def words(self) -> str:
        """What the part does to the sum of its items."""
        return part_in_words(self.part)

    @property
    def filled(self) -> int:
        """How many of the needed rows are answered."""
        return sum(row.is_filled for row in self.rows if row.is_needed)

    @property
    def has_problem(self) -> bool:
        """Whether one of the rows has to be mended."""
        return any(row.problem for row in self.rows)

    @property
    def needed(self) -> int:
        """How many rows have to be answered."""
        return sum(row.is_needed for row in self.rows)


def row_of(item: Item, mark: Mark, *, trail: str, typed: Mapping[str, Any] | None, note: str) -> Row:
    """The row as it shows this input: what is stored, or what was typed."""
    row = Row(item, mark.node_id, mark.node.rule_text, trail, mark.reported, mark.version, note)
    rule, given = item.rule, typed or {}
    if isinstance(rule, Level):
        row.choices = [
            Choice(f"{row.id}-{number}", step.name, in_print(step.points), step.name == given.get("level"))
            for number, step in enumerate(rule.levels, 1)
        ]
    elif isinstance(rule, Tally):
        _show_counts(row, rule, None if typed is None else given.get("counts", {}))
        row.is_full = bool(given.get("full")) or (typed is not None and not any(c.value for c in row.counts))
    else:
        row.value = str(given.get("value", ""))
    return row


def _show_counts(row: Row, rule: Tally, counts: Mapping[str, Any] | None) -> None:
    nothing = "0" if counts is not None and not counts and row.item.optional else ""
    verb = "减" if row.item.within is NodeKind.PENALTY else "加"
    row.counts = [
        Count(
            id=f"{row.id}-{number}",
            field=f"{row.key}:count:{cause.key}",
            cause=cause.key,
            text=cause.text,
            worth=cause.in_words(verb="扣" if cause.unit < 0 else verb).removeprefix(cause.text),
            value=str((counts or {}).get(cause.key, nothing)),
        )
        for number, cause in enumerate(rule.causes, 1)
    ]
