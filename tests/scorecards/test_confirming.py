"""核定 of one card by a second hand, and in bulk by the head with the rest named."""

import pytest

from scorecards import transitions
from scorecards.models import Card, CardState, Mark
from scorecards.phases import Phase
from scorecards.transitions.confirming import last_hands
from tests.factories import advance, cards_of, fill_all, group_of, make_round, make_user
from tests.scorecards.mending import resubmit
from tests.scorecards.returning import send_back
from units.roles import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def cards(clerk, head) -> list[Card]:
    """Two cards in 审核, filled by the clerk."""
    round_ = advance(make_round(clerk), Phase.CHECKING, clerk=clerk, head=head)
    fill_all(round_, by=clerk)
    return cards_of(round_)


@pytest.fixture
def other():
    return make_user(Role.CLERK)


def refusal(card: Card, by) -> str:
    with pytest.raises(transitions.Refused) as refused:
        transitions.confirm_card(card, by=by)
    return str(refused.value)


def retype(card: Card, by, text: str = "1 0 0") -> None:
    version = card.marks.get(node__key="1.1").version
    cell = transitions.Cell(card.pk, "1.1", text, version)
    transitions.save_checked(card.group, [cell], by=by)


def test_another_hand_confirms(cards, other):
    card = transitions.confirm_card(cards[0], by=other)
    assert (card.state, card.confirmed_by, card.confirmed_at is None) == (CardState.CONFIRMED, other, False)


def test_last_hand_does_not(cards, clerk, other):
    assert "由您最后录入，请另一位工作人员核定" in refusal(cards[0], clerk)
    retype(cards[0], other)
    assert "由您最后录入" in refusal(cards[0], other)
    assert transitions.confirm_card(cards[0], by=clerk).state == CardState.CONFIRMED


def test_head_is_a_hand_like_any_other(cards, head):
    retype(cards[0], head)
    assert "由您最后录入" in refusal(cards[0], head)


def test_who_saved_in_the_same_instant_are_all_last(cards, clerk, other):
    newest = Mark.objects.filter(card=cards[0]).order_by("-checked_at")[0].checked_at
    Mark.objects.filter(card=cards[0]).update(checked_at=newest)
    Mark.objects.filter(card=cards[0], node__key="2.1").update(checked_by=other)
    assert last_hands(Mark.objects.filter(card=cards[0])) == {clerk.pk, other.pk}
    assert "由您最后录入" in refusal(cards[0], clerk)
    assert "由您最后录入" in refusal(cards[0], other)


def test_who_cleared_a_mark_was_there_last(cards, clerk, other):
    retype(cards[0], other, "")
    retype(cards[0], clerk, "0")
    assert "由您最后录入" in refusal(cards[0], clerk)


def test_unscored_returned_and_changed_items_hold_it_up(cards, clerk, other):
    retype(cards[0], clerk, "")
    assert "还有 1 项未评，请评完后再核定。" in refusal(cards[0], other)
    retype(cards[0], clerk, "0")
    send_back(cards[0], "2.1", "2.2", by=clerk)
    assert "还有 2 项退回单位修改" in refusal(cards[0], other)
    resubmit(cards[0])
    assert "还有 2 项单位已修改、还没有看过" in refusal(cards[0], other)


def test_confirmed_card_is_not_confirmed_again(cards, other):
    transitions.confirm_card(cards[0], by=other)
    assert refusal(cards[0], other) == f"{cards[0]}已核定。"


def test_other_stages_are_refused(clerk, head):
    round_ = advance(make_round(clerk), Phase.FILLING, clerk=clerk, head=head)
    assert "现在处于“填报”阶段" in refusal(cards_of(round_)[0], clerk)


def test_group_is_confirmed_and_the_rest_is_named(cards, clerk, head):
    send_back(cards[1], "1.1", by=clerk)
    done = transitions.confirm_group(group_of(cards[0].group.round), by=head)
    assert done.count == 1
    assert done.left_out == [f"{cards[1]}还有 1 项退回单位修改，请等单位重新报送，或取消退回。"]
    cards[1].refresh_from_db()
    assert cards[1].state == CardState.CHECKING


def test_group_without_a_ready_card_says_why(cards, clerk, head):
    group = group_of(cards[0].group.round)
    for card in cards:
        retype(card, clerk, "")
    with pytest.raises(transitions.Refused) as refused:
        transitions.confirm_group(group, by=head)
    assert refused.value.sentences == tuple(f"{card}还有 1 项未评，请评完后再核定。" for card in cards)


def test_group_that_is_done_says_so(cards, head):
    group = group_of(cards[0].group.round)
    transitions.confirm_group(group, by=head)
    with pytest.raises(transitions.Refused, match="本组的评分表都已核定"):
        transitions.confirm_group(group, by=head)
