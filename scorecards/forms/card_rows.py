"""The rows of a card on the screen: each item with its inputs by scoring kind."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from typing import Any, Protocol

from scorecards.figures import shown, told
from scorecards.forms.card_beside import Beside
from scorecards.forms.card_inputs import Answer, Option, answers_of
from scorecards.forms.item_words import ItemWords, item_words
from scorecards.models import Mark
from scorecards.rubrics.outline import part_in_words
from scorecards.scoring import Item, Kind, NodeKind, Part
from scorecards.scoring.numbers import in_print
from scorecards.scoring.tally import Tally
from scorecards.transitions import Saved


@dataclass(slots=True)
class Row:
    """One item on the card."""

    item: Item
    said: ItemWords
    anchor: str
    trail: str
    points: Decimal | None
    version: int
    note: str
    is_filled: bool = False
    is_full: bool = False
    is_na: bool = False
    answers: list[Answer] = field(default_factory=list)
    beside: Beside = field(default_factory=Beside)
    stored: dict[str, Any] | None = None
    outcome: Saved | None = None
    theirs: "Theirs | None" = None
    column: str = "自评"

    @property
    def key(self) -> str:
        """The item's key, which begins every field name of the row."""
        return self.item.key

    @property
    def id(self) -> str:
        """Begins every id of the row; the same on every page that links here."""
        return self.anchor

    @property
    def first_id(self) -> str:
        """The field that links to this row lead to."""
        return f"{self.id}-1"

    @property
    def name(self) -> str:
        """Number and title, for readers that hear a control without its surroundings."""
        return self.said.name

    @property
    def worth(self) -> str:
        """The item's points as printed; empty where none are written."""
        return self.said.worth

    @property
    def words(self) -> str:
        """The formula as a sentence."""
        return self.said.rule

    @property
    def template(self) -> str:
        """The partial that holds this kind's inputs."""
        return f"scorecards/inputs/{'level' if self.item.kind is Kind.LEVEL else 'boxes'}.html"

    @property
    def options(self) -> list[Option]:
        """The levels to choose from."""
        return self.answers[0].options

    @property
    def value_label(self) -> str:
        """What a number that is typed as points is."""
        return {NodeKind.BONUS: "加分", NodeKind.PENALTY: "减分"}.get(self.item.within, f"{self.column}得分")

    @property
    def na_words(self) -> str:
        """What 不适用 counts as."""
        return self.said.na

    @property
    def full_words(self) -> str:
        """The explicit act 无上述情形."""
        return self.said.none

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
        if self.points is None:
            return "不适用" if self.is_na else "按组计算"
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
        if self.outcome.field in {"note", "full", "na"}:
            return f"{self.id}-{self.outcome.field}"
        wanted = (answer.id for answer in self.answers if answer.box.name == self.outcome.field)
        return next(wanted, self.first_id)

    @property
    def is_note_wrong(self) -> bool:
        """Whether the sentence is about the note."""
        return self.wrong_id == f"{self.id}-note"

    @property
    def stored_words(self) -> str:
        """What the server holds, in words."""
        return told(self.item, self.stored)

    @property
    def offers_full(self) -> bool:
        """Whether 按满分计 would fill it: nothing is there yet, and the item stands alone."""
        return not self.is_filled and self.said.takes_full and not self.beside.is_locked

    @property
    def opens_note(self) -> bool:
        """Whether the note shows by itself: there is a loss or a gain, something is written, or it is wrong."""
        if self.note or self.is_note_wrong:
            return True
        expected = self.item.full()
        return self.is_filled and self.points is not None and Fraction(self.points) != expected

    @property
    def values(self) -> dict[str, str]:
        """What the fields hold, by name; boxes that are not ticked are left out, as a browser does."""
        values = {answer.name: answer.value for answer in self.answers if answer.value or not answer.options}
        full = {f"{self.key}:full": "on"} if self.is_full and self.full_words else {}
        na = {f"{self.key}:na": "on"} if self.is_na else {}
        return {**values, **full, **na, f"{self.key}:note": self.note}


class Standing(Protocol):
    """Anything on the card that is saved by itself, as it stands on the server."""

    @property
    def note(self) -> str: ...
    @property
    def values(self) -> dict[str, str]: ...
    @property
    def score(self) -> str: ...
    @property
    def state(self) -> str: ...
    @property
    def state_words(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Theirs:
    """What somebody else saved in between: who, when, in words, and as the fields would hold it."""

    who: str
    when: str
    words: str
    stored: Standing


@dataclass(frozen=True, slots=True)
class Block:
    """One topmost part with its rows."""

    part: Part
    rows: list[Row]

    @property
    def id(self) -> str:
        """What links to the part lead to."""
        return f"part-{self.rows[0].id[1:]}" if self.rows else ""

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
    def fillable(self) -> int:
        """How many rows 按满分计 would fill."""
        return sum(row.offers_full for row in self.rows)

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
    row = Row(item, item_words(item), mark.anchor, trail, mark.reported, mark.version, note)
    row.is_filled = mark.reported_input is not None
    row.stored = mark.reported_input
    row.is_na = bool(typed and typed.get("na"))
    row.answers = answers_of(row.said, typed or {}, row_id=row.id)
    if isinstance(item.rule, Tally):
        row.is_full = _says_none(row, typed)
        if item.optional and typed == {"counts": {}}:
            row.answers = [replace(answer, value="0") for answer in row.answers]
    return row


def _says_none(row: Row, typed: Mapping[str, Any] | None) -> bool:
    """Whether the act 无上述情形 stands: no cause, and not 不适用."""
    if typed is None or row.is_na:
        return False
    return bool(typed.get("full")) or not any(answer.value for answer in row.answers)
