"""Filling a card: 保存 and 报送. The moment that counts is the database's, read after the round's lock."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from scorecards import locks
from scorecards.models import TAKING_PART, Card, CardState, Mark
from scorecards.phases import Phase
from scorecards.rubrics.trees import card_tree
from scorecards.scoring import BadInput, Item, Part, parse_input
from scorecards.transitions.acting import acting
from scorecards.transitions.refused import Refused
from scorecards.transitions.saving import Saved, conflict, points_alone, stamp
from units import submissions
from units.models import User


@dataclass(frozen=True, slots=True)
class Entry:
    """What was typed for one item: raw input by field (None = cleared), the note, and the version it was based on."""

    key: str
    raw: dict[str, object] | None
    note: str
    version: int


@transaction.atomic
def save_reported(
    card: Card, entries: Sequence[Entry], *, by: User, tree: Part | None = None
) -> tuple[Saved, ...]:
    """自评: each entry is saved, or comes back with the reason; one bad entry does not hold up the others.

    `tree` is the card's, when the caller has it; after a 换版 in between it is read anew.
    """
    at, current = _hold_for_filling(card)
    marks = {
        mark.slot: mark for mark in Mark.objects.filter(card=current).select_related("node", "changed_by")
    }
    is_same = tree is not None and current.group.version_id == card.group.version_id
    items = {item.key: item for item in (tree if tree and is_same else card_tree(current)).items()}
    with acting(by, "填报自评"):
        outcomes = tuple(
            _enter(marks[entry.key], items[entry.key], entry, by=by, at=at)
            for entry in entries
            if entry.key in marks and entry.key in items and items[entry.key].is_reported
        )
        written = [marks[outcome.key] for outcome in outcomes if outcome.is_written]
        Mark.objects.bulk_update(
            written, ["reported_input", "reported", "reported_note", "changed_by", "changed_at", "version"]
        )
        if written:
            current.filler = by
            current.row_version += 1
            current.save(update_fields=["filler", "row_version"])
    return outcomes


def _enter(mark: Mark, item: Item, entry: Entry, *, by: User, at: datetime.datetime) -> Saved:
    try:
        typed = None if entry.raw is None else parse_input(item, entry.raw)
    except BadInput as error:
        return Saved(entry.key, mark.version, problem=error.sentence, field=error.field)
    if typed == mark.reported_input and entry.note == mark.reported_note:
        return Saved(entry.key, mark.version, points=mark.reported)
    if entry.version != mark.version:
        return conflict(entry.key, mark)
    mark.reported_input, mark.reported_note = typed, entry.note
    mark.reported = points_alone(item, typed)
    stamp(mark, by=by, at=at)
    return Saved(entry.key, mark.version, points=mark.reported, is_written=True)


def missing_items(card: Card) -> list[Mark]:
    """Items that the unit has not filled, in the rubric's order; bonus and penalty items need no act."""
    empty = Mark.objects.filter(card=card, reported_input__isnull=True).select_related("node")
    marks = {mark.slot: mark for mark in empty}
    items = [item for item in card_tree(card).items() if item.is_reported and not item.optional]
    return [marks[item.key] for item in items if item.key in marks]


def submit(card: Card, *, endorser: str, endorsed_on: datetime.date, key: str, by: User) -> Card:
    """报送 with 线下审签 (signed on paper, by whom and when): passes both states at once; the same key again
    changes nothing."""
    with transaction.atomic():
        if not submissions.claim(by, key, result_url=card.get_absolute_url()):
            return Card.objects.get(pk=card.pk)
        at, current = _hold_for_filling(card)
        if missing := missing_items(current):
            raise Refused(f"还有 {len(missing)} 项没有填写，请填完后再报送。")
        if endorsed_on > timezone.localdate(at):
            raise Refused("审签日期不能晚于今天。")
        with acting(by, "报送"):
            current.state, current.submitted_at, current.filler = CardState.SUBMITTED, at, by
            current.save(update_fields=["state", "submitted_at", "filler"])
            current.state, current.endorser, current.endorsed_on = CardState.ENDORSED, endorser, endorsed_on
            current.save(update_fields=["state", "endorser", "endorsed_on"])
        return current


def _hold_for_filling(card: Card) -> tuple[datetime.datetime, Card]:
    at = locks.hold_round(card.group.round_id)
    cards = Card.objects.select_for_update(of=("self",)).select_related("group__round")
    current = cards.get(pk=card.pk)
    round_ = current.group.round
    if round_.stage != Phase.FILLING:
        raise Refused(f"{round_.title}现在处于“{round_.stage.label}”阶段，不能再填报。")
    if at >= round_.fill_due_at:
        raise Refused("填报已经截止，不能再修改或报送；确需补报请联系工委。")
    if current.taking_part not in TAKING_PART:
        raise Refused(f"本轮{current.get_taking_part_display()}，不需要填报。")
    if current.state != CardState.DRAFT:
        raise Refused(f"评分表已经是“{current.get_state_display()}”，不能再修改。")
    return at, current
