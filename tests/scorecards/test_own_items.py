"""自选动作: proposed under a bonus item and its cap, decided by the office; the sum is the item's 核定."""

from decimal import Decimal

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from scorecards.models import Card, Group, OwnItem, Round
from scorecards.transitions import Refused, save_checked
from scorecards.transitions.cards import Entry, save_reported
from scorecards.transitions.checking import Cell
from scorecards.transitions.own_items import decide, propose
from tests.factories import make_unit, make_user
from tests.scorecards.filling import FORMAT, item, mark, open_card, part, url
from units.roles import Role

pytestmark = pytest.mark.django_db
RUBRIC = {
    "format": FORMAT,
    "code": "own",
    "title": "有加分的细则",
    "nodes": [
        part("一", item("1.1", "MANUAL", {}, points="10"), points="10"),
        part("二", item("2.1", "MANUAL", {}, points="4"), kind="bonus", hi="3"),
    ],
}
ASKED = {"title": "红色体检车", "basis": "全市推广。", "asked": "2"}


def page(name: str, pk: int) -> str:
    return reverse(f"scorecards:{name}", args=[pk])


@pytest.fixture
def card(unit, clerk) -> Card:
    return open_card(unit, by=clerk, rubric=RUBRIC)


@pytest.fixture
def asked(card, officer) -> OwnItem:
    return propose(mark(card, "2.1"), title="红色体检车", basis="全市推广。", asked=Decimal("2"), by=officer)


def check(card: Card) -> None:
    """The round as 转入审核 leaves it."""
    Round.objects.filter(pk=card.group.round_id).update(phase="checking")
    Card.objects.filter(pk=card.pk).update(state="checking")


def test_the_unit_proposes_and_reads_it_on_the_card(client, card):
    answer = client.post(page("mark-own-item-propose", mark(card, "2.1").pk), ASKED)
    assertRedirects(answer, page("mark-own-items", mark(card, "2.1").pk))
    for name in ("card-fill", "card-detail"):
        assertContains(client.get(url(name, card)), "红色体检车")
    assertContains(client.get(url("card-fill", card)), "申报合计 2 分，上限 3 分。")


def test_more_than_the_cap_is_told(client, card, asked, officer):
    propose(mark(card, "2.1"), title="另一个", basis="依据", asked=Decimal("1.5"), by=officer)
    told = "申报合计 3.5 分，上限 3 分，已超过上限，认定后最多计这么多。"
    assertContains(client.get(page("mark-own-items", mark(card, "2.1").pk)), told)


@pytest.mark.parametrize(("fields", "sentence"), [
    ({"title": ""}, "请填写名称。"), ({"basis": ""}, "请写明依据。"), ({"basis": "长" * 501}, "依据最多 500 个字。"),
    ({"asked": ""}, "请填写申报分值。"), ({"asked": "0"}, "申报分值要大于 0。"),
    ({"asked": "-1"}, "申报分值要大于 0。"),
    ({"asked": "1.234"}, "请填写数字，最多两位小数"), ({"asked": "NaN"}, "请填写数字，最多两位小数"),
    ({"asked": "1e9"}, "请填写数字，最多两位小数"),
])  # fmt: skip
def test_what_is_wrong_is_told_and_stays(client, card, fields, sentence):
    answer = client.post(page("mark-own-item-propose", mark(card, "2.1").pk), ASKED | fields)
    assertContains(answer, sentence, status_code=422)
    assert OwnItem.objects.count() == 0


def test_only_a_bonus_item_takes_it(client, card):
    number = mark(card, "1.1").pk
    assertContains(client.get(page("mark-own-items", number)), "这一项不接受自选动作。")
    assertContains(
        client.post(page("mark-own-item-propose", number), ASKED), "不接受自选动作", status_code=409
    )


def test_withdrawn_it_is_gone(client, asked):
    client.post(asked.get_withdraw_url())
    assert OwnItem.objects.count() == 0


def test_what_is_decided_is_not_withdrawn(client, card, asked, clerk):
    check(card)
    decide(asked, granted=Decimal("1"), opinion="", by=clerk)
    Round.objects.filter(pk=card.group.round_id).update(phase="filling")
    Card.objects.filter(pk=card.pk).update(state="draft")
    assertContains(client.post(asked.get_withdraw_url(), follow=True), "不能撤回")


def test_a_stranger_finds_nothing(sign_in, card, asked):
    stranger = sign_in(make_user(Role.OFFICER, unit=make_unit()))
    assert stranger.get(page("mark-own-items", asked.mark_id)).status_code == 404
    assert [
        stranger.post(asked.get_withdraw_url()).status_code,
        stranger.post(asked.get_decide_url()).status_code,
    ] == [404, 404]


# The office


def test_granted_it_is_the_items_checked_mark(sign_in, clerk, card, asked):
    check(card)
    sent = {"answer": "grant", "granted": "1.5", "opinion": "同意"}
    answer = sign_in(clerk).post(asked.get_decide_url(), sent)
    assert answer.url == f"{page('group-own-items', card.group_id)}#own-{asked.pk}"
    current = mark(card, "2.1")
    assert (current.checked_input, current.basis) == ({"value": "1.5"}, "自选动作认定合计 1.5 分")
    save_checked(Group.objects.get(pk=card.group_id), [Cell(card.pk, "1.1", "10", 0)], by=clerk)
    assert Card.objects.get(pk=card.pk).total == Decimal("11.50")


def test_the_sum_is_cut_to_the_items_points_and_told(card, asked, officer, clerk):
    other = propose(mark(card, "2.1"), title="另一个", basis="依据", asked=Decimal("3"), by=officer)
    check(card)
    assert decide(asked, granted=Decimal("2"), opinion="", by=clerk) == ""
    told = decide(other, granted=Decimal("3"), opinion="", by=clerk)
    assert told == "自选动作认定合计 5 分，本项最多 4 分，已按 4 分核定。"
    assert mark(card, "2.1").checked_input == {"value": "4"}


def test_declined_after_it_was_granted_it_counts_no_more(card, asked, clerk):
    check(card)
    decide(asked, granted=Decimal("2"), opinion="", by=clerk)
    decide(asked, granted=None, opinion="材料不符", by=clerk)
    assert (mark(card, "2.1").checked_input, OwnItem.objects.get().state) == ({"value": "0"}, "declined")


def test_declined_at_once_leaves_the_mark_alone(card, asked, clerk):
    check(card)
    save_checked(Group.objects.get(pk=card.group_id), [Cell(card.pk, "2.1", "1", 0)], by=clerk)
    decide(asked, granted=None, opinion="材料不符", by=clerk)
    assert mark(card, "2.1").checked_input == {"value": "1"}


@pytest.mark.parametrize(("sent", "sentence"), [
    ({}, "请选择认定结果。"), ({"answer": "grant"}, "请填写认定分值。"), ({"answer": "decline"}, "请写明认定意见。"),
    ({"answer": "decline", "granted": "1", "opinion": "x"}, "选了不予认定，又填了分值"),
    ({"answer": "grant", "granted": "-1"}, "认定分值不能小于 0。"),
    ({"answer": "grant", "granted": "很多"}, "请填写数字"),
])  # fmt: skip
def test_a_decision_that_is_not_whole_is_told(sign_in, clerk, card, asked, sent, sentence):
    check(card)
    assertContains(sign_in(clerk).post(asked.get_decide_url(), sent), sentence, status_code=422)
    assert OwnItem.objects.get().state == "proposed"


def test_while_units_fill_nothing_is_decided(card, asked, clerk):
    with pytest.raises(Refused, match="不能认定自选动作"):
        decide(asked, granted=Decimal("1"), opinion="", by=clerk)


def test_a_confirmed_card_is_not_decided(card, asked, clerk):
    check(card)
    Card.objects.filter(pk=card.pk).update(state="confirmed")
    with pytest.raises(Refused, match="已核定，不能再改"):
        decide(asked, granted=Decimal("1"), opinion="", by=clerk)


def test_the_unit_reads_the_word_and_never_the_points(client, card, asked, clerk):
    check(card)
    decide(asked, granted=Decimal("1.37"), opinion="按 1.37 分认定", by=clerk)
    page_ = client.get(url("card-detail", card))
    assertContains(page_, "已认定")
    assertNotContains(page_, "1.37")


def test_the_office_alone_decides(client, card, asked):
    check(card)
    answers = [client.get(page("group-own-items", card.group_id)), client.post(asked.get_decide_url(), {})]
    assert [answer.status_code for answer in answers] == [403, 403]


def test_an_empty_group_says_so(sign_in, clerk, card):
    check(card)
    assertContains(sign_in(clerk).get(page("group-own-items", card.group_id)), "本组没有申报自选动作。")


@pytest.mark.parametrize("count", [1, 12])
def test_the_list_asks_as_often_for_twelve_as_for_one(
    sign_in, clerk, officer, card, count, django_assert_num_queries
):
    for number in range(count):
        propose(mark(card, "2.1"), title=f"动作{number}", basis="依据", asked=Decimal("1"), by=officer)
    check(card)
    client = sign_in(clerk)
    client.get(page("group-own-items", card.group_id))
    with django_assert_num_queries(7):
        client.get(page("group-own-items", card.group_id))


def test_the_units_own_column_is_its_own(card, asked, officer):
    """What is asked for is not written into 自评 behind the unit's back."""
    assert mark(card, "2.1").reported_input is None
    save_reported(card, [Entry("2.1", {"value": "2"}, "", 0)], by=officer)
    assert mark(card, "2.1").reported_input == {"value": "2"}
