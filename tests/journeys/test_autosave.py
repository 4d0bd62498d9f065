"""Filling in the browser: nothing typed is lost, whoever else writes and whatever fails in between."""

import re
from collections.abc import Callable

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from playwright.sync_api import Page, Route, expect

from scorecards import transitions
from scorecards.models import Card, Mark
from tests.factories import make_user
from tests.scorecards.filling import end_filling, open_card
from units.models import User
from units.roles import Role

pytestmark = pytest.mark.django_db(transaction=True)
COPIES = "Object.keys(localStorage).filter((key) => key.startsWith('draft:')).length"


@pytest.fixture
def card(unit, clerk) -> Card:
    return open_card(unit, by=clerk)


@pytest.fixture
def fill(page: Page, live_server, enter, card, officer) -> Callable[..., Page]:
    """The officer's page of the card, with its first part open; or on another page of the same browser."""
    enter(officer)

    def do(on: Page | None = None) -> Page:
        where = on or page
        where.goto(live_server.url + reverse("scorecards:card-fill", args=[card.pk]))
        where.get_by_role("link", name="部分二").click()
        return where

    return do


def field(page: Page, name: str):
    return page.locator(f"[name='{name}']")


def note(page: Page):
    """The note of 2.1, folded until one writes in it."""
    page.locator("[data-item='2.1'] summary", has_text="写依据").click()
    return field(page, "2.1:note")


def mark(card: Card, key: str) -> Mark:
    return Mark.objects.get(card=card, node__key=key)


def cut_off(route: Route) -> None:
    route.abort()


def state(page: Page):
    return page.locator("[data-save-words]")


def leave_field(page: Page) -> None:
    page.keyboard.press("Tab")


def save_elsewhere(card: Card, value: str, by: User) -> None:
    entry = transitions.Entry("2.1", {"value": value}, "另一处的依据", mark(card, "2.1").version)
    transitions.save_reported(card, [entry], by=by)


def test_leaving_a_field_saves_and_scores(fill, card, inspect):
    page = fill()
    field(page, "2.1:value").fill("14.5")
    leave_field(page)
    expect(state(page)).to_contain_text("已保存")
    expect(page.locator("[data-item='2.1'] [data-score]")).to_have_text("14.50 分")
    expect(page.locator("[data-filled]")).to_have_text("1")
    assert (mark(card, "2.1").reported_input, page.evaluate(COPIES)) == ({"value": "14.5"}, 0)
    inspect("saved")


def test_two_seconds_after_the_last_key_it_is_saved(fill, card):
    page = fill()
    note(page).press_sequentially("依据")
    expect(state(page)).to_contain_text("已保存")
    assert mark(card, "2.1").reported_note == "依据"


def test_a_wrong_number_is_told_and_stays(fill, card, inspect):
    page = fill()
    field(page, "2.1:value").fill("99")
    leave_field(page)
    expect(page.get_by_text("请填 0 到 15 之间的数")).to_be_visible()
    expect(field(page, "2.1:value")).to_have_attribute("aria-invalid", "true")
    inspect("wrong")
    field(page, "2.1:value").fill("9")
    leave_field(page)
    expect(page.get_by_text("请填 0 到 15 之间的数")).to_have_count(0)
    expect(state(page)).to_contain_text("已保存")


@pytest.mark.parametrize(
    ("button", "kept", "note"), [("保留我填的", "5", ""), ("改用上面的", "3", "另一处的依据")]
)
def test_two_people_compare_and_choose(fill, card, unit, inspect, button, kept, note):
    page = fill()
    other = make_user(Role.OFFICER, unit=unit, name="赵敏")
    save_elsewhere(card, "3", other)
    field(page, "2.1:value").fill("5")
    leave_field(page)
    expect(state(page)).to_have_text("另一处已修改，请对比")
    expect(page.locator("[data-conflict]")).to_contain_text("赵敏")
    expect(field(page, "2.1:value")).to_have_value("5")
    inspect("conflict")
    page.get_by_role("button", name=button).click()
    expect(page.locator("[data-conflict]")).to_have_count(0)
    expect(field(page, "2.1:value")).to_have_value(kept)
    expect(page.locator("[data-item='2.1'] [data-score]")).to_have_text(f"{kept}.00 分")
    assert (mark(card, "2.1").reported_input, mark(card, "2.1").reported_note) == ({"value": kept}, note)


def test_without_the_server_it_tries_again_and_a_new_page_restores(fill, card, page):
    lost = fill(page.context.new_page())
    page.context.set_offline(True)
    field(lost, "2.1:value").fill("12")
    leave_field(lost)
    expect(state(lost)).to_have_text("未保存，正在重试")
    lost.close(run_before_unload=False)
    page.context.set_offline(False)
    fill()
    expect(field(page, "2.1:value")).to_have_value("12")
    expect(state(page)).to_contain_text(re.compile("已保存|上次保存"))  # its last try may have come through
    assert (mark(card, "2.1").reported_input, page.evaluate(COPIES)) == ({"value": "12"}, 0)


def test_when_the_server_comes_back_the_same_page_saves(fill, card, page):
    away = fill(page.context.new_page())
    away.route("**/save/", cut_off, times=1)
    field(away, "2.1:value").fill("12")
    leave_field(away)
    expect(state(away)).to_have_text("未保存，正在重试")
    expect(state(away)).to_contain_text("已保存", timeout=15_000)
    assert mark(card, "2.1").reported_input == {"value": "12"}


def test_a_lost_answer_is_no_conflict_with_oneself(fill, card, page):
    away = fill(page.context.new_page())

    def swallow(route: Route) -> None:
        route.fetch()
        route.abort()

    away.route("**/save/", swallow, times=1)
    field(away, "2.1:value").fill("12")
    leave_field(away)
    expect(state(away)).to_have_text("未保存，正在重试")
    field(away, "2.1:value").fill("13")
    expect(state(away)).to_contain_text("已保存", timeout=15_000)
    assert mark(card, "2.1").reported_input == {"value": "13"}


def test_after_a_lost_sign_in_the_typing_comes_back_in_its_field(fill, card, officer):
    page = fill()
    Session.objects.all().delete()
    note(page).fill("登录失效后写的")
    expect(state(page)).to_have_text("登录已失效，填写的内容已暂存在本机。")
    page.get_by_role("link", name="重新登录").click()
    page.get_by_label("账号").fill(officer.username)
    page.get_by_label("密码").fill("pass-word-2026")
    page.get_by_role("button", name="登录").click()
    expect(field(page, "2.1:note")).to_have_value("登录失效后写的")
    expect(field(page, "2.1:note")).to_be_focused()
    expect(state(page)).to_contain_text("已保存")
    assert mark(card, "2.1").reported_note == "登录失效后写的"


def test_going_on_to_review_takes_the_last_word_along(fill, card):
    page = fill()
    note(page).fill("最后一句")
    page.get_by_role("button", name="检查并报送").click()
    page.wait_for_url("**/review/")
    expect(page.get_by_text("最后一句")).to_be_visible()
    page.get_by_role("link", name="1.2 指标1.2").first.click()
    expect(page.get_by_label("好")).to_be_focused()


def test_leaving_with_unsaved_typing_is_asked_about(fill, card, page):
    away = fill(page.context.new_page())
    away.route("**/save/", cut_off)
    asked = []
    away.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    note(away).fill("没有保存")
    away.get_by_role("link", name="评分细则").click()
    away.wait_for_url("**/rubrics/**")
    assert asked == ["beforeunload"]


def test_signing_out_saves_and_leaves_no_copy(fill, card, officer):
    page = fill()
    note(page).fill("退出前写的")
    page.get_by_text(officer.name).first.click()
    page.get_by_role("button", name="退出").click()
    page.wait_for_url("**/sign-in/**")
    assert (mark(card, "2.1").reported_note, page.evaluate(COPIES)) == ("退出前写的", 0)


def test_after_the_deadline_typing_is_kept_and_only_the_report_asks_for_the_time(fill, card, page):
    late = fill(page.context.new_page())
    end_filling(card)
    field(late, "2.1:value").fill("12")
    leave_field(late)
    expect(state(late)).to_contain_text("已保存")
    assert mark(card, "2.1").reported_input == {"value": "12"}
    late.reload()
    expect(late.get_by_text("作逾期报送").first).to_be_visible()


def test_counts_and_the_full_box_exclude_one_another(fill, card):
    page = fill()
    page.get_by_role("link", name="部分一").click()
    field(page, "1.1:counts:less").fill("2")
    page.get_by_label("无上述情形，按满分计（10 分）").check()
    expect(field(page, "1.1:counts:less")).to_have_value("")
    expect(page.locator("[data-item='1.1'] [data-score]")).to_have_text("10.00 分")
    field(page, "1.1:counts:paper").fill("1")
    expect(page.get_by_label("无上述情形，按满分计（10 分）")).not_to_be_checked()
    expect(page.locator("[data-item='1.1'] [data-score]")).to_have_text("9.50 分")


def test_a_level_can_be_unchosen(fill, card):
    page = fill()
    page.get_by_role("link", name="部分一").click()
    page.get_by_label("一般").check()
    expect(page.locator("[data-item='1.2'] [data-score]")).to_have_text("3.00 分")
    page.get_by_role("button", name="清除选择").click()
    expect(page.locator("[data-item='1.2'] [data-score]")).to_have_text("未填")
    assert mark(card, "1.2").reported_input is None
