"""Locks: the order of two writers, and a clock that is read after the wait."""

import threading
import time

import pytest
from django.db import connection, transaction

from scorecards import locks

pytestmark = pytest.mark.django_db(transaction=True)


def in_thread(work) -> threading.Thread:
    def run():
        try:
            work()
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


def test_clock_is_read_after_the_wait():
    told, held, go = [], threading.Event(), threading.Event()

    def closer():
        with transaction.atomic():
            locks.hold_round(1, alone=True)
            held.set()
            go.wait()
            told.append(locks.clock())

    def writer():
        held.wait()
        with transaction.atomic():
            told.append(locks.hold_round(1))

    threads = [in_thread(closer), in_thread(writer)]
    held.wait()
    time.sleep(0.05)
    go.set()
    for thread in threads:
        thread.join()
    assert told == sorted(told)
    assert len(told) == 2


def test_writers_share_a_round():
    first, both = threading.Event(), threading.Barrier(2, timeout=10)

    def writer():
        with transaction.atomic():
            locks.hold_round(2)
            both.wait()
            first.set()

    threads = [in_thread(writer), in_thread(writer)]
    for thread in threads:
        thread.join()
    assert first.is_set()


def test_a_lock_needs_a_transaction():
    with pytest.raises(transaction.TransactionManagementError):
        locks.hold_round(3)
