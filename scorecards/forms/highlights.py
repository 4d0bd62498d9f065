"""晒 as a form: places for 成绩, 做法 and 问题, and the papers; each is saved by itself, as an item is."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import QueryDict
from django.utils import timezone
from django.utils.formats import date_format

from scorecards.cards.sides import Sides, Written
from scorecards.file_links import FileLink
from scorecards.forms.card_rows import Theirs
from scorecards.models import HighlightKind, PaperKind
from scorecards.transitions import Saved
from scorecards.transitions.showing import LONGEST, LONGEST_PAPER, MOST, Shown

_HINTS = {
    HighlightKind.ACHIEVEMENT: "做成了什么，用数字和事实说话。",
    HighlightKind.PRACTICE: "怎样做的，哪些可供借鉴。",
    HighlightKind.PROBLEM: "还有什么没做好，原因在哪里。",
}
_PLACES = {
    **{f"show:{kind}:{order}": (str(kind), order) for kind in HighlightKind for order in range(1, MOST + 1)},
    **{f"show:{kind}:0": (str(kind), 0) for kind in PaperKind},
}


@dataclass(slots=True)
class ShownRow:
    """One text in its place; `is_shown` leaves spare places folded away."""

    key: str
    label: str
    text: str
    version: int
    limit: int
    is_shown: bool = True
    is_stored: bool = False
    can_go_up: bool = False
    can_go_down: bool = False
    outcome: Saved | None = None
    theirs: Theirs | None = None
    note: str = ""
    score: str = ""
    opens_note: bool = False
    file_link: FileLink | None = None

    @property
    def id(self) -> str:
        """Begins every id of the row."""
        return self.key.replace(":", "-")

    @property
    def name(self) -> str:
        """The field's name."""
        return f"{self.key}:text"

    @property
    def field_id(self) -> str:
        """The field that summaries link to."""
        return f"{self.id}-text"

    @property
    def wrong_id(self) -> str:
        """The field that the sentence is about."""
        return self.field_id if self.problem and not self.theirs else ""

    @property
    def problem(self) -> str:
        """The sentence after a refused save."""
        return self.outcome.problem if self.outcome else ""

    @property
    def values(self) -> dict[str, str]:
        """What the field holds, by name."""
        return {self.name: self.text}

    @property
    def state(self) -> str:
        """For the script: as the dots of items."""
        return "wrong" if self.problem else "filled" if self.text else "none"

    @property
    def state_words(self) -> str:
        """The same in words."""
        return {"wrong": "需要修改", "filled": "已填", "none": "无"}[self.state]

    @property
    def kind(self) -> str:
        """成绩, 做法, 问题, or which paper."""
        return _PLACES[self.key][0]

    @property
    def place(self) -> str:
        """What the buttons for order and removal post."""
        return self.key.removeprefix("show:")


@dataclass(frozen=True, slots=True)
class ShownKind:
    """The texts of one kind."""

    kind: HighlightKind
    hint: str
    is_needed: bool
    rows: list[ShownRow]

    @property
    def title(self) -> str:
        """成绩, 做法 or 问题."""
        return str(self.kind.label)

    @property
    def written(self) -> list[ShownRow]:
        """Those that stand on the card."""
        return [row for row in self.rows if row.is_stored]

    @property
    def has_spare(self) -> bool:
        """Whether more places wait folded away."""
        return any(not row.is_shown for row in self.rows)


def read_showing(data: QueryDict) -> tuple[list[Shown], list[Saved]]:
    """Texts whose version came along, and those that are wrong before anything is asked."""
    good, refused = [], []
    for key, (kind, order) in _PLACES.items():
        if f"{key}:version" in data:
            given = Shown(key, kind, order, _text(data, key), _version(data, key))
            problem = _problem(given)
            refused.append(
                Saved(key, given.version, problem=problem, field="text")
            ) if problem else good.append(given)
    return good, refused


def place_of(text: str) -> tuple[str, int] | None:
    """“problem:3” of a button, back as kind and order."""
    return _PLACES.get(f"show:{text}")


class ShowingForm:
    """Shows what is stored; a text that was posted and not saved shows what was typed."""

    def __init__(
        self,
        sides: Sides,
        data: QueryDict | None = None,
        outcomes: Iterable[Saved] = (),
        *,
        needs_problem: bool = False,
        asks_paper: bool = False,
    ) -> None:
        self._sides, self._data = sides, data
        self._outcomes = {outcome.key: outcome for outcome in outcomes}
        self.kinds = [
            ShownKind(kind, _HINTS[kind], needs_problem and kind is HighlightKind.PROBLEM, self._lines(kind))
            for kind in HighlightKind
        ]
        self.asks_paper = asks_paper
        shows_papers = asks_paper or bool(sides.papers)
        self.papers = [self._paper(kind) for kind in PaperKind] if shows_papers else []

    @property
    def rows(self) -> list[ShownRow]:
        """Every text."""
        return [row for kind in self.kinds for row in kind.rows] + self.papers

    @property
    def written(self) -> bool:
        """Whether anything stands on the card."""
        return any(kind.written for kind in self.kinds) or any(
            paper.text or paper.file_link for paper in self.papers
        )

    @property
    def posted(self) -> list[ShownRow]:
        """Texts that a save was asked for."""
        return [row for row in self.rows if row.key in self._outcomes]

    @property
    def problems(self) -> list[ShownRow]:
        """Texts to mend."""
        return [row for row in self.rows if row.problem]

    @property
    def summary(self) -> list[dict[str, str]]:
        """For components/error_summary.html."""
        return [
            {"field_id": row.field_id, "label": row.label, "sentence": row.problem} for row in self.problems
        ]

    def _lines(self, kind: HighlightKind) -> list[ShownRow]:
        orders = sorted(order for (own, order) in self._sides.shown if own == kind)
        free = [order for order in range(1, MOST + 1) if order not in orders]
        spare = next((order for order in free if order > max(orders, default=0)), next(iter(free), 0))
        rows = []
        for number, order in enumerate([*orders, *free], 1):
            row = self._row(f"show:{kind}:{order}", f"{kind.label} {number}", LONGEST)
            row.is_shown = order in orders or order == spare or bool(row.text)
            row.is_stored = order in orders
            row.can_go_up, row.can_go_down = row.is_stored and number > 1, number < len(orders)
            rows.append(row)
        return sorted(rows, key=lambda row: (not row.is_stored, row.key != f"show:{kind}:{spare}"))

    def _paper(self, kind: PaperKind) -> ShownRow:
        row = self._row(f"show:{kind}:0", str(kind.label), LONGEST_PAPER)
        written = self._sides.papers.get(kind)
        row.file_link = written.file_link if written else None
        return row

    def _row(self, key: str, label: str, limit: int) -> ShownRow:
        kind, order = _PLACES[key]
        written = self._sides.papers.get(kind) if order == 0 else self._sides.shown.get((kind, order))
        text, version = (written.text, written.version) if written else ("", 0)
        stored = ShownRow(key, label, text, version, limit)
        outcome = stored.outcome = self._outcomes.get(key)
        is_done = outcome is not None and not outcome.problem
        if self._data is None or is_done or f"{key}:version" not in self._data:
            return stored
        row = ShownRow(key, label, _text(self._data, key), _version(self._data, key), limit, outcome=outcome)
        if outcome and outcome.is_conflict and written:
            stored.outcome, row.version, row.theirs = None, stored.version, _theirs(stored, written)
        return row


def _theirs(stored: ShownRow, written: Written) -> Theirs:
    when = date_format(timezone.localtime(written.at), "n月j日 H:i")
    return Theirs(written.who, when, written.text or "（已清空）", stored)


def _problem(given: Shown) -> str:
    limit = LONGEST if given.order else LONGEST_PAPER
    if len(given.text) > limit:
        return f"最多 {limit} 字，现在有 {len(given.text)} 字，请删减。"
    return "内容里有系统不能识别的字符，请删去后重填。" if "\x00" in given.text else ""


def _text(data: QueryDict, key: str) -> str:
    return data.get(f"{key}:text", "").replace("\r\n", "\n").strip()


def _version(data: QueryDict, key: str) -> int:
    text = data.get(f"{key}:version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1
