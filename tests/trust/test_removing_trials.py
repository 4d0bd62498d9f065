"""整体删除 of 演练: nothing of it stays, and nothing that is not a trial goes, whatever the runtime role tries."""

import psycopg
import pytest
from django.apps import apps
from django.core.files.storage import default_storage
from django.db import connection
from django.urls import reverse
from psycopg import errors

from reports.removing import remove_trial
from scorecards import transitions
from scorecards.models import Card, Mark, Release, Round
from scorecards.phases import Phase
from scorecards.transitions.evidence import add_evidence
from tests.factories import advance, group_of, make_round, make_user
from tests.scorecards.settling import card_at, graded_round, put_up_correction
from tests.scorecards.uploading import file
from units import notices
from units.files import store_upload
from units.models import StoredFile
from units.roles import Role

RAISED = (errors.RaiseException, errors.InternalError_)
REMOVE = "SELECT remove_trial_round(%s)"


def counts() -> dict[str, int]:
    """How many rows each table has."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
        names = [row[0] for row in cursor.fetchall()]
        cursor.execute(" UNION ALL ".join(f"SELECT '{name}', count(*) FROM \"{name}\"" for name in names))
        return dict(cursor.fetchall())


def whole_trial(clerk, head, officer, unit) -> Round:
    """A trial with evidence, a paper, an extension, both kinds of approval, a notice, a release and a correction."""
    make_user(Role.COUNTY_LEADER)
    round_ = make_round(clerk, is_trial=True, optional_phases=["approval", "notice"], units=2)
    transitions.add_member(group_of(round_), unit=unit, by=clerk)
    transitions.open_round(round_, by=clerk)
    mark = Mark.objects.select_related("card").filter(card__unit=unit).order_by("pk")[0]
    stored = store_upload(file(), owner_unit=unit, by=officer)
    add_evidence(mark, title="记录", reference="", link="", dated_on=None, file=stored, by=officer)
    round_.refresh_from_db()
    advance(round_, Phase.RELEASED, clerk=clerk, head=head)
    put_up_correction(card_at(round_, 0), "2.1", {"level": "一般"}, by=clerk)
    notices.tell([officer], text="演练", url=reverse("scorecards:card-detail", args=[mark.card_id]), key="k")
    return round_


@pytest.mark.django_db(transaction=True)
def test_nothing_of_a_trial_stays(folder, clerk, head, officer, unit):
    real = graded_round(Phase.RELEASED, clerk=clerk, head=head)
    before = counts()
    round_ = whole_trial(clerk, head, officer, unit)
    path = StoredFile.objects.get().random_path
    assert default_storage.exists(path)
    remove_trial(round_, by=head)
    after = counts()
    grown = {name: after[name] - number for name, number in before.items() if after[name] != number}
    kept = {name for name in grown if name.split("_")[-1].removesuffix("event") not in _NOT_OF_THE_TRIAL}
    assert kept == set()
    assert not default_storage.exists(path)
    assert Round.objects.get() == real
    assert Release.objects.count() == 1


_NOT_OF_THE_TRIAL = {"rubric", "rubricversion", "node", "unit", "user", "post", "workday"}
"""Made with the trial by the test, and no part of it: its rubric stays, and so do units and people."""


def test_every_table_that_hangs_on_a_round_is_emptied(db):
    """A table that a later migration adds has to be named by the function too, and its history."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT prosrc FROM pg_proc WHERE proname = 'remove_trial_round'")
        (body,) = cursor.fetchone()
    hanging, found = {Round}, set()
    while hanging != found:
        found = set(hanging)
        hanging |= {
            model
            for model in apps.get_models(include_auto_created=True)
            if model._meta.managed
            and any(
                field.related_model in found for field in model._meta.concrete_fields if field.is_relation
            )
        }
    names = {model._meta.db_table for model in hanging}
    assert {name for name in names if f"'{name}'" not in body and f"FROM {name} " not in body} == set()
    assert len(names) > 40


def test_every_trigger_it_sets_aside_is_there(db):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT unnest(string_to_array(substring(prosrc from 'aside := ''\\{([^}]*)'), ',')) "
            "FROM pg_proc WHERE proname = 'remove_trial_round'"
        )
        aside = {row[0] for row in cursor.fetchall()}
        cursor.execute("SELECT tgname FROM pg_trigger WHERE tgname = ANY(%s)", [list(aside)])
        assert {row[0] for row in cursor.fetchall()} == aside
    assert len(aside) == 6


@pytest.fixture
def real(runtime, clerk, head) -> Round:
    """A released round that counts."""
    return advance(make_round(clerk), Phase.RELEASED, clerk=clerk, head=head)


@pytest.fixture
def trial(runtime, clerk) -> Round:
    return make_round(clerk, is_trial=True)


def test_the_running_system_removes_a_trial(runtime: psycopg.Connection, trial):
    assert runtime.execute(REMOVE, [trial.pk]).fetchone() == ([],)
    assert not Round.objects.exists()


def test_a_real_round_is_refused(runtime: psycopg.Connection, real):
    with pytest.raises(RAISED):
        runtime.execute(REMOVE, [real.pk])
    assert Release.objects.count() == 1


FLAG = "UPDATE scorecards_round SET is_trial = true, title = title || '演练' WHERE id = %s"


def test_a_round_that_was_sent_out_is_made_no_trial(runtime: psycopg.Connection, real):
    with pytest.raises(RAISED):
        runtime.execute(FLAG, [real.pk])


def test_the_history_knows_a_real_round_whatever_triggers_are_set_aside(runtime: psycopg.Connection, real):
    runtime.execute("SELECT set_config('pgtrigger.ignore', '{pgtrigger_trial_for_good_12067}', false)")
    runtime.execute(FLAG, [real.pk])
    with pytest.raises(RAISED, match="was not always a trial"):
        runtime.execute(REMOVE, [real.pk])
    assert Release.objects.count() == 1


_FORGED = (
    'INSERT INTO scorecards_groupevent (pgh_created_at, pgh_label, id, name, "order", subject, sampled_how, '
    "pgh_obj_id, round_id) SELECT now(), 'x', id, name, 1, subject, '', id, {trial} FROM scorecards_group "
    "WHERE round_id = {real}"
)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE scorecards_group SET round_id = {trial}, name = 'x' WHERE round_id = {real}",
        "UPDATE scorecards_card SET group_id = {group} WHERE group_id <> {group}",
        "UPDATE scorecards_mark SET card_id = {card} WHERE id = (SELECT min(id) FROM scorecards_mark)",
        _FORGED,
    ],
)
def test_what_was_another_rounds_does_not_go_along(runtime: psycopg.Connection, real, trial, statement):
    group = group_of(trial)
    sql = statement.format(
        trial=trial.pk, real=real.pk, group=group.pk, card=Card.objects.filter(group=group)[0].pk
    )
    runtime.execute(sql)
    with pytest.raises(RAISED):
        runtime.execute(REMOVE, [trial.pk])
    assert Release.objects.count() == 1
    assert Round.objects.count() == 2


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE OR REPLACE FUNCTION remove_trial_round(wanted bigint) RETURNS text[] LANGUAGE sql AS 'SELECT NULL'",
        "DROP FUNCTION remove_trial_round(bigint)",
    ],
)
def test_the_function_is_the_owners(runtime: psycopg.Connection, statement):
    with pytest.raises(errors.InsufficientPrivilege):
        runtime.execute(statement)


def test_nobody_else_may_call_it(runtime: psycopg.Connection):
    row = runtime.execute(
        "SELECT array_agg(grantee::regrole::text ORDER BY 1) FROM pg_proc, aclexplode(proacl) "
        "WHERE proname = 'remove_trial_round' AND grantee <> proowner"
    ).fetchone()
    assert row == ([runtime.info.user],)
