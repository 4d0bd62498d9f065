"""The whole suite on Debian's PostgreSQL 15, with the rights that production gives and no more."""

import os
import subprocess
import sys
from pathlib import Path

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

import dev
from config import devdb

PROGRAMS = Path("/usr/lib/postgresql/15/bin")
OWNER, RUNTIME = "production_owner", "production_runtime"
ROLES = {
    OWNER: "LOGIN NOSUPERUSER CREATEDB NOCREATEROLE",
    RUNTIME: "LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE",
}


def main() -> int:
    """The exit status of pytest."""
    if not PROGRAMS.exists():
        dev.install_packages(["postgresql-15"])
    os.environ["DEVDB_BIN"] = str(PROGRAMS)
    cluster = devdb.location(dev.ROOT, testing=True)
    devdb.ensure(cluster)
    with psycopg.connect(_address(cluster, devdb.OWNER_ROLE), autocommit=True) as connection:
        _make_roles(connection)
    return subprocess.call(
        [sys.executable, "-m", "pytest", *sys.argv[1:]], cwd=dev.ROOT, env=_environment(cluster)
    )


def _address(cluster: devdb.Cluster, user: str) -> str:
    return make_conninfo(host=str(cluster.socket_dir), port=devdb.PORT, user=user, dbname=devdb.DATABASE)


def _make_roles(connection: psycopg.Connection) -> None:
    for name, rights in ROLES.items():
        role = sql.Identifier(name)
        if not connection.execute("SELECT FROM pg_roles WHERE rolname = %s", [name]).rowcount:
            connection.execute(sql.SQL("CREATE ROLE {}").format(role))
        connection.execute(sql.SQL("ALTER ROLE {} {}").format(role, sql.SQL(rights)))
    connection.execute(
        sql.SQL("ALTER DATABASE {} OWNER TO {}").format(sql.Identifier(devdb.DATABASE), sql.Identifier(OWNER))
    )


def _environment(cluster: devdb.Cluster) -> dict[str, str]:
    """The tests of the embedded server itself take their own programs."""
    kept = {name: value for name, value in os.environ.items() if name != "DEVDB_BIN"}
    return kept | {
        "DATABASE_URL": _address(cluster, RUNTIME),
        "DATABASE_OWNER_URL": _address(cluster, OWNER),
    }


if __name__ == "__main__":
    sys.exit(main())
