"""Many rows written by one statement."""

from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.db.models import DecimalField, JSONField, Model


def write_rows(rows: Sequence[Model], names: Sequence[str]) -> None:
    """Store these fields of these rows of one table.

    One `UPDATE … FROM unnest(…)`: building the tree of CASE expressions that `bulk_update` compiles takes more than
    twenty times as long for 60 marks. Types are given without their length, so that too long a text is refused and
    never cut.
    """
    if not rows:
        return
    meta = type(rows[0])._meta
    fields: list[Any] = [meta.pk, *(meta.get_field(name) for name in names)]
    columns = [str(field.column) for field in fields]
    arrays = ", ".join(f"%s::{_type_of(field)}[]" for field in fields)
    settings = ", ".join(f'"{column}" = given."{column}"' for column in columns[1:])
    given = ", ".join(f'"{column}"' for column in columns)
    values = [_prepared(field, [getattr(row, field.attname) for row in rows]) for field in fields]
    with connection.cursor() as cursor:
        cursor.execute(
            f'UPDATE "{meta.db_table}" AS kept SET {settings} '  # noqa: S608 - names come from the model alone
            f'FROM unnest({arrays}) AS given({given}) WHERE kept."{columns[0]}" = given."{columns[0]}"',
            values,
        )


def _prepared(field: Any, column: list[Any]) -> list[Any]:
    """Only JSON and numbers of a fixed number of decimals are not yet what the driver takes."""
    if isinstance(field, JSONField | DecimalField):
        return [field.get_db_prep_save(value, connection) for value in column]
    return column


def _type_of(field: Any) -> str:
    kind = str(field.rel_db_type(connection) if field.primary_key else field.db_type(connection))
    return "text" if kind.startswith("varchar") else kind.partition("(")[0]
