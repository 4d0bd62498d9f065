"""From 报送 to 审核 in the browser: what is missing, late, approved online, entered for a unit, 初评 and 抽样."""

from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from scorecards import transitions
from scorecards.models import Card, Round
from scorecards.transitions.prechecking import copy_reported, finish_precheck
from tests.factories import make_user
from tests.scorecards.branches import Branches, make_branches, report_branch
from tests.scorecards.filling import end_filling, open_card, open_round, url
from tests.scorecards.reporting import REASON, again, filled, go_online, report, save
from units.roles import Role

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def card(unit, clerk) -> Card:
    return open_card(unit, by=clerk)


@pytest.fixture
def visit(page: Page, sign_in, live_server, inspect) -> Callable[..., Page]:
    """The address as this person sees it, accessible and fit for a phone."""

    def do(user, address: str) -> Page:
        page.context.clear_cookies()
        cookie = sign_in(user).cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
        page.goto(live_server.url + address)
        inspect(address)
        return page

    return do


def test_late_from_the_missing_item_to_the_decision(visit, card, officer, clerk, inspect):
    expect(visit(officer, url("card-review", card)).get_by_text("还有 3 项没有填写")).to_be_visible()
    filled(card, by=officer)
    end_filling(card)
    page = visit(officer, url("card-review", card))
    page.get_by_label("已经书记审签").check()
    page.get_by_label("审签人").fill("王书记")
    page.get_by_label("逾期原因").fill(REASON)
    page.get_by_role("button", name="确认逾期报送").click()
    expect(page.get_by_text("已作逾期报送，等待工委决定收或不收。")).to_be_visible()
    inspect("late card of the unit")
    visit(clerk, card.get_absolute_url())
    page = visit(clerk, reverse("scorecards:round-late", args=[card.group.round_id]))
    page.locator("summary", has_text="不收").click()
    page.get_by_label("不收的原因").fill("没有正当理由")
    inspect("declining")
    page.get_by_role("button", name="确认不收").click()
    expect(page.get_by_text("已退为草稿，并通知单位。")).to_be_visible()
    expect(visit(officer, url("card-fill", card)).get_by_text("没有正当理由")).to_be_visible()


def test_the_leader_compares_and_passes(visit, card, officer, clerk, unit, person):
    leader = person(Role.UNIT_LEADER)
    address = reverse("scorecards:endorsing-list")
    expect(visit(leader, address).get_by_text("现在没有等您审签的评分表。")).to_be_visible()
    before = open_round(unit, by=clerk, title="2025年年终晒比评")
    last = Card.objects.with_frame().get(group__round=before)
    save(last, by=officer)
    save(last, by=officer, i2_1={"value": "9.5"})
    Round.objects.filter(pk=card.group.round_id).update(previous=before)
    report(go_online(filled(card, by=officer)), by=officer, signed=False)
    page = visit(leader, address)
    page.get_by_role("link", name="去审签").click()
    page.locator("summary", has_text="退回填报人修改").click()
    visit(leader, url("card-endorsing", card)).get_by_role("button", name="通过").click()
    expect(page.get_by_text("评分表已审签通过。")).to_be_visible()


def test_what_came_back_unchanged_is_stood_by(visit, card, officer, person):
    sent = report(go_online(filled(card, by=officer)), by=officer, signed=False)
    page = visit(person(Role.UNIT_LEADER), url("card-endorsing", sent))
    page.locator("summary", has_text="退回填报人修改").click()
    page.locator("summary", has_text="指标2.1").click()
    page.get_by_label("2.1 指标2.1").fill("依据不足")
    page.get_by_role("button", name="退回").click()
    expect(page.get_by_text("评分表已退回，已通知填报人。")).to_be_visible()
    page = visit(officer, url("card-review", card))
    page.get_by_label("核对后不作修改").check()
    page.get_by_label("情况说明").fill("会议记录已附")
    page.get_by_role("button", name="确认报送").click()
    expect(page.get_by_text("评分表已报送。")).to_be_visible()


def test_the_office_enters_for_a_unit(visit, card, clerk, inspect):
    visit(clerk, card.get_absolute_url()).get_by_role("link", name="代录").click()
    page = visit(clerk, url("card-entering", card))
    page.get_by_label("代录依据").fill("纸质评分表，7月2日收到")
    page.get_by_role("button", name="登记并代录").click()
    expect(page.get_by_text("现在由您代录")).to_be_visible()
    inspect("fill page of 代录")


@pytest.fixture
def branches(clerk, unit) -> Branches:
    """Three branches' cards, all reported."""
    made = make_branches(by=clerk, unit=unit, branches=3)
    for card, secretary in zip(made.cards, made.secretaries, strict=True):
        report_branch(card, by=secretary)
    return made


def test_the_officer_looks_at_the_branches(visit, branches, inspect):
    visit(branches.officer, reverse("scorecards:precheck-list"))
    page = visit(branches.officer, branches.cards[0].get_precheck_url())
    page.get_by_label("初评依据").first.fill("见支部工作手册")
    page.get_by_role("button", name="保存初评", exact=True).click()
    expect(page.get_by_text("初评已保存。")).to_be_visible()
    page.locator("summary", has_text="按自评填").click()
    inspect("按自评填")
    page.get_by_role("button", name="确认按自评填").click()
    page.get_by_role("button", name="保存并完成初评").click()
    expect(page.get_by_text("初评已完成。")).to_be_visible()


def test_the_office_draws_and_counts_the_others(visit, branches, clerk):
    for card in branches.cards:
        copy_reported(card, by=branches.officer)
        finish_precheck(card, by=branches.officer)
    transitions.start_checking(branches.group.round, by=clerk)
    address = reverse("scorecards:group-sample", args=[branches.group.pk])
    page = visit(clerk, address)
    page.get_by_label("随机抽取").fill("1")
    page.get_by_role("button", name="随机抽取").click()
    page = visit(clerk, address)
    page.locator("summary", has_text="未抽中的按初评计").click()
    page.get_by_role("button", name="确认未抽中的按初评计").click()
    expect(page.get_by_text("未抽中的评分表已按初评计")).to_be_visible()
    visit(make_user(Role.HEAD), again(branches.cards[0]).get_absolute_url())
