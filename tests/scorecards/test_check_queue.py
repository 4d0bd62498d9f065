"""审核队列: what is left on each card, where to begin, and what stays in the address."""

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from scorecards import transitions
from scorecards.models import Card, Round
from scorecards.phases import Phase
from scorecards.work_left import KINDS, counts_of, with_work_left
from tests.factories import advance, cards_of, fill_all, make_round, make_user
from tests.scorecards.mending import resubmit
from tests.scorecards.returning import send_back
from units.roles import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def round_(clerk, head) -> Round:
    """Five cards: one for each kind of work left."""
    round_ = advance(make_round(clerk, units=5), Phase.CHECKING, clerk=clerk, head=head)
    fill_all(round_, by=clerk)
    unscored, changed, returned, _, confirmed = cards_of(round_)
    version = unscored.marks.get(node__key="1.1").version
    transitions.save_checked(unscored.group, [transitions.Cell(unscored.pk, "1.1", "", version)], by=clerk)
    send_back(changed, "1.1", "2.1", by=clerk)
    resubmit(changed)
    send_back(returned, "1.1", by=clerk)
    transitions.confirm_card(confirmed, by=head)
    return round_


@pytest.fixture
def desk(sign_in, clerk):
    return sign_in(clerk)


def url(round_: Round, query: str = "") -> str:
    return reverse("scorecards:round-queue", args=[round_.pk]) + query


def check(card: Card, query: str) -> str:
    return reverse("scorecards:card-check", args=[card.pk]) + query


def test_each_kind_finds_its_cards(round_):
    unscored, changed, returned, ready, confirmed = (card.pk for card in cards_of(round_))
    cards = with_work_left(Card.objects.filter(group__round=round_))
    found = {
        name: list(cards.filter(wanted).values_list("pk", flat=True)) for name, (_, wanted) in KINDS.items()
    }
    assert found == {
        "work": [unscored, changed], "unscored": [unscored], "changed": [changed], "returned": [returned],
        "ready": [ready], "confirmed": [confirmed],
    }  # fmt: skip
    assert counts_of(cards) == {name: len(pks) for name, pks in found.items()}


def test_page_begins_with_the_first_card_that_has_work(round_, desk):
    first = cards_of(round_)[0]
    page = desk.get(url(round_))
    assertContains(page, f'href="{check(first, "?left=work")}">开始审核</a>')
    assertContains(page, f"下一张：{first.name}。")


def test_filter_goes_along_from_card_to_card(round_, desk):
    changed = cards_of(round_)[1]
    page = desk.get(url(round_, "?left=changed"))
    assertContains(page, f'href="{check(changed, "?left=changed")}">开始审核</a>')
    assertContains(page, '共 <span class="number">1</span> 张')
    assertContains(desk.get(check(changed, "?left=changed")), f'href="{url(round_, "?left=changed")}"')


def test_when_all_is_marked_the_first_act_is_confirming(clerk, head, desk):
    round_ = advance(make_round(clerk), Phase.CHECKING, clerk=clerk, head=head)
    fill_all(round_, by=clerk)
    assertContains(desk.get(url(round_)), "去核定</a>")


def test_when_nothing_is_left_it_says_so(clerk, head, desk):
    round_ = advance(make_round(clerk), Phase.CHECKING, clerk=clerk, head=head)
    fill_all(round_, by=clerk)
    for card in cards_of(round_):
        transitions.confirm_card(card, by=head)
    assertContains(desk.get(url(round_)), "这里列出的评分表现在都没有要审核的。")


def test_name_and_group_filter(round_, desk):
    card = cards_of(round_)[2]
    assertContains(desk.get(url(round_, f"?q={card.unit_name}&group={card.group_id}")), ">审核<")
    assertContains(desk.get(url(round_, "?q=没有这个单位")), "没有符合条件的记录")
    assertNotContains(desk.get(url(round_, "?group=999999&left=x")), "没有符合条件的记录")


def test_who_may_and_who_may_not(round_, sign_in):
    card = cards_of(round_)[0]
    own, outsider = (make_user(role, unit=card.unit) for role in (Role.OFFICER, Role.SCORER))
    assert [sign_in(user).get(url(round_)).status_code for user in (own, outsider)] == [403, 404]


def test_other_stages_and_methods(clerk, head, desk):
    round_ = advance(make_round(clerk), Phase.FILLING, clerk=clerk, head=head)
    assert (desk.get(url(round_)).status_code, desk.post(url(round_)).status_code) == (403, 405)


def test_queries_do_not_grow_with_cards(clerk, head, desk, django_assert_num_queries):
    for units in (2, 6):
        round_ = advance(make_round(clerk, units=units), Phase.CHECKING, clerk=clerk, head=head)
        desk.get(url(round_))
        with django_assert_num_queries(10):
            desk.get(url(round_))
