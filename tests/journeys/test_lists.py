"""Other offices' lists, tally sheets, daily records and an office's own items, in the browser."""

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from tests.factories import make_unit, make_user
from tests.scorecards.lists.offices import cards_in, checking, map_label, mark, the_group
from units.roles import Role

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def round_(clerk):
    units = [
        make_unit(name=f"示范县{name}局", short_name=f"{name}局") for name in ("财政", "农业农村", "水务")
    ]
    return checking(clerk, *units)


@pytest.fixture
def visit(page: Page, live_server):
    def do(name: str, *args) -> Page:
        page.goto(live_server.url + reverse(f"scorecards:{name}", args=args))
        return page

    return do


def paste(page: Page) -> None:
    """A list with one name as nobody here writes it."""
    page.get_by_label("名单名称").fill("一季度通报名单")
    page.get_by_label("落款日期").fill("2026-03-31")
    page.get_by_label("名单内容").fill("财政局\t少学习\t1\t通报\n县农业农村\t记录不全\t2\t通报")
    page.get_by_label("未列入名单的单位按满分计").check()
    page.get_by_role("button", name="核对").click()


def points(round_) -> list:
    return [mark(card, "1.1").checked for card in cards_in(round_)]


def test_list_is_pasted_decided_entered_and_undone(visit, enter, clerk, round_, inspect):
    enter(clerk)
    page = visit("round-deliveries", round_.pk)
    inspect("board")
    page.get_by_role("link", name="录入纪委的名单").click()
    paste(page)
    inspect("names-to-decide")
    page.get_by_label("县农业农村").select_option(index=1)
    page.get_by_role("button", name="重新核对").first.click()
    expect(page.get_by_text("未列入的按满分计：1 处")).to_be_visible()
    inspect("preview")
    page.get_by_role("button", name="录入核定").click()
    expect(page.get_by_text("已录入").first).to_be_visible()
    inspect("list")
    assert points(round_) == [9, 9, 10]
    page.locator("summary", has_text="撤销").click()
    page.get_by_role("button", name="确认撤销").click()
    expect(page.get_by_text("已撤销").first).to_be_visible()
    assert points(round_) == [None, None, None]


def test_tally_sheet_takes_two_people(visit, enter, clerk, head, round_, inspect):
    group, card = the_group(round_), cards_in(round_)[0]
    enter(clerk)
    page = visit("tally-sheet", group.pk, "2.1")
    values = {"issued": "60", "returned": "58", "valid": "55", "v0": "50", "v1": "5", "v2": "0"}
    for name, value in values.items():
        page.locator(f"input[name='t{card.pk}:{name}']").fill(value)
    page.get_by_role("button", name="保存").click()
    inspect("tally-entered")
    page.context.clear_cookies()
    enter(head)
    page = visit("tally-sheet", group.pk, "2.1")
    inspect("tally-waiting")
    page.get_by_role("button", name="复核").click()
    expect(page.get_by_text("已复核").first).to_be_visible()
    assert mark(card, "2.1").checked_input == {"votes": {"满意": "50", "不满意": "5"}}


def test_daily_record_is_kept_and_counted(visit, enter, clerk, round_, inspect):
    enter(clerk)
    page = visit("record-new")
    page.get_by_role("link", name="部门评分细则").click()
    page.get_by_label("日期").fill("2026-03-02")
    page.get_by_label("单位或党支部").select_option(label="示范县财政局")
    page.get_by_label("情形").select_option(label="少学习（次数）")
    page.get_by_label("依据").fill("县委督查通报第3期")
    inspect("record-form")
    page.get_by_role("button", name="登记").click()
    inspect("records")
    page = visit("proposal-list", the_group(round_).pk)
    inspect("proposals")
    page.locator("form[action$='/records/take/'] button").click()
    expect(page.get_by_text("已计入 1 条日常记录。")).to_be_visible()
    inspect("proposals-taken")
    assert mark(cards_in(round_)[0], "1.1").checked == 9


def test_scoring_office_enters_its_own_items(visit, enter, round_, inspect):
    office = make_unit(name="县委宣传部")
    map_label(round_, "宣传部", office)
    enter(make_user(Role.SCORER, unit=office))
    page = visit("scoring-list")
    inspect("scoring-list")
    page.get_by_role("link", name="录入").click()
    card = cards_in(round_)[0]
    page.locator(f"#o{card.pk}-text").fill("好")
    page.locator(f"#o{card.pk}-basis").fill("县宣〔2026〕2号")
    page.get_by_role("button", name="保存").click()
    inspect("scoring")
    assert mark(card, "1.2").checked == 5
