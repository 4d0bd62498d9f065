"""The list of cards: what to do, filters, pages; and how often a page asks the database."""

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from scorecards.models import Card
from scorecards.phases import Phase
from tests.factories import RUBRIC, advance, make_round, make_unit, make_user
from tests.scorecards.filling import KINDS, open_card, open_round, url
from units.roles import Role

pytestmark = pytest.mark.django_db


def test_the_list_of_a_unit_says_what_to_do(client, card):
    page = client.get(reverse("scorecards:card-list"))
    assertContains(page, url("card-fill", card))
    assertNotContains(page, "全部期次")


def test_an_empty_list_says_why(sign_in):
    page = sign_in(make_user(Role.OFFICER, unit=make_unit())).get(reverse("scorecards:card-list"))
    assertContains(page, "还没有您的评分表。")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", 2),
        ("?state=draft", 2),
        ("?state=confirmed", 0),
        ("?q=jiankang", 1),
        ("?q=民政", 1),
        ("?state=x", 2),
    ],
)
def test_the_office_finds_cards(sign_in, clerk, query, found):
    for name in ("卫生健康局", "民政局"):
        open_round(make_unit(name=name, pinyin=""), by=clerk, title=name)
    page = sign_in(clerk).get(reverse("scorecards:card-list") + query)
    assert len(page.context["rows"]) == found


def test_cards_of_a_round_in_preparation_are_not_listed(sign_in, clerk):
    make_round(clerk, units=2)
    assertContains(sign_in(clerk).get(reverse("scorecards:card-list")), "还没有评分表。")


def test_the_list_is_paged_and_keeps_the_filter(sign_in, clerk, head):
    advance(make_round(clerk, units=21), Phase.FILLING, clerk=clerk, head=head)
    page = sign_in(clerk).get(reverse("scorecards:card-list") + "?state=draft")
    assertContains(page, '共 <span class="number">21</span> 张')
    assertContains(page, "?state=draft&amp;page=2")


# The database is asked the same number of times at any size


def queries(client, address: str, count) -> int:
    client.get(address)
    with count as asked:
        assert client.get(address).status_code == 200
    return len(asked)


def test_the_fill_page_asks_as_often_for_three_items_as_for_eight(
    client, unit, clerk, django_assert_max_num_queries
):
    small = open_card(unit, by=clerk, rubric=KINDS)
    large = Card.objects.with_frame().get(
        group__round=open_round(unit, by=clerk, rubric=RUBRIC, title="另一期次")
    )
    asked = [
        queries(client, url("card-fill", card), django_assert_max_num_queries(30)) for card in (small, large)
    ]
    assert asked == [8, 8]


def test_the_list_asks_as_often_for_two_cards_as_for_twenty(
    sign_in, clerk, head, django_assert_max_num_queries
):
    client = sign_in(clerk)
    asked = []
    for units in (2, 18):
        advance(make_round(clerk, units=units), Phase.FILLING, clerk=clerk, head=head)
        asked.append(queries(client, reverse("scorecards:card-list"), django_assert_max_num_queries(30)))
    assert asked == [8, 8]
