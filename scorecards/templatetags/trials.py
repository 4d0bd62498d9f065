"""演练 is marked on every page of a trial round: the base page asks what the page is about."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any

from django import template
from django.db.models import Model

from scorecards.models import Round

register = template.Library()
_DEPTH = 4


@register.inclusion_tag("components/trial_notice.html", takes_context=True)
def trial_notice(context: template.Context) -> dict[str, bool]:
    """The strip, where the page's own row (round, group, card, mark, paper …) is of a trial. Makes no query."""
    rounds = (found for name in _ABOUT for found in _rounds_of(context.get(name), _DEPTH))
    first = next(rounds, None)
    return {"is_trial": first is not None and first.is_trial}


_ABOUT = ("round", "group", "card", "mark", "release", "draft", "approval", "notice", "correction", "recheck", "row",
          "list", "delivery", "document", "sheet")  # fmt: skip
"""What pages call the row that they are about."""


def _rounds_of(thing: Any, depth: int) -> Iterator[Round]:
    """The round itself, or the one that the row hangs on, as far as it was loaded."""
    if isinstance(thing, Round):
        yield thing
    elif depth and isinstance(thing, Model):
        for one in thing._state.fields_cache.values():
            yield from _rounds_of(one, depth - 1)
    elif depth and is_dataclass(thing):
        for one in fields(thing):
            yield from _rounds_of(getattr(thing, one.name), depth - 1)
