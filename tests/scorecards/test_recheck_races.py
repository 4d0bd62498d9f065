"""复核 by many at once: decided once, asked once an item, and by the database's clock alone."""

import datetime
from collections import Counter

import pytest
from django.utils import timezone

from scorecards.locks import clock
from scorecards.models import Recheck, RecheckState, Round
from scorecards.transitions import Refused
from scorecards.transitions.rechecking import correct_score, keep_score, preview
from tests.factories import cards_of, make_user
from tests.scorecards.reviewing import ask, ask_by_letter, first_card, plain_review
from tests.scorecards.test_races import CROWD, at_once
from tests.scorecards.test_rechecking import correction, totals
from units.roles import Role

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_two_decisions_at_once_one_stands(clerk, head):
    card = first_card(plain_review(clerk, head))
    asked, given, other = ask_by_letter(card, by=clerk), correction(card, "0 0 1"), make_user(Role.CLERK)
    seen = preview(asked, [given]).digest
    outcomes = at_once(
        lambda: correct_score(asked, [given], opinion="属实。", seen=seen, by=head).state,
        lambda: keep_score(asked, opinion="维持。", by=other).state,
    )
    asked.refresh_from_db()
    assert Counter(outcomes) == {asked.state: 1, Refused: 1}
    assert totals(card.group)[card.name] == ("15.50" if asked.is_upheld else "16.00")


def test_two_items_of_one_card_corrected_at_once_both_reach_the_total(clerk, head):
    card = first_card(plain_review(clerk, head))
    works = []
    for slot, text in (("1.1", "0 0 1"), ("2.1", "一般")):
        asked, given = ask_by_letter(card, slot, by=clerk), correction(card, text, slot)
        seen = preview(asked, [given]).digest
        works.append(
            lambda a=asked, g=given, s=seen: correct_score(a, [g], opinion="属实。", seen=s, by=head)
        )
    outcomes = at_once(*works)
    done = Recheck.objects.filter(state=RecheckState.UPHELD).count()
    assert (done, outcomes.count(Refused)) == (1, 1)  # the second was shown a total that is gone
    assert totals(card.group)[card.name] == "15.50"


def test_one_item_asked_for_many_times_at_once_is_asked_once(clerk, head):
    card = first_card(plain_review(clerk, head))
    officer = make_user(Role.OFFICER, unit=card.unit)
    outcomes = at_once(*[lambda: ask(card, by=officer).state] * CROWD)
    assert Counter(outcomes) == {RecheckState.ASKED: 1, Refused: CROWD - 1}


@pytest.mark.parametrize(("days", "taken"), [(0, CROWD), (-1, 0)])
def test_at_the_edge_the_databases_day_decides_for_all(clerk, head, days, taken):
    round_ = plain_review(clerk, head, units=CROWD)
    until = timezone.localdate(clock()) + datetime.timedelta(days=days)
    Round.objects.filter(pk=round_.pk).update(review_until=until)
    pairs = [(card, make_user(Role.OFFICER, unit=card.unit)) for card in cards_of(round_)]
    works = [lambda card=card, by=by: ask(card, by=by).state for card, by in pairs]
    assert Counter(at_once(*works))[RecheckState.ASKED] == taken
