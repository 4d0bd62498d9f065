"""Real users of an embedded cluster: processes of their own that end when their standard input closes."""

import ctypes
import fcntl
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from config import devdb
from config.devdb import Cluster
from config.embedded_pg import keeper, postmaster

BASE_DIR = Path(__file__).resolve().parents[2]
USER = """
import sys
from pathlib import Path
from config import devdb
root, name, socket_dir, *options = sys.argv[1:]
cluster = devdb.Cluster(Path(root), name, Path(socket_dir), tuple(options))
for verb in sys.stdin:
    getattr(devdb, verb.strip())(cluster)
    print("done", flush=True)
"""


class User:
    """One process; `ask` has it call a verb of devdb."""

    def __init__(self, cluster: Cluster, **environment: str) -> None:
        fields = [cluster.root, cluster.name, cluster.socket_dir, *cluster.options]
        pipe = subprocess.PIPE
        self.process = subprocess.Popen(
            [sys.executable, "-X", "dev", "-W", "error", "-c", USER, *fields],
            cwd=BASE_DIR, env=os.environ | environment, stdin=pipe, stdout=pipe, stderr=pipe, text=True,
        )  # fmt: skip

    def ask(self, verb: str) -> None:
        """Without waiting for the answer."""
        assert self.process.stdin
        self.process.stdin.write(f"{verb}\n")
        self.process.stdin.flush()

    def answer(self) -> str:
        """`done`, or what it died of."""
        assert self.process.stdout
        return self.process.stdout.readline().strip() or self.process.communicate()[1]

    def asked(self, verb: str) -> str:
        """The answer to `verb`."""
        self.ask(verb)
        return self.answer()

    def leave(self) -> str:
        """End in order; returns what it complained of on the way."""
        return self.process.communicate()[1]


@contextmanager
def using(cluster: Cluster, **environment: str) -> Iterator[User]:
    """While a process uses the cluster; it must have nothing to complain of."""
    user = User(cluster, **environment)
    answer = user.asked("ensure")
    try:
        assert answer == "done"
        yield user
    finally:
        complaints = user.leave()
    assert complaints == ""


def refused(cluster: Cluster) -> str:
    """What a process is told that cannot have the server."""
    return User(cluster).asked("ensure")


def connect(cluster: Cluster, user: str = devdb.OWNER_ROLE) -> psycopg.Connection:
    """Straight to the server: we do not count as its user."""
    return psycopg.connect(
        host=str(cluster.socket_dir), port=devdb.PORT, user=user, dbname=devdb.DATABASE, autocommit=True
    )


def server_of(cluster: Cluster) -> int:
    """The number of the running server."""
    number = postmaster.pid(cluster)
    assert number
    return number


def keeper_of(cluster: Cluster) -> int:
    """The number of the server's parent."""
    status = Path(f"/proc/{server_of(cluster)}/stat").read_text()
    return int(status.rpartition(")")[2].split()[1])


def gone(cluster: Cluster) -> bool:
    """Neither server nor keeper runs."""
    return postmaster.pid(cluster) is None and not keeper.on_duty(cluster)


def is_held(cluster: Cluster, purpose: str) -> bool:
    """Whether somebody has the lock for himself."""
    with keeper.lock_file(cluster, purpose) as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def answers(cluster: Cluster) -> bool:
    """Whether the server takes connections."""
    try:
        connect(cluster).close()
    except psycopg.OperationalError:
        return False
    return True


@contextmanager
def become_reaper_of_orphans() -> Iterator[None]:
    """As PID 1 of a careless container does, we get them and let them lie."""
    libc, set_child_subreaper = ctypes.CDLL(None), 36
    libc.prctl(set_child_subreaper, 1)
    yield
    libc.prctl(set_child_subreaper, 0)


def wait_until(happened: Callable[[], bool]) -> None:
    """However long it takes on a busy machine, within reason."""
    deadline = time.monotonic() + 60
    while not happened():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def fill(cluster: Cluster, rows: int) -> None:
    """Commit rows one by one."""
    with connect(cluster) as connection:
        connection.execute("DROP TABLE IF EXISTS kept")
        connection.execute("CREATE TABLE kept (number int)")
        for number in range(rows):
            connection.execute("INSERT INTO kept VALUES (%s)", [number])


def count(cluster: Cluster) -> int:
    """The rows that are there."""
    with connect(cluster) as connection:
        return connection.execute("SELECT number FROM kept").rowcount
