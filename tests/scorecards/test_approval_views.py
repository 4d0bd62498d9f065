"""送审稿 on the page: the office and the named leaders read it, a leader the own units first; nobody else."""

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from scorecards.models import Approval, Round
from scorecards.phases import Phase
from tests.factories import meet, publish, submit_to
from tests.scorecards.settling import card_at, graded_round, names_of
from units import submissions
from units.models import Unit
from units.roles import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def leader(person):
    return person(Role.COUNTY_LEADER)


@pytest.fixture
def approval(clerk, head, leader) -> Approval:
    round_ = graded_round(Phase.LOCKED, clerk=clerk, head=head)
    return submit_to(round_, [leader], by=clerk)


def test_the_named_leader_reads_it_with_the_own_units_first(approval, leader, sign_in):
    own = card_at(approval.round, 0)
    Unit.objects.filter(pk=own.unit_id).update(leader_in_charge=leader)
    page = sign_in(leader).get(approval.get_absolute_url())
    assertContains(page, "第 1 稿")
    assertContains(page, "您分管、联系的单位")
    text = page.content.decode()
    assert text.index(own.name) < text.index(names_of(approval.round)[2])
    assertNotContains(page, reverse("scorecards:approval-meeting", args=[approval.pk]))


def test_another_leader_and_a_unit_do_not(approval, person, sign_in, officer):
    for user in (person(Role.COUNTY_LEADER), officer, person(Role.AUDITOR)):
        assert sign_in(user).get(approval.get_absolute_url()).status_code == 404


def test_the_office_submits_by_the_page(clerk, head, leader, at_desk):
    round_ = graded_round(Phase.LOCKED, clerk=clerk, head=head)
    address = reverse("scorecards:approval-list", args=[round_.pk])
    assertContains(at_desk.get(address), leader.name)
    submit = reverse("scorecards:approval-submit", args=[round_.pk])
    assertContains(at_desk.post(submit, {"key": submissions.new_key()}), "请至少选择一位", status_code=422)
    done = at_desk.post(submit, {"key": submissions.new_key(), "readers": [leader.pk]}, follow=True)
    assertContains(done, "已转入报审，并已通知送阅的县领导。")
    assertContains(at_desk.get(address), "第 1 稿")


def test_the_meeting_and_a_grade_by_the_page(approval, at_desk):
    meeting = reverse("scorecards:approval-meeting", args=[approval.pk])
    assertContains(at_desk.post(meeting, {}), "请填写会议名称。", status_code=422)
    typed = {"meeting": "部务会议", "met_on": "2026-01-05", "decision": "原则同意。"}
    assertContains(at_desk.post(meeting, typed, follow=True), "会议决定已记录。")
    grade = reverse("scorecards:approval-grade", args=[approval.pk])
    assertContains(at_desk.post(grade, {}), "请选择改定对象。", status_code=422)
    card = card_at(approval.round, 0)
    page = at_desk.post(grade, {"card": card.pk, "grade": "良好", "why": "评议突出"}, follow=True)
    assertContains(page, "的审定等次已录入。")
    assertContains(page, "撤销改定")
    undo = reverse("scorecards:approval-grade-undo", args=[approval.pk])
    assertContains(at_desk.post(undo, {"card": card.pk}, follow=True), "仍按测算等次。")
    assert at_desk.post(undo, {"card": "x"}).status_code == 404


def test_one_more_reader(approval, at_desk, person):
    second = person(Role.COUNTY_LEADER)
    address = reverse("scorecards:approval-readers", args=[approval.pk])
    page = at_desk.post(address, {"key": submissions.new_key(), "readers": [second.pk]}, follow=True)
    assertContains(page, second.name)
    assert second in approval.readers.all()


def test_what_blocks_is_listed(clerk, head, leader, at_desk):
    round_ = graded_round(Phase.REVIEW, clerk=clerk, head=head, phases=("review", "approval"))
    page = at_desk.get(reverse("scorecards:approval-list", args=[round_.pk]))
    assertContains(page, "还不能转入报审")
    assertContains(page, "复核申请7月8日（含当日）截止")


def test_release_says_what_is_missing(approval, at_desk):
    page = at_desk.get(reverse("scorecards:release-detail", args=[approval.round_id]))
    assertContains(page, "送审稿还没有记录会议决定")
    assertContains(page, "本期次设有“公示”阶段，还没有转入。")


def test_an_officer_is_refused(approval, officer, sign_in):
    address = reverse("scorecards:approval-list", args=[approval.round_id])
    assert sign_in(officer).get(address).status_code == 404


@pytest.mark.parametrize("units", [3, 6])
def test_queries_do_not_grow(clerk, head, leader, at_desk, django_assert_num_queries, units):
    round_ = graded_round(Phase.LOCKED, clerk=clerk, head=head, units=units)
    approval = submit_to(round_, [leader], by=clerk)
    meet(round_, by=clerk)
    with django_assert_num_queries(17):
        at_desk.get(approval.get_absolute_url())


def test_the_office_is_told_what_comes_next(clerk, head, leader, at_desk):
    round_ = graded_round(Phase.LOCKED, clerk=clerk, head=head)
    home = reverse("home")
    assertContains(at_desk.get(home), "转入报审")
    submit_to(round_, [leader], by=clerk)
    assertContains(at_desk.get(home), "记录会议决定")
    meet(round_, by=clerk)
    assertContains(at_desk.get(home), "转入公示")
    publish(Round.objects.get(pk=round_.pk), by=clerk)
    assertContains(at_desk.get(home), "拟通报")
