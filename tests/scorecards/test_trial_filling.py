"""一次填好 of 演练: every card is scored by one act, as people would have done it, and what they typed stays."""

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from scorecards import transitions
from scorecards.models import Card, CardState, Highlight, Mark, MarkBatch, Round, TallySheet, Yields
from scorecards.phases import Phase
from scorecards.scoring.made_up import WORDS
from scorecards.transitions import Refused
from scorecards.transitions.batches import undo_batch
from scorecards.transitions.trials import fill_trial
from tests.factories import advance, cards_of, group_of, make_round, make_unit
from tests.scorecards.checking import group_in_checking
from tests.scorecards.rubrics.test_exchange import page_example
from units.models import AccessLog

pytestmark = pytest.mark.django_db


@pytest.fixture
def trial(clerk) -> Round:
    return make_round(clerk, units=4, is_trial=True)


def fill(round_: Round, by):
    return fill_trial(round_, key=str(uuid.uuid4()), by=by)


def inputs_of(round_: Round) -> list:
    return list(
        Mark.objects.filter(card__group__round=round_).order_by("pk").values_list("checked_input", flat=True)
    )


@pytest.mark.parametrize("stage", [Phase.PREPARING, Phase.FILLING, Phase.CHECKING])
def test_a_trial_is_filled_and_goes_on_to_its_release(clerk, head, trial, stage):
    advance(trial, stage, clerk=clerk, head=head)
    filled = fill(trial, clerk)
    assert (filled.ready, filled.left) == (4, 0)
    cards = cards_of(trial)
    assert {(card.state, card.scored == card.items) for card in cards} == {(CardState.CHECKING, True)}
    assert set(Mark.objects.values_list("basis", flat=True)) == {WORDS}
    transitions.confirm_group(group_of(trial), by=head)
    transitions.lock_round(trial, by=clerk)
    trial.refresh_from_db()
    assert advance(trial, Phase.RELEASED, clerk=clerk, head=head).is_sealed


def test_cards_are_reported_for_their_units_on_the_way(clerk, trial):
    fill(trial, clerk)
    card = cards_of(trial)[0]
    assert (card.entered_for_by, card.entered_basis, card.filler) == (clerk, WORDS, clerk)
    assert (card.endorser, card.submitted_at is not None) == ("演练", True)
    filled = Mark.objects.filter(reported_input__isnull=False)
    assert set(filled.values_list("reported_note", flat=True)) == {WORDS}
    assert Highlight.objects.filter(card=card, text__startswith=WORDS).count() == 3
    moves = Card.pgh_event_model.objects.filter(pgh_obj_id=card.pk).values_list("state", flat=True)
    assert list(dict.fromkeys(moves.order_by("pgh_id"))) == ["draft", "submitted", "endorsed", "checking"]


def test_the_same_again_changes_nothing(clerk, trial):
    key = str(uuid.uuid4())
    assert fill_trial(trial, key=key, by=clerk)
    before = inputs_of(trial)
    assert fill_trial(trial, key=key, by=clerk) is None
    assert fill(trial, clerk).ready == 4
    assert inputs_of(trial) == before
    assert MarkBatch.objects.count() == 1


def test_the_round_decides_what_is_made_up(clerk, trial):
    fill(trial, clerk)
    before = inputs_of(trial)
    assert undo_batch(MarkBatch.objects.get(), by=clerk) == len(before)
    assert set(inputs_of(trial)) == {None}
    fill(trial, clerk)
    assert inputs_of(trial) == before


@pytest.mark.parametrize("stage", [Phase.PREPARING, Phase.FILLING, Phase.CHECKING])
def test_a_round_that_counts_is_refused(clerk, head, stage):
    round_ = advance(make_round(clerk), stage, clerk=clerk, head=head)
    with pytest.raises(Refused, match="只有演练期次可以一次填好"):
        fill(round_, clerk)
    assert set(inputs_of(round_)) <= {None}


@pytest.mark.parametrize("stage", [Phase.LOCKED, Phase.RELEASED])
def test_later_stages_are_refused(clerk, head, trial, stage):
    advance(trial, stage, clerk=clerk, head=head)
    with pytest.raises(Refused, match="阶段"):
        fill(trial, clerk)


def test_what_people_typed_stays_and_counts(clerk, officer, unit, trial):
    card = transitions.add_member(group_of(trial), unit=unit, by=clerk)
    transitions.open_round(trial, by=clerk)
    card = Card.objects.with_frame().get(pk=card.pk)
    transitions.save_reported(card, [transitions.Entry("2.1", {"level": "不好"}, "自己填的", 0)], by=officer)
    fill(trial, clerk)
    mark = card.marks.get(node__key="2.1")
    assert (mark.reported_input, mark.reported_note) == ({"level": "不好"}, "自己填的")
    assert mark.checked_input == {"level": "不好"}
    assert Card.objects.get(pk=card.pk).filler == officer


def test_what_was_checked_stays(clerk, head, trial):
    advance(trial, Phase.CHECKING, clerk=clerk, head=head)
    mark = cards_of(trial)[0].marks.get(node__key="2.1")
    transitions.save_checked(
        group_of(trial), [transitions.Cell(mark.card_id, "2.1", "不好", 0, "查实")], by=clerk
    )
    fill(trial, clerk)
    mark.refresh_from_db()
    assert (mark.checked_input, mark.basis) == ({"level": "不好"}, "查实")


def test_all_kinds_are_filled_and_a_sheet_that_waits_is_left(clerk):
    group = group_in_checking(page_example(), dict.fromkeys("甲乙丙", "乡镇"), by=clerk)
    Round.objects.filter(pk=group.round_id).update(phase=Phase.CHECKING)
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('pgtrigger.ignore', '{pgtrigger_trial_for_good_12067}', true)")
        cursor.execute("UPDATE scorecards_round SET is_trial = true, title = '演练'")
    mark = Mark.objects.filter(node__scoring_kind="PANEL").order_by("pk")[0]
    now = mark.card.group.round.fill_due_at
    TallySheet.objects.create(
        mark=mark, issued=1, returned=1, valid=1, input={}, entered_by=clerk, entered_at=now
    )
    filled = fill(group.round, clerk)
    assert (filled.ready, filled.left) == (2, 1)
    waiting = Card.objects.get(pk=mark.card_id)
    assert waiting.items - waiting.scored == 1
    assert not Card.objects.filter(awaits_group=True).exclude(pk=waiting.pk).exists()


def test_a_round_of_problems_shows_some(clerk):
    trial = make_round(clerk, is_trial=True, yields=Yields.PROBLEMS, asks_paper=True)
    fill(trial, clerk)
    trial.refresh_from_db()
    assert (trial.stage, Highlight.objects.count(), cards_of(trial)[0].papers.get().text) == (
        Phase.CHECKING, 6, WORDS)  # fmt: skip


def test_the_number_of_queries_does_not_grow_with_units(clerk):
    fill(make_round(clerk, is_trial=True), clerk)
    counts = []
    for units in (2, 6):
        trial = make_round(clerk, units=units, is_trial=True)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            fill(trial, clerk)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_the_rounds_page_offers_both_acts(clerk, head, sign_in, trial):
    page = reverse("scorecards:round-detail", args=[trial.pk])
    answer = sign_in(clerk).get(page)
    assertContains(answer, "确认一次填好")
    assertNotContains(answer, "确认整体删除")
    fill(trial, clerk)
    assertNotContains(sign_in(clerk).get(page), "一次填好")
    assertContains(sign_in(head).get(page), "确认整体删除")
    real = make_round(clerk, title="正式")
    answer = sign_in(head).get(reverse("scorecards:round-detail", args=[real.pk]))
    assertNotContains(answer, "trial-title")  # the menu names the trial here too
    assertNotContains(answer, "trial-strip")


def test_the_button_fills_it(clerk, sign_in, trial):
    url = reverse("scorecards:trial-fill", args=[trial.pk])
    answer = sign_in(clerk).post(url, {"key": str(uuid.uuid4())}, follow=True)
    assertRedirects(answer, trial.get_absolute_url())
    assertContains(answer, "演练数据已填好 4 张评分表")
    assert AccessLog.objects.filter(verb="演练一次填好", object_label=str(trial)).count() == 1


def test_the_button_says_what_is_missing(clerk, sign_in):
    trial = make_round(clerk, units=0, is_trial=True)
    url = reverse("scorecards:trial-fill", args=[trial.pk])
    answer = sign_in(clerk).post(url, {"key": str(uuid.uuid4())}, follow=True)
    assertContains(answer, "还没有参评对象")


def test_a_unit_with_nothing_of_its_own_is_left(clerk, trial):
    make_unit()
    fill(trial, clerk)
    assert Card.objects.count() == 4
