"""报审: a numbered 送审稿 before named leaders; the meeting may change a grade, never a score; a step back ends it."""

import uuid

import pytest

from scorecards.models import Approval, Card, DecisionKind
from scorecards.phases import Phase
from scorecards.results.approval_sheets import approval_groups
from scorecards.transitions import Refused, approvals, decisions, releases
from tests.factories import START, meet, submit_to
from tests.scorecards.settling import card_at, graded_round, names_of
from tests.scorecards.test_stages import put_up
from units.models import Notice
from units.roles import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def leader(person):
    return person(Role.COUNTY_LEADER)


@pytest.fixture
def round_(clerk, head):
    return graded_round(Phase.LOCKED, clerk=clerk, head=head)


@pytest.fixture
def approval(round_, leader, clerk) -> Approval:
    return submit_to(round_, [leader], by=clerk)


def key() -> str:
    return str(uuid.uuid4())


def test_the_paper_is_sealed_and_its_leader_is_told(approval, round_, leader):
    round_.refresh_from_db()
    assert round_.stage is Phase.APPROVAL
    assert str(approval) == f"{round_} 送审稿第1稿"
    (group,) = approval_groups(approval)
    first, second, third = reversed(names_of(round_))
    assert [(row.place, row.name, row.total, row.computed) for row in group.rows] == [
        (1, first, "16.00", "优秀"),
        (2, second, "15.50", "良好"),
        (3, third, "14.00", "一般"),
    ]
    assert Notice.objects.get(user=leader).url == approval.get_absolute_url()


def test_the_same_form_twice_is_one_paper(round_, leader, clerk):
    once = key()
    for _ in range(2):
        approvals.submit_for_approval(round_, readers=[leader], key=once, by=clerk)
    assert Approval.objects.count() == 1


def test_somebody_has_to_read_it(round_, clerk):
    with pytest.raises(Refused, match="至少选择一位"):
        approvals.submit_for_approval(round_, readers=[], key=key(), by=clerk)


def test_only_county_leaders_read_it(round_, clerk, officer):
    with pytest.raises(Refused, match="不是县领导"):
        approvals.submit_for_approval(round_, readers=[officer], key=key(), by=clerk)


def test_a_round_without_the_stage_does_not_submit(clerk, head, leader):
    round_ = graded_round(Phase.LOCKED, clerk=clerk, head=head, phases=())
    with pytest.raises(Refused, match="不能转到“报审”"):
        approvals.submit_for_approval(round_, readers=[leader], key=key(), by=clerk)


def test_not_before_the_last_day_of_review_is_over(clerk, head, leader):
    round_ = graded_round(Phase.REVIEW, clerk=clerk, head=head, phases=("review", "approval"))
    with pytest.raises(Refused, match="复核申请7月8日（含当日）截止，过后才能转入下一阶段"):
        approvals.submit_for_approval(round_, readers=[leader], key=key(), by=clerk)


def test_the_next_stage_waits_for_the_meeting(clerk, head, leader):
    round_ = graded_round(Phase.LOCKED, clerk=clerk, head=head, phases=("approval",))
    submit_to(round_, [leader], by=clerk)
    with pytest.raises(Refused, match="还没有记录会议决定"):
        releases.prepare_release(round_, by=clerk)
    meet(round_, by=clerk)
    assert releases.prepare_release(round_, by=clerk).is_standing


def test_a_decided_grade_stands_beside_the_computed_one(approval, round_, clerk):
    meet(round_, by=clerk)
    total = card_at(round_, 0).total
    held = approvals.decide_grade(approval, card_at(round_, 0), grade="良好", why="民主评议突出", by=clerk)
    assert (held.decided_grade, held.decided_why, held.total) == ("良好", "民主评议突出", total)
    last = approval_groups(approval)[0].rows[-1]
    assert (last.computed, last.decided, last.grade) == ("一般", "良好", "良好")
    assert approvals.undo_grade(approval, held, by=clerk).decided_grade == ""


@pytest.mark.parametrize(
    ("grade", "why", "sentence"),
    [
        ("特优", "好", "没有“特优”这个等次"),
        ("一般", "好", "测算等次就是“一般”"),
        ("良好", "", "请写明改定理由"),
        ("良好", "长" * 201, "改定理由最多 200 个字"),
    ],
)
def test_a_grade_that_cannot_be_decided(approval, round_, clerk, grade, why, sentence):
    meet(round_, by=clerk)
    with pytest.raises(Refused, match=sentence):
        approvals.decide_grade(approval, card_at(round_, 0), grade=grade, why=why, by=clerk)


def test_no_grade_is_decided_before_the_meeting(approval, round_, clerk):
    with pytest.raises(Refused, match="请先记录会议决定"):
        approvals.decide_grade(approval, card_at(round_, 0), grade="良好", why="好", by=clerk)


def test_no_grade_is_decided_of_another_round(approval, round_, clerk, head):
    meet(round_, by=clerk)
    other = graded_round(Phase.LOCKED, clerk=clerk, head=head)
    with pytest.raises(Refused, match="不在本期次"):
        approvals.decide_grade(approval, card_at(other, 0), grade="良好", why="好", by=clerk)


def test_nothing_is_recorded_after_the_stage(clerk, head, leader):
    round_ = graded_round(Phase.LOCKED, clerk=clerk, head=head)
    approval = submit_to(round_, [leader], by=clerk)
    meet(round_, by=clerk)
    from_here = graded_round(Phase.NOTICE, clerk=clerk, head=head)
    old = Approval.objects.get(round=from_here)
    with pytest.raises(Refused, match="只有“报审”阶段"):
        approvals.record_meeting(old, meeting="会", met_on=START, decision="同意", by=clerk)
    with pytest.raises(Refused, match="只有“报审”阶段"):
        approvals.decide_grade(old, card_at(from_here, 0), grade="良好", why="好", by=clerk)
    assert approvals.add_readers(approval, readers=[leader], by=clerk).number == 1


def test_stepping_back_withdraws_the_paper_and_its_grades(approval, round_, clerk, head, leader):
    meet(round_, by=clerk)
    approvals.decide_grade(approval, card_at(round_, 0), grade="良好", why="好", by=clerk)
    decision = put_up(round_, DecisionKind.STEP_BACK, by=clerk, **{"from": "approval"})
    decisions.approve_decision(decision, by=head)
    approval.refresh_from_db()
    round_.refresh_from_db()
    assert (round_.stage, approval.withdrawn_at is not None) == (Phase.LOCKED, True)
    assert not Card.objects.exclude(decided_grade="").exists()
    assert not Approval.objects.visible_to(leader).exists()
    assert submit_to(round_, [leader], by=clerk).number == 2


def test_a_decided_grade_is_what_is_released(clerk, head, leader):
    round_ = graded_round(Phase.LOCKED, clerk=clerk, head=head, phases=("approval",))
    approval = submit_to(round_, [leader], by=clerk)
    meet(round_, by=clerk)
    approvals.decide_grade(approval, card_at(round_, 0), grade="良好", why="好", by=clerk)
    (release,) = releases.approve_release(releases.prepare_release(round_, by=clerk), by=head)
    row = release.rows.get(card=card_at(round_, 0))
    assert (row.computed_grade, row.grade) == ("一般", "良好")


def test_with_a_draft_waiting_no_grade_is_decided(clerk, head, leader):
    round_ = graded_round(Phase.LOCKED, clerk=clerk, head=head, phases=("approval",))
    approval = submit_to(round_, [leader], by=clerk)
    meet(round_, by=clerk)
    releases.prepare_release(round_, by=clerk)
    with pytest.raises(Refused, match="请先撤回"):
        approvals.decide_grade(approval, card_at(round_, 0), grade="良好", why="好", by=clerk)
