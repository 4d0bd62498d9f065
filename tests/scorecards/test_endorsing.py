"""审签 online by the unit's leader, and signed papers that come after 报送."""

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from scorecards import transitions
from scorecards.deadlines import Now
from scorecards.models import Card, CardState, MarkState, Round
from scorecards.transitions import Refused
from scorecards.transitions.endorsing import endorse, record_signature, send_back
from scorecards.turns import turn_of_card
from tests.factories import FAR, START, make_unit, make_user
from tests.scorecards.filling import fill, mark, open_round, url
from tests.scorecards.reporting import FORM, again, filled, go_online, in_checking, new_key, report, save
from tests.scorecards.test_card_list import queries
from units.models import Notice
from units.roles import Role

pytestmark = pytest.mark.django_db
LIST = "scorecards:endorsing-list"


@pytest.fixture
def leader(person):
    return person(Role.UNIT_LEADER)


@pytest.fixture
def waiting(card, officer, leader):
    """Reported, and the leader's turn."""
    return again(report(go_online(filled(card, by=officer)), by=officer, signed=False))


def test_online_the_report_asks_for_no_paper_and_tells_the_leader(sign_in, officer, leader, card):
    go_online(card)
    client = sign_in(officer)
    fill(client, card)
    assertNotContains(client.get(url("card-review", card)), 'name="endorser"')
    client.post(url("card-submit", card), {"key": new_key()})
    assert again(card).state == CardState.SUBMITTED
    assert Notice.objects.get(user=leader, key__startswith="endorse:").url == url("card-endorsing", card)


def test_passing_names_the_leader_and_the_day(waiting, leader, officer):
    passed = again(endorse(waiting, row_version=waiting.row_version, by=leader))
    assert (passed.state, passed.endorsed_by, passed.endorser) == (CardState.ENDORSED, leader, leader.name)
    assert passed.endorsed_on is not None
    assert "已由书记审签" in Notice.objects.filter(user=officer).newest_first()[0].text


def test_what_was_shown_is_what_is_passed(waiting, leader):
    with pytest.raises(Refused, match="评分表刚刚有改动"):
        endorse(waiting, row_version=waiting.row_version - 1, by=leader)


def test_it_is_passed_once(waiting, leader):
    endorse(waiting, row_version=waiting.row_version, by=leader)
    with pytest.raises(Refused, match="评分表现在是“单位已审签”，不需要审签"):
        endorse(again(waiting), row_version=again(waiting).row_version, by=leader)


def test_the_whole_card_goes_back_open_in_all_its_items(waiting, leader, officer):
    send_back(waiting, reason="请把数字再核一遍", items={}, by=leader)
    back = again(waiting)
    assert (back.state, back.returned) == (CardState.DRAFT, 0)
    assert save(back, by=officer, i1_2={"level": "差"}) == []


def test_items_go_back_alone(waiting, leader, officer):
    send_back(waiting, reason="", items={"2.1": "依据不足"}, by=leader)
    back = again(waiting)
    assert (back.returned, mark(back, "2.1").state, mark(back, "2.1").return_reason) == (
        1,
        MarkState.RETURNED,
        "依据不足",
    )
    assert len(save(back, by=officer, i1_2={"level": "差"})) == 1


def test_on_paper_nothing_is_passed_online(card, officer, leader):
    sent = report(filled(card, by=officer), by=officer, signed=False)
    with pytest.raises(Refused, match="本轮采用线下审签"):
        endorse(sent, row_version=sent.row_version, by=leader)


def test_after_filling_nothing_is_passed(waiting, leader, clerk):
    in_checking(waiting, by=clerk)
    with pytest.raises(Refused, match="处于“审核”阶段，不能再审签"):
        endorse(waiting, row_version=waiting.row_version, by=leader)


# A paper that comes later


def test_a_signed_paper_that_comes_later_is_noted(card, officer, clerk):
    sent = report(filled(card, by=officer), by=officer, signed=False)
    noted = again(record_signature(sent, endorser="王书记", endorsed_on=START, by=clerk))
    assert (noted.state, noted.endorser, noted.endorsed_on) == (CardState.ENDORSED, "王书记", START)


def test_beside_checking_only_who_signed_is_noted(card, officer, clerk):
    report(filled(card, by=officer), by=officer, signed=False)
    noted = record_signature(in_checking(card, by=clerk), endorser="王书记", endorsed_on=START, by=clerk)
    assert (noted.state, noted.endorser) == (CardState.CHECKING, "王书记")


@pytest.mark.parametrize(
    ("signed_on", "sentence"), [(START, "已登记由王书记审签"), (FAR.date(), "审签日期不能晚于今天")]
)
def test_a_paper_is_noted_once_and_never_for_tomorrow(card, officer, clerk, signed_on, sentence):
    sent = report(filled(card, by=officer), by=officer)
    with pytest.raises(Refused, match=sentence):
        record_signature(sent, endorser="李书记", endorsed_on=signed_on, by=clerk)


def test_a_draft_is_not_signed(card, clerk):
    with pytest.raises(Refused, match="现在不能登记审签"):
        record_signature(card, endorser="王书记", endorsed_on=START, by=clerk)


def test_the_office_and_the_unit_note_it_on_the_cards_page(sign_in, client, card, officer, clerk):
    fill(client, card)
    client.post(url("card-submit", card), {"sign_later": "on", "key": new_key()})
    assertContains(client.get(card.get_absolute_url()), "登记纸质审签")
    office = sign_in(clerk)
    assertContains(office.get(card.get_absolute_url()), "已收到纸质审签件")
    wrong = office.post(url("card-sign", card), {"endorser": "王书记", "endorsed_on": "昨天"})
    assertContains(wrong, "请按“2026-07-03”的样子填写日期。", status_code=422)
    assertContains(wrong, 'value="昨天"', status_code=422)
    office.post(url("card-sign", card), {"endorser": "王书记", "endorsed_on": "2026-01-05"})
    assert again(card).state == CardState.ENDORSED


def test_both_ticks_about_the_paper_are_too_many(client, card):
    fill(client, card)
    page = client.post(url("card-submit", card), FORM | {"sign_later": "on", "key": new_key()})
    assertContains(page, "“已经书记审签”和“随后送交”只选一项。", status_code=422)


# Pages


def test_the_leader_finds_reads_and_passes_the_card(sign_in, leader, waiting):
    client = sign_in(leader)
    assertContains(client.get(reverse(LIST)), waiting.get_endorsing_url())
    page = client.get(waiting.get_endorsing_url())
    assertContains(page, "没有上一期次的评分表可以对比。")
    done = client.post(url("card-endorse", waiting), {"row_version": waiting.row_version}, follow=True)
    assertRedirects(done, waiting.get_absolute_url())
    assertContains(done, "评分表已审签通过。")
    assertContains(client.get(reverse(LIST)), "现在没有等您审签的评分表。")


@pytest.mark.parametrize("shown", ["", "x", "１", "9" * 30])
def test_a_version_that_never_was_passes_nothing(sign_in, leader, waiting, shown):
    page = sign_in(leader).post(url("card-endorse", waiting), {"row_version": shown}, follow=True)
    assertContains(page, "评分表刚刚有改动")
    assert again(waiting).state == CardState.SUBMITTED


def test_what_is_different_from_last_time_stands_on_the_page(sign_in, leader, officer, clerk, unit, waiting):
    before = open_round(unit, by=clerk, title="2025年年终晒比评")
    last = Card.objects.with_frame().get(group__round=before)
    save(last, by=officer)
    save(last, by=officer, i2_1={"value": "9.5"})
    Round.objects.filter(pk=waiting.group.round_id).update(previous=before)
    page = sign_in(leader).get(waiting.get_endorsing_url())
    comparison = page.context["comparison"]
    assert [one.now.item.key for one in comparison.differences] == ["2.1"]
    assert (comparison.same, comparison.new) == (4, 0)
    assertContains(page, "9.50")


def test_sending_back_shows_the_reason_to_whoever_fills(sign_in, leader, client, waiting):
    done = sign_in(leader).post(
        url("card-endorse-return", waiting), {"reason": "请把数字再核一遍"}, follow=True
    )
    assertContains(done, "评分表已退回，已通知填报人。")
    assertContains(client.get(url("card-fill", waiting)), "审签退回：请把数字再核一遍")


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({}, "请写明退回原因"),
        ({"reason": "整表", "item": "这一项"}, "整表退回和逐项退回只选一种"),
        ({"item": "长" * 501}, "退回原因最多 500 个字。"),
    ],
)
def test_a_return_that_cannot_be_made_comes_back_as_typed(sign_in, leader, waiting, typed, sentence):
    anchor = mark(waiting, "2.1").anchor
    fields = {anchor if name == "item" else name: text for name, text in typed.items()}
    page = sign_in(leader).post(url("card-endorse-return", waiting), fields)
    assertContains(page, sentence, status_code=422)
    assert (again(waiting).state, all(text in page.content.decode() for text in fields.values())) == (
        CardState.SUBMITTED,
        True,
    )


def test_a_return_that_came_too_late_keeps_what_was_typed(sign_in, leader, waiting):
    endorse(waiting, row_version=waiting.row_version, by=leader)
    page = sign_in(leader).post(url("card-endorse-return", waiting), {"reason": "再核一遍"})
    assertContains(page, "不需要审签，请刷新后核对。", status_code=409)
    assertContains(page, "再核一遍", status_code=409)


def test_only_the_units_leader_approves(client, sign_in, clerk, waiting):
    office, other = sign_in(clerk), sign_in(make_user(Role.UNIT_LEADER, unit=make_unit()))
    for address in (url("card-endorsing", waiting), reverse(LIST)):
        assert [one.get(address).status_code for one in (client, office)] == [403, 403]
    for name in ("card-endorse", "card-endorse-return"):
        answers = [one.post(url(name, waiting)).status_code for one in (client, office, other)]
        assert answers == [403, 403, 404]
        assert other.get(url(name, waiting)).status_code == 405


def test_every_reader_hears_whose_turn_it_is(waiting, leader, officer, clerk):
    leads = [turn_of_card(user, waiting, now=Now(START_OF_TEST)).lead for user in (leader, officer, clerk)]
    assert [lead.partition("，")[2] for lead in leads] == [
        "现在由您审签：核对后通过，或者写明原因退回。",
        "等待书记网上审签。",
        "等待书记网上审签。",
    ]


START_OF_TEST = FAR.replace(year=2026, month=1)


def test_the_list_asks_as_often_for_one_card_as_for_five(
    sign_in, unit, clerk, officer, leader, django_assert_max_num_queries
):
    client, asked = sign_in(leader), []
    for titles in (["一"], ["二", "三", "四", "五"]):
        for title in titles:
            round_ = open_round(unit, by=clerk, title=title)
            card = go_online(Card.objects.with_frame().get(group__round=round_))
            report(filled(card, by=officer), by=officer, signed=False)
        asked.append(queries(client, reverse(LIST), django_assert_max_num_queries(30)))
    assert asked[0] == asked[1]


def test_the_transition_of_the_round_takes_cards_that_nobody_approved(waiting, clerk):
    transitions.start_checking(waiting.group.round, by=clerk)
    assert again(waiting).state == CardState.CHECKING
