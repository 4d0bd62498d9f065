"""Many at once on a real database: nothing doubled, nothing lost, nobody late gets in."""

import threading
import uuid
from collections import Counter
from collections.abc import Callable

import pytest
from django.db import connection

from reports.models import Document
from reports.releasing import approve_and_print
from scorecards import transitions
from scorecards.group_sheets import sheet_of
from scorecards.models import Card, CardState, Mark, MarkBatch, Release
from scorecards.phases import Phase
from scorecards.transitions.batches import undo_batch
from scorecards.transitions.full_marks import give_full, plan_full
from tests.factories import START, advance, cards_of, group_of, make_round, make_user
from tests.scorecards.test_path import full_raw
from units.models import Submission
from units.roles import Role

pytestmark = pytest.mark.django_db(transaction=True)
CROWD = 8


def at_once(*works: Callable[[], object]) -> list[object]:
    """Run all behind one barrier; the outcome of each, an exception as its class."""
    barrier, outcomes = threading.Barrier(len(works), timeout=20), []

    def run(work):
        try:
            barrier.wait()
            outcomes.append(work())
        except transitions.Refused:
            outcomes.append(transitions.Refused)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[work]) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def filled_card(clerk) -> tuple[Card, object]:
    round_ = make_round(clerk, units=1)
    transitions.open_round(round_, by=clerk)
    (card,) = cards_of(round_)
    officer = make_user(Role.OFFICER, unit=card.unit)
    marks = card.marks.select_related("node")
    entries = [transitions.Entry(mark.node.key, full_raw(mark.node), "", mark.version) for mark in marks]
    transitions.save_reported(card, entries, by=officer)
    return card, officer


def test_a_form_sent_many_times_reports_once(clerk):
    card, officer = filled_card(clerk)
    key = str(uuid.uuid4())
    outcomes = at_once(
        *[lambda: transitions.submit(card, endorser="王", endorsed_on=START, key=key, by=officer).state]
        * CROWD
    )
    assert outcomes == [CardState.ENDORSED] * CROWD
    assert Submission.objects.count() == 1


def test_different_forms_report_once_and_the_rest_are_told(clerk):
    card, officer = filled_card(clerk)

    def submit():
        return transitions.submit(
            card, endorser="王", endorsed_on=START, key=str(uuid.uuid4()), by=officer
        ).state

    assert Counter(at_once(*[submit] * CROWD)) == {CardState.ENDORSED: 1, transitions.Refused: CROWD - 1}


def test_of_two_who_change_one_cell_the_second_is_told(clerk):
    round_ = advance(make_round(clerk), Phase.CHECKING, clerk=clerk, head=clerk)
    group, mark = group_of(round_), Mark.objects.filter(card__group__round=round_, node__key="2.1").first()

    def save(text):
        cell = transitions.Cell(mark.card_id, "2.1", text, mark.version)
        return lambda: transitions.save_checked(group, [cell], by=clerk)[0]

    outcomes = at_once(save("一般"), save("不好"))
    assert sorted((saved.is_written, saved.is_conflict) for saved in outcomes) == [
        (False, True),
        (True, False),
    ]


def test_cells_of_one_card_typed_at_once_all_reach_the_total(clerk):
    round_ = advance(make_round(clerk), Phase.CHECKING, clerk=clerk, head=clerk)
    group, card = group_of(round_), cards_of(round_)[0]
    keys = ["2.1", "2.2", "3.1", "3.2", "3.3", "3.4"]
    full = {
        mark.node.key: mark.node.params["levels"][0]["name"] for mark in card.marks.filter(node__key__in=keys)
    }

    def save(key):
        return lambda: transitions.save_checked(
            group, [transitions.Cell(card.pk, key, full[key], 0)], by=clerk
        )[0]

    at_once(*[save(key) for key in keys])
    card.refresh_from_db()
    assert (card.scored, card.total) == (6, 12)


def test_approving_many_times_releases_once(clerk, head):
    round_ = advance(make_round(clerk), Phase.LOCKED, clerk=clerk, head=head)
    draft = transitions.prepare_release(round_, by=clerk)
    key = str(uuid.uuid4())
    at_once(*[lambda: len(approve_and_print(draft, key=key, by=head))] * CROWD)
    assert (Release.objects.count(), Document.objects.count()) == (1, 2)


def test_saving_against_locking_never_changes_a_locked_total(clerk, head):
    round_ = advance(make_round(clerk), Phase.CHECKING, clerk=clerk, head=head)
    group, card = group_of(round_), cards_of(round_)[0]
    mark = card.marks.get(node__key="2.1")
    cell = transitions.Cell(card.pk, "2.1", "好", mark.version)
    outcomes = at_once(
        lambda: transitions.save_checked(group, [cell], by=clerk),
        lambda: transitions.lock_round(round_, by=clerk),
    )
    assert transitions.Refused in outcomes  # 锁定 is refused: items are 未评 either way
    round_.refresh_from_db()
    assert round_.stage is Phase.CHECKING


def test_many_full_marks_at_once_are_given_once_and_undone_once(clerk):
    group = group_of(advance(make_round(clerk, units=3), Phase.CHECKING, clerk=clerk, head=clerk))
    digest = plan_full(sheet_of(group)).digest

    def give():
        return give_full(group, words="满分", digest=digest, key=str(uuid.uuid4()), by=clerk) is not None

    assert Counter(at_once(*[give] * CROWD)) == {True: 1, transitions.Refused: CROWD - 1}
    batch = MarkBatch.objects.get()
    undone = at_once(*[lambda: undo_batch(batch, by=clerk)] * CROWD)
    assert Counter(undone) == {len(batch.before): 1, transitions.Refused: CROWD - 1}
    assert set(Card.objects.filter(group=group).values_list("total", "scored")) == {(None, 0)}
