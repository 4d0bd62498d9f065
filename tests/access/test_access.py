"""Every URL, method, post and stage against the written table, with own and with foreign ids."""

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from tests.access.table import COLUMNS, METHODS, expected, rows, url_names
from tests.access.world import PHASES, argument, build
from units.roles import Role

pytestmark = pytest.mark.django_db
ASKED_ONCE = {"anonymous", "clerk"}
"""Who tries a method that nobody may use."""


def answer(client: Client, method: str, url: str) -> str:
    """The status; whatever the request changed is rolled back, its cookies too."""
    cookies = client.cookies.output(header="")
    with transaction.atomic():
        status = client.generic(method, url, content_type="application/x-www-form-urlencoded").status_code
        transaction.set_rollback(True)
    client.cookies.clear()
    client.cookies.load(cookies)
    return str(status)


def clients(world, sign_in) -> dict[str, tuple[Client, object]]:
    people = {role.value: (sign_in(user), user) for role, user in world.people.items()}
    return {"anonymous": (Client(), world.people[Role.CLERK])} | people


def refuses_method(row: dict[str, str]) -> bool:
    """Whether the address takes this method from nobody: the router says so before it knows who asks."""
    return {row[column] for column in COLUMNS[1:]} == {"405"}


def sides(world, name: str, user) -> list[tuple[str, list[int]]]:
    """One's own row and a stranger's; a URL without argument, or about what both share, has one side."""
    own, other = (argument(world, name, whose, user) for whose in ("own", "other"))
    return [("own", own), ("other", other)] if own != other else [("own", own)]


@pytest.mark.parametrize("phase", PHASES)
def test_every_cell_is_as_written(phase, sign_in):
    world, table, wrong = build(phase), rows(), []
    for who, (client, user) in clients(world, sign_in).items():
        for name in sorted(set(url_names())):
            for whose, arguments in sides(world, name, user):
                url = reverse(name, args=arguments)
                for method in METHODS:
                    row = expected(table, url=name, method=method, whose=whose, phase=phase)
                    if refuses_method(row) and who not in ASKED_ONCE:
                        continue
                    want, got = row[who], answer(client, method, url)
                    if got != want:
                        wrong.append(f"{name} {method} {whose} {who}: {got}, written {want}")
    assert wrong == []


def test_table_names_only_what_exists():
    assert {row["url"] for row in rows()} == set(url_names())
    assert set(rows()[0]) == {"url", "method", "whose", "phase", *COLUMNS}
