"""A connection with the rights of the running system."""

import io
from collections.abc import Iterator

import psycopg
import pytest
from django.core.management import call_command
from django.db import connection
from psycopg.conninfo import conninfo_to_dict

from config import environment
from config.databases import runtime_role


@pytest.fixture
def runtime(transactional_db) -> Iterator[psycopg.Connection]:
    """As the runtime role on the test database, after `grants`; each statement stands for itself."""
    call_command("grants", stdout=io.StringIO())
    settings = connection.settings_dict
    given = conninfo_to_dict(environment.text("DATABASE_URL", "dbname=x"))
    with psycopg.connect(
        host=given.get("host") or settings["HOST"],
        port=given.get("port") or settings.get("PORT") or None,
        password=given.get("password"),
        dbname=settings["NAME"],
        user=runtime_role(),
        autocommit=True,
    ) as opened:
        yield opened
