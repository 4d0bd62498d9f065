"""The embedded PostgreSQL of development and tests: it runs while somebody uses it."""

import atexit
import fcntl
import shutil
import threading
import time
from contextlib import suppress
from typing import IO

import psycopg
from psycopg import sql

from config.embedded_pg import folders, keeper, postmaster
from config.embedded_pg.cluster import Cluster, location
from config.embedded_pg.programs import NoServer

OWNER_ROLE = "owner"
RUNTIME_ROLE = "app"
DATABASE = "shaibiping"
PORT = 5432  # names the socket; nothing listens on the network

__all__ = [
    "DATABASE",
    "OWNER_ROLE",
    "PORT",
    "RUNTIME_ROLE",
    "Cluster",
    "InUse",
    "NoServer",
    "empty",
    "ensure",
    "location",
    "stop",
]

_PATIENCE = 120  # seconds: after a crash the server repairs its files before it answers
_held: dict[Cluster, IO[bytes]] = {}  # our shared locks on the `users` files
_ready: set[Cluster] = set()  # those that have answered us; a keeper alone is not yet a server
_one_at_a_time = threading.Lock()


class InUse(RuntimeError):
    """Somebody is connected to the database that was to be dropped."""


def ensure(cluster: Cluster) -> None:
    """Make sure that the server runs with our roles and database, and goes on while this process lives."""
    if _is_up(cluster):
        return
    with _one_at_a_time:
        if _is_up(cluster):  # another thread was quicker
            return
        _ready.discard(cluster)
        folders.lay_out(cluster)
        _become_user(cluster)
        with keeper.lock_file(cluster, "start") as gate:
            fcntl.flock(gate, fcntl.LOCK_EX)
            with _running(cluster) as connection:
                _furnish(connection)
        _ready.add(cluster)


def _is_up(cluster: Cluster) -> bool:
    return cluster in _ready and keeper.on_duty(cluster)


def empty(cluster: Cluster) -> None:
    """Drop the database and make it again; refused while anybody is connected to it."""
    ensure(cluster)
    with keeper.lock_file(cluster, "start") as gate:
        fcntl.flock(gate, fcntl.LOCK_EX)
        with _connect(cluster) as connection:
            _drop(connection)
            _furnish(connection)


def stop(cluster: Cluster) -> bool:
    """Shut the server down under its users; False when none ran. It starts again with the next connection."""
    return postmaster.end(cluster)


def _become_user(cluster: Cluster) -> None:
    users = keeper.lock_file(cluster, "users")
    fcntl.flock(users, fcntl.LOCK_SH)
    before, _held[cluster] = _held.get(cluster), users
    if before:
        before.close()


@atexit.register
def _leave() -> None:
    for users in _held.values():
        users.close()


def _running(cluster: Cluster) -> psycopg.Connection:
    """A connection to the server, which is started when there is no keeper or the keeper is just leaving."""
    return _answer(cluster) or _started(cluster)


def _answer(cluster: Cluster) -> psycopg.Connection | None:
    """The server's answer, awaited as long as it has a keeper."""
    deadline = time.monotonic() + _PATIENCE
    while keeper.on_duty(cluster):
        with suppress(psycopg.OperationalError):
            return _connect(cluster)
        if time.monotonic() > deadline:
            raise NoServer(f"内置 PostgreSQL 没有应答，原因见 {cluster.log}。")
        time.sleep(0.05)
    return None


def _started(cluster: Cluster) -> psycopg.Connection:
    used_before = cluster.data.exists()
    if not used_before:
        folders.make_cluster(cluster, superuser=OWNER_ROLE)
    keeper.launch(cluster)
    connection = _answer(cluster)
    if connection:
        return connection
    if used_before and cluster.disposable:
        shutil.rmtree(cluster.data)
        return _started(cluster)
    raise NoServer(f"内置 PostgreSQL 没有启动，原因见 {cluster.log}。")


def _connect(cluster: Cluster) -> psycopg.Connection:
    return psycopg.connect(
        host=str(cluster.socket_dir),
        port=PORT,
        user=OWNER_ROLE,
        dbname="postgres",
        connect_timeout=5,
        autocommit=True,
    )


def _drop(connection: psycopg.Connection) -> None:
    try:
        connection.execute(sql.SQL("DROP DATABASE {}").format(sql.Identifier(DATABASE)))
    except psycopg.errors.ObjectInUse as error:
        raise InUse("数据库正在使用，不能清空。请先结束别的演示或命令。") from error


def _furnish(connection: psycopg.Connection) -> None:
    """What initdb does not make: the role that owns nothing, and the database."""
    if not connection.execute("SELECT FROM pg_roles WHERE rolname = %s", [RUNTIME_ROLE]).rowcount:
        statement = "CREATE ROLE {} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE"
        connection.execute(sql.SQL(statement).format(sql.Identifier(RUNTIME_ROLE)))
    if not connection.execute("SELECT FROM pg_database WHERE datname = %s", [DATABASE]).rowcount:
        statement = "CREATE DATABASE {} OWNER {}"
        connection.execute(sql.SQL(statement).format(sql.Identifier(DATABASE), sql.Identifier(OWNER_ROLE)))
