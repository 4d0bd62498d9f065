"""Acts that take two people: who may be the second, what a moved ground does, and what each act makes of cards."""

import uuid

import pytest
from django.apps import apps
from django.db import IntegrityError

from scorecards.models import Card, CardState, DecisionKind, RoundDecision, Standing
from scorecards.phases import Phase
from scorecards.transitions import Refused, decisions, stages
from tests.factories import (
    advance,
    cards_of,
    fill_all,
    group_of,
    make_branch,
    make_round,
    make_unit,
    make_user,
)
from tests.scorecards.checking import card_of, group_in_checking, type_in
from tests.scorecards.rubrics.test_exchange import page_example
from tests.scorecards.test_stages import put_up
from units.models import Notice
from units.roles import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def round_(clerk, head):
    """In 审核 with every cell typed and the group confirmed."""
    round_ = advance(make_round(clerk, units=3), Phase.CHECKING, clerk=clerk, head=head)
    fill_all(round_, by=clerk)
    return round_


def back(round_, *, by) -> RoundDecision:
    return put_up(round_, DecisionKind.STEP_BACK, by=by, **{"from": round_.stage.value})


# Who


def test_a_head_second_to_a_clerk_and_a_clerk_second_to_a_head(round_, clerk, head):
    assert decisions.approve_decision(back(round_, by=clerk), by=head).approved_by == head
    stages.start_checking(round_, by=clerk)
    assert decisions.approve_decision(back(round_, by=head), by=clerk).approved_by == clerk


def test_two_clerks_are_not_enough(round_, clerk):
    with pytest.raises(Refused, match="至少有一位是工委负责人"):
        decisions.approve_decision(back(round_, by=clerk), by=make_user(Role.CLERK))


def test_one_person_is_not_two(round_, head):
    decision = back(round_, by=head)
    with pytest.raises(Refused, match="不能是同一人"):
        decisions.approve_decision(decision, by=head)
    with pytest.raises(IntegrityError, match="decision_takes_two"):
        RoundDecision.objects.filter(pk=decision.pk).update(
            approved_by=head, approved_at=decision.proposed_at
        )


def test_the_heads_are_told_and_the_proposer_hears_of_the_end(round_, clerk, head):
    decisions.approve_decision(back(round_, by=clerk), by=head)
    texts = {notice.user: notice.text for notice in Notice.objects.filter(key__startswith="decision")}
    assert (texts[head].endswith("退回上一阶段待您审定。"), texts[clerk].endswith("已审定办理。")) == (
        True,
        True,
    )


# When


def test_a_second_approval_is_refused(round_, clerk, head):
    decision = back(round_, by=clerk)
    decisions.approve_decision(decision, by=head)
    with pytest.raises(Refused, match="已经审定或撤回"):
        decisions.approve_decision(decision, by=head)


def test_a_ground_that_moved_is_refused_and_can_be_withdrawn(round_, clerk, head):
    decision = back(round_, by=clerk)
    decisions.approve_decision(back_once_more(round_, head), by=clerk)
    with pytest.raises(Refused, match="原来提出的退回不再适用"):
        decisions.approve_decision(decision, by=head)
    decisions.withdraw_decision(decision, by=clerk)
    assert not RoundDecision.objects.filter(pk=decision.pk).waiting().exists()


def back_once_more(round_, by) -> RoundDecision:
    """The same act a second time is refused while the first waits, so this one stands by its own row."""
    first = RoundDecision.objects.get()
    return RoundDecision.objects.create(
        round=round_, kind=first.kind, reason="另一份", subject=first.subject, proposed_by=by,
        proposed_at=first.proposed_at,
    )  # fmt: skip


def test_the_same_act_twice_is_refused_while_one_waits(round_, clerk, head):
    back(round_, by=clerk)
    with pytest.raises(Refused, match="已经有人提出"):
        back(round_, by=head)


def test_the_same_form_again_puts_up_nothing(round_, clerk):
    key, subject = str(uuid.uuid4()), {"from": "checking"}
    for _ in range(2):
        decisions.propose(
            round_, kind=DecisionKind.STEP_BACK, subject=subject, reason="误操作", key=key, by=clerk
        )
    assert RoundDecision.objects.count() == 1


def test_only_the_proposer_withdraws(round_, clerk, head):
    with pytest.raises(Refused, match="只有提出人可以撤回"):
        decisions.withdraw_decision(back(round_, by=clerk), by=head)


def test_what_was_withdrawn_is_not_approved(round_, clerk, head):
    decision = back(round_, by=clerk)
    decisions.withdraw_decision(decision, by=clerk)
    with pytest.raises(Refused, match="已经审定或撤回"):
        decisions.approve_decision(decision, by=head)


# 取消核定


def test_a_card_is_opened_again_and_says_why(round_, clerk, head):
    stages_confirm(round_, head)
    card = cards_of(round_)[0]
    decisions.approve_decision(put_up(round_, DecisionKind.REOPEN_CARD, by=clerk, card=card.pk), by=head)
    card.refresh_from_db()
    assert (card.state, card.confirmed_by) == (CardState.CHECKING, None)
    event = apps.get_model("scorecards.CardEvent").objects.filter(pgh_obj_id=card.pk).latest("pgh_id")
    assert event.pgh_context["why"] == "取消核定：县委要求"


def stages_confirm(round_, head) -> None:
    Card.objects.filter(group__round=round_).update(state=CardState.CONFIRMED, confirmed_by=head)


def test_a_card_that_is_being_checked_needs_no_reopening(round_, clerk):
    with pytest.raises(Refused, match="不用取消核定"):
        put_up(round_, DecisionKind.REOPEN_CARD, by=clerk, card=cards_of(round_)[0].pk)


# 增加


def add(round_, clerk, head, *, unit, group=None) -> Card:
    subject = {"group": (group or group_of(round_)).pk, "unit": unit.pk, "branch": None}
    decisions.approve_decision(put_up(round_, DecisionKind.ADD_MEMBER, by=clerk, **subject), by=head)
    return Card.objects.get(group__round=round_, unit=unit)


@pytest.mark.parametrize(("phase", "state"), [(Phase.FILLING, "draft"), (Phase.CHECKING, "checking")])
def test_a_forgotten_unit_comes_in_as_the_stage_has_it(clerk, head, phase, state):
    round_ = advance(make_round(clerk), phase, clerk=clerk, head=head)
    unit = make_unit(name="被漏掉的局", official_order=7)
    officer = make_user(Role.OFFICER, unit=unit)
    card = add(round_, clerk, head, unit=unit)
    assert (card.state, card.name, card.official_order, card.items) == (state, "被漏掉的局", 7, 8)
    assert (card.marks.count(), Notice.objects.filter(user=officer).count()) == (8, 1)


def test_who_is_in_already_does_not_come_in_twice(round_, clerk, head):
    with pytest.raises(Refused, match="不用再增加"):
        add(round_, clerk, head, unit=cards_of(round_)[0].unit)


def test_a_branch_does_not_come_into_a_group_of_units(round_, clerk):
    branch = make_branch()
    subject = {"group": group_of(round_).pk, "unit": branch.unit_id, "branch": branch.pk}
    with pytest.raises(Refused, match="不能加入"):
        put_up(round_, DecisionKind.ADD_MEMBER, by=clerk, **subject)


def test_a_locked_round_takes_nobody(clerk, head):
    round_ = advance(make_round(clerk), Phase.LOCKED, clerk=clerk, head=head)
    with pytest.raises(Refused, match="只有“填报”、“审核”阶段可以这样做"):
        add(round_, clerk, head, unit=make_unit())


# 移出


def remove(round_, card, clerk, head) -> None:
    decisions.approve_decision(put_up(round_, DecisionKind.REMOVE_MEMBER, by=clerk, card=card.pk), by=head)
    card.refresh_from_db()


def test_who_is_taken_out_keeps_card_and_marks_and_comes_back_with_them(round_, clerk, head):
    card = cards_of(round_)[0]
    remove(round_, card, clerk, head)
    assert (card.taking_part, card.marks.exclude(checked=None).count()) == (Standing.EXEMPT, 8)
    assert add(round_, clerk, head, unit=card.unit) == card
    card.refresh_from_db()
    assert (card.taking_part, card.total, card.scored) == (Standing.RANKED, 16, 8)


def test_the_last_one_of_a_group_stays(clerk, head):
    round_ = advance(make_round(clerk, units=1), Phase.CHECKING, clerk=clerk, head=head)
    with pytest.raises(Refused, match="最后一个参评对象"):
        remove(round_, cards_of(round_)[0], clerk, head)


def test_figures_of_the_group_follow_who_is_in_it(clerk, head):
    """Against the best of the group: without the best one the next is the best."""
    group = group_in_checking(page_example(), {"甲局": "县直部门", "乙镇": "乡镇"}, by=clerk)
    type_in(group, {("甲局", "3.1"): "30", ("乙镇", "3.1"): "20"}, by=clerk)
    before = card_of(group, "乙镇").total
    remove(group.round, card_of(group, "甲局"), clerk, head)
    after = card_of(group, "乙镇").total
    add(group.round, clerk, head, unit=card_of(group, "甲局").unit, group=group)
    assert [str(one) for one in (before, after, card_of(group, "乙镇").total)] == ["13.33", "20.00", "13.33"]


def test_a_member_without_marks_keeps_figures_waiting(clerk, head):
    group = group_in_checking(page_example(), {"甲局": "县直部门", "乙镇": "乡镇"}, by=clerk)
    add(group.round, clerk, head, unit=make_unit(name="丙局", category="县直部门"), group=group)
    type_in(group, {("甲局", "3.1"): "30", ("乙镇", "3.1"): "20"}, by=clerk)
    assert card_of(group, "甲局").awaits_group
