"""The 核定 column of a mark: what an entry changes in it, and how many marks are written by one statement."""

import datetime
import json
from collections.abc import Sequence
from typing import Any

from django.db import connection

from scorecards.models import Mark, MarkState
from scorecards.scoring import Input, Item
from scorecards.transitions.saving import points_alone, stamp
from units.models import User

# Django's bulk_update writes one CASE with as many branches as rows for each column: 7,200 marks take minutes.
_WRITE = """
UPDATE scorecards_mark AS mark
SET checked_input = new.input::jsonb, checked = new.points, basis = new.basis, state = new.state, version = new.version,
    checked_by_id = %(by)s, checked_at = %(at)s, changed_by_id = %(by)s, changed_at = %(at)s
FROM unnest(%(ids)s::bigint[], %(inputs)s::text[], %(points)s::numeric[], %(bases)s::text[], %(states)s::text[],
            %(versions)s::integer[]) AS new (id, input, points, basis, state, version)
WHERE mark.id = new.id
"""


def put_checked(
    mark: Mark, item: Item, given: Input | None, basis: str, *, by: User, at: datetime.datetime
) -> None:
    """Set the column in memory; whoever enters a mark of a mended item (已修改) has looked at it."""
    mark.checked_input, mark.checked, mark.basis = given, points_alone(item, given), basis
    mark.checked_by, mark.checked_at = by, at
    if mark.is_changed:
        mark.state = MarkState.PLAIN
    stamp(mark, by=by, at=at)


def write_checked(marks: Sequence[Mark], *, by: User, at: datetime.datetime) -> None:
    """Store marks that `put_checked` set for this person at this moment; their rows are held by their cards."""
    if not marks:
        return
    values: dict[str, Any] = {
        "by": by.pk,
        "at": at,
        "ids": [mark.pk for mark in marks],
        "inputs": [None if mark.checked_input is None else json.dumps(mark.checked_input) for mark in marks],
        "points": [mark.checked for mark in marks],
        "bases": [mark.basis for mark in marks],
        "states": [str(mark.state) for mark in marks],
        "versions": [mark.version for mark in marks],
    }
    with connection.cursor() as cursor:
        cursor.execute(_WRITE, values)
