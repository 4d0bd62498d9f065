"""初评: the unit's officer looks at its branches' cards, from 报送 until the office confirms them."""

import datetime
from collections.abc import Sequence

from django.db import transaction

from scorecards.models import Card, Mark
from scorecards.phases import SCORING, Phase
from scorecards.rubrics.trees import card_tree
from scorecards.scoring import BadInput, Item, parse_input
from scorecards.transitions.cards import Entry
from scorecards.transitions.holding import hold_card
from scorecards.transitions.saving import Saved, conflict, points_alone, stamp
from units.models import User
from units.transitions.acting import acting
from units.transitions.refused import Refused

_WRITTEN = ["prechecked_input", "prechecked", "precheck_note", "changed_by", "changed_at", "version"]


@transaction.atomic
def save_prechecked(card: Card, entries: Sequence[Entry], *, by: User) -> tuple[Saved, ...]:
    """Each entry is saved, or comes back with the reason; what was 完成初评 has to be completed anew after a change."""
    at, current = _hold(card)
    marks, items = _marks(current), _items(current)
    with acting(by, "初评"):
        outcomes = tuple(
            _enter(marks[entry.key], items[entry.key], entry, by=by, at=at)
            for entry in entries
            if entry.key in marks and items[entry.key].is_reported
        )
        written = [marks[outcome.key] for outcome in outcomes if outcome.is_written]
        Mark.objects.bulk_update(written, _WRITTEN)
        if written:
            _reopen(current)
    return outcomes


@transaction.atomic
def copy_reported(card: Card, *, by: User) -> int:
    """按自评: 自评 into every 初评 that is still empty; how many."""
    at, current = _hold(card)
    empty = [
        mark
        for mark in _marks(current).values()
        if mark.prechecked_input is None and mark.reported_input is not None
    ]
    if not empty:
        raise Refused("没有还空着的初评可以按自评填。")
    for mark in empty:
        mark.prechecked_input, mark.prechecked = mark.reported_input, mark.reported
        stamp(mark, by=by, at=at)
    with acting(by, "初评按自评"):
        Mark.objects.bulk_update(empty, _WRITTEN)
        _reopen(current)
    return len(empty)


@transaction.atomic
def finish_precheck(card: Card, *, by: User) -> Card:
    """完成初评: nothing that counts is left out; a second time changes nothing."""
    at, current = _hold(card)
    if current.prechecked_at:
        return current
    if missing := missing_prechecks(current):
        raise Refused(f"还有 {len(missing)} 项没有初评，请填完后再完成初评。")
    with acting(by, "完成初评"):
        current.prechecked_by, current.prechecked_at = by, at
        current.row_version += 1
        current.save(update_fields=["prechecked_by", "prechecked_at", "row_version"])
    return current


def missing_prechecks(card: Card) -> list[Mark]:
    """Items without 初评, in the rubric's order; bonus and penalty items only where the branch reported something."""
    marks = _marks(card)
    items = [item for item in card_tree(card).items() if item.is_reported and item.key in marks]
    return [marks[item.key] for item in items if wants_precheck(item, marks[item.key])]


def wants_precheck(item: Item, mark: Mark) -> bool:
    """Whether 完成初评 waits for this item."""
    return mark.prechecked_input is None and (not item.optional or mark.reported_input is not None)


def _enter(mark: Mark, item: Item, entry: Entry, *, by: User, at: datetime.datetime) -> Saved:
    try:
        typed = None if entry.raw is None else parse_input(item, entry.raw)
    except BadInput as error:
        return Saved(entry.key, mark.version, problem=error.sentence, field=error.field)
    if (typed, entry.note) == (mark.prechecked_input, mark.precheck_note):
        return Saved(entry.key, mark.version, points=mark.prechecked)
    if entry.version != mark.version:
        return conflict(entry.key, mark)
    mark.prechecked_input, mark.precheck_note = typed, entry.note
    mark.prechecked = points_alone(item, typed)
    stamp(mark, by=by, at=at)
    return Saved(entry.key, mark.version, points=mark.prechecked, is_written=True)


def _hold(card: Card) -> tuple[datetime.datetime, Card]:
    at, current = hold_card(card)
    round_ = current.group.round
    if not current.needs_precheck:
        raise Refused(f"{current.name}的评分表不需要初评。")
    if round_.stage not in {Phase.FILLING, *SCORING}:
        raise Refused(f"{round_.title}现在处于“{round_.stage.label}”阶段，不能再初评。")
    if not current.is_to_precheck:
        raise Refused(f"评分表现在是“{current.get_state_display()}”，报送以后、核定以前才能初评。")
    return at, current


def _marks(card: Card) -> dict[str, Mark]:
    return {mark.slot: mark for mark in Mark.objects.filter(card=card).select_related("node", "changed_by")}


def _items(card: Card) -> dict[str, Item]:
    return {item.key: item for item in card_tree(card).items()}


def _reopen(card: Card) -> None:
    card.prechecked_by, card.prechecked_at = None, None
    card.row_version += 1
    card.save(update_fields=["prechecked_by", "prechecked_at", "row_version"])
