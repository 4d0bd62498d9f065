"""保存 of 自评, at any time while the card or some of its items are open to whoever fills it."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from django.db import transaction
from django.db.models import prefetch_related_objects

from scorecards.models import Card, Mark
from scorecards.models.writing import write_rows
from scorecards.rubrics.trees import CardTrees, trees_of
from scorecards.scoring import BadInput, Item, parse_input
from scorecards.transitions.filling_hold import hold_for_filling
from scorecards.transitions.saving import Saved, conflict, exact_alone, for_reading, stamp
from units.models import User
from units.transitions.acting import acting

_WRITTEN = ["reported_input", "reported", "reported_note", "changed_by", "changed_at", "version"]
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
    """Who writes, when, whether only items that came back are open, and the points of what was written."""

    by: User
    at: datetime.datetime
    only_returned: bool
    points: dict[str, Fraction] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Entered:
    """What became of each entry, the card's marks by slot as they stand after it, and the exact points of new ones."""

    outcomes: tuple[Saved, ...]
    marks: Mapping[str, Mark]
    points: Mapping[str, Fraction]


def save_reported(card: Card, entries: Sequence[Entry], *, by: User) -> tuple[Saved, ...]:
    """自评: each entry is saved, or comes back with the reason; one bad entry does not hold up the others."""
    return enter_reported(card, entries, by=by, trees=trees_of(card.group.version_id)).outcomes


@transaction.atomic
def enter_reported(card: Card, entries: Sequence[Entry], *, by: User, trees: CardTrees) -> Entered:
    """The same with the trees of the card's version; after a 换版 in between they are read anew."""
    held = hold_for_filling(card, by=by)
    current, writer = held.card, _Writer(by, held.at, held.only_returned)
    if current.group.version_id != card.group.version_id:
        trees = trees_of(current.group.version_id)
    marks = {mark.slot: mark for mark in trees.with_nodes(Mark.objects.filter(card=current).for_filling())}
    items = {item.key: item for item in trees.of(current).items() if item.is_reported}
    ours = [entry for entry in entries if entry.key in marks and entry.key in items]
    stale = [marks[entry.key] for entry in ours if marks[entry.key].version != entry.version]
    prefetch_related_objects(stale, "changed_by")
    with acting(by, "填报自评"):
        outcomes = tuple(_enter(marks[entry.key], items[entry.key], entry, writer) for entry in ours)
        written = [marks[outcome.key] for outcome in outcomes if outcome.is_written]
        write_rows(written, _WRITTEN)
        if written:
            current.filler = by
            current.row_version += 1
            current.save(update_fields=["filler", "row_version"])
    return Entered(outcomes, marks, writer.points)


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
    points = exact_alone(item, typed)
    mark.reported = for_reading(points)
    if points is not None:
        writer.points[entry.key] = points
    stamp(mark, by=writer.by, at=writer.at)
    return Saved(entry.key, mark.version, points=mark.reported, is_written=True)
