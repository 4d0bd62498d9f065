"""A filled card on its way to the office: reported, late, approved online, with items that came back."""

import datetime
import uuid

from scorecards import locks, transitions
from scorecards.models import Card, Endorsing, Mark, Round
from scorecards.transitions.returning import Returning, return_items
from tests.factories import START
from units.models import User

RAWS = {"1.1": {"counts": {}}, "1.2": {"level": "好"}, "2.1": {"value": "15"}}
REASON = "停电两天，没有来得及报送"
FORM = {"is_signed": "on", "endorser": "王书记", "endorsed_on": "2026-01-05"}


def new_key() -> str:
    """A key as a form has it."""
    return str(uuid.uuid4())


def entries(card: Card, **raws: dict | None) -> list[transitions.Entry]:
    """What is typed for these items, on the versions that they have now; dots of a key are written as _."""
    typed = {key.replace("_", ".").lstrip("i"): raw for key, raw in raws.items()} or RAWS
    marks = {mark.slot: mark for mark in Mark.objects.filter(card=card).select_related("node")}
    return [
        transitions.Entry(key, raw, marks[key].reported_note, marks[key].version)
        for key, raw in typed.items()
    ]


def save(card: Card, *, by: User, **raws: dict | None) -> list[str]:
    """Type these items (i2_1={"value": "3"}), or all; the problems."""
    outcomes = transitions.save_reported(card, entries(card, **raws), by=by)
    return [outcome.problem for outcome in outcomes if outcome.problem]


def report(card: Card, *, by: User, signed: bool = True, **said) -> Card:
    """报送 with the paper signed, or without."""
    paper = {"endorser": "王书记", "endorsed_on": START} if signed else {}
    return transitions.submit(card, key=new_key(), by=by, **(paper | said))


def filled(card: Card, *, by: User) -> Card:
    """The same card with all that is needed typed."""
    save(card, by=by)
    return again(card)


def again(card: Card) -> Card:
    """The card as it is now."""
    return Card.objects.with_frame().get(pk=card.pk)


def go_online(card: Card) -> Card:
    """The round's cards are approved online."""
    Round.objects.filter(pk=card.group.round_id).update(endorsing=Endorsing.ONLINE)
    return again(card)


def come_back(card: Card, *slots: str, by: User, due_at: datetime.datetime | None = None) -> Card:
    """退回 of these items by the office, until then or for three days."""
    items = [Returning(slot, "请补充依据") for slot in slots]
    return again(return_items(card, items, due_at=due_at or soon(3 * 24 * 3600), key=new_key(), by=by))


def in_checking(card: Card, *, by: User) -> Card:
    """The round is in 审核."""
    transitions.start_checking(card.group.round, by=by)
    return again(card)


def soon(seconds: float) -> datetime.datetime:
    """So many seconds from now by the database's clock."""
    return locks.clock() + datetime.timedelta(seconds=seconds)
