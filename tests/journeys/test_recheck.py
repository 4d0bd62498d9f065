"""核对 in the browser: a unit reads its sheet and asks, the head sees what a correction comes to and confirms it."""

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from scorecards.models import Recheck
from tests.factories import make_user
from tests.scorecards.reviewing import LOSS, first_card, mark_of, plain_review
from units.roles import Role

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def card(clerk, head):
    return first_card(plain_review(clerk, head, units=5, losses=[LOSS]))


def test_a_loss_is_asked_about_and_put_right(page: Page, live_server, enter, inspect, card, head):
    sheet = live_server.url + reverse("scorecards:card-feedback", args=[card.pk])
    enter(officer := make_user(Role.OFFICER, unit=card.unit))
    page.goto(sheet)
    page.get_by_role("link", name="对此项申请复核").first.click()
    expect(page.get_by_label("申请复核的内容")).to_have_value(str(mark_of(card, "1.1").pk))
    page.get_by_label("申请理由").fill("支委会开过，见记录第 3 页。")
    page.get_by_role("button", name="申请复核").click()
    expect(page.get_by_text("待复核")).to_be_visible()
    inspect("得分反馈单")
    _correct(page, live_server, enter, inspect, head)
    enter(officer)
    page.goto(sheet)
    expect(page.locator(".recheck-outcome tfoot")).to_have_text("核定合计15.5016.00")


def _correct(page: Page, live_server, enter, inspect, head) -> None:
    enter(head)
    recheck = Recheck.objects.get()
    page.goto(live_server.url + reverse("scorecards:recheck-list", args=[recheck.card.group.round_id]))
    inspect("复核申请")
    page.get_by_role("link", name="去复核").click()
    page.locator("input[name^='c:']").fill("0 0 0")
    page.locator("#correct-opinion").fill("核对记录，会议已开。")
    page.get_by_role("button", name="核对更正前后").click()
    expect(page.get_by_role("region", name="更正前后对照")).to_contain_text("15.5016.00")
    inspect("更正前后")
    page.get_by_role("button", name="确认更正").click()
    expect(page.get_by_text("已复核：予以更正")).to_be_visible()


def test_on_paper_everything_is_unfolded_and_there_is_room_to_sign(page: Page, live_server, enter, card):
    enter(make_user(Role.OFFICER, unit=card.unit))
    page.goto(live_server.url + reverse("scorecards:card-feedback", args=[card.pk]))
    expect(page.get_by_text("单位确认（签字）")).to_be_hidden()
    page.emulate_media(media="print")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    expect(page.get_by_text("单位确认（签字）")).to_be_visible()
    expect(page.get_by_label("申请理由")).to_be_hidden()
    assert page.locator("details.working:not([open])").count() == 0
