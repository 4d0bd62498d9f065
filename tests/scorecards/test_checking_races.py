"""Many hands on the same cards at once: only what the tables allow, and every figure right afterwards."""

from functools import partial

import pytest

from scorecards import transitions
from scorecards.models import Card, CardState, Mark, MarkState
from scorecards.phases import Phase
from scorecards.standings.places import standings_of
from scorecards.transitions.returning import look_at, recall_return
from tests.factories import advance, cards_of, fill_all, group_of, make_round, make_user
from tests.scorecards.mending import resubmit
from tests.scorecards.returning import send_back
from tests.scorecards.test_races import at_once
from units.roles import Role

pytestmark = pytest.mark.django_db(transaction=True)
REPEATS = 5
ALLOWED = (transitions.Refused, tuple, Card, int, transitions.confirming.GroupConfirmed)


def save(card: Card, text: str, by):
    version = Mark.objects.get(card=card, node__key="2.1").version
    cell = transitions.Cell(card.pk, "2.1", text, version)
    return lambda: transitions.save_checked(card.group, [cell], by=by)


def works(cards: list[Card], clerk, other, head) -> list:
    """Ten acts on each of two cards."""
    found = []
    for card in cards:
        found += [save(card, text, by) for text, by in (("一般", clerk), ("不好", other), ("好", head))]
        found += [partial(send_back, card, key, by=clerk) for key in ("1.1", "2.1", "2.1")]
        found += [partial(resubmit, card), partial(recall_return, card, "1.1", by=clerk)]
        found += [
            partial(look_at, card, ["1.1", "2.1"], by=other),
            partial(transitions.confirm_card, card, by=other),
        ]
    return found


def faults(card: Card) -> list[str]:
    """What the figures of a card say wrongly."""
    marks = list(Mark.objects.filter(card=card))
    out = sum(mark.state == MarkState.RETURNED for mark in marks)
    seen = all(mark.state == MarkState.PLAIN and mark.checked_input is not None for mark in marks)
    found = [] if card.returned == out else [f"{card.returned} returned, {out} are"]
    found += ["time without a return"] if bool(card.returned) != bool(card.return_due_at) else []
    return found + (["confirmed too early"] if card.state == CardState.CONFIRMED and not seen else [])


@pytest.mark.parametrize("_", range(REPEATS))
def test_twenty_hands_on_two_cards(clerk, head, _):
    round_ = advance(make_round(clerk), Phase.CHECKING, clerk=clerk, head=head)
    fill_all(round_, by=clerk)
    other = make_user(Role.CLERK)
    outcomes = at_once(*works(cards_of(round_), clerk, other, head))
    assert len(outcomes) == 20
    assert [
        one for one in outcomes if one is not transitions.Refused and not isinstance(one, ALLOWED[1:])
    ] == []
    assert [fault for card in cards_of(round_) for fault in faults(card)] == []
    assert standings_of(group_of(round_)).disagreeing() == []


def test_of_two_who_confirm_one_does(clerk, head):
    round_ = advance(make_round(clerk, units=1), Phase.CHECKING, clerk=clerk, head=head)
    fill_all(round_, by=clerk)
    (card,), group = cards_of(round_), group_of(round_)
    works = [
        partial(transitions.confirm_card, card, by=head),
        partial(transitions.confirm_group, group, by=head),
    ]
    outcomes = at_once(*works)
    assert outcomes.count(transitions.Refused) == 1
    assert Card.objects.get(pk=card.pk).state == CardState.CONFIRMED
