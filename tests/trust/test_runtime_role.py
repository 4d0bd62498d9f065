"""What the running system cannot do, whatever its code says: tried by raw SQL as the runtime role."""

import psycopg
import pytest
from psycopg import errors

from reports.models import Document
from scorecards.models import Card, Node, Release
from scorecards.phases import Phase
from tests.factories import advance, group_of, make_round

RAISED = errors.RaiseException


@pytest.fixture
def released(runtime, clerk, head) -> Release:
    """A released round with its papers ordered."""
    round_ = advance(make_round(clerk), Phase.RELEASED, clerk=clerk, head=head)
    return Release.objects.get(group=group_of(round_))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE scorecards_release SET snapshot = ''",
        "UPDATE scorecards_release SET sha256 = 'x'",
        "DELETE FROM scorecards_release",
        "TRUNCATE scorecards_release CASCADE",
        "UPDATE scorecards_markevent SET pgh_context = '{}'",
        "DELETE FROM scorecards_markevent",
        "TRUNCATE scorecards_markevent",
        "DELETE FROM scorecards_roundevent",
        "UPDATE units_accesslog SET verb = 'x'",
        "DELETE FROM units_accesslog",
        "DELETE FROM django_migrations",
        "DROP TABLE scorecards_release",
        "ALTER TABLE scorecards_release DISABLE TRIGGER ALL",
        "CREATE TABLE public.mine (id int)",
        "SET session_replication_role = replica",
    ],
)
def test_rights_refuse(runtime: psycopg.Connection, released, statement):
    with pytest.raises(errors.InsufficientPrivilege):
        runtime.execute(statement)


def test_role_is_no_superuser_and_owns_nothing(runtime: psycopg.Connection):
    row = runtime.execute(
        "SELECT rolsuper OR rolcreaterole OR rolcreatedb OR rolbypassrls, "
        "(SELECT count(*) FROM pg_class WHERE relowner = pg_roles.oid) FROM pg_roles WHERE rolname = current_user"
    ).fetchone()
    assert row == (False, 0)


def test_frozen_rubric_cannot_change(runtime: psycopg.Connection, released):
    node = Node.objects.filter(kind="item").first()
    for statement in (
        f"UPDATE scorecards_node SET points = 99 WHERE id = {node.pk}",
        f"DELETE FROM scorecards_node WHERE id = {node.pk}",
        f"UPDATE scorecards_rubricversion SET digest = 'x' WHERE id = {node.version_id}",
        f"INSERT INTO scorecards_node (version_id, key, kind, title) VALUES ({node.version_id}, 'new', 'item', 'x')",
    ):
        with pytest.raises((RAISED, errors.InternalError_)):
            runtime.execute(statement)


def test_stages_move_only_as_written(runtime: psycopg.Connection, released):
    with pytest.raises((RAISED, errors.InternalError_)):
        runtime.execute("UPDATE scorecards_round SET phase = 'checking'")
    with pytest.raises((RAISED, errors.InternalError_)):
        runtime.execute("UPDATE scorecards_card SET state = 'draft'")


def test_release_by_one_person_is_refused(runtime: psycopg.Connection, released):
    with pytest.raises(errors.CheckViolation):
        runtime.execute(
            "INSERT INTO scorecards_release (group_id, number, prepared_by_id, approved_by_id, snapshot, sha256, code, "
            "released_at, replaces_id, reason, signed_by, scope) SELECT group_id, 2, approved_by_id, approved_by_id, "
            "snapshot, sha256, 'AAAA', now(), id, 'x', '', scope FROM scorecards_release"
        )


def test_finished_paper_cannot_change(runtime: psycopg.Connection, released):
    Document.objects.update(state="done", content=b"x", sha256="x", pages=1, made_at=released.released_at)
    for statement in ("UPDATE reports_document SET content = 'y'", "DELETE FROM reports_document"):
        with pytest.raises((RAISED, errors.InternalError_)):
            runtime.execute(statement)


def test_raw_change_of_a_mark_is_in_the_history(runtime: psycopg.Connection, released):
    card = Card.objects.first()
    count = "SELECT count(*) FROM scorecards_markevent WHERE pgh_label = 'update'"
    (before,) = runtime.execute(count).fetchone()
    runtime.execute("UPDATE scorecards_mark SET basis = 'x' WHERE card_id = %s", [card.pk])
    (after,) = runtime.execute(count).fetchone()
    assert after - before == card.items
