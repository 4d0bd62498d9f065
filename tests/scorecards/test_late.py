"""逾期报送: decided one by one by the office, before 审核 begins."""

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from scorecards import transitions
from scorecards.models import Card, CardState, LateDecision
from scorecards.phases import Phase
from scorecards.transitions import Refused
from scorecards.transitions.late import accept_late, decline_late
from scorecards.transitions.locking import blocks_checking
from tests.factories import FAR, make_round, make_unit, make_user
from tests.scorecards.filling import end_filling, mark, url
from tests.scorecards.reporting import FORM, REASON, again, filled, new_key, report, save
from tests.scorecards.test_card_list import queries
from units.models import Notice
from units.roles import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def late(card, officer):
    """Reported after the deadline."""
    filled(card, by=officer)
    end_filling(card)
    return again(report(card, by=officer, late_reason=REASON))


def test_taken_it_counts_as_any_other_and_stays_marked(late, clerk, officer):
    accept_late(late, by=clerk)
    found = again(late)
    assert (found.late_decision, found.late_reason, found.state) == (
        LateDecision.ACCEPTED,
        REASON,
        CardState.ENDORSED,
    )
    assert "已收" in Notice.objects.filter(user=officer).newest_first()[0].text


def test_turned_away_it_is_a_draft_that_keeps_what_was_typed(late, clerk, officer):
    decline_late(late, reason="没有正当理由", by=clerk)
    found = again(late)
    assert (found.late_decision, found.state) == (LateDecision.DECLINED, CardState.DRAFT)
    assert mark(late, "2.1").reported_input == {"value": "15"}
    assert "没有正当理由" in Notice.objects.filter(user=officer).newest_first()[0].text


def test_turned_away_it_is_not_reported_again_without_more_time(late, clerk, officer):
    decline_late(late, reason="没有正当理由", by=clerk)
    assert save(late, by=officer, i2_1={"value": "9"}) == []
    with pytest.raises(Refused, match="已经决定不收，不能再次报送"):
        report(late, by=officer, late_reason=REASON)
    Card.objects.filter(pk=late.pk).update(extended_until=FAR)
    sent = again(report(late, by=officer))
    assert (sent.state, sent.late_decision, sent.late_reason) == (CardState.ENDORSED, "", "")


def test_turning_away_needs_a_reason(late, clerk):
    with pytest.raises(Refused, match="请写明不收的原因"):
        decline_late(late, reason="", by=clerk)


@pytest.mark.parametrize("act", [accept_late, lambda card, by: decline_late(card, reason="重复", by=by)])
def test_a_decision_is_made_once(late, clerk, act):
    accept_late(late, by=clerk)
    with pytest.raises(Refused, match="已经决定“已收”"):
        act(late, by=clerk)


def test_a_card_in_time_is_not_decided_about(card, officer, clerk):
    report(filled(card, by=officer), by=officer)
    with pytest.raises(Refused, match="没有逾期报送"):
        accept_late(card, by=clerk)


def test_checking_waits_for_the_decision(late, clerk):
    round_ = late.group.round
    with pytest.raises(Refused, match="逾期报送，还没有决定收或不收"):
        transitions.start_checking(round_, by=clerk)
    accept_late(late, by=clerk)
    assert blocks_checking(round_) == []
    assert transitions.start_checking(round_, by=clerk).stage is Phase.CHECKING


def test_after_filling_nothing_is_decided(late, clerk):
    accept_late(late, by=clerk)
    transitions.start_checking(late.group.round, by=clerk)
    with pytest.raises(Refused, match="填报阶段已经结束"):
        accept_late(late, by=clerk)


# Pages


def test_the_plain_form_that_comes_late_is_offered_the_other_with_all_that_was_typed(client, card, officer):
    filled(card, by=officer)
    end_filling(card)
    form = FORM | {"key": new_key()}
    page = client.post(url("card-submit", card), form)
    for shown in ("错误：", url("card-submit-late", card), 'value="王书记"', form["key"], "确认逾期报送"):
        assertContains(page, shown, status_code=409)
    assert again(card).state == CardState.DRAFT


def test_the_late_form_asks_for_its_reason_and_keeps_the_rest(client, card, officer):
    filled(card, by=officer)
    end_filling(card)
    page = client.post(url("card-submit-late", card), FORM | {"key": new_key(), "late_reason": " "})
    assertContains(page, "请写明逾期原因。", status_code=422)
    assertContains(page, 'value="王书记"', status_code=422)


def test_the_late_form_reports_and_the_page_says_what_comes(client, card, officer):
    filled(card, by=officer)
    end_filling(card)
    page = client.post(
        url("card-submit-late", card), FORM | {"key": new_key(), "late_reason": REASON}, follow=True
    )
    assertContains(page, "已作逾期报送，等待工委决定收或不收。")
    assertContains(page, "逾期报送（待定）")


def test_the_review_page_after_the_deadline_is_the_late_form(client, card, officer):
    filled(card, by=officer)
    end_filling(card)
    page = client.get(url("card-review", card))
    assertContains(page, 'name="late_reason"')
    assertNotContains(page, f'action="{url("card-submit", card)}"')


def test_the_office_decides_on_the_list_and_on_the_card(sign_in, clerk, late):
    client, address = sign_in(clerk), reverse("scorecards:round-late", args=[late.group.round_id])
    assertContains(client.get(late.get_absolute_url()), url("card-late-accept", late))
    assertContains(client.get(address), REASON)
    assertContains(client.get(address), "逾期 ")
    page = client.post(url("card-late-accept", late), {"back": "late"}, follow=True)
    assert page.redirect_chain[-1][0] == address
    assertContains(page, "逾期报送的评分表已收。")
    assertNotContains(page, url("card-late-accept", late))


def test_declining_by_the_page_shows_the_reason_to_the_unit(sign_in, clerk, client, late):
    sign_in(clerk).post(url("card-late-decline", late), {"reason": "没有正当理由"})
    assertContains(client.get(late.get_absolute_url()), "不收逾期报送：没有正当理由")
    assertContains(client.get(url("card-fill", late)), "不收逾期报送：没有正当理由")


def test_declining_without_a_reason_says_so(sign_in, clerk, late):
    page = sign_in(clerk).post(url("card-late-decline", late), follow=True)
    assertContains(page, "请写明不收的原因。")
    assert again(late).is_late_pending


def test_the_unit_does_not_decide(client, late):
    posts = [client.post(url(name, late)).status_code for name in ("card-late-accept", "card-late-decline")]
    address = reverse("scorecards:round-late", args=[late.group.round_id])
    assert (posts, client.get(address).status_code) == ([403, 403], 403)


def test_strangers_find_no_list(sign_in, late):
    stranger = sign_in(make_user(Role.OFFICER, unit=make_unit()))
    assert stranger.get(reverse("scorecards:round-late", args=[late.group.round_id])).status_code == 404
    assert stranger.post(url("card-late-accept", late)).status_code == 404


def test_an_empty_list_says_what_it_is_for(sign_in, clerk):
    round_ = make_round(clerk)
    page = sign_in(clerk).get(reverse("scorecards:round-late", args=[round_.pk]))
    assertContains(page, "本期次没有逾期报送的评分表。")


def test_the_list_asks_as_often_for_one_card_as_for_nine(sign_in, clerk, django_assert_max_num_queries):
    client, asked = sign_in(clerk), []
    for units in (1, 9):
        round_ = transitions.open_round(make_round(clerk, units=units), by=clerk)
        Card.objects.filter(group__round=round_).update(
            late_decision=LateDecision.PENDING,
            late_reason=REASON,
            state=CardState.SUBMITTED,
            submitted_at=FAR,
        )
        address = reverse("scorecards:round-late", args=[round_.pk])
        asked.append(queries(client, address, django_assert_max_num_queries(30)))
    assert asked[0] == asked[1]
