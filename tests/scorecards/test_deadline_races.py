"""A deadline passes while many report; a return, more time and a second click come in between."""

import threading
from collections import Counter

import pytest
from django.db import connection, transaction

from scorecards import locks, transitions
from scorecards.models import Card, CardState, LateDecision, MarkState, Round
from scorecards.phases import Phase
from scorecards.transitions.endorsing import endorse, send_back
from scorecards.transitions.late import accept_late, decline_late
from scorecards.transitions.submitting import TooLate
from tests.factories import cards_of, make_round, make_user
from tests.scorecards.filling import mark, open_card
from tests.scorecards.reporting import again, come_back, filled, go_online, new_key, report, soon
from tests.scorecards.test_path import full_raw
from tests.scorecards.test_races import at_once
from units.models import Submission
from units.roles import Role

pytestmark = pytest.mark.django_db(transaction=True)
CROWD, AROUND = 40, 0.05  # seconds between one report and the next


@pytest.fixture
def card(unit, clerk) -> Card:
    return open_card(unit, by=clerk)


def crowd(clerk) -> list[tuple[Card, object]]:
    """Forty filled cards with their officers, and no time limit yet."""
    round_ = transitions.open_round(make_round(clerk, units=CROWD), by=clerk)
    found = []
    for card in cards_of(round_):
        officer = make_user(Role.OFFICER, unit=card.unit)
        marks = card.marks.select_related("node")
        typed = [transitions.Entry(one.slot, full_raw(one.node), "", one.version) for one in marks]
        transitions.save_reported(card, typed, by=officer)
        found.append((card, officer))
    return found


def report_at(number: int, card: Card, officer, outcomes: dict) -> None:
    """One unit's officer, a little after the one before."""
    try:
        threading.Event().wait(number * AROUND)
        outcomes[card.pk] = report(card, by=officer).submitted_at
    except TooLate:
        outcomes[card.pk] = TooLate
    finally:
        connection.close()


def test_reports_around_a_deadline_are_told_apart_by_the_clock_of_the_database_alone(clerk):
    cards, outcomes = crowd(clerk), {}
    due = soon(CROWD * AROUND / 2)
    Round.objects.update(fill_due_at=due)
    report_at(0, *cards[0], outcomes)
    threads = [
        threading.Thread(target=report_at, args=(number, card, officer, outcomes))
        for number, (card, officer) in enumerate(cards[1:], 1)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert locks.clock() >= due
    for card, _officer in cards:
        stored = again(card)
        in_time = outcomes[card.pk] is not TooLate
        assert (
            stored.state == CardState.ENDORSED,
            bool(stored.submitted_at and stored.submitted_at < due),
        ) == (
            in_time,
            in_time,
        )
    assert len({outcome is TooLate for outcome in outcomes.values()}) == 2


def test_a_late_form_sent_many_times_is_one_late_report(card, officer):
    filled(card, by=officer)
    Round.objects.update(fill_due_at=soon(-60))
    key = new_key()

    def send():
        return transitions.submit(card, key=key, by=officer, late_reason="停电").late_decision

    assert Counter(at_once(*[send] * 6)) == {LateDecision.PENDING: 6}
    assert Submission.objects.count() == 1


def test_more_time_against_the_report_at_the_deadline(card, officer):
    """Whoever holds the round first decides; what is stored agrees with the deadline of that moment."""
    filled(card, by=officer)
    Round.objects.update(fill_due_at=soon(-1))

    def extend():
        with transaction.atomic():
            locks.hold_round(card.group.round_id, alone=True)
            Round.objects.filter(pk=card.group.round_id).update(fill_due_at=soon(600))

    outcomes = at_once(lambda: report(card, by=officer).state, extend)
    is_in = CardState.ENDORSED in outcomes
    assert (again(card).state == CardState.ENDORSED, again(card).late_decision) == (is_in, "")


def test_a_report_against_the_end_of_filling(card, officer, clerk):
    filled(card, by=officer)
    outcomes = at_once(
        lambda: report(card, by=officer).state,
        lambda: transitions.start_checking(card.group.round, by=clerk).stage,
    )
    found = again(card)
    assert Phase.CHECKING in outcomes
    assert (found.state, found.submitted_at is not None) == (
        CardState.CHECKING,
        CardState.ENDORSED in outcomes,
    )


def test_a_late_report_against_the_end_of_filling_is_never_left_undecided(card, officer, clerk):
    filled(card, by=officer)
    Round.objects.update(fill_due_at=soon(-60))
    outcomes = at_once(
        lambda: report(card, by=officer, late_reason="停电").state,
        lambda: transitions.start_checking(card.group.round, by=clerk).stage,
    )
    found = again(card)
    assert outcomes.count(transitions.Refused) == 1
    assert (found.group.round.stage, found.late_decision) in {
        (Phase.FILLING, LateDecision.PENDING),
        (Phase.CHECKING, LateDecision.NOT_LATE),
    }


def test_taking_and_turning_away_at_once_is_one_decision(card, officer, clerk, head):
    filled(card, by=officer)
    Round.objects.update(fill_due_at=soon(-60))
    report(card, by=officer, late_reason="停电")
    outcomes = at_once(
        lambda: accept_late(card, by=clerk).late_decision,
        lambda: decline_late(card, reason="没有理由", by=head).late_decision,
    )
    assert outcomes.count(transitions.Refused) == 1
    assert again(card).late_decision in outcomes


def test_approving_against_sending_back_is_one_of_the_two(card, officer, person):
    leader = person(Role.UNIT_LEADER)
    sent = report(go_online(filled(card, by=officer)), by=officer, signed=False)
    outcomes = at_once(
        lambda: endorse(sent, row_version=again(sent).row_version, by=leader).state,
        lambda: send_back(sent, reason="请再核对", items={}, by=leader).state,
    )
    assert outcomes.count(transitions.Refused) == 1
    assert again(card).state in outcomes


def test_reporting_again_many_times_settles_what_came_back_once(card, officer, clerk):
    report(filled(card, by=officer), by=officer)
    come_back(card, "2.1", by=clerk, due_at=soon(600))
    outcomes = at_once(*[lambda: report(card, by=officer, same={"2.1": "属实"}).state] * 5)
    assert Counter(outcomes) == {CardState.ENDORSED: 1, transitions.Refused: 4}
    stood = mark(card, "2.1")
    assert (stood.state, stood.reported_note) == (MarkState.CHANGED, "核对后不作修改：属实")
