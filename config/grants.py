"""What the runtime role may do: it owns nothing, cannot TRUNCATE, and only adds to history and releases.

What is sealed goes only with a whole trial round (演练), by the owner's function `remove_trial_round`.
"""

from django.apps import apps
from django.db import connection
from pghistory.models import Event
from psycopg import sql

from scorecards.models import Release, ReleasedRow
from units.models import AccessLog


def append_only_tables() -> list[str]:
    """Tables that are read and added to, never changed: releases, the access log, every history table."""
    history = [model._meta.db_table for model in apps.get_models() if issubclass(model, Event)]
    return sorted([Release._meta.db_table, ReleasedRow._meta.db_table, AccessLog._meta.db_table, *history])


def grant_to(role: str) -> None:
    """Give the role exactly these rights on the schema; run as the owner, and again after every migration."""
    name = sql.Identifier(role)
    everything = sql.SQL("ALL TABLES IN SCHEMA public")
    kept = sql.SQL(", ").join(map(sql.Identifier, append_only_tables()))
    statements = [
        sql.SQL("REVOKE ALL ON {} FROM {}").format(everything, name),
        sql.SQL("GRANT USAGE ON SCHEMA public TO {}").format(name),
        sql.SQL("GRANT SELECT, INSERT, UPDATE, DELETE ON {} TO {}").format(everything, name),
        sql.SQL("REVOKE UPDATE, DELETE ON {} FROM {}").format(kept, name),
        sql.SQL("REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM {}").format(name),
        sql.SQL("GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {}").format(name),
        sql.SQL("GRANT EXECUTE ON FUNCTION remove_trial_round(bigint) TO {}").format(name),
    ]
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
