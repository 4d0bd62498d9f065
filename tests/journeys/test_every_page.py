"""Every page of the written access table, once a stage: accessible, fit for a phone, quiet in the console."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import Page

from scorecards.phases import Phase
from tests.access.table import expected, is_steady, url_names
from tests.access.world import World, argument, build
from tests.journeys.conftest import RULES
from units.roles import Role

pytestmark = pytest.mark.django_db(transaction=True)
NO_PAGES = {
    "units:job",
    "reports:document-download",
    "scorecards:rubric-json",
    "reports:release-xlsx",
    "reports:round-archive",
    "reports:round-xlsx",
    "scorecards:rubric-xlsx",
}  # no pages
READERS = (Role.CLERK, Role.OFFICER, Role.COUNTY_LEADER, Role.AUDITOR, Role.SECRETARY)


STAGES = (Phase.PREPARING, Phase.FILLING, Phase.CHECKING, Phase.LOCKED, Phase.RELEASED)


def readers(name: str, phase: Phase) -> list[Role]:
    """Who may open the page in the stage, the first to be sent there first."""
    allowed = expected(url=name, method="GET", whose="own", phase=phase)
    return [role for role in READERS if allowed[role] == "200"]


def pages(world: World, phase: Phase) -> dict[Role, list[str]]:
    """Each page with the first reader who may open it; home is everybody's own. A page is looked at in the first and in
    the last of the stages in which somebody may open it, or in 审核 where the stage has no say in it."""
    found = {role: ["/"] for role in READERS}
    for name in sorted(set(url_names()) - NO_PAGES - {"home"}):
        open_in = [stage for stage in STAGES if readers(name, stage)]
        looked_at = {Phase.CHECKING} if is_steady(name) else {*open_in[:1], *open_in[-1:]}
        if phase in looked_at and (who := readers(name, phase)):
            found[who[0]].append(reverse(name, args=argument(world, name, "own", world.people[who[0]])))
    return found


@pytest.mark.parametrize("phase", STAGES)
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
