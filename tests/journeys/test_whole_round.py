"""The first half of a round by page, as each post: made, filled, late, entered from paper, extended, chased."""

import datetime

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from scorecards import transitions
from scorecards.models import Card, CardState, Evidence, Highlight, Mark, Round
from scorecards.phases import Phase
from tests.factories import (
    cards_of,
    make_unit,
    make_user,
    make_version,
)
from tests.journeys.test_main_path import confirm
from tests.scorecards.filling import end_filling
from tests.scorecards.reporting import REASON, again, new_key
from units.models import Unit, User
from units.roles import Role

pytestmark = pytest.mark.django_db(transaction=True)


def officer_of(card: Card) -> User:
    return make_user(Role.OFFICER, unit=card.unit, phone="0551-1234567")


def sign_and_report(page: Page, verb: str = "确认报送") -> None:
    """The paper is signed: tick, name, and the one button."""
    page.get_by_label("已经书记审签").check()
    page.get_by_label("审签人").fill("王书记")
    page.get_by_role("button", name=verb).click()


def fill_in_full(page: Page) -> None:
    """From the fill page: whatever is empty, by one act that lists first."""
    page.get_by_role("button", name="未填的全部按满分计").click()
    page.get_by_role("button", name="确认按满分计").click()
    expect(page.get_by_role("button", name="检查并报送")).to_be_visible()


def item(page: Page, key: str) -> Locator:
    return page.locator(f"[data-item='{key}']")


def saved(page: Page) -> None:
    expect(page.locator("[data-save-words]")).to_contain_text("已保存")


def test_clerk_makes_a_round_from_classes_and_opens_it(go, inspect, clerk):
    version = make_version(clerk)
    for _ in range(4 - Unit.objects.count()):
        make_user(Role.OFFICER, unit=make_unit())
    page = go(clerk, "scorecards:round-new")
    page.get_by_label("期次", exact=True).select_option("上半年")
    page.get_by_label("工作方案名称").fill("机关党建晒比评工作方案")
    due = timezone.localtime() + datetime.timedelta(days=30)
    page.get_by_label("填报截止时间").fill(due.strftime("%Y-%m-%dT%H:%M"))
    page.get_by_label("评议：").check()
    page.get_by_label("核对：").uncheck()
    page.get_by_role("button", name="新建").click()
    page.get_by_role("link", name="从类别生成").first.click()
    page.get_by_label("生成县直部门组别").check()
    page.get_by_label("县直部门的评分细则").select_option(str(version.pk))
    inspect("classes")
    page.get_by_role("button", name="生成组别").click()
    expect(page.get_by_role("heading", name="填报负担")).to_be_visible()
    inspect("round in 筹备")
    confirm(page, "下发", done="评分表已下发。")
    assert Round.objects.get().path[2:4] == (Phase.CHECKING, Phase.JUDGING)
    assert Card.objects.filter(state=CardState.DRAFT).count() == 4


def test_officer_fills_with_one_loss_and_proof_and_reports(go, inspect, cards):
    page = go(officer_of(cards[0]), "home")
    page.get_by_role("link", name="去填报").click()
    fill_in_full(page)
    item(page, "1.1").locator("[name='1.1:counts:over']").fill("1")
    page.keyboard.press("Tab")
    item(page, "1.1").get_by_role("textbox", name="依据、说明").fill("支委多配 1 人，6 月已调整")
    page.keyboard.press("Tab")
    saved(page)
    item(page, "1.1").get_by_role("button", name="佐证材料").click()
    page.get_by_label("名称").first.fill("支委会换届请示")
    page.get_by_label("出处").first.fill("党建办 2026 年第 3 号")
    page.get_by_role("button", name="添加", exact=True).click()
    inspect("evidence")
    page.get_by_role("link", name="返回填报").click()
    page.get_by_role("link", name="晒成绩、做法、问题").click()
    page.get_by_label("问题 1", exact=True).fill("青年党员参学率不高")
    page.keyboard.press("Tab")
    saved(page)
    inspect("fill")
    page.get_by_role("button", name="检查并报送").click()
    inspect("review")
    sign_and_report(page)
    expect(page.get_by_text("评分表已报送").first).to_be_visible()
    inspect("reported card")
    assert again(cards[0]).state == CardState.ENDORSED
    assert (Evidence.objects.get().title, Highlight.objects.get().text) == (
        "支委会换届请示",
        "青年党员参学率不高",
    )
    assert Mark.objects.get(card=cards[0], node__key="1.1").reported_note == "支委多配 1 人，6 月已调整"


def filled_by(card: Card, officer: User) -> None:
    """自评 in full, by the transition."""
    marks = card.marks.select_related("node")
    full = {
        mark.slot: {"level": mark.node.params["levels"][0]["name"]}
        if mark.node.scoring_kind == "LEVEL"
        else {"counts": {}}
        for mark in marks
    }
    transitions.save_reported(
        card, [transitions.Entry(key, raw, "", 0) for key, raw in full.items()], by=officer
    )


def reported_by(card: Card, officer: User) -> None:
    filled_by(card, officer)
    signed = {"endorser": "王书记", "endorsed_on": datetime.date(2026, 1, 5)}
    transitions.submit(card, key=new_key(), by=officer, **signed)


def test_deadline_passes_over_an_open_card_and_the_office_takes_it(go, inspect, page, cards, clerk):
    officer = officer_of(cards[0])
    filled_by(cards[0], officer)
    late = go(officer, "scorecards:card-review", cards[0].pk, on=page.context.new_page())
    end_filling(cards[0])
    sign_and_report(late)
    expect(late.get_by_role("alert")).to_contain_text("截止")
    assert again(cards[0]).state == CardState.DRAFT
    expect(late.get_by_label("审签人")).to_have_value("王书记")
    late.get_by_label("逾期原因").fill(REASON)
    late.get_by_role("button", name="确认逾期报送").click()
    expect(late.get_by_text("已作逾期报送")).to_be_visible()
    go(clerk, "home")
    inspect("home with a late card")
    page.locator(".todo", has_text="逾期报送").get_by_role("link").first.click()
    inspect("late page")
    confirm(page, "收", done="已收")
    assert again(cards[0]).late_decision == "accepted"


def test_clerk_enters_paper_extends_chases_and_moves_on(go, inspect, cards, round_, clerk):
    officers = [officer_of(card) for card in cards]
    reported_by(cards[0], officers[0])
    enter_from_paper(go, cards[2], clerk)
    page = go(clerk, "scorecards:round-detail", round_.pk)
    inspect("round in 填报")
    page.get_by_role("link", name="延期", exact=True).click()
    extend(page, cards[1])
    inspect("extensions")
    page = go(clerk, "scorecards:chase-list", round_.pk)
    inspect("chase list")
    expect(page.locator("tbody tr")).to_have_count(1)
    expect(page.locator("tbody tr")).to_contain_text(cards[1].name)
    confirm(page, "发出提醒", done="已就 1 张评分表发出提醒")
    page = go(clerk, "scorecards:round-detail", round_.pk)
    confirm(page, "转入审核", done="已转入审核")
    inspect("round in 审核")
    assert [card.state for card in cards_of(round_)] == [CardState.CHECKING] * 3


def enter_from_paper(go, card: Card, clerk: User) -> None:
    """代录 up to 报送."""
    page = go(clerk, "scorecards:card-detail", card.pk)
    page.get_by_role("link", name="代录").click()
    page.get_by_label("代录依据").fill("纸质评分表，7月2日收到")
    page.get_by_role("button", name="登记并代录").click()
    fill_in_full(page)
    page.get_by_role("button", name="检查并报送").click()
    sign_and_report(page)
    expect(page.get_by_text("代录").first).to_be_visible()
    assert again(card).entered_for_by == clerk


def extend(page: Page, card: Card) -> None:
    page.get_by_label("延期范围").select_option(label=f"{card.unit_name}（单独延期）")
    page.get_by_label("延期至").fill("2999-12-31T17:00")
    page.get_by_label("原因").fill("机构改革，人员没有到位")
    page.get_by_role("button", name="延期", exact=True).click()
    expect(page.get_by_text("机构改革，人员没有到位")).to_be_visible()
