"""Every page of the written access table, once a stage: accessible, fit for a phone, quiet in the console."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import Page

from scorecards.phases import Phase
from tests.access.table import expected, rows, url_names
from tests.access.world import World, argument, build
from tests.journeys.conftest import RULES
from units.roles import Role

pytestmark = pytest.mark.django_db(transaction=True)
NO_PAGES = {
    "units:job",
    "reports:document-download",
    "scorecards:rubric-json",
    "scorecards:rubric-xlsx",
}  # no pages
READERS = (Role.CLERK, Role.OFFICER, Role.COUNTY_LEADER, Role.AUDITOR, Role.SECRETARY)


def pages(world: World, phase: Phase) -> dict[Role, list[str]]:
    """Each page with the first reader who may open it; home is everybody's own. What the stage has no say in is looked
    at once, in 审核."""
    table, found = rows(), {role: ["/"] for role in READERS}
    steady = {row["url"] for row in table if row["method"] == "GET" and row["phase"] == "*"}
    wanted = set(url_names()) - NO_PAGES - {"home"} - (set() if phase is Phase.CHECKING else steady)
    for name in sorted(wanted):
        allowed = expected(url=name, method="GET", whose="own", phase=phase)
        for role in READERS:
            if allowed[role] == "200":
                found[role].append(reverse(name, args=argument(world, name, "own", world.people[role])))
                break
    return found


@pytest.mark.parametrize(
    "phase", [Phase.PREPARING, Phase.FILLING, Phase.CHECKING, Phase.LOCKED, Phase.RELEASED]
)
def test_pages_of_the_stage(phase, page: Page, inspect, sign_in, live_server):
    world = build(phase)
    for role, addresses in pages(world, phase).items():
        cookie = sign_in(world.people[role]).cookies["sessionid"].value
        page.context.clear_cookies()
        page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
        for address in addresses:
            page.goto(f"{live_server.url}{address}")
            inspect(f"{address} as {role} in {phase}")


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [("/units/", 403, "只有工委工作人员和管理员可以查看全部单位。"), ("/rounds/999999/", 404, "找不到")],
)
def test_error_pages(page: Page, sign_in, live_server, officer, address, status, words):
    """The browser reports such an answer in its console, so this is a page of its own."""
    cookie = sign_in(officer).cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
    other = page.context.new_page()
    assert other.goto(f"{live_server.url}{address}").status == status
    assert words in other.inner_text("main")
    assert Axe().run(other, options=RULES).violations_count == 0
