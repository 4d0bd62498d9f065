"""Day one: from an empty database and the office's own lists to a first ranking; clicks and typed signs are counted."""

import datetime
import re
import sys
from pathlib import Path

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from scorecards.models import Card, Round
from scorecards.phases import Phase
from tests.units.office_list import office_list
from tests.units.people_list import people_list
from units.models import Post, Unit
from units.roles import Role

pytestmark = pytest.mark.django_db(transaction=True)
OWN, OWN_OF_HEAD = "gongwei-2026-first", "fuzeren-2026-first"
HEAD = "gumingchuan"


class Hand:
    """The clerk's hand: what it clicks, types and picks up."""

    def __init__(self, page: Page, base: str) -> None:
        self.page, self.base = page, base
        self.clicks, self.signs, self.files = 0, 0, 0

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


def sign_in(hand: Hand, username: str, password: str) -> None:
    """Out of whatever session there was."""
    hand.page.context.clear_cookies()
    hand.page.goto(f"{hand.base}/sign-in/")
    hand.fill("账号", username)
    hand.fill("密码", password)
    hand.click("button", "登录")


def sign_in_first(hand: Hand, username: str, password: str, own: str) -> None:
    sign_in(hand, username, password)
    hand.fill("原密码", password)
    hand.fill("新密码", own)
    hand.fill("再输一次新密码", own)
    hand.click("button", "修改密码")
    expect(hand.page.get_by_text("密码已修改。")).to_be_visible()


def step(hand: Hand, link: str) -> None:
    """One of the six, from their page."""
    hand.page.goto(f"{hand.base}/first-steps/")
    hand.click("link", link)


def confirm(hand: Hand, verb: str, *, done: str, password: str = "") -> None:
    hand.take(hand.page.locator("summary", has_text=verb).first)
    if password:
        hand.signs += len(password)
        hand.page.locator("details.confirm[open]").get_by_label("您的登录密码").fill(password)
    hand.click("button", f"确认{verb}")
    expect(hand.page.get_by_text(done).first).to_be_visible()


def import_list(hand: Hand, label: str, name: str, data: bytes, folder: Path) -> None:
    hand.bring(label, name, data, folder=folder)
    hand.click("button", "核对", exact=True)
    hand.click("button", "确认导入")


def set_up(hand: Hand, inspect, folder: Path) -> str:
    """The first five steps; the one-time password of the office's head."""
    page = hand.page
    hand.click("link", "去设置")
    inspect("first steps")
    hand.click("link", "填写")
    hand.fill("县名", "望海县")
    hand.fill("单位名称", "县委直属机关工委")
    hand.fill("联系电话", "0000-1234567")
    hand.click("button", "保存")

    step(hand, "导入单位名单")
    import_list(hand, "单位名单文件", "参评单位名单.xlsx", office_list(), folder)
    expect(page.get_by_text("单位名单已导入：新增 112 个，变更 0 个。")).to_be_visible()
    inspect("imported units")
    step(hand, "选用标准细则")
    hand.click("button", "采用")

    step(hand, "导入人员名单")
    import_list(hand, "人员名单文件", "联络员名单.xlsx", people_list(), folder)
    expect(page.get_by_text("一次性密码只在这一页显示")).to_be_visible()
    inspect("slips")
    assert page.locator(".slip").count() == 113
    return page.locator(".slip", has_text="顾明川").locator(".sign").nth(1).inner_text()


def begin_trial(hand: Hand) -> Round:
    """Forty departments, without 核对, filled by one act."""
    page = hand.page
    step(hand, "新建演练期次")
    due = timezone.localtime() + datetime.timedelta(days=10)
    page.get_by_label("填报截止时间").fill(due.strftime("%Y-%m-%dT%H:%M"))
    hand.take(page.get_by_label("核对：锁定之后"))
    hand.click("button", "新建")
    hand.click("link", "从类别生成")
    hand.take(page.get_by_label("生成县政府部门组别"))
    page.get_by_label("县政府部门的评分细则").select_option(index=1)
    hand.click("button", "生成组别")
    confirm(hand, "一次填好", done="演练数据已填好 40 张评分表")
    return Round.objects.get()


def release(hand: Hand, round_: Round, head_password: str) -> None:
    """By two people: the head confirms and locks, the clerk puts up, the head approves."""
    url = hand.base + round_.get_absolute_url()
    sign_in_first(hand, HEAD, head_password, OWN_OF_HEAD)
    hand.page.goto(url)
    confirm(hand, "整组核定", done="已核定")
    hand.page.goto(url)
    confirm(hand, "锁定", done="已锁定", password=OWN_OF_HEAD)
    sign_in(hand, "gongwei", OWN)
    hand.page.goto(hand.base + reverse("scorecards:release-detail", args=[round_.pk]))
    confirm(hand, "拟通报", done="通报稿已提交")
    sign_in(hand, HEAD, OWN_OF_HEAD)
    hand.page.goto(hand.base + reverse("scorecards:release-detail", args=[round_.pk]))
    confirm(hand, "审定通报", done="已通报", password=OWN_OF_HEAD)


def test_from_an_empty_database_to_the_first_ranking_and_back(
    page, live_server, capsys, tmp_path, inspect, work
):
    hand = Hand(page, live_server.url)
    sign_in_first(hand, "gongwei", first_password(capsys), OWN)
    head_password = set_up(hand, inspect, tmp_path)
    assert Post.objects.current().filter(role=Role.OFFICER).count() == Unit.objects.count() == 112
    round_ = begin_trial(hand)
    assert (round_.stage, round_.is_trial) == (Phase.CHECKING, True)
    release(hand, round_, head_password)
    work()
    page.goto(f"{live_server.url}/documents/")
    with page.expect_download() as started:
        hand.click("link", "下载")
    assert Path(started.value.path()).read_bytes().startswith(b"%PDF-")
    told = f"首日：点击 {hand.clicks} 次，键入 {hand.signs} 字，选文件 {hand.files} 个"

    page.goto(live_server.url + round_.get_absolute_url())
    confirm(hand, "整体删除", done="已整体删除", password=OWN_OF_HEAD)
    assert not Round.objects.exists()
    assert not Card.objects.exists()
    with capsys.disabled():
        sys.stdout.write(f"\n{told}\n")
