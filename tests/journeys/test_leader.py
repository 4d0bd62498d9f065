"""A county leader's way from home to a unit's items; the office's way through 试算 by keyboard."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from reports.models import Document
from tests.factories import make_user
from tests.scorecards.seating import released, units_of
from units.models import Unit
from units.roles import Role

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def round_(clerk, head):
    return released(clerk=clerk, head=head)


def test_leader_reads_the_own_unit_and_downloads(round_, go, inspect, page):
    leader = make_user(Role.COUNTY_LEADER)
    Unit.objects.filter(pk=units_of(round_)[0].pk).update(leader_in_charge=leader)
    Document.objects.update(state="done", content=b"%PDF-", sha256="x", pages=1, made_at=timezone.now())
    go(leader, "home")
    inspect("home")
    with page.expect_download() as download:
        page.get_by_role("link", name="下载领导参阅版").click()
    assert download.value.suggested_filename.endswith(".pdf")
    page.get_by_role("link", name="甲局", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("历年得分")
    expect(page.get_by_role("table").nth(1)).to_contain_text("指标1.2")
    inspect("history")


def test_the_office_tries_other_weights_by_keyboard(round_, clerk, go, inspect, page):
    go(clerk, "scorecards:round-detail", round_.pk)
    page.get_by_role("link", name="试算").click()
    page.get_by_label("部分一权重").fill("0")
    page.get_by_label("部分二权重").fill("1")
    page.keyboard.press("Enter")
    expect(page.get_by_role("row").nth(1)).to_have_text(re.compile(r"1\s+丙局\s+3\s+↑ 2\s+100\.00\s+72\.00"))
    inspect("试算")
    page.get_by_role("link", name="恢复原样").click()
    expect(page.get_by_role("row").nth(1)).to_have_text(re.compile(r"1\s+乙局\s+1\s+不变"))
