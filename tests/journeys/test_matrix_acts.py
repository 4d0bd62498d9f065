"""Acts on many cells in the browser: paste with preview, 按项目录入, 按满分计, and their undoing."""

from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect

from scorecards import transitions
from scorecards.models import Card, Group, Mark, MarkBatch
from scorecards.phases import Phase
from tests.factories import advance, cards_of, group_of, make_round, make_user
from units.roles import Role

pytestmark = pytest.mark.django_db(transaction=True)
PASTE = """([name, text]) => {
  const data = new DataTransfer();
  data.setData("text/plain", text);
  const cell = document.querySelector(`input[name="${name}"]`);
  cell.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}"""


@pytest.fixture
def group(clerk, head) -> Group:
    return group_of(advance(make_round(clerk, units=3), Phase.CHECKING, clerk=clerk, head=head))


@pytest.fixture
def cards(group) -> list[Card]:
    return cards_of(group.round)


@pytest.fixture
def sheet(page: Page, live_server, enter, group, clerk) -> Callable[..., Page]:
    """The clerk's matrix; or on another page of the same browser, which is answered 409 and 422 in the console."""
    enter(clerk)

    def do(on: Page | None = None) -> Page:
        where = on or page
        where.goto(live_server.url + reverse("scorecards:matrix", args=[group.pk]))
        return where

    return do


def paste(page: Page, card: Card, text: str) -> None:
    name = f"c:{card.pk}:2.1"
    page.locator(f"input[name='{name}']").locator("..").click()
    page.evaluate(PASTE, [name, text])
    page.wait_for_url("**/paste/check/")


def points(cards) -> list[str]:
    marks = Mark.objects.filter(card__in=cards, node__key="2.1").order_by("card__official_order")
    return [str(value) for value in marks.values_list("checked", flat=True)]


def test_good_column_is_pasted_looked_at_confirmed_and_undone(sheet, cards, inspect):
    page = sheet()
    paste(page, cards[0], "扣分\r\n好\r\n一般\r\n不好\r\n")
    expect(page.get_by_text("将录入 3 格")).to_be_visible()
    inspect("paste-preview")
    assert points(cards) == ["None"] * 3
    page.get_by_role("button", name="确认录入").click()
    expect(page.get_by_text("已录入 3 格。")).to_be_visible()
    assert points(cards) == ["2.0000", "1.5000", "0.0000"]
    inspect("matrix-with-batch")
    page.locator("summary", has_text="撤销").click()
    page.get_by_role("button", name="确认撤销").click()
    expect(page.get_by_text("3 格恢复为原来的内容")).to_be_visible()
    assert points(cards) == ["None"] * 3


def test_bad_column_is_named_by_cell_and_left_out_by_a_tick(sheet, cards, page):
    page = sheet(page.context.new_page())
    paste(page, cards[1], "好\n乱填\n好\n")
    expect(page.locator(".error-summary")).to_contain_text(f"{cards[2].name} 2.1“乱填”")
    expect(page.locator(".error-summary")).to_contain_text("下面多出 1 行，没有对应的单位。")
    page.get_by_role("button", name="确认录入").click()
    expect(page.get_by_text("没有录入：请先勾选")).to_be_visible()
    page.get_by_label("上面列出的有问题的内容不录入").check()
    page.get_by_role("button", name="确认录入").click()
    expect(page.get_by_text("已录入 1 格。")).to_be_visible()
    assert points(cards) == ["None", "2.0000", "None"]


def test_one_cell_is_pasted_like_any_text(sheet, cards):
    page = sheet()
    name = f"c:{cards[0].pk}:2.1"
    page.locator(f"input[name='{name}']").locator("..").click()
    page.evaluate(PASTE, [name, "好\r\n"])
    expect(page).to_have_url(page.url)
    assert page.url.endswith("/matrix/")


def test_two_clerks_at_once_the_second_sees_what_changed(sheet, group, cards, page):
    page = sheet(page.context.new_page())
    paste(page, cards[0], "好\n好\n好\n")
    cell = transitions.Cell(cards[1].pk, "2.1", "不好", 0)
    transitions.save_checked(group, [cell], by=make_user(Role.CLERK, name="王芳"))
    with page.expect_response("**/paste/apply/") as answer:
        page.get_by_role("button", name="确认录入").click()
    assert answer.value.status == 409
    expect(page.locator(".error-summary")).to_contain_text("王芳在")
    assert points(cards) == ["None", "0.0000", "None"]


def test_item_page_goes_down_by_enter_and_fills_the_rest(sheet, live_server, group, cards, inspect):
    page = sheet()
    page.get_by_role("link", name="按项目录入", exact=True).click()
    page.goto(live_server.url + reverse("scorecards:item-marks", args=[group.pk, "2.1"]))
    page.locator(f"#c-{cards[0].pk}").fill("不好")
    page.keyboard.press("Enter")
    expect(page.locator(f"#c-{cards[1].pk}")).to_be_focused()
    page.locator(f"#b-{cards[0].pk}").fill("会议记录缺 3 次")
    page.get_by_label("其余未评的按满分计").check()
    inspect("item-marks")
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_text("2.1 书记—政治素质：已保存 3 格。")).to_be_visible()
    assert points(cards) == ["0.0000", "2.0000", "2.0000"]


def test_full_marks_of_a_column_from_the_matrix_and_back(sheet, cards, inspect):
    page = sheet()
    page.locator(f"input[name='c:{cards[0].pk}:2.1']").locator("..").click()
    page.locator("[data-rule]").get_by_role("link", name="本项未评的按满分计").click()
    expect(page.get_by_text("将写入 3 格，可以整批撤销。")).to_be_visible()
    inspect("full-marks")
    page.get_by_role("button", name="确认按满分计").click()
    expect(page.get_by_text("已按满分计 3 格")).to_be_visible()
    page.get_by_role("link", name="全部批量录入").click()
    inspect("batches")
    page.locator("summary", has_text="撤销").click()
    page.get_by_role("button", name="确认撤销").click()
    expect(page.get_by_text("3 格恢复为原来的内容")).to_be_visible()
    assert points(cards) == ["None"] * 3


def test_acts_work_without_script(browser: Browser, live_server, sign_in, group, cards, clerk):
    context = browser.new_context(java_script_enabled=False)
    session = sign_in(clerk).cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    page = context.new_page()
    page.goto(live_server.url + reverse("scorecards:paste-new", args=[group.pk]) + "?slot=2.1")
    page.get_by_label("粘贴内容").fill(f"{cards[2].name}\t好\n{cards[0].name}\t不好")
    page.get_by_role("button", name="预览").click()
    page.get_by_role("button", name="确认录入").click()
    expect(page.get_by_text("已录入 2 格。")).to_be_visible()
    assert points(cards) == ["0.0000", "None", "2.0000"]
    page.goto(live_server.url + reverse("scorecards:full-list", args=[group.pk]) + "?item=2.1")
    page.get_by_role("button", name="确认按满分计").click()
    context.close()
    assert (points(cards)[1], MarkBatch.objects.count()) == ("2.0000", 2)
