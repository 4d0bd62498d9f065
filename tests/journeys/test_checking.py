"""审核 of a card in the browser: by keyboard alone, with items going back and coming again, and without script."""

from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect

from scorecards import transitions
from scorecards.models import Card, CardState, Mark, MarkState
from scorecards.phases import Phase
from scorecards.return_reasons import CANNED
from tests.factories import advance, cards_of, make_round, make_user
from tests.scorecards.mending import resubmit
from units.roles import Role

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cards(clerk, head) -> list[Card]:
    return cards_of(advance(make_round(clerk), Phase.CHECKING, clerk=clerk, head=head))


@pytest.fixture
def desk(page: Page, live_server, enter, cards, clerk) -> Callable[..., Page]:
    """The first card, open before the clerk."""
    enter(clerk)

    def do(card: Card | None = None) -> Page:
        page.goto(live_server.url + reverse("scorecards:card-check", args=[(card or cards[0]).pk]))
        return page

    return do


def item(page: Page, slot: str):
    return page.locator(f"[data-item='{slot}']")


def saved(page: Page) -> None:
    expect(page.locator("[data-save-state]")).to_contain_text("已保存")


def stored(card: Card, key: str) -> Mark:
    return Mark.objects.get(card=card, node__key=key)


def test_a_whole_card_by_keyboard_alone(desk, cards, inspect, head, enter, page):
    keys = desk().keyboard
    expect(item(page, "1.1")).to_be_focused()
    keys.type("0 0 1")
    keys.press("Enter")
    expect(page.locator("[data-item]").nth(1)).to_be_focused()
    for _ in range(cards[0].items - 1):
        keys.press("m")
        keys.press("Enter")
    expect(page.locator("[data-scored]")).to_have_text(str(cards[0].items))
    saved(page)
    inspect("card wholly marked")
    keys.press("Tab")
    expect(page.locator("[data-confirm-later]")).to_be_visible()
    cards[0].refresh_from_db()
    assert (cards[0].scored, stored(cards[0], "1.1").checked) == (cards[0].items, 1.5)
    enter(head)
    desk_of_head(page, cards[0])
    page.get_by_role("button", name="核定", exact=True).press("Enter")
    expect(page.locator(".lead")).to_contain_text(f"已由{head.name}核定")


def desk_of_head(page: Page, card: Card) -> None:
    page.goto(page.url.rstrip("/") + reverse("scorecards:card-check", args=[card.pk]))


def test_two_items_go_back_are_mended_looked_at_and_confirmed(desk, cards, clerk, head, enter, page, inspect):
    transitions.save_checked(cards[0].group, full(cards[0]), by=clerk)
    keys = desk().keyboard
    for slot, canned in (("1.1", CANNED[0]), ("2.1", CANNED[1])):
        item(page, slot).focus()
        keys.press("t")
        item(page, slot).get_by_label("常用原因").select_option(canned)
    expect(page.locator("[data-to-return]")).to_have_text("退回 2 项")
    inspect("items chosen to go back")
    page.locator("[data-to-return]").click()
    page.locator("[data-return]").click()
    expect(page.locator(".notice-success")).to_contain_text("已退回 2 项，并通知了单位。")
    assert Card.objects.get(pk=cards[0].pk).returned == 2
    resubmit(cards[0], notes={"1.1": "见台账第 3 页"})
    desk()
    expect(item(page, "1.1").locator(".check-change")).to_contain_text("见台账第 3 页")
    inspect("items that were mended")
    item(page, "1.1").get_by_role("button", name="已看过").click()
    item(page, "2.1").get_by_role("button", name="已看过").click()
    enter(head)
    desk_of_head(page, cards[0])
    page.get_by_role("button", name="核定", exact=True).click()
    expect(page.locator(".notice-success")).to_contain_text("已核定")
    assert Card.objects.get(pk=cards[0].pk).state == CardState.CONFIRMED


def full(card: Card) -> list[transitions.Cell]:
    """Full marks for every item."""
    marks = card.marks.select_related("node")
    return [
        transitions.Cell(card.pk, mark.slot, mark.node.params["levels"][0]["name"]
                         if mark.node.scoring_kind == "LEVEL" else "0", mark.version)
        for mark in marks
    ]  # fmt: skip


def test_second_saver_compares_and_chooses(desk, cards, page):
    desk()
    other = make_user(Role.CLERK, name="王芳")
    transitions.save_checked(
        cards[0].group, [transitions.Cell(cards[0].pk, "2.1", "不好", 0, "缺记录")], by=other
    )
    box = item(page, "2.1").locator("[data-cell]")
    box.fill("好")
    box.press("Enter")
    note = item(page, "2.1").locator("[data-note]")
    expect(note).to_contain_text("王芳在")
    expect(note).to_contain_text("“不好”，依据“缺记录”；您填的是“好”，还没有保存。")
    note.get_by_role("button", name="用我的").click()
    saved(page)
    assert stored(cards[0], "2.1").checked == 2


def test_switched_off_single_keys_do_nothing(desk, page, cards):
    desk()
    page.evaluate("localStorage.setItem('shortcuts', 'off')")
    desk()
    expect(item(page, "1.1").locator("[data-cell]")).to_be_focused()
    item(page, "1.1").focus()
    page.keyboard.press("m")
    page.keyboard.press("5")
    expect(item(page, "1.1").locator("[data-cell]")).to_have_value("")


def test_typing_of_a_killed_tab_comes_back(desk, page, cards, live_server):
    desk()
    other = page.context.new_page()
    other.goto(page.url)
    other.route("**/check/save/", lambda route: route.abort())
    item(other, "2.1").locator("[data-cell]").fill("好")
    item(other, "2.1").locator("[data-cell]").press("Enter")
    expect(other.locator("[data-save-state]")).to_have_text("未保存，正在重试")
    other.close(run_before_unload=False)
    desk()
    saved(page)
    assert stored(cards[0], "2.1").checked == 2


def test_without_script(browser: Browser, live_server, sign_in, cards, clerk):
    context = browser.new_context(java_script_enabled=False)
    session = sign_in(clerk).cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    page = context.new_page()
    page.goto(live_server.url + reverse("scorecards:card-check", args=[cards[0].pk]))
    item(page, "2.1").locator("[data-cell]").fill("好")
    item(page, "2.2").locator("[data-cell]").fill("乱填")
    page.get_by_role("button", name="保存").first.click()
    expect(page.locator(".error-summary")).to_contain_text("有 1 处需要修改")
    expect(item(page, "2.2").locator("[data-cell]")).to_have_value("乱填")
    item(page, "1.1").locator("summary").click()
    item(page, "1.1").get_by_label("请单位修改这一项").check()
    item(page, "1.1").get_by_label("补充说明").fill("请补材料。")
    page.get_by_role("button", name="退回", exact=True).click()
    expect(page.locator(".notice-success")).to_contain_text("已退回 1 项")
    context.close()
    assert (stored(cards[0], "2.1").checked, stored(cards[0], "1.1").state) == (2, MarkState.RETURNED)
