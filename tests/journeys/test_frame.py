"""What the frame's small scripts do, and that the pages work without them."""

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect

from units.models import AccessLog, JobRun, JobState, Notice
from units.roles import Role

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def look(page: Page, enter, inspect, live_server):
    """Open a page as this person and inspect it."""

    def do(user, name: str, *args) -> None:
        enter(user)
        page.goto(live_server.url + reverse(name, args=args))
        inspect(name)

    return do


@pytest.mark.parametrize("name", ["home", "units:unit-list", "units:notice-list", "password-change"])
def test_pages_of_the_ground_floor_are_accessible(name, clerk, unit, look):
    Notice.objects.create(user=clerk, text="“机关第一党支部”评分表有 2 项被退回。", key="a")
    look(clerk, name)


def test_unit_and_record_are_accessible(unit, officer, person, look):
    look(officer, "units:unit-detail", unit.pk)
    look(person(Role.AUDITOR), "units:access-log")
    assert AccessLog.objects.exists()


def test_focus_moves_to_the_errors_and_from_there_to_the_field(browser: Browser, live_server):
    page = browser.new_page()
    page.goto(f"{live_server.url}/sign-in/")
    page.get_by_role("button", name="登录").click()
    expect(page).to_have_title("错误：登录 · 晒比评")
    expect(page.locator("[data-error-summary]")).to_be_focused()
    page.get_by_role("link", name="密码：").click()
    expect(page.get_by_label("密码")).to_be_focused()
    page.close()


def test_menu_folds_to_a_button_on_a_phone(clerk, page: Page, enter):
    enter(clerk)
    page.set_viewport_size({"width": 360, "height": 740})
    menu, button = page.get_by_role("navigation", name="主菜单"), page.get_by_role("button", name="菜单")
    expect(menu).to_be_hidden()
    button.click()
    expect(menu).to_be_visible()
    page.keyboard.press("Escape")
    expect(menu).to_be_hidden()
    expect(button).to_be_focused()


def test_menu_stays_open_without_script(clerk, browser: Browser, sign_in, live_server):
    cookie = {"name": "sessionid", "value": sign_in(clerk).cookies["sessionid"].value, "url": live_server.url}
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 740})
    context.add_cookies([cookie])
    page = context.new_page()
    page.goto(live_server.url)
    expect(page.get_by_role("navigation", name="主菜单")).to_be_visible()
    context.close()


def test_slash_goes_to_search_until_it_is_turned_off(clerk, page: Page, enter):
    enter(clerk)
    field = page.get_by_label("查找单位").first
    page.keyboard.press("/")
    expect(field).to_be_focused()
    page.get_by_role("banner").get_by_text(clerk.name).click()
    page.get_by_role("button", name="快捷键").click()
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    expect(field).not_to_be_focused()


def test_idle_end_is_announced_and_can_be_put_off(clerk, page: Page, enter, live_server):
    enter(clerk)
    page.clock.install()
    page.goto(f"{live_server.url}/password/")
    page.clock.fast_forward("28:30")
    expect(page.get_by_role("dialog", name="即将自动退出")).to_be_visible()
    page.get_by_role("button", name="继续使用").click()
    expect(page.get_by_role("dialog")).to_be_hidden()
    page.clock.fast_forward("28:30")
    expect(page.get_by_role("dialog", name="即将自动退出")).to_be_visible()


def test_after_the_idle_end_one_comes_back_to_the_same_field(clerk, page: Page, enter, live_server):
    enter(clerk)
    page.clock.install()
    page.goto(f"{live_server.url}/password/")
    page.get_by_label("新密码", exact=True).focus()
    page.clock.fast_forward("31:00")
    link = page.get_by_role("link", name="重新登录")
    expect(link).to_have_attribute("href", "/sign-in/?next=%2Fpassword%2F%23id_new_password1")
    page.goto("about:blank")
    page.goto(f"{live_server.url}/password/#id_new_password1")
    expect(page.get_by_label("新密码", exact=True)).to_be_focused()


def test_job_fragment_follows_the_job_and_says_how_it_ended(clerk, page: Page, enter, live_server):
    run = JobRun.objects.create(key="a", kind="生成通报", state=JobState.RUNNING, total=8, asked_by=clerk)
    enter(clerk)
    page.evaluate("url => htmx.ajax('GET', url, {target: '#content', swap: 'innerHTML'})", f"/jobs/{run.pk}/")
    expect(page.get_by_text("生成中")).to_be_visible()
    JobRun.objects.filter(pk=run.pk).update(state=JobState.DONE)
    expect(page.locator(".job-done")).to_be_visible()
    expect(page.locator("[data-live-region]")).to_have_text("生成通报已完成")
