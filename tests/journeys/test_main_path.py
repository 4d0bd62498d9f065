"""One rubric from a card to a sealed ranking PDF, by the browser, as each post."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from reports.models import Document
from scorecards.models import Card, Release, Round
from scorecards.phases import Phase
from tests.factories import advance, cards_of, fill_all, group_of, make_round, make_user
from tests.journeys.conftest import PASSWORD
from units.roles import Role

pytestmark = pytest.mark.django_db(transaction=True)
MARKER = "14.50"  # what the first unit ends with: 1.5 lost


@pytest.fixture
def visit(page: Page, live_server, inspect) -> Callable[..., None]:
    """Open a page by name and inspect it."""

    def do(name: str, *args: int) -> None:
        page.goto(live_server.url + reverse(name, args=args))
        inspect(name)

    return do


def confirm(page: Page, verb: str, *, done: str, password: bool = False) -> None:
    """Open the confirmation, give the password where it is asked, confirm, and see that it was done."""
    page.locator("summary", has_text=verb).first.click()
    if password:
        page.get_by_label("您的登录密码").fill(PASSWORD)
    page.get_by_role("button", name=f"确认{verb}").click()
    expect(page.get_by_text(done).first).to_be_visible()


def test_officer_fills_and_reports(page: Page, enter, visit, inspect, clerk, head):
    round_ = advance(make_round(clerk, units=12), Phase.FILLING, clerk=clerk, head=head)
    card = cards_of(round_)[0]
    officer = make_user(Role.OFFICER, unit=card.unit)
    enter(officer)
    inspect("home")
    page.get_by_role("link", name="去填报").click()
    inspect("card-fill")
    for mark in card.marks.select_related("node"):
        if mark.node.scoring_kind == "LEVEL":
            page.locator(f'input[name="{mark.node.key}:level"]').first.check()
        else:
            page.locator(f'input[name="{mark.node.key}:full"]').check()
    expect(page.get_by_text("已保存").first).to_be_visible()
    visit("scorecards:card-review", card.pk)
    page.get_by_label("已经书记审签").check()
    page.get_by_label("审签人").fill("王书记")
    page.get_by_role("button", name="报送").last.click()
    expect(page.get_by_text("评分表已报送").first).to_be_visible()
    card.refresh_from_db()
    assert (card.state, card.endorser, card.filler) == ("endorsed", "王书记", officer)


def test_office_checks_locks_and_releases_and_the_leader_downloads(
    page: Page, enter, visit, inspect, live_server, clerk, head, work, tmp_path: Path
):
    round_ = advance(make_round(clerk, units=12), Phase.CHECKING, clerk=clerk, head=head)
    group, loser = group_of(round_), cards_of(round_)[0]
    fill_all(round_, by=clerk)
    enter(clerk)
    visit("scorecards:matrix", group.pk)
    type_cell(page, loser, "1.1", "1 0 1")
    expect(page.get_by_text(MARKER).first).to_be_visible()
    confirm_as_head(page, enter, visit, head, round_)
    enter(clerk)
    visit("scorecards:round-detail", round_.pk)
    confirm(page, "锁定", done="已锁定", password=True)
    visit("scorecards:release-detail", round_.pk)
    confirm(page, "拟通报", done="通报稿已提交")
    enter(head)
    visit("scorecards:release-detail", round_.pk)
    confirm(page, "审定通报", done="已通报", password=True)
    inspect("release-detail")
    work()
    download_as_leader(page, enter, visit, tmp_path)


def type_cell(page: Page, card: Card, key: str, text: str) -> None:
    box = page.locator(f'input[name="c:{card.pk}:{key}"]')
    box.locator("..").click()
    box.fill(text)
    box.press("Enter")


def confirm_as_head(page: Page, enter, visit, head, round_: Round) -> None:
    enter(head)
    visit("scorecards:round-detail", round_.pk)
    confirm(page, "整组核定", done="已核定")


def download_as_leader(page: Page, enter, visit, folder: Path) -> None:
    """The paper holds what was typed, and its code is confirmed by the open page."""
    enter(make_user(Role.COUNTY_LEADER))
    release = Release.objects.get()
    visit("scorecards:standings", release.group_id)
    visit("reports:document-list")
    with page.expect_download() as started:
        page.get_by_role("link", name="下载").first.click()
    file = folder / "ranking.pdf"
    started.value.save_as(file)
    text = subprocess.run(
        ["pdftotext", "-layout", file, "-"], capture_output=True, text=True, check=True
    ).stdout
    assert MARKER in text
    assert release.code in text
    assert file.read_bytes() in {bytes(document.content) for document in Document.objects.all()}
    confirm_code(page, visit, release)


def confirm_code(page: Page, visit, release: Release) -> None:
    page.context.clear_cookies()
    visit("reports:verify")
    page.get_by_label("验证码").fill(release.code.lower().replace("-", " "))
    page.get_by_role("button", name="查验").click()
    expect(page.get_by_text(release.sha256).first).to_be_visible()
    assert MARKER not in page.content()
