"""保存 of 自评, at any time while the card or some of its items are open to whoever fills it."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from scorecards.models import Card, Mark
from scorecards.models.writing import write_rows
from scorecards.rubrics.trees import card_tree
from scorecards.scoring import BadInput, Item, Part, parse_input
from scorecards.transitions.acting import acting
from scorecards.transitions.filling_hold import hold_for_filling
from scorecards.transitions.saving import Saved, conflict, points_alone, stamp
from units.models import User

_NOT_OPEN = "这一项没有退回，不能修改；请恢复原来的内容。"


@dataclass(frozen=True, slots=True)
class Entry:
    """What was typed for one item: raw input by field (None = cleared), the note, and the version it was based on."""

    key: str
    raw: dict[str, object] | None
    note: str
    version: int


@dataclass(frozen=True, slots=True)
class _Writer:
    """Who writes, when, and whether only items that came back are open."""

    by: User
    at: datetime.datetime
    only_returned: bool


@transaction.atomic
def save_reported(
    card: Card, entries: Sequence[Entry], *, by: User, tree: Part | None = None
) -> tuple[Saved, ...]:
    """自评: each entry is saved, or comes back with the reason; one bad entry does not hold up the others.

    `tree` is the card's, when the caller has it; after a 换版 in between it is read anew.
    """
    held = hold_for_filling(card, by=by)
    current, writer = held.card, _Writer(by, held.at, held.only_returned)
    marks = {
        mark.slot: mark for mark in Mark.objects.filter(card=current).select_related("node", "changed_by")
    }
    is_same = tree is not None and current.group.version_id == card.group.version_id
    items = {item.key: item for item in (tree if tree and is_same else card_tree(current)).items()}
    with acting(by, "填报自评"):
        outcomes = tuple(
            _enter(marks[entry.key], items[entry.key], entry, writer)
            for entry in entries
            if entry.key in marks and entry.key in items and items[entry.key].is_reported
        )
        written = [marks[outcome.key] for outcome in outcomes if outcome.is_written]
        write_rows(
            written, ["reported_input", "reported", "reported_note", "changed_by", "changed_at", "version"]
        )
        if written:
            current.filler = by
            current.row_version += 1
            current.save(update_fields=["filler", "row_version"])
    return outcomes


def _enter(mark: Mark, item: Item, entry: Entry, writer: _Writer) -> Saved:
    try:
        typed = None if entry.raw is None else parse_input(item, entry.raw)
    except BadInput as error:
        return Saved(entry.key, mark.version, problem=error.sentence, field=error.field)
    if typed == mark.reported_input and entry.note == mark.reported_note:
        return Saved(entry.key, mark.version, points=mark.reported)
    if writer.only_returned and not mark.is_returned:
        return Saved(entry.key, mark.version, problem=_NOT_OPEN)
    if entry.version != mark.version:
        return conflict(entry.key, mark)
    mark.reported_input, mark.reported_note = typed, entry.note
    mark.reported = points_alone(item, typed)
    stamp(mark, by=writer.by, at=writer.at)
    return Saved(entry.key, mark.version, points=mark.reported, is_written=True)
