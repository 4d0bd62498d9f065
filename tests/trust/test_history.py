"""Every change of a mark says who and why, in one event row per changed row."""

import pgtrigger
import pytest
from django.apps import apps
from django.db import connection

from scorecards import transitions
from tests.factories import cards_of, fill_all, group_of, make_round

pytestmark = pytest.mark.django_db


def events(model: str):
    return apps.get_model(f"scorecards.{model}Event").objects.order_by("pgh_id")


def test_marks_carry_who_and_why(clerk):
    round_ = make_round(clerk, units=3)
    transitions.open_round(round_, by=clerk)
    transitions.start_checking(round_, by=clerk)
    fill_all(round_, by=clerk)
    changed = events("Mark").filter(pgh_label="update")
    assert changed.count() == 3 * 8
    assert {(event.pgh_context["user"], event.pgh_context["why"]) for event in changed} == {
        (clerk.pk, "核定得分")
    }


def test_an_unchanged_cell_leaves_no_event(clerk):
    round_ = make_round(clerk)
    transitions.open_round(round_, by=clerk)
    transitions.start_checking(round_, by=clerk)
    fill_all(round_, by=clerk)
    before = events("Mark").count()
    fill_all(round_, by=clerk)
    assert events("Mark").count() == before


def test_stage_moves_say_why(clerk):
    round_ = make_round(clerk)
    transitions.open_round(round_, by=clerk)
    transitions.start_checking(round_, by=clerk)
    told = [(event.pgh_label, event.phase, event.pgh_context["why"]) for event in events("Round")]
    assert told == [
        ("insert", "preparing", "新建期次"),
        ("update", "filling", "下发评分表"),
        ("update", "checking", "转入审核"),
    ]


def test_totals_are_not_tracked(clerk):
    round_ = make_round(clerk)
    transitions.open_round(round_, by=clerk)
    transitions.start_checking(round_, by=clerk)
    before = events("Card").count()
    mark = cards_of(round_)[0].marks.first()
    transitions.save_checked(
        group_of(round_), [transitions.Cell(mark.card_id, "1.1", "1 0 0", mark.version)], by=clerk
    )
    assert (cards_of(round_)[0].scored, events("Card").count()) == (1, before)


def test_history_is_written_once_a_statement():
    """A trigger a row would make bulk work quadratic; bit 0 of tgtype says for each row."""
    names = {"insert_insert", "update_update", "delete_delete"}
    kept = [trigger for _, trigger in pgtrigger.registered() if trigger.name in names]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*), count(*) FILTER (WHERE tgtype & 1 = 1) FROM pg_trigger "
            "WHERE tgname ~ '^pgtrigger_(insert_insert|update_update|delete_delete)_'"
        )
        assert cursor.fetchone() == (len(kept), 0)
    assert len(kept) > 60
