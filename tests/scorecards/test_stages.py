"""The stages of a round with 评议 and 核对, one on and one back; the database knows the same moves."""

import datetime
import uuid

import pytest
from django.db import DatabaseError, connection, transaction

from scorecards.models import Card, CardState, DecisionKind, LateDecision, Round, RoundDecision
from scorecards.phases import Phase, stage_before
from scorecards.transitions import Refused, decisions, releases, stages
from tests.factories import FAR, REVIEW_UNTIL, START, advance, cards_of, make_round, make_user
from units.models import Notice
from units.roles import Role

pytestmark = pytest.mark.django_db
BOTH = ["judging", "review"]


def put_up(round_: Round, kind: DecisionKind, *, by, **subject) -> RoundDecision:
    """What one person puts up, with a reason."""
    decisions.propose(round_, kind=kind, subject=subject, reason="县委要求", key=str(uuid.uuid4()), by=by)
    return RoundDecision.objects.filter(round=round_).latest("pk")


def step_back(round_: Round, *, clerk, head) -> Round:
    """By two people."""
    round_.refresh_from_db()
    subject = {"from": round_.stage.value}
    decisions.approve_decision(put_up(round_, DecisionKind.STEP_BACK, by=clerk, **subject), by=head)
    round_.refresh_from_db()
    return round_


def round_in(phase: Phase, *, clerk, head, **fields) -> Round:
    return advance(make_round(clerk, optional_phases=BOTH, **fields), phase, clerk=clerk, head=head)


def test_a_round_with_both_walks_them_in_order(clerk, head):
    round_ = make_round(clerk, optional_phases=BOTH)
    seen = [advance(round_, phase, clerk=clerk, head=head).stage for phase in round_.path]
    assert seen == list(round_.path)


@pytest.mark.parametrize("act", [stages.start_judging, stages.lock_round])
def test_a_stage_that_is_not_next_is_refused(clerk, head, act):
    wanted = ["review"] if act is stages.start_judging else BOTH
    round_ = advance(make_round(clerk, optional_phases=wanted), Phase.CHECKING, clerk=clerk, head=head)
    with pytest.raises(Refused, match=r"下一步是“(锁定|评议)”，不能转到"):
        act(round_, by=clerk)


def test_a_review_that_ended_yesterday_is_refused(clerk, head):
    round_ = round_in(Phase.LOCKED, clerk=clerk, head=head)
    with pytest.raises(Refused, match="不能早于今天"):
        stages.start_review(round_, until=datetime.date(2026, 1, 2), by=clerk)


def test_units_are_told_that_they_may_look_at_their_scores(clerk, head):
    round_ = round_in(Phase.LOCKED, clerk=clerk, head=head)
    officer = make_user(Role.OFFICER, unit=cards_of(round_)[0].unit)
    stages.start_review(round_, until=REVIEW_UNTIL, by=clerk)
    assert "请在7月8日前（含当日）申请复核" in Notice.objects.filter(user=officer).latest("pk").text


def test_a_release_waits_for_the_last_stage(clerk, head):
    round_ = round_in(Phase.LOCKED, clerk=clerk, head=head)
    with pytest.raises(Refused, match="还不能通报"):
        releases.prepare_release(round_, by=clerk)


def test_a_late_card_that_nobody_decided_keeps_the_round_from_checking(clerk, head):
    round_ = round_in(Phase.FILLING, clerk=clerk, head=head)
    Card.objects.filter(pk=cards_of(round_)[0].pk).update(
        late_decision=LateDecision.PENDING, late_reason="停电"
    )
    with pytest.raises(Refused, match="逾期报送，还没有决定收或不收"):
        stages.start_checking(round_, by=clerk)


@pytest.mark.parametrize("phase", [Phase.FILLING, Phase.CHECKING, Phase.JUDGING, Phase.LOCKED, Phase.REVIEW])
def test_every_open_stage_steps_back_by_one(clerk, head, phase):
    round_ = round_in(phase, clerk=clerk, head=head)
    assert step_back(round_, clerk=clerk, head=head).stage is stage_before(phase, BOTH)


def test_cards_are_what_their_reports_make_of_them(clerk, head):
    round_ = round_in(Phase.FILLING, clerk=clerk, head=head, units=4)
    sent, signed, back, _ = (card.pk for card in cards_of(round_))
    at = {"submitted_at": FAR}
    Card.objects.filter(pk=sent).update(state=CardState.SUBMITTED, **at)
    for pk in (signed, back):
        Card.objects.filter(pk=pk).update(state=CardState.SUBMITTED, **at)
        Card.objects.filter(pk=pk).update(state=CardState.ENDORSED, endorser="王", endorsed_on=START)
    stages.start_checking(round_, by=clerk)
    Card.objects.filter(pk=back).update(returned=1)
    step_back(round_, clerk=clerk, head=head)
    assert [card.state for card in cards_of(round_)] == ["submitted", "endorsed", "draft", "draft"]


def test_checked_marks_stay_when_the_round_goes_back_to_filling(clerk, head):
    round_ = advance(make_round(clerk), Phase.LOCKED, clerk=clerk, head=head)
    for _ in range(2):
        step_back(round_, clerk=clerk, head=head)
    cards = cards_of(round_)
    assert {(card.state, card.total, card.confirmed_by_id) for card in cards} == {("draft", 16, None)}


def test_unlocking_leaves_cards_confirmed(clerk, head):
    round_ = step_back(round_in(Phase.LOCKED, clerk=clerk, head=head), clerk=clerk, head=head)
    assert {card.state for card in cards_of(round_)} == {CardState.CONFIRMED}
    assert stages.lock_round(round_, by=clerk).stage is Phase.LOCKED


def test_a_standing_release_draft_blocks_the_step_back(clerk, head):
    round_ = advance(make_round(clerk), Phase.LOCKED, clerk=clerk, head=head)
    draft = releases.prepare_release(round_, by=clerk)
    with pytest.raises(Refused, match="请先由拟稿人撤回"):
        step_back(round_, clerk=clerk, head=head)
    releases.withdraw_release(draft, by=clerk)
    assert step_back(round_, clerk=clerk, head=head).stage is Phase.CHECKING


def test_a_released_round_never_goes_back(clerk, head):
    round_ = advance(make_round(clerk), Phase.RELEASED, clerk=clerk, head=head)
    with pytest.raises(Refused, match="现在处于“已通报”阶段"):
        step_back(round_, clerk=clerk, head=head)


def test_what_was_filled_survives_a_step_back_to_preparing(clerk, head):
    round_ = round_in(Phase.FILLING, clerk=clerk, head=head)
    card = cards_of(round_)[0]
    card.marks.filter(node__key="1.1").update(reported_note="见第12页")
    step_back(round_, clerk=clerk, head=head)
    advance(round_, Phase.FILLING, clerk=clerk, head=head)
    assert card.marks.filter(node__key="1.1").values_list("reported_note", flat=True)[0] == "见第12页"
    assert card.marks.count() == 8


@pytest.mark.parametrize("target", ["preparing", "released", "archived", "notice"])
def test_the_database_refuses_a_move_that_is_not_in_the_table(clerk, target):
    round_ = make_round(clerk)
    for phase in (Phase.FILLING, Phase.CHECKING):
        Round.objects.filter(pk=round_.pk).update(phase=phase)
    move = "UPDATE scorecards_round SET phase = %s WHERE id = %s"
    with pytest.raises(DatabaseError, match="Invalid transition"), transaction.atomic():
        connection.cursor().execute(move, [target, round_.pk])
