"""The rest of the card in the browser: 晒, 佐证材料, 按满分计; nothing typed is lost, with script and without it."""

from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect

from scorecards.models import Card, Evidence, Highlight, Mark
from scorecards.transitions.showing import Shown, save_showing
from tests.factories import make_user
from tests.scorecards.filling import open_card
from units.roles import Role

pytestmark = pytest.mark.django_db(transaction=True)
COPIES = "Object.keys(localStorage).filter((key) => key.startsWith('draft:')).length"


@pytest.fixture
def card(unit, clerk) -> Card:
    return open_card(unit, by=clerk)


@pytest.fixture
def fill(page: Page, live_server, enter, card, officer) -> Callable[..., Page]:
    """The officer's page of the card with 晒 open; or on another page of the same browser."""
    enter(officer)

    def do(on: Page | None = None, part: str = "晒成绩、做法、问题") -> Page:
        where = on or page
        where.goto(live_server.url + reverse("scorecards:card-fill", args=[card.pk]))
        where.get_by_role("link", name=part).click()
        return where

    return do


def state(page: Page):
    return page.locator("[data-save-words]")


def texts(card: Card, kind: str) -> list[str]:
    return list(Highlight.objects.filter(card=card, kind=kind).values_list("text", flat=True))


def test_a_problem_is_saved_as_it_is_typed(fill, card, inspect):
    page = fill()
    page.get_by_label("问题 1", exact=True).fill("参学率不高")
    page.keyboard.press("Tab")
    expect(state(page)).to_contain_text("已保存")
    page.get_by_role("button", name="再加一条问题").click()
    expect(page.get_by_label("问题 2", exact=True)).to_be_focused()
    page.keyboard.type("阵地不足")
    page.keyboard.press("Tab")
    expect(state(page)).to_contain_text("已保存")
    assert texts(card, "problem") == ["参学率不高", "阵地不足"]
    inspect("showing")


def test_a_killed_tab_brings_the_text_back(fill, card, page):
    lost = fill(page.context.new_page())
    page.context.set_offline(True)
    lost.get_by_label("问题 1", exact=True).fill("断网时写的")
    lost.keyboard.press("Tab")
    expect(state(lost)).to_have_text("未保存，正在重试")
    lost.close(run_before_unload=False)
    page.context.set_offline(False)
    fill()
    expect(page.get_by_label("问题 1", exact=True)).to_have_value("断网时写的")
    expect(state(page)).to_contain_text("已保存")
    assert (texts(card, "problem"), page.evaluate(COPIES)) == (["断网时写的"], 0)


def test_two_people_compare_and_choose(fill, card, unit, inspect):
    page = fill()
    other = make_user(Role.OFFICER, unit=unit, name="赵敏")
    save_showing(card, [Shown("show:problem:1", "problem", 1, "赵敏写的", 0)], by=other)
    page.get_by_label("问题 1", exact=True).fill("我写的")
    page.keyboard.press("Tab")
    expect(state(page)).to_have_text("另一处已修改，请对比")
    expect(page.locator("[data-conflict]")).to_contain_text("赵敏写的")
    inspect("conflict")
    page.get_by_role("button", name="保留我填的").click()
    expect(state(page)).to_contain_text("已保存")
    assert texts(card, "problem") == ["我写的"]


def test_a_button_saves_the_last_word_and_arranges(fill, card, officer):
    for order, text in enumerate(("甲", "乙"), 1):
        save_showing(card, [Shown(f"show:problem:{order}", "problem", order, text, 0)], by=officer)
    page = fill()
    page.get_by_label("成绩 1", exact=True).fill("最后一句")
    page.locator("#show-problem-2").get_by_role("button", name="上移").click()
    expect(page.get_by_label("问题 1", exact=True)).to_have_value("乙")
    expect(page.get_by_label("成绩 1", exact=True)).to_have_value("最后一句")
    page.locator("#show-problem-2").get_by_role("button", name="删除").click()
    expect(page.get_by_label("问题 2", exact=True)).to_have_value("")
    assert (texts(card, "problem"), texts(card, "achievement")) == (["乙"], ["最后一句"])


def test_the_note_opens_with_a_loss_and_folds_to_its_words(fill, card):
    page = fill(part="部分二")
    note = page.locator("[name='2.1:note']")
    expect(note).to_be_hidden()
    page.locator("[name='2.1:value']").fill("15")
    page.keyboard.press("Tab")
    expect(page.locator("[data-item='2.1'] [data-score]")).to_have_text("15.00 分")
    expect(note).to_be_hidden()
    page.locator("[name='2.1:value']").fill("14")
    page.locator("[name='2.1:value']").blur()
    expect(note).to_be_visible()
    note.fill("少一次")
    page.locator("[data-item='2.1'] summary").first.click()
    expect(page.locator("[data-item='2.1'] [data-note-words]")).to_have_text("少一次")


def test_a_part_is_filled_in_full_after_it_was_listed_and_taken_back(fill, card, inspect):
    page = fill(part="部分二")
    page.locator("[name='2.1:value']").fill("9")
    page.get_by_role("link", name="部分一").click()
    page.get_by_role("button", name="本组未填的按满分计").click()
    expect(page.get_by_role("heading", name="按满分计")).to_be_visible()
    inspect("full")
    page.get_by_role("button", name="确认按满分计").click()
    expect(page.locator("[data-filled]")).to_have_text("3")
    inspect("filled")
    page.get_by_role("button", name="撤销").click()
    expect(page.locator("[data-filled]")).to_have_text("1")
    assert Mark.objects.get(card=card, node__key="2.1").reported_input == {"value": "9"}


def test_evidence_is_added_and_used_again(fill, card, inspect):
    page = fill(part="部分二")
    page.locator("[name='2.1:value']").fill("9")
    page.locator("[data-item='2.1']").get_by_role("button", name="佐证材料").click()
    page.get_by_label("名称").first.fill("党支部工作手册")
    page.get_by_label("出处").first.fill("第 12 页")
    page.get_by_role("button", name="添加", exact=True).click()
    expect(page.get_by_text("佐证材料已添加。")).to_be_visible()
    inspect("evidence")
    page.get_by_role("link", name="返回填报").click()
    expect(page.locator("[data-item='2.1']")).to_contain_text("党支部工作手册")
    page.get_by_role("link", name="部分一").click()
    page.locator("[data-item='1.1']").get_by_role("button", name="佐证材料").click()
    page.get_by_label("党支部工作手册").check()
    page.get_by_role("button", name="引用勾选的材料").click()
    expect(page.get_by_text("已引用 1 份佐证材料。")).to_be_visible()
    assert (Evidence.objects.count(), Mark.objects.get(card=card, node__key="2.1").reported_input) == (
        1,
        {"value": "9"},
    )


def test_all_of_it_without_script(browser: Browser, page: Page, fill, card, live_server):
    fill()
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 780})
    context.add_cookies(page.context.cookies())
    plain = context.new_page()
    plain.goto(live_server.url + reverse("scorecards:card-fill", args=[card.pk]))
    plain.locator("[name='2.1:value']").fill("9")
    plain.get_by_label("问题 1", exact=True).fill("参学率不高")
    plain.locator("[name='2.1:value']").press("Enter")
    assert texts(card, "problem") == ["参学率不高"]
    plain.get_by_role("button", name="本组未填的按满分计").first.click()
    plain.get_by_role("button", name="确认按满分计").click()
    plain.get_by_role("button", name="撤销").click()
    plain.get_by_label("问题 1", exact=True).fill("改过的")
    plain.locator("[data-item='2.1']").get_by_role("button", name="佐证材料").click()
    assert "佐证材料：指标2.1" in plain.title()
    assert (texts(card, "problem"), Mark.objects.get(card=card, node__key="2.1").reported_input) == (
        ["改过的"],
        {"value": "9"},
    )
    context.close()
