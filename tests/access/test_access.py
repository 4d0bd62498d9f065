"""Every URL, method, post and stage against the written table, with own and with foreign ids; GET writes nothing."""

from contextlib import nullcontext

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from scorecards.phases import Phase
from tests.access import once
from tests.access.table import COLUMNS, METHODS, expected, is_steady, rows, url_names
from tests.access.world import PHASES, argument, build
from tests.access.writes import Writes
from units.roles import Role

pytestmark = pytest.mark.django_db
GET_MAY_WRITE = {"django_session", "units_accesslog"}
ENOUGH = {Phase.PREPARING, Phase.CHECKING, Phase.RELEASED}
"""The stages in which URLs are tried whose answers the stage has no say in."""
ASKED_ONCE = {"anonymous", "clerk"}
"""Who tries a method that nobody may use."""


@pytest.fixture
def _error_pages_once(settings) -> None:
    once.forget()
    settings.ROOT_URLCONF = once.__name__


def answer(client: Client, method: str, url: str, *, start: str, writes: Writes) -> str:
    """The status; whatever the request changed is rolled back, its cookies too. What a GET writes is noted."""
    cookies = client.cookies.output(header="")
    noting = connection.execute_wrapper(writes) if method == "GET" else nullcontext()
    with noting:
        found = client.generic(method, url, content_type="application/x-www-form-urlencoded")
        if found.streaming:
            found.getvalue()  # a download is read to its end, which closes it
    transaction.set_rollback(False)
    transaction.savepoint_rollback(start)
    client.cookies.clear()
    client.cookies.load(cookies)
    return str(found.status_code)


def clients(world, sign_in) -> dict[str, tuple[Client, object]]:
    people = {role.value: (sign_in(user), user) for role, user in world.people.items()}
    for client, _ in people.values():
        client.get("/")  # or each request would note the session's beginning anew, and have it rolled back
    return {"anonymous": (Client(), world.people[Role.CLERK])} | people


def refuses_method(row: dict[str, str]) -> bool:
    """Whether the address takes this method from nobody: the router says so before it knows who asks."""
    return {row[column] for column in COLUMNS[1:]} == {"405"}


def is_the_same(name: str, phase: str, who: str, user) -> bool:
    """Whether whose row it is makes no difference to this person: one whose post is of no unit and no branch."""
    if who == "anonymous" or user.post.home_unit is not None:
        return False
    found = [expected(url=name, method=method, whose=whose, phase=phase)[who]
             for method in METHODS for whose in ("own", "other")]  # fmt: skip
    return found[0] == found[1] and found[2] == found[3]


def sides(world, name: str, user) -> list[tuple[str, list[int]]]:
    """One's own row and a stranger's; a URL without argument, or about what both share, has one side."""
    own, other = (argument(world, name, whose, user) for whose in ("own", "other"))
    return [("own", own), ("other", other)] if own != other else [("own", own)]


@pytest.mark.usefixtures("_error_pages_once")
@pytest.mark.parametrize("phase", PHASES)
def test_every_cell_is_as_written(phase, sign_in):
    world, wrong, writes = build(phase), [], Writes()
    names = sorted(name for name in set(url_names()) if phase in ENOUGH or not is_steady(name))
    visitors, start = clients(world, sign_in), transaction.savepoint()
    for who, (client, user) in visitors.items():
        for name in names:
            wanted = sides(world, name, user)
            is_asked_twice = len(wanted) == 2 and not is_the_same(name, phase, who, user)
            for whose, arguments in wanted if is_asked_twice else wanted[:1]:
                url = reverse(name, args=arguments)
                for method in METHODS:
                    row = expected(url=name, method=method, whose=whose, phase=phase)
                    if refuses_method(row) and who not in ASKED_ONCE:
                        continue
                    want, got = row[who], answer(client, method, url, start=start, writes=writes)
                    if got != want:
                        wrong.append(f"{name} {method} {whose} {who}: {got}, written {want}")
    assert wrong == []
    assert writes.tables <= GET_MAY_WRITE


def test_the_net_catches_a_write():
    writes = Writes()
    with connection.execute_wrapper(writes):
        connection.cursor().execute("UPDATE units_unit SET name = name WHERE false")
    assert writes.tables == {"units_unit"}


def test_table_names_only_what_exists():
    assert {row["url"] for row in rows()} == set(url_names())
    assert set(rows()[0]) == {"url", "method", "whose", "phase", *COLUMNS}
