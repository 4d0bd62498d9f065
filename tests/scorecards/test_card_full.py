"""按满分计 of 自评: listed before it is done, never over what was typed, and taken back as a whole."""

import pytest
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from scorecards.transitions import Entry, save_reported
from tests.scorecards.filling import FORMAT, KINDS, fill, item, mark, open_card, part, url

pytestmark = pytest.mark.django_db
LISTED = {"1.1:version": "0", "1.2:version": "0", "2.1:version": "0"}


def stored(card) -> dict:
    return {key: mark(card, key).reported_input for key in ("1.1", "1.2", "2.1")}


def test_the_page_lists_what_it_would_fill(client, card):
    page = client.get(url("card-full", card))
    for shown in ("共 3 项", "没有发生加扣分情形", "指标2.1", "满分"):
        assertContains(page, shown)
    assertNotContains(page, "指标3.1")


@pytest.mark.parametrize(("scope", "count"), [("一", 2), ("2.1", 1), ("三", 0), ("没有", 3)])
def test_of_one_part_or_one_item(client, card, scope, count):
    page = client.get(url("card-full", card), {"of": scope})
    assertContains(page, f"共 {count} 项" if count else "没有可以按满分计的项。")


def test_confirmed_it_fills_and_offers_to_take_back(client, card):
    page = client.post(url("card-full-fill", card), LISTED, follow=True)
    assertContains(page, "已按满分计 3 项。")
    assertContains(page, url("card-full-undo", card))
    assert stored(card) == {"1.1": {"counts": {}}, "1.2": {"level": "好"}, "2.1": {"value": "15"}}


def test_taken_back_it_is_not_filled_again(client, card):
    client.post(url("card-full-fill", card), LISTED)
    page = client.post(url("card-full-undo", card), follow=True)
    assertContains(page, "已撤销 3 项的按满分计。")
    assertNotContains(page, url("card-full-undo", card))
    assert stored(card) == dict.fromkeys(("1.1", "1.2", "2.1"))


def test_what_was_typed_meanwhile_stays(client, card, officer):
    save_reported(card, [Entry("2.1", {"value": "9"}, "有扣分", 0)], by=officer)
    page = client.post(url("card-full-fill", card), LISTED, follow=True)
    assertContains(page, "2.1 已另行填写，没有按满分计。")
    assert stored(card)["2.1"] == {"value": "9"}


def test_what_was_changed_since_is_not_taken_back(client, card, officer):
    client.post(url("card-full-fill", card), LISTED)
    save_reported(card, [Entry("2.1", {"value": "9"}, "", 1)], by=officer)
    page = client.post(url("card-full-undo", card), follow=True)
    assertContains(page, "2.1 已另行修改，没有撤销。")
    assert stored(card) == {"1.1": None, "1.2": None, "2.1": {"value": "9"}}


def test_a_note_that_stood_there_stays(client, card, officer):
    save_reported(card, [Entry("2.1", None, "见附页", 0)], by=officer)
    client.post(url("card-full-fill", card), {"2.1:version": "1"})
    assert (mark(card, "2.1").reported_input, mark(card, "2.1").reported_note) == ({"value": "15"}, "见附页")
    client.post(url("card-full-undo", card))
    assert (mark(card, "2.1").reported_input, mark(card, "2.1").reported_note) == (None, "见附页")


@pytest.mark.parametrize("posted", [{}, {"3.1:version": "0"}, {"2.1:version": "x"}, {"9.9:version": "0"}])
def test_nothing_to_fill_says_so(client, card, posted):
    assertContains(client.post(url("card-full-fill", card), posted, follow=True), "没有可以按满分计的项")


def test_nothing_to_take_back_says_so(client, card):
    assertContains(client.post(url("card-full-undo", card), follow=True), "没有可以撤销的按满分计")


def test_a_full_card_offers_nothing(client, card):
    fill(client, card)
    assertContains(client.get(url("card-full", card)), "没有可以按满分计的项。")
    assertNotContains(client.get(url("card-fill", card)), "本组未填的按满分计")


def test_what_needs_a_number_or_looks_at_the_group_is_left_out(client, unit, clerk):
    nodes = [
        part(
            "一",
            item("1", "PROPORTION", {"target": {"group": "best"}}, points="5"),
            item("2", "MANUAL", {}, points="5"),
        ),
    ]
    card = open_card(unit, by=clerk, rubric={**KINDS, "format": FORMAT, "code": "mixed", "nodes": nodes})
    page = client.get(url("card-full", card))
    assertContains(page, "共 1 项")
    assertContains(page, 'name="2:version"')


def test_the_button_of_a_part_saves_and_leads_to_the_list(client, card):
    answer = client.post(url("card-save", card), {"2.1:version": "0", "2.1:value": "9", "then": "full:一"})
    assertRedirects(answer, f"{url('card-full', card)}?of=%E4%B8%80")
    assert mark(card, "2.1").reported_input == {"value": "9"}


def test_it_is_on_record_by_item(client, card, officer):
    client.post(url("card-full-fill", card), LISTED)
    event = mark(card, "2.1").events.order_by("-pgh_id")[0]
    assert (event.pgh_context["user"], event.reported_input) == (officer.pk, {"value": "15"})
