"""The card as a form: parts and rows as they are shown, and what was typed as entries."""

import datetime
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from django.http import QueryDict
from django.utils import timezone
from django.utils.formats import date_format

from scorecards.cards.sides import Sides
from scorecards.figures import shown, told
from scorecards.forms.card_beside import Frame, beside_of, due_by_slot
from scorecards.forms.card_inputs import field_of, raw_from
from scorecards.forms.card_rows import Block, Row, Theirs, row_of
from scorecards.forms.item_words import item_words
from scorecards.models import Mark
from scorecards.rubrics.trees import sections, trails
from scorecards.scoring import Box, Input, Item, Part, total
from scorecards.transitions import Entry, Saved
from scorecards.transitions.own_items import places_in

LONGEST_NOTE = 500


@dataclass(frozen=True, slots=True)
class Typed:
    """What came with a post: entries to save, and those that are wrong before any rule is asked."""

    entries: list[Entry]
    refused: list[Saved]


def read_typed(tree: Part, data: QueryDict, *, open_slots: Collection[str] | None = None) -> Typed:
    """Only items whose version came along (a script posts just the changed ones).

    `open_slots` are those that came back, when the card did; the others are refused.
    """
    typed = Typed([], [])
    for item in tree.items():
        if item.is_reported and f"{item.key}:version" in data:
            entry = Entry(item.key, raw_from(item, data), _note(item, data), _version(item, data))
            is_closed = open_slots is not None and item.key not in open_slots
            problem = _closed(entry) if is_closed else _problem(item, entry, data)
            typed.refused.append(problem) if problem else typed.entries.append(entry)
    return typed


class CardForm:
    """Shows what is stored; an item that was posted and not saved shows what was typed.

    `known` are the exact points of items that were scored a moment ago.
    """

    def __init__(
        self,
        tree: Part,
        marks: Iterable[Mark],
        data: QueryDict | None = None,
        outcomes: Iterable[Saved] = (),
        *,
        sides: Sides | None = None,
        known: Mapping[str, Fraction] | None = None,
        shows_checked_before: bool = False,
    ) -> None:
        self._data = data
        self._outcomes = {outcome.key: outcome for outcome in outcomes}
        self._marks = {mark.slot: mark for mark in marks}
        self._tree = tree
        self._known = known or {}
        self.is_reopened = any(mark.is_returned for mark in self._marks.values())
        self._frame = Frame(
            places=places_in(tree),
            due=due_by_slot(tree, sides.due) if sides else {},
            is_reopened=self.is_reopened,
            shows_checked_before=shows_checked_before,
        )
        self.blocks = [block for part in sections(tree) if (block := self._block(part)).rows]
        self.rows = [row for block in self.blocks for row in block.rows]

    @property
    def filled(self) -> int:
        """Answered items among those that need an answer."""
        return sum(block.filled for block in self.blocks)

    @property
    def needed(self) -> int:
        """Items that need an answer."""
        return sum(block.needed for block in self.blocks)

    @property
    def fillable(self) -> int:
        """How many items 按满分计 would fill."""
        return sum(block.fillable for block in self.blocks)

    @property
    def returned(self) -> list[Row]:
        """Items that came back and have to be mended."""
        return [row for row in self.rows if row.beside.return_words]

    @property
    def missing(self) -> list[Row]:
        """What keeps the card from being reported, in the rubric's order."""
        return [row for row in self.rows if row.is_needed and not row.is_filled]

    @property
    def problems(self) -> list[Row]:
        """Rows to mend, for the summary on top."""
        return [row for row in self.rows if row.problem]

    @property
    def summary(self) -> list[dict[str, str]]:
        """The same for components/error_summary.html."""
        return [
            {"field_id": row.wrong_id or row.first_id, "label": row.item.title, "sentence": row.problem}
            for row in self.problems
        ]

    @property
    def posted(self) -> list[Row]:
        """Rows that a save was asked for."""
        return [row for row in self.rows if row.key in self._outcomes]

    @property
    def total(self) -> str:
        """自评合计 of what is filled so far; nothing filled is not zero."""
        if not any(row.is_filled for row in self.rows):
            return "未填"
        inputs: dict[str, Input | None] = {key: mark.reported_input for key, mark in self._marks.items()}
        return f"{shown(total(self._tree, inputs, known=self._known).exact)} 分"

    @property
    def saved_at(self) -> datetime.datetime | None:
        """When the unit last saved anything."""
        return max((mark.changed_at for mark in self._marks.values() if mark.changed_at), default=None)

    def _block(self, part: Part) -> Block:
        trail, last, rows = trails(part), "", []
        for item in part.items():
            here = trail.get(item.key, "")
            if item.key in self._marks and item.is_reported:
                rows.append(self._row(item, "" if here == last else here))
                last = here
        return Block(part, rows)

    def _row(self, item: Item, trail: str) -> Row:
        mark, outcome = self._marks[item.key], self._outcomes.get(item.key)
        stored = row_of(item, mark, trail=trail, typed=mark.reported_input, note=mark.reported_note)
        stored.outcome, stored.beside = outcome, beside_of(item, mark, self._frame)
        if self._data is None or f"{item.key}:version" not in self._data or (outcome and not outcome.problem):
            return stored
        row = row_of(
            item, mark, trail=trail, typed=_shown_again(item, self._data), note=_note(item, self._data)
        )
        row.outcome, row.beside = outcome, stored.beside
        if outcome and outcome.is_conflict:
            stored.outcome, row.theirs = None, _theirs(stored, mark, outcome)
        else:
            row.version = _version(item, self._data)
        return row


def _theirs(stored: Row, mark: Mark, outcome: Saved) -> Theirs:
    when = date_format(timezone.localtime(outcome.changed_at), "n月j日 H:i")
    return Theirs(outcome.changed_by, when, told(stored.item, mark.reported_input), stored)


def _closed(entry: Entry) -> Saved:
    sentence = "这一项没有退回，不能修改；需要更正请联系工委。"
    return Saved(entry.key, entry.version, problem=sentence)


def _problem(item: Item, entry: Entry, data: QueryDict) -> Saved | None:
    """What is wrong before any rule is asked: too long a note, or answers of which a save would keep only one."""
    if len(entry.note) > LONGEST_NOTE:
        sentence = f"依据、说明最多 {LONGEST_NOTE} 字，现在有 {len(entry.note)} 字，请删减。"
        return Saved(item.key, entry.version, problem=sentence, field="note")
    acts = data.get(f"{item.key}:na"), data.get(f"{item.key}:full")
    if not any(acts) and not item_words(item).can_clash:
        return None
    typed = {box.path: box for box in item_words(item).boxes if data.get(field_of(item, box), "").strip()}
    if data.get(f"{item.key}:na"):
        is_more = bool(typed) or f"{item.key}:full" in data
        found = ("勾选了“不适用”，又填了内容，请只留一种。", "na") if is_more else None
    elif data.get(f"{item.key}:full") and typed:
        also = "填了次数" if any(path[0] == "counts" for path in typed) else "写了理由"
        found = (f"勾选了“无上述情形”，又{also}，请只留一种。", "full")
    else:
        found = _left_over(typed)
    return Saved(item.key, entry.version, problem=found[0], field=found[1]) if found else None


def _left_over(typed: Mapping[tuple[str, ...], Box]) -> tuple[str, str] | None:
    """A reason without its points, a number beside the case that decides without it: the sentence and the box."""
    if ("override",) in typed and len(typed) > 1:
        return "选了特殊情形，又填了数，请只留一种。", "override"
    for path, box in typed.items():
        if path[0] == "reasons" and ("counts", path[1]) not in typed:
            return f"写了{box.label}，没有填分数，请补填分数，或者删去理由。", box.name
    return None


def _shown_again(item: Item, data: QueryDict) -> dict[str, object] | None:
    raw = raw_from(item, data)
    return raw and {**raw, "full": data.get(f"{item.key}:full", "")}


def _note(item: Item, data: QueryDict) -> str:
    """A browser posts line ends of its own kind; a script does not."""
    return data.get(f"{item.key}:note", "").replace("\r\n", "\n").strip()


def _version(item: Item, data: QueryDict) -> int:
    text = data.get(f"{item.key}:version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1
