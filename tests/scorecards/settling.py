"""Rounds with 报审 and 公示 whose groups give grades and whose cards differ, and people around them."""

from scorecards import transitions
from scorecards.models import Card, Group, Round
from scorecards.phases import Phase
from tests.factories import advance, cards_of, fill_all, group_of, make_round

GRADES = {"grades": [{"name": "优秀", "quota": "1"}, {"name": "良好", "quota": "1"}, {"name": "一般"}]}
LOSSES = (("2.2", "差"), ("2.1", "一般"))
"""Of the first and the second card in the official order; the third loses nothing: 14.00, 15.50, 16.00."""


def graded_round(to: Phase, *, clerk, head, phases=("approval", "notice"), **fields) -> Round:
    """Three units with three totals and three grades: 一般, 良好, 优秀 in the official order."""
    round_ = make_round(clerk, units=3, optional_phases=list(phases), **fields)
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
