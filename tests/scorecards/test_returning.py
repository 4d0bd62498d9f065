"""退回 of single items: what is written, what is refused, who is told, and how it is taken back."""

import datetime
import uuid

import pytest

from scorecards import transitions
from scorecards.models import Card, CardState, LateDecision, Mark, MarkState
from scorecards.phases import Phase
from scorecards.return_reasons import CANNED
from scorecards.transitions.returning import Returning, look_at, recall_return, return_items
from tests.factories import (
    START,
    advance,
    cards_of,
    fill_all,
    group_of,
    make_branch,
    make_round,
    make_unit,
    make_user,
)
from tests.scorecards.filling import ANSWERS, fill, mark, open_card
from tests.scorecards.mending import resubmit
from tests.scorecards.returning import send_back, soon
from units.models import Notice
from units.roles import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def checking(clerk, head) -> Card:
    """A card in 审核."""
    return cards_of(advance(make_round(clerk, units=1), Phase.CHECKING, clerk=clerk, head=head))[0]


@pytest.fixture
def reported(card, client, officer) -> Card:
    """The card of `officer`'s unit, reported in 填报."""
    fill(client, card)
    key = str(uuid.uuid4())
    return transitions.submit(card, endorser="王书记", endorsed_on=START, key=key, by=officer)


def again(card: Card) -> Card:
    return Card.objects.with_frame().get(pk=card.pk)


def test_in_checking_card_stays_and_items_are_out(checking, clerk):
    card = send_back(checking, "1.1", "2.1", by=clerk)
    found = mark(card, "1.1")
    assert (card.state, card.returned, card.is_open_to_unit) == (CardState.CHECKING, 2, True)
    assert (found.state, found.return_reason, found.returned_by) == (MarkState.RETURNED, CANNED[1], clerk)
    assert (found.version, mark(card, "2.2").state) == (0, MarkState.PLAIN)


def test_in_filling_card_is_a_draft_again_and_keeps_what_stood_there(reported, clerk):
    card = send_back(again(reported), "1.2", by=clerk)
    found = mark(card, "1.2")
    assert (card.state, card.returned, again(card).return_due_at) == (CardState.DRAFT, 1, card.return_due_at)
    assert (found.returned_input, found.returned_note) == ({"level": "一般"}, ANSWERS["1.2:note"])


def test_unit_has_until_the_later_moment_of_two_returns(checking, clerk):
    first = send_back(checking, "1.1", by=clerk)
    earlier = soon() - datetime.timedelta(days=1)
    items = [Returning("2.1", "补充依据")]
    second = return_items(checking, items, due_at=earlier, key=str(uuid.uuid4()), by=clerk)
    assert (second.returned, second.return_due_at) == (2, first.return_due_at)


def test_same_form_twice_returns_once(checking, clerk):
    key, due = str(uuid.uuid4()), soon()
    for _ in range(2):
        return_items(checking, [Returning("1.1", "补充依据")], due_at=due, key=key, by=clerk)
    assert (again(checking).returned, Notice.objects.filter(key__startswith="card-return").count()) == (1, 0)


def refusal(card: Card, items: list[Returning], by, due=None) -> str:
    with pytest.raises(transitions.Refused) as refused:
        return_items(card, items, due_at=due or soon(), key=str(uuid.uuid4()), by=by)
    return str(refused.value)


@pytest.mark.parametrize(("items", "words"), [
    ([], "请至少选择一项，再退回。"),
    ([Returning("9.9", "改")], "要退回的指标与评分表不一致，请刷新页面后重新选择。"),
    ([Returning("1.1", "改"), Returning("1.1", "改")], "要退回的指标与评分表不一致，请刷新页面后重新选择。"),
    ([Returning("1.1", "")], "请写明“班子健全—设置”的退回原因。"),
    ([Returning("1.1", "长" * 501)], "的退回原因最多 500 个字，现在有 501 个字，请删减。"),
])  # fmt: skip
def test_items_that_cannot_go_back(checking, clerk, items, words):
    assert words in refusal(checking, items, clerk)
    assert again(checking).returned == 0


def test_item_that_is_out_is_not_returned_again_nor_any_beside_it(checking, clerk):
    send_back(checking, "1.1", by=clerk)
    items = [Returning("1.1", "改"), Returning("2.1", "改")]
    assert "已经退回，单位还没有重新报送。" in refusal(checking, items, clerk)
    assert mark(checking, "2.1").state == MarkState.PLAIN


@pytest.mark.parametrize(("days", "words"), [(-1, "要晚于现在"), (400, "不能晚于一年以后")])
def test_moment_has_to_lie_ahead_and_not_too_far(checking, clerk, days, words):
    due = soon() + datetime.timedelta(days=days - 3)
    assert words in refusal(checking, [Returning("1.1", "改")], clerk, due)


def test_draft_in_filling_is_not_returned(card, clerk):
    assert "还没有报送，不用退回。" in refusal(card, [Returning("1.1", "改")], clerk)


def test_late_card_is_decided_before_it_goes_back(reported, clerk):
    Card.objects.filter(pk=reported.pk).update(late_reason="停电", late_decision=LateDecision.PENDING)
    assert "请先决定收或不收" in refusal(again(reported), [Returning("1.1", "改")], clerk)


def test_confirmed_card_and_locked_round_are_refused(checking, clerk, head):
    fill_all(checking.group.round, by=clerk)
    transitions.confirm_group(group_of(checking.group.round), by=head)
    assert "已核定，不能退回；确需更正的，请先由两人办理取消核定。" in refusal(
        checking, [Returning("1.1", "改")], clerk
    )
    transitions.lock_round(checking.group.round, by=clerk)
    assert "现在处于“锁定”阶段" in refusal(checking, [Returning("1.1", "改")], clerk)


def test_units_people_are_told_and_nobody_else(checking, clerk):
    officer = make_user(Role.OFFICER, unit=checking.unit)
    leader = make_user(Role.UNIT_LEADER, unit=checking.unit)
    make_user(Role.OFFICER, unit=make_unit())
    make_user(Role.SECRETARY, branch=make_branch(checking.unit))
    send_back(checking, "1.1", "2.1", by=clerk)
    told = Notice.objects.filter(key__startswith="card-return")
    assert set(told.values_list("user", flat=True)) == {officer.pk, leader.pk}
    assert f"{checking}评分表有 2 项被退回，请在" in told[0].text


def test_branch_card_goes_to_its_secretary_and_the_leader(clerk):
    unit = make_unit()
    branch, _ = make_branch(unit), make_branch(unit)
    card = open_card(unit, by=clerk)
    Card.objects.filter(pk=card.pk).update(branch=branch, branch_name="一支部", needs_precheck=True)
    transitions.start_checking(card.group.round, by=clerk)
    people = [make_user(Role.SECRETARY, branch=branch), make_user(Role.UNIT_LEADER, unit=unit)]
    make_user(Role.OFFICER, unit=unit)
    send_back(again(card), "1.1", by=clerk)
    told = Notice.objects.filter(key__startswith="card-return").values_list("user", flat=True)
    assert set(told) == {user.pk for user in people}


def test_recalled_item_is_as_if_it_never_went(checking, clerk):
    send_back(checking, "1.1", "2.1", by=clerk)
    recall_return(checking, "1.1", by=clerk)
    found, card = mark(checking, "1.1"), again(checking)
    assert (found.state, found.return_reason, found.returned_by, found.returned_at) == ("", "", None, None)
    assert (card.returned, card.return_due_at is None) == (1, False)
    recall_return(checking, "2.1", by=clerk)
    assert (again(checking).returned, again(checking).return_due_at) == (0, None)


def test_last_recall_in_filling_reports_and_endorses_as_before(reported, clerk):
    send_back(again(reported), "1.1", "1.2", by=clerk)
    recall_return(reported, "1.1", by=clerk)
    assert again(reported).state == CardState.DRAFT
    recall_return(reported, "1.2", by=clerk)
    now = again(reported)
    assert (now.state, now.submitted_at, now.endorser) == (
        CardState.ENDORSED,
        reported.submitted_at,
        "王书记",
    )


def test_item_that_the_unit_began_to_mend_is_not_recalled(checking, clerk):
    send_back(checking, "1.1", by=clerk)
    Mark.objects.filter(card=checking, node__key="1.1").update(reported_note="已补")
    with pytest.raises(transitions.Refused, match="单位已在修改“班子健全—设置”"):
        recall_return(checking, "1.1", by=clerk)


def test_answered_item_is_not_recalled(checking, clerk):
    send_back(checking, "1.1", by=clerk)
    resubmit(checking)
    with pytest.raises(transitions.Refused, match="现在没有退回"):
        recall_return(checking, "1.1", by=clerk)


def test_looking_clears_the_mark_of_what_was_changed_alone(checking, clerk):
    send_back(checking, "1.1", "2.1", by=clerk)
    resubmit(checking)
    send_back(checking, "2.1", by=clerk)
    assert look_at(checking, ["1.1", "2.1", "9.9"], by=clerk) == 1
    assert (mark(checking, "1.1").state, mark(checking, "2.1").state) == (MarkState.PLAIN, MarkState.RETURNED)


def test_marking_a_changed_item_is_looking_at_it(checking, clerk):
    send_back(checking, "1.1", "2.1", by=clerk)
    resubmit(checking)
    cell = transitions.Cell(checking.pk, "1.1", "0", mark(checking, "1.1").version)
    transitions.save_checked(checking.group, [cell], by=clerk)
    assert (mark(checking, "1.1").state, mark(checking, "2.1").state) == (MarkState.PLAIN, MarkState.CHANGED)
    assert mark(checking, "1.1").checked == 2


def test_clerk_with_the_page_from_before_the_answer_is_told(checking, clerk):
    send_back(checking, "1.1", by=clerk)
    resubmit(checking, notes={"1.1": "补充了依据"})
    cell = transitions.Cell(checking.pk, "1.1", "0", 0)
    (saved,) = transitions.save_checked(checking.group, [cell], by=clerk)
    assert (saved.is_written, mark(checking, "1.1").state) == (False, MarkState.CHANGED)


def test_in_checking_the_items_deadline_counts_though_filling_had_more_time(checking, clerk):
    due = soon()
    sent = return_items(checking, [Returning("1.1", "补充依据")], due_at=due, key=str(uuid.uuid4()), by=clerk)
    assert checking.group.round.fill_due_at > due
    assert again(sent).due_at == again(sent).return_due_at
