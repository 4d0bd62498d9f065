"""评分部门对应 and 分期截止."""

import datetime

import pytest
from django.utils import timezone
from pytest_django.asserts import assertContains

from scorecards import transitions
from scorecards.forms.box_names import box_key
from scorecards.models import GroupLabel, GroupPeriod, Node
from scorecards.phases import Phase
from scorecards.transitions import Refused, group_labels, groups, rounds
from tests.factories import FAR, RUBRIC, advance, group_of, make_round, make_unit, make_version
from tests.scorecards.setup.making import PERIODS, now, url

pytestmark = pytest.mark.django_db
FINANCE = "县财政局"


@pytest.fixture
def client(sign_in, clerk):
    return sign_in(clerk)


@pytest.fixture
def group(clerk):
    """Scored by three offices and by quarters; 县财政局 is known by its short name."""
    make_unit(short_name=FINANCE)
    version = make_version(clerk, RUBRIC.with_name(PERIODS))
    return transitions.add_group(make_round(clerk, units=0), name="乡镇组", version=version, by=clerk)


def matched(group) -> dict:
    return {row.label: str(row.unit or "") for row in GroupLabel.objects.filter(group=group)}


def test_offices_are_matched_by_name(group):
    assert matched(group) == {FINANCE: FINANCE, "县委组织部": "", "县招商服务中心": ""}


def test_a_name_that_two_units_bear_matches_neither(clerk, group):
    make_unit(short_name=FINANCE)
    assert group_labels.matches([FINANCE]) == {}


def test_the_page_says_what_was_matched_by_itself(client, group):
    page = client.get(url("group-setup", group.pk))
    for shown in (FINANCE, "自动对应", "没有对应单位，由工委代录"):
        assertContains(page, shown)


def test_an_office_is_chosen_by_hand(client, group):
    bureau = make_unit(short_name="组织部")
    answer = {f"label-{box_key('县委组织部')}": bureau.pk, f"label-{box_key(FINANCE)}": ""}
    client.post(url("group-labels-save", group.pk), answer)
    assert matched(group) == {FINANCE: "", "县委组织部": "组织部", "县招商服务中心": ""}
    assertContains(client.get(url("group-setup", group.pk)), "人工选定")


@pytest.mark.parametrize("text", ["x", "9" * 40, "-1", "999999999"])
def test_a_unit_that_is_none_is_told(client, group, text):
    answer = {f"label-{box_key(FINANCE)}": text}
    page = client.post(url("group-labels-save", group.pk), answer)
    assertContains(page, "请从列表里选择单位。", status_code=422)
    assert matched(group)[FINANCE] == FINANCE


def test_another_rubric_brings_its_own_offices(clerk, group):
    groups.change_group(
        group,
        name="乡镇组",
        version=make_version(clerk),
        subject="unit",
        revision=now(group.round).revision,
        by=clerk,
    )
    assert (matched(group), GroupPeriod.objects.filter(group=group).count()) == ({}, 0)


# Periods


def dates(group) -> dict[int, datetime.datetime]:
    return dict(GroupPeriod.objects.filter(group=group).values_list("number", "due_at"))


def answer_for(group, **fields) -> dict:
    node = Node.objects.get(version=group.version, kind="time")
    typed = {}
    for number in (1, 2, 3, 4):
        typed[f"name-{node.pk}-{number}"] = f"{number}季度"
        typed[f"due-{node.pk}-{number}"] = f"2099-0{number}-05T17:00"
    return typed | {f"{name}-{node.pk}-1": value for name, value in fields.items()}


def test_periods_are_due_with_the_round_at_first(group):
    assert dates(group) == dict.fromkeys((1, 2, 3, 4), FAR)


def test_periods_move_with_the_round_but_for_those_that_were_set(client, clerk, group):
    GroupPeriod.objects.filter(number=1).update(due_at=FAR - datetime.timedelta(days=90))
    later = FAR + datetime.timedelta(days=1)
    rounds.change_round(group.round, {"fill_due_at": later}, revision=now(group.round).revision, by=clerk)
    assert dates(group) == {1: FAR - datetime.timedelta(days=90), 2: later, 3: later, 4: later}


def test_periods_are_set(client, group):
    assertContains(client.get(url("group-periods", group.pk)), "一季度")
    client.post(url("group-periods-save", group.pk), answer_for(group))
    assert timezone.localtime(dates(group)[3]).strftime("%Y-%m-%d %H:%M") == "2099-03-05 17:00"
    assertContains(client.get(url("group-setup", group.pk)), "2099-03-05 17:00")


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"due": ""}, "请填写日期和时间"),
        ({"due": "下周"}, "请填写日期和时间"),
        ({"due": "0001-01-01T00:00"}, "请核对年份。"),
        ({"name": ""}, "请填写名称。"),
        ({"name": "长" * 41}, "最多 40 个字，请缩短。"),
    ],
)
def test_a_wrong_period_is_told_and_typing_is_kept(client, group, fields, sentence):
    page = client.post(url("group-periods-save", group.pk), answer_for(group, **fields))
    assertContains(page, sentence, status_code=422)
    assertContains(page, 'value="2季度"', status_code=422)
    assert dates(group)[2] == FAR


def test_periods_are_closed_after_checking_and_offices_at_the_lock(clerk, head):
    round_ = advance(make_round(clerk, optional_phases=["judging"]), Phase.JUDGING, clerk=clerk, head=head)
    group = group_of(round_)
    group_labels.match_labels(group, {}, by=clerk)
    with pytest.raises(Refused, match="现在处于“评议”阶段"):
        group_labels.set_periods(group, {}, by=clerk)


def test_a_rubric_without_offices_and_periods_says_so(client, clerk):
    group = group_of(make_round(clerk, units=0))
    assertContains(client.get(url("group-labels", group.pk)), "评分细则没有写明评分部门。")
    assertContains(client.get(url("group-periods", group.pk)), "评分细则没有分期评分的部分。")
