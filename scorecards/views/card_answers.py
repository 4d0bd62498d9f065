"""What the page's script is told after a save: each item's outcome, and the sums."""

from typing import Any

from django.utils import timezone
from django.utils.formats import date_format

from scorecards.forms.card import CardForm
from scorecards.forms.card_rows import Row


def card_answer(form: CardForm) -> dict[str, Any]:
    """The whole answer; the words are the page's own."""
    return {
        "saved_at": date_format(timezone.localtime(), "H:i"),
        "filled": form.filled,
        "needed": form.needed,
        "total": form.total,
        "parts": {block.id: block.filled for block in form.blocks},
        "entries": {row.key: _entry(row) for row in form.posted},
    }


def _entry(row: Row) -> dict[str, Any]:
    return {
        "version": row.version,
        "score": row.score,
        "state": row.state,
        "state_words": row.state_words,
        "problem": row.problem,
        "wrong_id": row.wrong_id,
        "conflict": _conflict(row),
    }


def _conflict(row: Row) -> dict[str, Any] | None:
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
