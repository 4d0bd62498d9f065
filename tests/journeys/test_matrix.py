"""审核矩阵 in the browser: typed like a sheet, and nothing typed is lost."""

from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, Locator, Page, Route, expect

from scorecards import transitions
from scorecards.models import Card, Group, Mark
from scorecards.phases import Phase
from tests.factories import advance, cards_of, group_of, make_round, make_user
from units.roles import Role

pytestmark = pytest.mark.django_db(transaction=True)
SAVE = "**/matrix/save/"
COPIES = "Object.keys(localStorage).filter((key) => key.startsWith('draft:')).length"


@pytest.fixture
def group(clerk, head) -> Group:
    return group_of(advance(make_round(clerk, units=3), Phase.CHECKING, clerk=clerk, head=head))


@pytest.fixture
def cards(group) -> list[Card]:
    return cards_of(group.round)


@pytest.fixture
def sheet(page: Page, live_server, enter, group, clerk) -> Callable[..., Page]:
    """The clerk's matrix; or on another page of the same browser, which may fail in the console."""
    enter(clerk)

    def do(on: Page | None = None) -> Page:
        where = on or page
        where.goto(live_server.url + reverse("scorecards:matrix", args=[group.pk]))
        return where

    return do


def cell(page: Page, card: Card, key: str) -> Locator:
    return page.locator(f"input[name='c:{card.pk}:{key}']")


def go_to(page: Page, card: Card, key: str) -> None:
    """By the mouse: a cell is text until one goes there."""
    cell(page, card, key).locator("..").click()


def type_into(page: Page, card: Card, key: str, text: str) -> None:
    go_to(page, card, key)
    page.keyboard.type(text)
    page.keyboard.press("Enter")


def state(page: Page) -> Locator:
    return page.locator("[data-save-state]")


def checked(card: Card, key: str) -> object:
    return Mark.objects.get(card=card, node__key=key).checked


def cut_off(route: Route) -> None:
    route.abort()


def kill_while_unsaved(page: Page, card: Card) -> None:
    page.route(SAVE, cut_off)
    type_into(page, card, "2.1", "好")
    expect(state(page)).to_have_text("未保存，正在重试")
    page.close(run_before_unload=False)


def save_elsewhere(group: Group, card: Card, text: str) -> None:
    version = Mark.objects.get(card=card, node__key="2.1").version
    other = make_user(Role.CLERK, name="王芳")
    transitions.save_checked(group, [transitions.Cell(card.pk, "2.1", text, version)], by=other)


def test_enter_goes_down_and_saves_with_points_and_totals(sheet, cards, inspect):
    page = sheet()
    type_into(page, cards[0], "2.1", "1.5")
    expect(cell(page, cards[1], "2.1")).to_be_focused()
    expect(cell(page, cards[0], "2.1")).to_have_value("一般")
    expect(state(page)).to_contain_text("已保存")
    row = page.locator(f"tr[data-card='{cards[0].pk}']")
    expect(row.locator("[data-total]")).to_have_text("1.50")
    expect(row.locator("[data-scored]")).to_have_text("1")
    expect(page.locator("[data-all-scored]")).to_have_text("1")
    assert (checked(cards[0], "2.1"), page.evaluate(COPIES)) == (1.5, 0)
    inspect("matrix-saved")


def test_tab_and_arrows_move_and_escape_restores(sheet, cards):
    page = sheet()
    go_to(page, cards[1], "1.1")
    page.keyboard.press("Tab")
    expect(cell(page, cards[1], "1.2")).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(cell(page, cards[0], "1.2")).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.type("7")
    page.keyboard.press("Escape")
    expect(cell(page, cards[1], "1.2")).to_have_value("")
    expect(page.locator("[data-rule-where]")).to_contain_text("1.2 班子健全—补充")


def test_enter_that_ends_a_pinyin_word_stays_in_the_cell(sheet, cards):
    page = sheet()
    go_to(page, cards[0], "2.1")
    keyboard = page.context.new_cdp_session(page)
    keyboard.send("Input.imeSetComposition", {"text": "yiban", "selectionStart": 5, "selectionEnd": 5})
    keyboard.send(
        "Input.dispatchKeyEvent", {"type": "rawKeyDown", "key": "Process", "windowsVirtualKeyCode": 229}
    )
    keyboard.send("Input.insertText", {"text": "一般"})
    expect(cell(page, cards[0], "2.1")).to_be_focused()
    expect(cell(page, cards[0], "2.1")).to_have_value("一般")
    page.keyboard.press("Escape")


def test_bad_cell_keeps_its_text_and_says_what_to_type(sheet, cards, inspect):
    page = sheet()
    type_into(page, cards[0], "1.1", "1 2")
    expect(state(page)).to_have_text("有 1 处需要修改")
    page.get_by_role("button", name="去修改").click()
    bad = cell(page, cards[0], "1.1")
    expect(bad).to_have_value("1 2")
    expect(bad).to_have_accessible_description(
        "请按顺序填 3 个次数，用空格隔开：1. 未设支委会、2. 未设书记、3. 超过规定人数；都没有发生的只填 0。"
    )
    inspect("matrix-bad-cell")
    page.keyboard.type("1 2 0")
    page.keyboard.press("Enter")
    expect(state(page)).to_contain_text("已保存")


@pytest.mark.parametrize(("word", "points"), [("用我的", 2), ("用对方的", 0)])
def test_second_saver_compares_and_decides(word, points, sheet, group, cards, inspect):
    page = sheet()
    save_elsewhere(group, cards[0], "不好")
    type_into(page, cards[0], "2.1", "好")
    expect(state(page)).to_have_text("另一处已修改 1 处，请对比")
    go_to(page, cards[0], "2.1")
    expect(page.get_by_text("王芳在")).to_contain_text("填了“不好”（0.00 分）；您填的是“好”。")
    inspect("matrix-conflict")
    page.get_by_role("button", name=word).click()
    expect(page.locator("td.is-wrong")).to_have_count(0)
    expect(cell(page, cards[0], "2.1")).to_have_value("好" if points else "不好")
    go_to(page, cards[1], "1.1")
    expect(page.locator("td.is-dirty")).to_have_count(0)
    assert (checked(cards[0], "2.1"), page.evaluate(COPIES)) == (points, 0)


def test_without_network_it_tries_again_until_saved(sheet, cards, page):
    where = sheet(page.context.new_page())
    where.route(SAVE, cut_off)
    type_into(where, cards[0], "2.1", "好")
    expect(state(where)).to_have_text("未保存，正在重试")
    type_into(where, cards[1], "2.1", "一般")
    where.unroute(SAVE)
    expect(state(where)).to_contain_text("已保存", timeout=15_000)
    assert (checked(cards[0], "2.1"), checked(cards[1], "2.1"), where.evaluate(COPIES)) == (2, 1.5, 0)


def test_killed_tab_loses_nothing(sheet, cards, page):
    where = sheet(page.context.new_page())
    kill_while_unsaved(where, cards[0])
    again = sheet()
    expect(state(again)).to_contain_text("已保存")
    expect(cell(again, cards[0], "2.1")).to_have_value("好")
    assert (checked(cards[0], "2.1"), again.evaluate(COPIES)) == (2, 0)


def test_copy_of_before_somebody_elses_change_is_compared(sheet, group, cards, page):
    where = sheet(page.context.new_page())
    kill_while_unsaved(where, cards[0])
    save_elsewhere(group, cards[0], "不好")
    again = sheet()
    expect(state(again)).to_have_text("另一处已修改 1 处，请对比")
    expect(cell(again, cards[0], "2.1")).to_have_value("好")
    assert checked(cards[0], "2.1") == 0


def test_lost_session_saves_after_signing_in_again(sheet, cards, page, enter, clerk):
    where = sheet(page.context.new_page())
    page.context.clear_cookies(name="sessionid")
    type_into(where, cards[0], "2.1", "好")
    expect(state(where)).to_contain_text("登录已过期")
    expect(where.get_by_role("link", name="重新登录")).to_be_visible()
    where.close(run_before_unload=False)
    enter(clerk)
    expect(state(sheet())).to_contain_text("已保存")
    assert checked(cards[0], "2.1") == 2


def test_what_can_no_longer_be_saved_is_shown(sheet, group, cards, page, head):
    where = sheet(page.context.new_page())
    kill_while_unsaved(where, cards[0])
    Card.objects.filter(group=group).update(state="confirmed")
    again = sheet()
    expect(again.locator("[data-leftover]")).to_contain_text(f"{cards[0].name} 2.1：好")
    again.get_by_role("button", name="清除").click()
    assert again.evaluate(COPIES) == 0


def test_works_without_script(browser: Browser, live_server, sign_in, group, cards, clerk):
    context = browser.new_context(java_script_enabled=False)
    session = sign_in(clerk).cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    page = context.new_page()
    page.goto(live_server.url + reverse("scorecards:matrix", args=[group.pk]))
    cell(page, cards[0], "1.1").fill("0 1 0")
    cell(page, cards[1], "1.1").fill("乱填")
    page.get_by_role("button", name="保存").click()
    expect(page.locator(".error-summary")).to_contain_text("有 1 处需要修改")
    expect(cell(page, cards[1], "1.1")).to_have_value("乱填")
    context.close()
    assert (checked(cards[0], "1.1"), checked(cards[1], "1.1")) == (1, None)
