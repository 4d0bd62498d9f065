"""保存 of a card: by the page's script and by the button; what cannot be saved comes back as typed."""

import pytest
from pytest_django.asserts import assertContains, assertRedirects

from scorecards import transitions
from tests.scorecards.filling import ANSWERS, end_filling, fill, mark, url

pytestmark = pytest.mark.django_db
SCRIPT = {"Accept": "application/json"}


# Saving by the script


def test_the_script_hears_scores_and_sums(client, card):
    answer = client.post(
        url("card-save", card), {"1.1:version": "0", "1.1:counts:less": "3"}, headers=SCRIPT
    ).json()
    assert (answer["filled"], answer["needed"], answer["total"]) == (1, 3, "7.00 分")
    assert (
        answer["entries"]["1.1"] | {"version": 1, "score": "7.00 分", "state": "filled"}
        == answer["entries"]["1.1"]
    )
    assert list(answer["entries"]) == ["1.1"]


def test_the_script_hears_what_is_wrong_and_the_rest_is_saved(client, card):
    posted = {"2.1:version": "0", "2.1:value": "16", "1.2:version": "0", "1.2:level": "好"}
    response = client.post(url("card-save", card), posted, headers=SCRIPT)
    told = response.json()["entries"]
    assert (response.status_code, told["2.1"]["problem"]) == (200, "请填 0 到 15 之间的数，最多四位小数。")
    assert told["2.1"]["wrong_id"] == f"n{mark(card, '2.1').node_id}-1"
    assert (mark(card, "2.1").reported_input, mark(card, "1.2").reported_input) == (None, {"level": "好"})


def test_the_second_saver_hears_who_when_and_what(client, card, officer):
    fill(client, card)
    posted = {"2.1:version": "0", "2.1:value": "3"}
    told = client.post(url("card-save", card), posted, headers=SCRIPT).json()["entries"]["2.1"]
    assert told["conflict"]["who"] == officer.name
    assert (told["conflict"]["words"], told["conflict"]["values"]) == (
        "自评 14.5 分",
        {"2.1:value": "14.5", "2.1:note": ""},
    )
    assert (told["version"], mark(card, "2.1").reported_input) == (1, {"value": "14.5"})


def test_a_repeat_of_the_same_save_is_no_conflict(client, card):
    fill(client, card)
    told = client.post(url("card-save", card), ANSWERS, headers=SCRIPT).json()["entries"]
    assert {key: (entry["version"], entry["problem"]) for key, entry in told.items()} == {
        "1.1": (1, ""),
        "1.2": (1, ""),
        "2.1": (1, ""),
    }


def test_after_the_deadline_what_is_typed_is_still_kept(client, card):
    end_filling(card)
    answer = client.post(url("card-save", card), ANSWERS, headers=SCRIPT)
    assert (answer.status_code, answer.json()["filled"]) == (200, 3)
    assert mark(card, "2.1").reported_input == {"value": "14.5"}


def test_after_the_stage_the_script_hears_why(client, card, clerk):
    transitions.start_checking(card.group.round, by=clerk)
    response = client.post(url("card-save", card), ANSWERS, headers=SCRIPT)
    assert (response.status_code, response.json()) == (
        409,
        {"refused": "2026年上半年晒比评现在处于“审核”阶段，不能再填报。"},
    )
    assert mark(card, "2.1").reported_input is None


# Saving by the button


def test_the_button_saves_and_stays(client, card):
    response = client.post(url("card-save", card), ANSWERS, follow=True)
    assertRedirects(response, url("card-fill", card))
    assertContains(response, "草稿已保存。")
    assertContains(response, "已填 <span data-filled>3</span> / 3 项", html=False)


def test_the_other_button_saves_and_goes_on(client, card):
    response = client.post(url("card-save", card), ANSWERS | {"then": "review"})
    assertRedirects(response, url("card-review", card))


def test_a_wrong_answer_comes_back_as_typed_with_a_summary(client, card):
    posted = ANSWERS | {"2.1:value": "９９", "2.1:note": "写了很多", "then": "review"}
    response = client.post(url("card-save", card), posted)
    assertContains(response, "错误：填报", status_code=422)
    for shown in (
        "有 1 处需要修改",
        'value="９９"',
        "写了很多",
        'aria-invalid="true"',
        f"#n{mark(card, '2.1').node_id}-1",
    ):
        assertContains(response, shown, status_code=422)


def test_a_long_note_is_refused_and_kept(client, card):
    note = "长" * 501
    response = client.post(url("card-save", card), {"2.1:version": "0", "2.1:note": note})
    assertContains(response, note, status_code=422)
    assertContains(response, "最多 500 字，现在有 501 字", status_code=422)


def test_a_conflict_without_script_shows_both(client, card, officer):
    fill(client, card)
    response = client.post(url("card-save", card), {"2.1:version": "0", "2.1:value": "3"})
    for shown in ("另一处已修改，请对比", "自评 14.5 分", officer.name, 'value="3"'):
        assertContains(response, shown, status_code=422)


def test_after_the_stage_the_typing_stays_on_the_page(client, card, clerk):
    transitions.start_checking(card.group.round, by=clerk)
    response = client.post(url("card-save", card), ANSWERS)
    for shown in ("不能再填报", "您填写的内容还在本页", "见支部工作手册第 12 页", 'value="14.5"'):
        assertContains(response, shown, status_code=409)
