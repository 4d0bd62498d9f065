"""How a test with real transactions is cleared away: only what has rows is emptied.

TRUNCATE makes ninety tables with their six hundred indexes anew, half a second of the server's for a dozen rows.
"""

from collections.abc import Callable
from typing import Any

from django.db import connection

KEPT = {"django_content_type", "auth_permission"}
"""What the flush itself would fill again with the same rows."""


def install() -> None:
    """Where the owner may switch off the triggers that keep history; elsewhere Django's TRUNCATE goes on."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW is_superuser")
        if cursor.fetchone() == ("on",):
            connection.ops.sql_flush = _statements


def _statements(
    style: Any, tables: list[str], *, reset_sequences: bool = False, allow_cascade: bool = False
) -> list[str]:
    """For one transaction, as `execute_sql_flush` opens it."""
    assert not reset_sequences
    quote: Callable[[str], str] = connection.ops.quote_name
    asked = (
        f"SELECT '{name}' WHERE EXISTS (SELECT FROM {quote(name)})" for name in tables if name not in KEPT
    )
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(asked))
        filled = [name for (name,) in cursor.fetchall()]
    return [
        "SET LOCAL session_replication_role = replica",
        *(f"DELETE FROM {quote(name)}" for name in filled),
    ]
