"""What the page's script is told after a save: each item's outcome, and the sums."""

from typing import Any, Protocol

from django.utils import timezone
from django.utils.formats import date_format

from scorecards.forms.card import CardForm
from scorecards.forms.card_rows import Standing, Theirs
from scorecards.forms.highlights import ShowingForm


class Posted(Standing, Protocol):
    """An item or a text that a save was asked for."""

    @property
    def version(self) -> int: ...
    @property
    def problem(self) -> str: ...
    @property
    def wrong_id(self) -> str: ...
    @property
    def theirs(self) -> Theirs | None: ...
    @property
    def opens_note(self) -> bool: ...


def card_answer(form: CardForm, showing: ShowingForm | None = None) -> dict[str, Any]:
    """The whole answer; the words are the page's own."""
    posted: list[tuple[str, Posted]] = [(row.key, row) for row in form.posted]
    posted += [(row.key, row) for row in showing.posted] if showing else []
    return {
        "saved_at": date_format(timezone.localtime(), "H:i"),
        "filled": form.filled,
        "needed": form.needed,
        "total": form.total,
        "parts": {block.id: block.filled for block in form.blocks},
        "entries": {key: _entry(row) for key, row in posted},
    }


def _entry(row: Posted) -> dict[str, Any]:
    return {
        "version": row.version,
        "score": row.score,
        "state": row.state,
        "state_words": row.state_words,
        "problem": row.problem,
        "opens_note": row.opens_note,
        "wrong_id": row.wrong_id,
        "conflict": _conflict(row),
    }


def _conflict(row: Posted) -> dict[str, Any] | None:
    if row.theirs is None:
        return None
    stored = row.theirs.stored
    return {
        "who": row.theirs.who,
        "when": row.theirs.when,
        "words": row.theirs.words,
        "note": stored.note,
        "values": stored.values,
        "score": stored.score,
        "state": stored.state,
        "state_words": stored.state_words,
    }
