"""What the database says, asked by plain SQL as its owner: nothing of the application stands between."""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import psycopg
from psycopg.conninfo import make_conninfo

from config import devdb

PATIENCE = 60  # seconds
_BUSY = 0.1


class Facts:
    """One private database; each question has a connection of its own, since any may be killed."""

    def __init__(self, cluster: devdb.Cluster) -> None:
        self.address = make_conninfo(
            host=str(cluster.socket_dir), port=devdb.PORT, user=devdb.OWNER_ROLE, dbname=devdb.DATABASE
        )

    def ask(self, question: str, *values: object) -> list[tuple[Any, ...]]:
        """All rows."""
        with self._connection() as connection:
            return connection.execute(question, values).fetchall()

    def one(self, question: str, *values: object) -> Any:
        """The only value of the only row."""
        ((value,),) = self.ask(question, *values)
        return value

    def change(self, statement: str, *values: object) -> int:
        """How many rows."""
        with self._connection() as connection:
            return connection.execute(statement, values).rowcount

    def wait(self, question: str, *values: object, seconds: float, expected: object = True) -> float:
        """How long it took until the question had this answer."""
        began = time.monotonic()
        while self.one(question, *values) != expected:
            if time.monotonic() - began > seconds:
                raise TimeoutError(
                    f"not within {seconds:.0f} seconds: {' '.join(question.split())} {list(values)}"
                )
            time.sleep(_BUSY)
        return time.monotonic() - began

    def wait_closely(self, question: str, *values: object, seconds: float) -> None:
        """Until there is a row, asked without pause on one connection; or not, when it does not come in time."""
        deadline = time.monotonic() + seconds
        with self._connection() as connection:
            while not connection.execute(question, values).rowcount and time.monotonic() < deadline:
                time.sleep(0.001)

    @contextmanager
    def _connection(self) -> Iterator[psycopg.Connection]:
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                connection = psycopg.connect(self.address, autocommit=True)
                break
            except psycopg.OperationalError:  # just killed; its users start it again
                if time.monotonic() > deadline:
                    raise
                time.sleep(_BUSY)
        with connection:
            yield connection


def text(values: Sequence[object], most: int = 3) -> str:
    """A few of them, for a sentence."""
    return "、".join(map(str, values[:most])) + ("…" if len(values) > most else "")
