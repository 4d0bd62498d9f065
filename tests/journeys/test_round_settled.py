"""The second half of a round by page: checked, sent back and mended, pasted, confirmed, settled, released."""

import re

import pytest
from playwright.sync_api import Page, expect

from scorecards import transitions
from scorecards.models import Card, Mark, MarkState, Round
from scorecards.phases import Phase
from scorecards.return_reasons import CANNED
from tests.factories import cards_of, fill_all, group_of, make_user
from tests.journeys.test_main_path import confirm
from tests.journeys.test_matrix_acts import PASTE
from tests.journeys.test_whole_round import (
    fill_in_full,
    item,
    officer_of,
    reported_by,
    saved,
    sign_and_report,
)
from units.models import User
from units.roles import Role

pytestmark = pytest.mark.django_db(transaction=True)


def test_item_goes_back_is_mended_by_the_unit_and_looked_at(go, inspect, cards, round_, clerk):
    officer = officer_of(cards[0])
    reported_by(cards[0], officer)
    transitions.start_checking(round_, by=clerk)
    page = go(clerk, "scorecards:round-queue", round_.pk)
    inspect("queue")
    page.get_by_role("link", name=re.compile(cards[0].name)).first.click()
    check_by_keyboard(page)
    page.evaluate("scrollTo(0, document.body.scrollHeight)")  # the bar lies over nothing there
    inspect("check page")
    page.locator("[data-return]").click()
    expect(page.get_by_text("已退回 1 项，并通知了单位。")).to_be_visible()
    page = go(officer, "home")
    inspect("home of a unit with a returned item")
    page.get_by_role("link", name=re.compile("去修改|去填报")).first.click()
    mend(page, inspect)
    page = go(clerk, "scorecards:card-check", cards[0].pk)
    expect(item(page, "1.2").locator(".check-change")).to_contain_text("见 7 月支委会记录")
    inspect("mended item")
    item(page, "1.2").get_by_role("button", name="已看过").click()
    expect(item(page, "1.2").get_by_role("button", name="已看过")).to_have_count(0)
    assert Mark.objects.get(card=cards[0], node__key="1.2").state not in (
        MarkState.RETURNED,
        MarkState.CHANGED,
    )


def check_by_keyboard(page: Page) -> None:
    """1.1 with a loss, 1.2 back to the unit with a sentence of the office's."""
    expect(item(page, "1.1")).to_be_focused()
    page.keyboard.type("0 0 1")
    page.keyboard.press("Enter")
    expect(item(page, "1.2")).to_be_focused()
    page.keyboard.press("z")
    page.keyboard.press("Enter")
    expect(page.locator("[data-save-state]")).to_contain_text("已保存")
    item(page, "1.2").focus()
    page.keyboard.press("t")
    item(page, "1.2").get_by_label("常用原因").select_option(CANNED[1])


def mend(page: Page, inspect) -> None:
    """Only what came back can be changed; then the card is reported again."""
    expect(page.get_by_text(CANNED[1]).first).to_be_visible()
    inspect("returned card")
    page.get_by_role("link", name=re.compile("^1.2")).first.click()
    page.locator("[name='1.2:counts:vac']").fill("1")
    page.keyboard.press("Tab")
    item(page, "1.2").get_by_role("textbox", name="依据、说明").fill("见 7 月支委会记录")
    page.keyboard.press("Tab")
    saved(page)
    page.get_by_role("button", name="检查并报送").click()
    sign_and_report(page)
    expect(page.get_by_text("评分表已报送").first).to_be_visible()


def test_column_is_pasted_undone_and_the_rest_is_full(go, inspect, page, cards, round_, clerk):
    transitions.start_checking(round_, by=clerk)
    group = group_of(round_)
    sheet = go(clerk, "scorecards:matrix", group.pk, on=page.context.new_page())
    paste(sheet, cards[0], "好\n乱填\n好\n")
    expect(sheet.locator(".error-summary")).to_contain_text(f"{cards[1].name} 2.1“乱填”")
    go(clerk, "scorecards:matrix", group.pk)
    paste(page, cards[0], "好\n一般\n不好\n")
    inspect("paste preview")
    page.get_by_role("button", name="确认录入").click()
    inspect("matrix")
    confirm(page, "撤销", done="3 格恢复为原来的内容")
    go(clerk, "scorecards:item-marks", group.pk, "1.1")
    page.locator(f"#c-{cards[0].pk}").fill("0 0 1")
    page.locator(f"#b-{cards[0].pk}").fill("支委 8 人，超过规定")
    page.get_by_role("button", name="保存").click()
    go(clerk, "scorecards:full-list", group.pk)
    inspect("按满分计")
    page.get_by_role("button", name="确认按满分计").click()
    expect(page.get_by_text("已按满分计").first).to_be_visible()
    assert [card.scored for card in cards_of(round_)] == [card.items for card in cards_of(round_)]
    mark = Mark.objects.get(card=cards[0], node__key="1.1")
    assert (mark.checked, mark.basis) == (1.5, "支委 8 人，超过规定")


def paste(page: Page, card: Card, text: str) -> None:
    name = f"c:{card.pk}:2.1"
    page.locator(f"input[name='{name}']").locator("..").click()
    page.evaluate(PASTE, [name, text])
    page.wait_for_url("**/paste/check/")


def test_two_confirm_lock_step_back_and_lock_again(go, inspect, cards, round_, clerk, head):
    transitions.start_checking(round_, by=clerk)
    fill_all(round_, by=clerk)
    other = make_user(Role.CLERK, name="王芳")
    page = go(other, "scorecards:card-check", cards[0].pk)
    page.get_by_role("button", name="核定", exact=True).click()
    expect(page.get_by_text(f"{cards[0].name}已核定。")).to_be_visible()
    page = go(head, "scorecards:round-detail", round_.pk)
    confirm(page, "整组核定", done="已核定 2 张评分表。")
    page = go(clerk, "scorecards:round-detail", round_.pk)
    confirm(page, "转入评议", done="已转入评议")
    confirm(page, "锁定", done="已锁定", password=True)
    page.get_by_role("link", name="两人办理事项").click()
    page.get_by_label("原因").fill("测评票漏计一张")
    page.get_by_role("button", name="提出退回").click()
    inspect("decisions")
    page = go(head, "scorecards:round-decisions", round_.pk)
    inspect("decisions of the head")
    confirm(page, "审定", done="已审定", password=True)
    page = go(clerk, "scorecards:round-detail", round_.pk)
    expect(page.get_by_text("评议").first).to_be_visible()
    confirm(page, "锁定", done="已锁定", password=True)
    round_.refresh_from_db()
    assert round_.stage is Phase.LOCKED


def test_from_filling_to_release_and_each_sees_the_own_result(
    go, inspect, page, cards, round_, clerk, head, work
):
    officer = officer_of(cards[0])
    go(officer, "scorecards:card-fill", cards[0].pk)
    fill_in_full(page)
    page.get_by_role("button", name="检查并报送").click()
    sign_and_report(page)
    go(clerk, "scorecards:round-detail", round_.pk)
    confirm(page, "转入审核", done="已转入审核")
    mark_all_but_one_in_full(go, page, cards, clerk)
    settle(go, page, round_, clerk, head)
    work()
    own, others = go(officer, "scorecards:card-detail", cards[0].pk), cards[1]
    expect(own.locator(".card-totals")).to_contain_text("15.50")
    inspect("own result")
    own.goto(own.url.split("/cards/")[0] + "/")
    inspect("home after release")
    texts = [own.inner_text("body"), go(officer, "scorecards:round-detail", round_.pk).inner_text("body")]
    assert [text for text in texts if others.name in text or "16.00" in text] == []
    answer = page.request.get(page.url.split("/rounds/")[0] + others.get_absolute_url())
    assert answer.status == 404


def mark_all_but_one_in_full(go, page: Page, cards: list[Card], clerk: User) -> None:
    """The first unit loses half a point, nobody else anything."""
    group = cards[0].group_id
    go(clerk, "scorecards:matrix", group)
    box = page.locator(f'input[name="c:{cards[0].pk}:1.1"]')
    box.locator("..").click()
    box.fill("0 0 1")
    box.press("Enter")
    expect(page.locator("[data-save-state]")).to_contain_text("已保存")
    go(clerk, "scorecards:full-list", group)
    page.get_by_role("button", name="确认按满分计").click()
    expect(page.get_by_text("已按满分计").first).to_be_visible()


def settle(go, page: Page, round_: Round, clerk: User, head: User) -> None:
    """整组核定, 评议, 锁定, 拟通报, 审定通报: each by whose act it is."""
    go(head, "scorecards:round-detail", round_.pk)
    confirm(page, "整组核定", done="已核定 3 张评分表。")
    go(clerk, "scorecards:round-detail", round_.pk)
    confirm(page, "转入评议", done="已转入评议")
    confirm(page, "锁定", done="已锁定", password=True)
    page.get_by_role("link", name="通报", exact=True).click()
    confirm(page, "拟通报", done="通报稿已提交")
    go(head, "scorecards:release-detail", round_.pk)
    confirm(page, "审定通报", done="已通报", password=True)
