"""晒问题 by page from 新建 to 通报, without a word of a score; and two people, a killed tab, no script on one card."""

import datetime
import re

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from scorecards import transitions
from scorecards.models import Card, CardState, Highlight, Mark, Round, Term, Yields
from scorecards.phases import Phase
from scorecards.transitions.showing import Shown, save_showing
from tests.factories import FAR, cards_of, make_unit, make_user
from tests.journeys.test_main_path import confirm
from tests.journeys.test_whole_round import sign_and_report
from tests.scorecards.filling import open_card, url
from tests.scorecards.reporting import again, report
from units.models import User
from units.roles import Role

pytestmark = pytest.mark.django_db(transaction=True)
OF_A_SCORE = re.compile(
    r"(?<![评处])分(?![组管])|评分(?!表)|总分|名次|排名|满分|自评|核定|未评|矩阵|\d\.\d\d"
)
DENIED = re.compile("不计分(、不排名)?")  # what says that there is none
COPIES = "Object.keys(localStorage).filter((key) => key.startsWith('draft:')).length"


@pytest.fixture
def round_(clerk, unit) -> Round:
    """In 填报, with the unit and another."""
    made = transitions.create_round(
        year=2026, term=Term.FIRST_HALF, title="2026年上半年晒问题", plan_title="工作方案", plan_number="",
        fill_due_at=FAR, yields=Yields.PROBLEMS, by=clerk,
    )  # fmt: skip
    group = transitions.add_group(made, name="县直部门", version=None, by=clerk)
    for member in (unit, make_unit()):
        transitions.add_member(group, unit=member, by=clerk)
    return transitions.open_round(made, by=clerk)


@pytest.fixture
def posts(unit, clerk, head, officer) -> list[User]:
    """Everybody who may look at it."""
    others = [make_user(Role.UNIT_LEADER, unit=unit), make_user(Role.COUNTY_LEADER), make_user(Role.AUDITOR)]
    return [clerk, head, officer, *others]


def reported_card(round_: Round, officer: User) -> Card:
    card = next(card for card in cards_of(round_) if card.unit_id == officer.post.unit_id)
    save_showing(card, [Shown("show:problem:1", "problem", 1, "青年党员参学率不高", 0)], by=officer)
    return report(again(card), by=officer)


def words_of(page: Page, address: str) -> str:
    """What the page says, choices of a filter for all rounds apart; empty where this person may not go."""
    answer = page.request.get(address)
    if not answer.ok or "html" not in answer.headers["content-type"]:
        return ""
    html = answer.text()
    main = re.sub(r"(?s)<select.*?</select>", "", html[html.index("<main") : html.index("</main")])
    return re.sub(r"<[^>]+>", " ", main)


def scored_words(go, page: Page, round_: Round, posts: list[User]) -> list[str]:
    """Words of a score on home, the round, and every page that these link to, for each post."""
    found = []
    for user in posts:
        addresses = set()
        for name, *args in (("home",), ("scorecards:round-detail", round_.pk), ("scorecards:card-list",)):
            if not page.request.get(go(user, "home").url.rstrip("/") + reverse(name, args=args)).ok:
                continue
            go(user, name, *args)
            links = page.eval_on_selector_all("main a[href]", "links => links.map(link => link.href)")
            addresses |= {page.url, *links}
        for address in sorted(addresses):
            text = DENIED.sub("", words_of(page, address))
            if bad := OF_A_SCORE.search(text):
                around = " ".join(text[max(bad.start() - 20, 0) : bad.end() + 20].split())
                found.append(f"{user.post.role} {address}: {around}")
    return found


def test_round_is_made_filled_and_reported_without_a_score(go, inspect, page, clerk, officer, unit):
    page = go(clerk, "scorecards:round-new")
    page.get_by_label("晒问题").check()
    page.get_by_label("工作方案名称").fill("晒问题工作方案")
    due = timezone.localtime() + datetime.timedelta(days=30)
    page.get_by_label("填报截止时间").fill(due.strftime("%Y-%m-%dT%H:%M"))
    page.get_by_label("核对：").uncheck()
    page.get_by_role("button", name="新建").click()
    page.get_by_role("link", name="从类别生成").first.click()
    page.get_by_label("生成县直部门组别").check()
    page.get_by_role("button", name="生成组别").click()
    inspect("problems round in 筹备")
    confirm(page, "下发", done="评分表已下发。")
    go(officer, "home")
    page.get_by_role("link", name="去填报").click()
    show_a_problem(page, inspect)
    card = Card.objects.get(unit=unit)
    assert (card.state, Highlight.objects.get().text) == (CardState.ENDORSED, "青年党员参学率不高")


def show_a_problem(page: Page, inspect) -> None:
    """报送 is kept back until a problem is shown."""
    page.get_by_role("button", name="检查并报送").click()
    expect(page.get_by_role("alert")).to_contain_text("问题")
    expect(page.get_by_role("button", name="确认报送")).to_have_count(0)
    page.get_by_role("link", name="返回填报").first.click()
    page.get_by_label("问题 1", exact=True).fill("青年党员参学率不高")
    page.keyboard.press("Tab")
    expect(page.locator("[data-save-words]")).to_contain_text("已保存")
    inspect("problems fill")
    page.get_by_role("button", name="检查并报送").click()
    expect(page.get_by_text("青年党员参学率不高")).to_be_visible()
    inspect("problems review")
    sign_and_report(page)
    expect(page.get_by_text("评分表已报送").first).to_be_visible()
    inspect("problems card")


def test_no_page_of_filling_speaks_of_a_score(go, page, round_, posts, officer):
    assert "\n".join(scored_words(go, page, round_, posts)) == ""
    reported_card(round_, officer)
    assert "\n".join(scored_words(go, page, round_, posts)) == ""


def test_it_is_checked_locked_and_released_without_a_score(
    go, inspect, page, round_, posts, clerk, head, officer
):
    card = reported_card(round_, officer)
    go(clerk, "scorecards:round-detail", round_.pk)
    confirm(page, "转入审核", done="已转入审核")
    inspect("problems round in 审核")
    page.get_by_role("link", name="成绩、做法和问题").first.click()
    expect(page.get_by_text("青年党员参学率不高")).to_be_visible()
    go(clerk, "scorecards:card-check", card.pk)
    inspect("problems check")
    assert "\n".join(scored_words(go, page, round_, posts)) == ""
    go(clerk, "scorecards:round-detail", round_.pk)
    confirm(page, "锁定", done="已锁定", password=True)
    page.get_by_role("link", name="通报", exact=True).click()
    confirm(page, "拟通报", done="通报稿已提交")
    assert "\n".join(scored_words(go, page, round_, posts)) == ""
    go(head, "scorecards:release-detail", round_.pk)
    confirm(page, "审定通报", done="已通报", password=True)
    inspect("problems release")
    assert "\n".join(scored_words(go, page, round_, posts)) == ""
    round_.refresh_from_db()
    assert round_.stage is Phase.RELEASED


@pytest.fixture
def card(unit, clerk) -> Card:
    """Open, with items of each kind."""
    return open_card(unit, by=clerk)


def answer(page: Page, value: str) -> None:
    page.locator("[name='2.1:value']").fill(value)
    page.keyboard.press("Tab")


def open_part(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_role("link", name="部分二").click()


def test_two_officers_each_see_the_other_and_both_decide(
    go, inspect, page, browser: Browser, live_server, sign_in, card, officer, unit
):
    other = make_user(Role.OFFICER, unit=unit, name="赵敏")
    address = live_server.url + url("card-fill", card)
    context = browser.new_context(locale="zh-CN")
    session = sign_in(other).cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    theirs = context.new_page()
    go(officer, "home")
    for where in (page, theirs):
        open_part(where, address)
    answer(page, "12")
    expect(page.locator("[data-save-words]")).to_contain_text("已保存")
    answer(theirs, "9")
    expect(theirs.locator("[data-conflict]")).to_contain_text(officer.name)
    theirs.get_by_role("button", name="保留我填的").click()
    expect(theirs.locator("[data-save-words]")).to_contain_text("已保存")
    answer(page, "13")
    expect(page.locator("[data-conflict]")).to_contain_text("赵敏")
    expect(page.locator("[data-conflict] [data-when]")).not_to_be_empty()
    inspect("conflict of two officers")
    page.get_by_role("button", name="改用上面的").click()
    expect(page.locator("[name='2.1:value']")).to_have_value("9")
    context.close()
    assert Mark.objects.get(card=card, node__key="2.1").reported_input == {"value": "9"}


def test_killed_tab_brings_back_a_problem_and_a_note(go, page, live_server, card, officer):
    go(officer, "home")
    address = live_server.url + url("card-fill", card)
    lost = page.context.new_page()
    open_part(lost, address)
    page.context.set_offline(True)
    lost.locator("[data-item='2.1'] summary", has_text="写依据").click()
    lost.locator("[name='2.1:note']").fill("见台账第 3 页")
    lost.get_by_role("link", name="晒成绩、做法、问题").click()
    lost.get_by_label("问题 1", exact=True).fill("断网时写的问题")
    lost.keyboard.press("Tab")
    expect(lost.locator("[data-save-words]")).to_have_text("未保存，正在重试")
    lost.close(run_before_unload=False)
    page.context.set_offline(False)
    page.goto(address)
    expect(page.locator("[data-save-words]")).to_contain_text("已保存")
    expect(page.locator("[name='2.1:note']")).to_have_value("见台账第 3 页")
    assert Highlight.objects.get(card=card).text == "断网时写的问题"
    assert Mark.objects.get(card=card, node__key="2.1").reported_note == "见台账第 3 页"
    assert page.evaluate(COPIES) == 0


def test_without_script_a_card_is_filled_and_reported(browser: Browser, live_server, sign_in, card, officer):
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 780})
    session = sign_in(officer).cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    page = context.new_page()
    page.goto(live_server.url + "/")
    page.get_by_role("link", name="去填报").click()
    page.locator("[name='2.1:value']").fill("14")
    page.get_by_label("问题 1", exact=True).fill("青年党员参学率不高")
    page.get_by_role("button", name="本组未填的按满分计").first.click()
    page.get_by_role("button", name="确认按满分计").click()
    page.get_by_role("button", name="检查并报送").click()
    sign_and_report(page)
    expect(page.get_by_text("评分表已报送").first).to_be_visible()
    context.close()
    assert (again(card).state, Highlight.objects.get().text) == (CardState.ENDORSED, "青年党员参学率不高")
    assert Mark.objects.get(card=card, node__key="2.1").reported_input == {"value": "14"}
