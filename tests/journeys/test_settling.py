"""报审 and 公示 by page: the leader reads the numbered paper, the meeting is recorded, units read the notice."""

import pytest
from playwright.sync_api import expect

from scorecards.models import Round
from scorecards.phases import Phase
from tests.factories import cards_of, end_notice, make_user
from tests.journeys.test_main_path import confirm
from tests.scorecards.settling import graded_round
from units.roles import Role

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_round_is_submitted_decided_published_and_released(go, inspect, clerk, head):
    round_ = graded_round(Phase.LOCKED, clerk=clerk, head=head)
    leader = make_user(Role.COUNTY_LEADER, name="程县长")
    officer = make_user(Role.OFFICER, unit=cards_of(round_)[0].unit)
    page = go(clerk, "scorecards:approval-list", round_.pk)
    page.get_by_label("程县长").check()
    inspect("转入报审")
    page.get_by_role("button", name="转入报审").click()
    expect(page.get_by_text("已转入报审，并已通知送阅的县领导。")).to_be_visible()
    approval = round_.approvals.get()
    go(leader, "scorecards:approval-detail", approval.pk)
    expect(page.get_by_text("第 1 稿")).to_be_visible()
    inspect("送审稿 of a leader")
    go(clerk, "scorecards:approval-detail", approval.pk)
    page.get_by_label("会议名称").fill("部务会议")
    page.get_by_label("会议日期").fill("2026-01-05")
    page.get_by_role("textbox", name="会议决定").fill("原则同意。")
    page.get_by_role("button", name="记录", exact=True).click()
    expect(page.get_by_text("会议决定已记录。")).to_be_visible()
    inspect("送审稿 of the office")
    publish_by_page(go(clerk, "scorecards:public-notice-list", round_.pk), inspect)
    go(officer, "scorecards:public-notice", round_.public_notices.get().pk)
    expect(page.get_by_role("main")).to_contain_text(cards_of(round_)[2].name)
    inspect("公示 of a unit")
    end_notice(round_)
    go(clerk, "scorecards:release-detail", round_.pk)
    confirm(page, "拟通报", done="通报稿已提交，等待审定。")
    go(head, "scorecards:release-detail", round_.pk)
    confirm(page, "审定通报", done="已通报，正在生成排名文件。", password=True)
    go(officer, "scorecards:round-results", round_.pk)
    expect(page.get_by_role("main")).to_contain_text("14.00")
    inspect("本期结果 of a unit")
    assert Round.objects.get(pk=round_.pk).stage is Phase.RELEASED


def publish_by_page(page, inspect) -> None:
    inspect("转入公示")
    page.get_by_label("公示截止日期").fill("2999-01-05")
    page.get_by_label("受理单位").fill("县直机关工委")
    page.get_by_label("联系电话").fill("0550-1234567")
    page.get_by_role("button", name="转入公示").click()
    expect(page.get_by_text("已公示，并已通知各单位。")).to_be_visible()
