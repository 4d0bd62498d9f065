"""A clerk makes a round by page, from the empty list to 下发."""

import datetime

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from scorecards.models import Round
from scorecards.phases import Phase
from tests.factories import RUBRIC, make_unit, make_version

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def county(clerk):
    """Ten towns, and the rubric that scores them by quarters."""
    for number in range(10):
        make_unit(category="乡镇", name=f"示范县第{number + 1}乡", short_name=f"第{number + 1}乡")
    return make_version(clerk, RUBRIC)


def test_from_the_empty_list_to_sending_out(page, live_server, enter, inspect, clerk, county):
    enter(clerk)
    page.goto(f"{live_server.url}/rounds/")
    inspect("empty list")
    page.get_by_role("link", name="新建期次").click()
    inspect("new round")
    due = timezone.localtime() + datetime.timedelta(days=30)
    page.get_by_label("工作方案名称").fill("机关党建晒比评工作方案")
    page.get_by_label("填报截止时间").fill(due.strftime("%Y-%m-%dT%H:%M"))
    page.get_by_role("button", name="新建").click()
    expect(page.get_by_text("还没有组别，请先增加组别。")).to_be_visible()
    inspect("round without groups")
    page.get_by_role("link", name="增加组别").click()
    page.get_by_label("组别名称").fill("乡镇组")
    page.get_by_label("评分细则").select_option(str(county.pk))
    inspect("new group")
    page.get_by_role("button", name="增加").click()
    page.get_by_label("类别").select_option("乡镇")
    page.get_by_role("button", name="查找").last.click()
    page.get_by_label("全部勾选").check()
    expect(page.get_by_text("已勾选 10 个")).to_be_visible()
    inspect("candidates")
    page.get_by_role("button", name="加入勾选的").click()
    expect(page.get_by_text("已加入 10 个参评对象。")).to_be_visible()
    page.get_by_label("示范县第3乡").check()
    page.get_by_label("参评方式").select_option("缓评")
    page.get_by_label("原因").fill("班子调整")
    page.get_by_role("button", name="修改参评方式").click()
    expect(page.get_by_role("cell", name="班子调整")).to_be_visible()
    inspect("group")
    page.get_by_role("navigation", name="当前位置").get_by_role("link", name="晒比评").last.click()
    inspect("round with a group")
    page.get_by_text("怎么算的").click()
    page.locator("summary", has_text="下发").click()
    page.get_by_role("button", name="确认下发").click()
    expect(page.get_by_text("评分表已下发。")).to_be_visible()
    assert Round.objects.get().stage is Phase.FILLING
