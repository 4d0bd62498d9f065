"""Many new rows by COPY, with who and why in their history."""

from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.db.models import Model
from psycopg import sql

from units.models import User
from units.transitions.acting import acting


def copy_rows(rows: Sequence[Model], *, why: str, by: User) -> None:
    """Rows of one table, without keys yet; in the caller's transaction.

    COPY passes by Django's execute wrapper, where the history's context rides on each statement: one statement by
    the wrapper goes before it, and what it sets lasts until the transaction ends.
    """
    if not rows:
        return
    meta = rows[0]._meta
    fields: list[Any] = [field for field in meta.concrete_fields if not field.primary_key]
    columns = sql.SQL(", ").join(sql.Identifier(field.column) for field in fields)
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(meta.db_table), columns)
    with acting(by, why), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        with cursor.copy(statement) as copy:
            for row in rows:
                copy.write_row(
                    [field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields]
                )
