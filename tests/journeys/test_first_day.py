"""Day one: from an empty database and the office's own lists to a first ranking; clicks and typed signs are counted."""

import datetime
import re
import sys
from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from scorecards.models import Card, Round
from scorecards.phases import Phase
from tests.units.office_list import office_list
from tests.units.people_list import people_list
from units.models import Post, Unit
from units.roles import Role

pytestmark = pytest.mark.django_db(transaction=True)
OWN = "gongwei-2026-first"


class Hand:
    """The clerk's hand: what it clicks, types and picks up."""

    def __init__(self, page: Page) -> None:
        self.page, self.clicks, self.signs, self.files = page, 0, 0, 0

    def click(self, role: str, name: str, *, exact: bool = False) -> None:
        self.take(self.page.get_by_role(role, name=name, exact=exact).first)  # type: ignore[arg-type]

    def take(self, what: Locator) -> None:
        self.clicks += 1
        what.click()

    def fill(self, label: str, text: str) -> None:
        self.signs += len(text)
        self.page.get_by_label(label).first.fill(text)

    def bring(self, label: str, name: str, data: bytes, *, folder: Path) -> None:
        self.files += 1
        file = folder / name
        file.write_bytes(data)
        self.page.get_by_label(label).set_input_files(file)


def first_password(capsys) -> str:
    call_command("first_clerk")
    return re.search(r"一次性密码 (\S+?)（", capsys.readouterr().out)[1]


def sign_in(hand: Hand, base: str, username: str, password: str, own: str) -> None:
    hand.page.goto(f"{base}/sign-in/")
    hand.fill("账号", username)
    hand.fill("密码", password)
    hand.click("button", "登录")
    hand.fill("原密码", password)
    hand.fill("新密码", own)
    hand.fill("再输一次新密码", own)
    hand.click("button", "修改密码")
    expect(hand.page.get_by_text("密码已修改。")).to_be_visible()


def import_list(hand: Hand, label: str, name: str, data: bytes, folder: Path) -> None:
    hand.bring(label, name, data, folder=folder)
    hand.click("button", "核对", exact=True)
    hand.click("button", "确认导入")


def test_from_an_empty_database_to_cards_sent_out(page, live_server, capsys, tmp_path, inspect):
    hand = Hand(page)
    sign_in(hand, live_server.url, "gongwei", first_password(capsys), OWN)
    hand.click("link", "去设置")
    inspect("first steps")

    hand.click("link", "填写")
    hand.fill("县名", "望海县")
    hand.fill("单位名称", "县委直属机关工委")
    hand.fill("联系电话", "0000-1234567")
    hand.click("button", "保存")

    page.goto(f"{live_server.url}/first-steps/")
    hand.click("link", "导入单位名单")
    import_list(hand, "单位名单文件", "参评单位名单.xlsx", office_list(), tmp_path)
    expect(page.get_by_text("单位名单已导入：新增 112 个，变更 0 个。")).to_be_visible()
    inspect("imported units")
    assert Unit.objects.count() == 112

    page.goto(f"{live_server.url}/first-steps/")
    hand.click("link", "选用标准细则")
    hand.click("button", "采用", exact=False)

    page.goto(f"{live_server.url}/first-steps/")
    hand.click("link", "导入人员名单")
    import_list(hand, "人员名单文件", "联络员名单.xlsx", people_list(), tmp_path)
    expect(page.get_by_text("一次性密码只在这一页显示")).to_be_visible()
    inspect("slips")
    assert page.locator(".slip").count() == 113
    assert Post.objects.current().filter(role=Role.OFFICER).count() == 112
    assert Post.objects.current().filter(role=Role.HEAD).count() == 1

    page.goto(f"{live_server.url}/first-steps/")
    expect(page.get_by_text("已完成")).to_have_count(5)
    hand.click("link", "新建演练期次")
    due = timezone.localtime() + datetime.timedelta(days=10)
    page.get_by_label("填报截止时间").fill(due.strftime("%Y-%m-%dT%H:%M"))
    hand.click("button", "新建")
    hand.click("link", "从类别生成")
    hand.take(page.get_by_label("生成县政府部门组别"))
    page.get_by_label("县政府部门的评分细则").select_option(index=1)
    hand.click("button", "生成组别")
    hand.take(page.locator("summary", has_text="下发"))
    hand.click("button", "确认下发")
    expect(page.get_by_text("评分表已下发。")).to_be_visible()
    round_ = Round.objects.get()
    assert (round_.stage, round_.is_trial) == (Phase.FILLING, True)
    assert Card.objects.filter(group__round=round_).count() == 40
    with capsys.disabled():
        sys.stdout.write(f"\n首日：点击 {hand.clicks} 次，键入 {hand.signs} 字，选文件 {hand.files} 个\n")
