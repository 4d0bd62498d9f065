"""Rounds with 报审 and 公示 whose groups give grades and whose cards differ, and people around them."""

from scorecards import transitions
from scorecards.corrections import Correction
from scorecards.models import Card, Group, Release, ReleaseCorrection, Round
from scorecards.phases import Phase
from scorecards.results.release_changes import Change, change_of_marks
from scorecards.transitions.released_corrections import prepare_correction, version_of
from tests.factories import advance, cards_of, fill_all, group_of, make_round
from units import submissions

GRADES = {"grades": [{"name": "优秀", "quota": "1"}, {"name": "良好", "quota": "1"}, {"name": "一般"}]}
LOSSES = (("2.2", "差"), ("2.1", "一般"))
"""Of the first and the second card in the official order; the third loses nothing: 14.00, 15.50, 16.00."""


def graded_round(to: Phase, *, clerk, head, phases=("approval", "notice"), units: int = 3, **fields) -> Round:
    """Three units with three totals and three grades: 一般, 良好, 优秀 in the official order; more lose nothing."""
    round_ = make_round(clerk, units=units, optional_phases=list(phases), **fields)
    Group.objects.filter(round=round_).update(ranking=GRADES)
    advance(round_, Phase.CHECKING, clerk=clerk, head=head)
    fill_all(round_, by=clerk)
    for card, (key, level) in zip(cards_of(round_), LOSSES, strict=False):
        cell = transitions.Cell(card.pk, key, level, card.marks.get(node__key=key).version)
        transitions.save_checked(group_of(round_), [cell], by=clerk)
    transitions.confirm_group(group_of(round_), by=head)
    transitions.lock_round(round_, by=clerk)
    round_.refresh_from_db()
    return advance(round_, to, clerk=clerk, head=head)


def names_of(round_: Round) -> list[str]:
    """Of the cards, in the official order."""
    return [card.name for card in cards_of(round_)]


def card_at(round_: Round, at: int) -> Card:
    """The card at this place of the official order."""
    return cards_of(round_)[at]


def loss(key: str, given: dict, *, why: str = "漏计一次") -> Change:
    """One mark other than it was released."""
    return change_of_marks([Correction(key, given, "见台账")], why)


def put_up_correction(card: Card, key: str, given: dict, *, by) -> ReleaseCorrection:
    """更正得分 of one item, prepared as it was shown."""
    return put_up_change(card, loss(key, given), by=by)


def put_up_change(card: Card, change: Change, *, by) -> ReleaseCorrection:
    """Any change, prepared as it was shown."""
    seen = version_of(card, change, Release.objects.current().get(group=card.group))
    return prepare_correction(card, change, reason=change.why, seen=seen, key=submissions.new_key(), by=by)
