"""Advisory locks of rounds and groups, always taken in that order, and the database's clock.

A deadline is decided by the clock read after the lock: the transaction's own start may lie before it.
Writers share a round's lock; locking, releasing and every other move of the stage holds it alone.
"""

import datetime

from django.db import connection, transaction
from django.utils import timezone

_ROUND, _GROUP = 7101, 7102  # the first key of PostgreSQL's two-key advisory locks


def hold_round(round_id: int, *, alone: bool = False) -> datetime.datetime:
    """Hold the round until the transaction ends; returns the database's time, read after the lock."""
    return _take("pg_advisory_xact_lock" if alone else "pg_advisory_xact_lock_shared", _ROUND, round_id)


def hold_group(group_id: int) -> None:
    """Hold one group alone until the transaction ends; the round's lock comes first."""
    _take("pg_advisory_xact_lock", _GROUP, group_id)


def clock() -> datetime.datetime:
    """The database's time at this moment, not at the start of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        now: datetime.datetime = cursor.fetchone()[0]
    return now


def today() -> datetime.date:
    """The county's date by the database's clock."""
    return timezone.localdate(clock())


def _take(function: str, kind: int, key: int) -> datetime.datetime:
    """One statement: a row, and with it the clock, comes out of `held` only when the lock is there."""
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("锁只能在事务中持有。")
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH held AS MATERIALIZED (SELECT {function}(%s, %s)) SELECT clock_timestamp() FROM held",  # noqa: S608 - one of two names above
            [kind, key],
        )
        at: datetime.datetime = cursor.fetchone()[0]
    return at
