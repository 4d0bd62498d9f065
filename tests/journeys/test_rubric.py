"""A clerk's path: a rubric of twenty items with five kinds from nothing, mended, tried, frozen, copied, compared."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from scorecards.models import Node, RubricVersion, VersionState
from tests.journeys.conftest import RULES

pytestmark = pytest.mark.django_db(transaction=True)
KINDS = {
    "直接给分": "MANUAL",
    "按档次": "LEVEL",
    "计次加扣": "TALLY",
    "按比例": "PROPORTION",
    "按数值分档": "BAND",
}


def fill(page: Page, **boxes: str) -> None:
    """Type into boxes by their names, __ standing for the hyphen."""
    for name, text in boxes.items():
        page.locator(f'[name="{name.replace("__", "-")}"]').fill(text)


def act(page: Page, verb: str, thing: str) -> None:
    """Follow the link of a row in the tree."""
    page.get_by_role("link", name=re.compile(f"^{verb}.*{thing}$")).click()


def params(page: Page, kind: str) -> None:
    """What each kind needs besides number, name and points."""
    fill(page, points="5", rule_text="照文件给分")
    if kind == "LEVEL":
        fill(page, levels__0__name="好", levels__0__points="5", levels__1__name="差", levels__1__points="0")
    elif kind == "TALLY":
        fill(page, rule__base="5", causes__0__text="少开一次会", causes__0__unit="０.５")
        page.get_by_text("更多：计几次").first.click()
        page.locator('[name="causes-0-most_how"]').select_option("every")
    elif kind == "PROPORTION":
        fill(page, rule__target_number="12")
    elif kind == "BAND":
        fill(page, rule__measure="得票率（%）", bands__0__high="90", bands__0__points="0", bands__1__low="90",
             bands__1__points="5")  # fmt: skip


def add_items(page: Page, label: str, kind: str, count: int) -> None:
    """Several items of one kind under the first part, one after the other."""
    act(page, "增加", "在组织建设下面")
    page.get_by_role("link", name=label, exact=True).click()
    for number in range(1, count + 1):
        fill(page, title=f"{label}{number}")
        params(page, kind)
        page.get_by_role(
            "button", name="保存并再增加一项" if number < count else "保存", exact=True
        ).last.click()
    expect(page.get_by_text(f"{label}{count}").first).to_be_visible()


@pytest.fixture
def draft(page: Page, enter, clerk) -> RubricVersion:
    """A blank rubric with one part, made by hand."""
    enter(clerk)
    page.get_by_role("link", name="评分细则").click()
    page.get_by_role("link", name="新建空白").click()
    page.get_by_label("名称").fill("机关党建评分细则")
    page.get_by_role("button", name="新建").click()
    page.get_by_role("link", name="增加部分或指标", exact=True).last.click()
    page.get_by_role("link", name="部分", exact=True).click()
    fill(page, title="组织建设", points="99")
    page.get_by_role("button", name="保存", exact=True).last.click()
    return RubricVersion.objects.get()


def test_twenty_items_to_a_frozen_rubric_and_its_next_version(page: Page, draft, inspect):
    for label, kind in KINDS.items():
        add_items(page, label, kind, 4)
    assert Node.objects.filter(version=draft, kind="item").count() == 20
    expect(page.get_by_text("满分 100 分，共 20 项指标。")).to_be_visible()
    mend_what_the_lint_says(page, inspect)
    try_a_card(page, inspect)
    freeze_and_copy(page, draft)


def mend_what_the_lint_says(page: Page, inspect) -> None:
    lint = page.get_by_role("region", name="处请核对")
    expect(lint.get_by_text("组织建设").first).to_be_visible()
    act(page, "编辑", "1 组织建设")
    fill(page, points="100")
    page.get_by_role("button", name="保存", exact=True).last.click()
    page.get_by_role("link", name="名次与等次").click()
    page.get_by_label("总分相同的").select_option("share")
    inspect("ranking of a draft")
    page.get_by_role("button", name="保存", exact=True).last.click()
    expect(page.get_by_text("写明 99 分")).to_have_count(0)


def try_a_card(page: Page, inspect) -> None:
    page.get_by_role("link", name="试算").click()
    page.get_by_role("radio", name="好").first.check()
    expect(page.locator("#figures")).to_contain_text("5.00 分")
    page.get_by_label("少开一次会").first.fill("3")
    page.get_by_label("少开一次会").first.blur()
    expect(page.locator("#figures")).to_contain_text("8.50")
    inspect("a tried card")


def freeze_and_copy(page: Page, draft: RubricVersion) -> None:
    page.get_by_role("link", name="机关党建评分细则").click()
    page.locator("summary", has_text="定稿").click()
    page.get_by_role("button", name="确认定稿").click()
    expect(page.get_by_text("已定稿，分值和计分不再改动。")).to_be_visible()
    assert RubricVersion.objects.get(pk=draft.pk).state == VersionState.FROZEN
    page.get_by_role("button", name="复制为新版").click()
    act(page, "编辑", "1.1 直接给分1")
    fill(page, points="6")
    page.get_by_role("button", name="保存", exact=True).last.click()
    page.get_by_role("link", name="机关党建评分细则").click()
    page.get_by_role("link", name="与上一版比较").click()
    expect(page.get_by_text("分值：5 → 6")).to_be_visible()


def test_a_node_is_moved_by_keyboard_and_keeps_the_focus(page: Page, draft):
    add_items(page, "直接给分", "MANUAL", 2)
    row = page.locator("[data-node]", has_text="直接给分2")
    row.focus()
    page.keyboard.press("Alt+Shift+ArrowUp")
    expect(page.locator("[data-node]").nth(1)).to_contain_text("直接给分2")
    expect(page.locator("[data-node]", has_text="直接给分2")).to_be_focused()
    page.keyboard.press("Alt+Shift+ArrowLeft")
    expect(page.locator(".depth-0[data-node]").nth(1)).to_contain_text("直接给分2")
    assert Node.objects.get(title="直接给分2").parent is None


def test_a_refused_sheet_leads_to_its_box_and_hides_what_is_not_asked(page: Page, draft):
    other = page.context.new_page()  # the browser reports a refusal in its console
    other.goto(page.url)
    act(other, "增加", "在组织建设下面")
    other.get_by_role("link", name="计次加扣", exact=True).click()
    fill(other, title="会议", points="5", rule__base="5", causes__0__text="少开会")
    expect(other.locator('[name="causes-0-target_number"]')).to_be_hidden()
    other.locator('[name="causes-0-how"]').select_option("shortfall")
    fill(other, causes__0__target_number="12", causes__0__unit="1e999")
    other.keyboard.press("Enter")
    other.get_by_role("link", name="1e999").click()
    expect(other.locator('[name="causes-0-unit"]')).to_be_focused()
    expect(other.locator('[name="causes-0-target_number"]')).to_have_value("12")
    assert Axe().run(other, options=RULES).violations_count == 0
