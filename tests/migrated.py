"""The migrated, empty database that every test database is a copy of; a change of a migration makes it anew."""

import hashlib
import re
from importlib.util import find_spec
from pathlib import Path

import psycopg
from django.core.management import call_command
from django.db import connection
from psycopg import sql

ROOT = Path(__file__).resolve().parents[1]
ROOMS = ("config", "units", "scorecards", "reports")
BOOT = Path("/proc/sys/kernel/random/boot_id")
ONE_AT_A_TIME = 7_301
_OURS = re.compile(rf"^(?:import|from) ((?:{'|'.join(ROOMS)})\.[\w.]+)", re.MULTILINE)


def database() -> str:
    """Its name. The first worker to ask makes it, the others wait; it stays for the next run."""
    name = f"migrated_{_digest()}"
    server = connection.get_connection_params() | {"dbname": "postgres"}
    with psycopg.connect(**server, autocommit=True) as opened:
        opened.execute("SELECT pg_advisory_lock(%s)", [ONE_AT_A_TIME])
        found = opened.execute(r"SELECT datname FROM pg_database WHERE datname LIKE 'migrat%\_%'").fetchall()
        if (name,) not in found:
            for (other,) in found:
                opened.execute(sql.SQL("DROP DATABASE {}").format(sql.Identifier(other)))
            _make(opened, name)
    return name


def _make(opened: psycopg.Connection, name: str) -> None:
    """Under another name until it is whole."""
    unfinished, ours = name.replace("migrated", "migrating"), connection.settings_dict["NAME"]
    opened.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(unfinished)))
    connection.settings_dict["NAME"] = unfinished
    try:
        call_command("migrate", verbosity=0, interactive=False, run_syncdb=True)
    finally:
        connection.close()
        connection.settings_dict["NAME"] = ours
    names = map(sql.Identifier, (unfinished, name))
    opened.execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(*names))


def _digest() -> str:
    """Of all that says what a migration does, and of the machine's start: these servers do not sync their files."""
    files = [file for room in ROOMS for file in sorted((ROOT / room).glob("migrations/*.py"))]
    imported = {name for file in files for name in _OURS.findall(file.read_text("utf-8"))}
    files += [Path(spec.origin) for name in sorted(imported) if (spec := find_spec(name)) and spec.origin]
    files += [ROOT / "requirements-dev.txt", *sorted((ROOT / "config").glob("settings*.py"))]
    whole = hashlib.sha256(BOOT.read_bytes() if BOOT.exists() else b"")
    for file in files:
        whole.update(file.read_bytes())
    return whole.hexdigest()[:16]
