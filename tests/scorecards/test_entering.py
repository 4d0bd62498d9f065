"""代录: the office fills a unit's card from its paper."""

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from scorecards import transitions
from scorecards.deadlines import Now
from scorecards.models import Card, CardState, Standing
from scorecards.transitions import Refused
from scorecards.transitions.entering import enter_for
from scorecards.turns import turn_of_card
from tests.factories import FAR, make_unit, make_user
from tests.scorecards.filling import ANSWERS, fill, url
from tests.scorecards.reporting import FORM, again, filled, go_online, in_checking, new_key, report, save
from units.models import Notice
from units.roles import Role

pytestmark = pytest.mark.django_db
BASIS = "纸质评分表，7月2日收到"
NOW = FAR.replace(year=2026, month=1)


@pytest.fixture
def office(sign_in, clerk):
    return sign_in(clerk)


@pytest.fixture
def taken(card, clerk, officer):
    """Taken on by the clerk."""
    return again(enter_for(card, basis=BASIS, by=clerk))


def test_the_basis_stays_on_the_card_and_the_unit_is_told(taken, clerk, officer):
    assert (taken.entered_for_by, taken.entered_basis) == (clerk, BASIS)
    assert BASIS in Notice.objects.get(user=officer, key__startswith="entered:").text


def test_the_office_types_and_reports_with_the_papers_signature(taken, clerk):
    assert save(taken, by=clerk) == []
    sent = again(report(taken, by=clerk))
    assert (sent.state, sent.filler, sent.endorser) == (CardState.ENDORSED, clerk, "王书记")


def test_online_too_the_paper_is_what_was_signed(taken, clerk):
    go_online(taken)
    save(taken, by=clerk)
    assert report(taken, by=clerk).state == CardState.ENDORSED


def test_the_office_does_not_report_without_a_signature(taken, clerk):
    save(taken, by=clerk)
    with pytest.raises(Refused, match="报送时须写明纸质评分表上的审签人"):
        report(taken, by=clerk, signed=False)


@pytest.mark.parametrize("act", [save, report])
def test_without_a_basis_the_office_writes_nothing(card, clerk, act):
    with pytest.raises(Refused, match="代录前请先登记代录依据"):
        act(card, by=clerk)


def test_a_card_that_the_unit_fills_is_taken_over_only_with_a_reason(card, officer, clerk):
    filled(card, by=officer)
    with pytest.raises(Refused, match="正在自行填报，接手代录须写明原因"):
        enter_for(card, basis=BASIS, by=clerk)
    taken = enter_for(card, basis=BASIS, reason="单位网络中断", by=clerk)
    assert taken.entered_basis == f"{BASIS}；接手原因：单位网络中断"


def test_the_unit_may_still_write_beside_the_office(taken, officer, clerk):
    assert save(taken, by=clerk, i1_2={"level": "好"}) == []
    assert save(taken, by=officer, i2_1={"value": "3"}) == []
    assert again(taken).entered_for_by == clerk


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"state": CardState.SUBMITTED, "submitted_at": NOW}, "已经是“已报送”，不能再代录"),
        ({"taking_part": Standing.EXEMPT}, "本轮免评，不需要填报"),
    ],
)
def test_what_cannot_be_entered(card, clerk, fields, sentence):
    Card.objects.filter(pk=card.pk).update(**fields)
    with pytest.raises(Refused, match=sentence):
        enter_for(card, basis=BASIS, by=clerk)


def test_it_is_taken_on_once(taken, head, clerk):
    with pytest.raises(Refused, match=f"已由{clerk.name}登记代录"):
        enter_for(taken, basis=BASIS, by=head)


def test_after_filling_nothing_is_taken_on(card, clerk):
    with pytest.raises(Refused, match="只有“填报”阶段可以代录"):
        enter_for(in_checking(card, by=clerk), basis=BASIS, by=clerk)


def test_each_reader_hears_who_enters(taken, clerk, officer, person):
    leads = [
        turn_of_card(user, taken, now=Now(NOW)).lead for user in (clerk, officer, person(Role.UNIT_LEADER))
    ]
    assert leads == [
        "现在由您代录：按纸质评分表逐项录入，再检查并报送。",
        "现在由您填报：逐项自评，填完后检查并报送。",
        f"现在由工委{clerk.name}代录；代录依据：{BASIS}。",
    ]


# Pages


def test_from_the_button_to_the_report(office, card):
    assertContains(office.get(card.get_absolute_url()), url("card-entering", card))
    assertContains(office.get(url("card-entering", card)), "代录依据")
    begun = office.post(url("card-enter-for", card), {"basis": BASIS}, follow=True)
    assertRedirects(begun, url("card-fill", card))
    office.post(url("card-save", card), ANSWERS)
    assertNotContains(office.get(url("card-review", card)), 'name="sign_later"')
    done = office.post(url("card-submit", card), FORM | {"key": new_key()}, follow=True)
    assertContains(done, "评分表已报送。")
    assert again(card).state == CardState.ENDORSED


def test_the_mark_stands_on_every_page_and_list(office, client, taken, officer):
    pages = [
        client.get(address)
        for address in (
            taken.get_absolute_url(),
            url("card-fill", taken),
            url("card-review", taken),
            reverse("scorecards:card-list"),
            taken.group.round.get_absolute_url(),
        )
    ]
    assert [
        "代录" in page.content.decode() for page in [*pages, office.get(reverse("scorecards:card-list"))]
    ] == [True] * 6


def test_without_a_basis_the_form_comes_back(office, card, client):
    fill(client, card)
    page = office.post(url("card-enter-for", card), {"basis": "", "reason": "单位网络中断"})
    for shown in ("请写明代录依据。", 'value="单位网络中断"'):
        assertContains(page, shown, status_code=422)
    assert again(card).entered_for_by is None


def test_a_card_that_was_reported_in_between_keeps_the_typing(office, client, card):
    fill(client, card)
    client.post(url("card-submit", card), FORM | {"key": new_key()})
    page = office.post(url("card-enter-for", card), {"basis": BASIS, "reason": "单位网络中断"})
    assertContains(page, "不能再代录", status_code=409)
    assertContains(page, BASIS, status_code=409)


def test_without_a_basis_the_office_does_not_open_the_fill_page(office, card):
    pages = [office.get(url(name, card)).status_code for name in ("card-fill", "card-review")]
    assert pages == [403, 403]


def test_only_the_office_enters_for_another(client, sign_in, card):
    stranger = sign_in(make_user(Role.OFFICER, unit=make_unit()))
    assert [one.get(url("card-entering", card)).status_code for one in (client, stranger)] == [403, 404]
    assert [one.post(url("card-enter-for", card)).status_code for one in (client, stranger)] == [403, 404]
    assert client.post(url("card-entering", card)).status_code == 405


def test_what_cannot_be_taken_on_is_read(office, taken):
    assertRedirects(office.get(url("card-entering", taken)), taken.get_absolute_url())


def test_in_checking_what_came_back_is_the_units_alone(taken, clerk):
    save(taken, by=clerk)
    report(taken, by=clerk)
    transitions.start_checking(taken.group.round, by=clerk)
    Card.objects.filter(pk=taken.pk).update(returned=1, return_due_at=FAR)
    with pytest.raises(Refused, match="不能再填报"):
        save(taken, by=clerk)
