"""GET writes nothing but sessions and the record, whoever asks for whatever page."""

import re

import pytest
from django.db import connection
from django.urls import reverse

from scorecards.phases import Phase
from tests.access.table import url_names
from tests.access.world import argument, build

pytestmark = pytest.mark.django_db
WRITES = re.compile(r"^\s*(?:INSERT INTO|UPDATE|DELETE FROM|COPY)\s+\"?(\w+)", re.IGNORECASE | re.MULTILINE)
MAY = {"django_session", "units_accesslog"}


class Writes:
    """Tables that were written, as the connection saw it."""

    def __init__(self) -> None:
        self.tables: set[str] = set()

    def __call__(self, execute, sql, params, many, context):
        self.tables |= set(WRITES.findall(str(sql)))
        return execute(sql, params, many, context)


@pytest.mark.parametrize("phase", [Phase.FILLING, Phase.CHECKING, Phase.RELEASED])
def test_get_changes_no_business_table(phase, sign_in):
    world, writes = build(phase), Writes()
    clients = {user: sign_in(user) for user in world.people.values()}
    with connection.execute_wrapper(writes):
        for user, client in clients.items():
            for name in sorted(set(url_names())):
                client.get(reverse(name, args=argument(world, name, "own", user)))
    assert writes.tables <= MAY


def test_the_net_catches_a_write():
    writes = Writes()
    with connection.execute_wrapper(writes):
        connection.cursor().execute("UPDATE units_unit SET name = name WHERE false")
    assert writes.tables == {"units_unit"}
