"""The pages of a card: who may open them, filling, 检查并报送, reading."""

import pytest
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from scorecards import transitions
from scorecards.models import Card, CardState, Standing
from scorecards.phases import Phase
from tests.factories import advance, cards_of, make_branch, make_round, make_unit, make_user
from tests.scorecards.filling import ANSWERS, end_filling, fill, mark, url
from units.models import AccessLog
from units.roles import Role

pytestmark = pytest.mark.django_db
KEY = "6b0f0f43-8f0e-4b57-9d4c-0d6a5a1b6f01"
OTHER_KEY = "6b0f0f43-8f0e-4b57-9d4c-0d6a5a1b6f02"
SIGNED = {"is_signed": "on", "endorser": "王书记", "endorsed_on": "2026-01-05", "key": KEY}
PAGES = ("card-detail", "card-fill", "card-review")
ACTS = ("card-save", "card-submit", "card-submit-late")


# Who


@pytest.mark.parametrize("name", PAGES)
def test_the_own_pages_open(client, card, name):
    assertContains(client.get(url(name, card)), card.name)


@pytest.mark.parametrize("name", PAGES)
def test_a_stranger_finds_nothing(sign_in, card, name):
    stranger = sign_in(make_user(Role.OFFICER, unit=make_unit()))
    assert stranger.get(url(name, card)).status_code == 404


@pytest.mark.parametrize("name", ACTS)
def test_a_stranger_cannot_post(sign_in, card, name):
    stranger = sign_in(make_user(Role.OFFICER, unit=make_unit()))
    assert stranger.post(url(name, card), ANSWERS | SIGNED).status_code == 404
    assert mark(card, "2.1").reported is None


@pytest.mark.parametrize("role", [Role.UNIT_LEADER, Role.CLERK])
def test_a_reader_may_not_fill(sign_in, person, card, role):
    reader = sign_in(person(role))
    pages = [reader.get(url(name, card)).status_code for name in PAGES]
    acts = [reader.post(url(name, card), ANSWERS | SIGNED).status_code for name in ACTS]
    assert (pages, acts) == ([200, 403, 403], [403, 403, 403])


@pytest.mark.parametrize(("branches", "officer_fills"), [(2, 403), (1, 200)])
def test_the_secretary_fills_the_branch_card_and_the_officer_of_a_single_branch_too(
    sign_in, clerk, unit, officer, branches, officer_fills
):
    branch, *_ = [make_branch(unit) for _ in range(branches)]
    round_ = make_round(clerk, units=0)
    group = transitions.add_group(
        round_, name="支部组", version=round_.groups.get().version, subject="branch", by=clerk
    )
    round_.groups.exclude(pk=group.pk).delete()
    card = transitions.add_member(group, unit=unit, branch=branch, by=clerk)
    transitions.open_round(round_, by=clerk)
    secretary = sign_in(make_user(Role.SECRETARY, branch=branch))
    assert secretary.get(url("card-fill", card)).status_code == 200
    assert sign_in(officer).get(url("card-fill", card)).status_code == officer_fills


@pytest.mark.parametrize("name", PAGES)
def test_reading_pages_take_no_post(client, card, name):
    assert client.post(url(name, card)).status_code == 405


@pytest.mark.parametrize("name", ACTS)
def test_acts_take_no_get(client, card, name):
    assert client.get(url(name, card)).status_code == 405


# Filling


@pytest.mark.parametrize("name", ["card-fill", "card-review"])
def test_after_the_deadline_the_card_stays_open_and_says_what_remains(client, card, name):
    end_filling(card)
    assertContains(client.get(url(name, card)), "报送须写明原因，作逾期报送，由工委决定收或不收。")


def test_a_card_that_takes_no_part_is_not_filled(client, card):
    Card.objects.filter(pk=card.pk).update(taking_part=Standing.EXEMPT)
    assertContains(client.get(url("card-fill", card), follow=True), "本轮免评，不需要填报。")
    assertContains(client.post(url("card-submit", card), SIGNED), "本轮免评，不需要填报。", status_code=409)


def test_filling_is_never_read_from_a_cache(client, card):
    assert "no-store" in client.get(url("card-fill", card)).headers["Cache-Control"]


# 检查并报送


def test_what_is_missing_links_to_its_field(client, card):
    response = client.get(url("card-review", card))
    assertContains(response, "还有 3 项没有填写")
    assertContains(response, f"{url('card-fill', card)}#n{mark(card, '1.1').node_id}-1")
    assertNotContains(response, 'name="endorser"')


def test_a_full_card_can_be_reported(client, card, officer):
    fill(client, card)
    assertContains(client.get(url("card-review", card)), 'name="endorser"')
    response = client.post(url("card-submit", card), SIGNED, follow=True)
    assertRedirects(response, card.get_absolute_url())
    card.refresh_from_db()
    assert (card.state, card.endorser, card.filler) == (CardState.ENDORSED, "王书记", officer)
    assert AccessLog.objects.filter(verb="报送评分表", result=302).count() == 1


def test_the_same_form_twice_reports_once(client, card):
    fill(client, card)
    first, second = (client.post(url("card-submit", card), SIGNED) for _ in range(2))
    assert first.url == second.url == card.get_absolute_url()
    assert card.events.filter(state=CardState.ENDORSED).count() == 1


def test_another_form_for_a_reported_card_is_refused(client, card):
    fill(client, card)
    client.post(url("card-submit", card), SIGNED)
    response = client.post(url("card-submit", card), SIGNED | {"key": OTHER_KEY})
    assertContains(response, "评分表已经是“单位已审签”，不能再修改。", status_code=409)


def test_an_unsigned_form_comes_back_as_typed(client, card):
    fill(client, card)
    response = client.post(url("card-submit", card), {"endorser": "王书记", "endorsed_on": "", "key": KEY})
    for shown in (
        "有 2 处需要修改",
        "请先打印评分表，经书记签字后勾选此项。",
        "请填写审签日期。",
        'value="王书记"',
        KEY,
    ):
        assertContains(response, shown, status_code=422)


def test_nobody_signs_tomorrows_paper(client, card):
    fill(client, card)
    response = client.post(url("card-submit", card), SIGNED | {"endorsed_on": "2999-01-01"})
    assertContains(response, "审签日期不能晚于今天。", status_code=422)


def test_a_card_with_gaps_is_not_reported(client, card):
    response = client.post(url("card-submit", card), SIGNED)
    assertContains(response, "还有 3 项没有填写，请填完后再报送。", status_code=409)
    card.refresh_from_db()
    assert card.state == CardState.DRAFT


def test_bonus_and_penalty_items_need_no_act(client, card):
    fill(client, card)
    assert transitions.missing_items(card) == []
    assert card.items == 3


def test_after_the_deadline_nothing_is_reported_by_the_plain_form(client, card):
    fill(client, card)
    end_filling(card)
    response = client.post(url("card-submit", card), SIGNED)
    assertContains(response, "填报已经截止，没有报送；请写明原因，作逾期报送", status_code=409)


def test_a_key_that_is_none_of_ours_is_refused(client, card):
    fill(client, card)
    response = client.post(url("card-submit", card), SIGNED | {"key": "x"})
    assertContains(response, "页面已过期，请刷新后重试。", status_code=409)


# Reading


def test_before_release_a_unit_reads_no_checked_mark(sign_in, clerk, head):
    round_ = advance(make_round(clerk, units=2), Phase.LOCKED, clerk=clerk, head=head)
    card = cards_of(round_)[0]
    page = sign_in(make_user(Role.OFFICER, unit=card.unit)).get(card.get_absolute_url())
    assertNotContains(page, "核定合计")
    assertNotContains(page, "16.00")


def test_after_release_the_unit_reads_how_each_mark_came_about(sign_in, clerk, head):
    round_ = advance(make_round(clerk, units=2), Phase.RELEASED, clerk=clerk, head=head)
    card = cards_of(round_)[0]
    page = sign_in(make_user(Role.OFFICER, unit=card.unit)).get(card.get_absolute_url())
    for shown in ("核定合计", "16.00", "得分怎么算出来的", "2 + 2 + 2 + 2 + 2 + 2 + 2 + 2 = 16"):
        assertContains(page, shown)


def test_a_reported_card_ends_the_copies_on_the_device(client, card, officer):
    fill(client, card)
    client.post(url("card-submit", card), SIGNED)
    assertContains(client.get(card.get_absolute_url()), f'data-draft-over="{officer.pk}:{card.pk}"')
