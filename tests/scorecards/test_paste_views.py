"""粘贴整列: nothing is written before 确认录入, what is wrong is named by cell, and what changed meanwhile is shown."""

import re

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from scorecards import transitions
from scorecards.models import BatchKind, Card, Group, Mark, MarkBatch
from scorecards.phases import Phase
from tests.factories import advance, cards_of, fill_all, group_of, make_round, make_user
from units.models import UnitAlias
from units.roles import Role

pytestmark = pytest.mark.django_db


def address(group: Group, step: str) -> str:
    return reverse(f"scorecards:paste-{step}", args=[group.pk])


def look(client, group: Group, text: str, *, slot: str = "2.1", card: Card | None = None):
    typed = {"text": text, "slot": slot, "card": str(card.pk) if card else ""}
    return client.post(address(group, "check"), typed)


def sealed(answer) -> str:
    return re.search(r'name="sealed" value="([^"]+)"', answer.content.decode())[1]


def confirm(client, group: Group, answer, **more):
    return client.post(address(group, "apply"), {"sealed": sealed(answer)} | more)


def points(cards, key: str = "2.1") -> list[str]:
    marks = Mark.objects.filter(card__in=cards, node__key=key).order_by("card__official_order")
    return [str(value) for value in marks.values_list("checked", flat=True)]


def type_one(group: Group, card: Card, text: str, by) -> None:
    version = Mark.objects.get(card=card, node__key="2.1").version
    transitions.save_checked(group, [transitions.Cell(card.pk, "2.1", text, version)], by=by)


def test_box_begins_where_one_came_from(at_desk, group, cards):
    answer = at_desk.get(address(group, "new"), {"slot": "2.1", "card": cards[1].pk})
    assertContains(answer, '<option value="2.1" selected>2.1 书记—政治素质</option>', html=True)
    assertContains(answer, f'<option value="{cards[1].pk}" selected>{cards[1].name}</option>', html=True)


def test_preview_writes_nothing_and_shows_old_and_new(at_desk, group, cards, clerk):
    type_one(group, cards[0], "不好", clerk)
    answer = look(at_desk, group, "好\n一般\n好")
    assertContains(answer, '<span class="muted">不好 →</span> <strong>好</strong>', html=True)
    assertContains(answer, '<span class="muted">未评 →</span> <strong>一般</strong>', html=True)
    assert (points(cards), MarkBatch.objects.count()) == (["0.0000", "None", "None"], 0)


def test_confirmed_paste_is_one_batch_and_totals_follow(at_desk, group, cards, clerk):
    answer = confirm(at_desk, group, look(at_desk, group, "扣分\n好\n\n不好"))
    assert (answer.status_code, answer["Location"]) == (302, reverse("scorecards:matrix", args=[group.pk]))
    assert points(cards) == ["2.0000", "None", "0.0000"]
    batch = MarkBatch.objects.with_people().get()
    assert (batch.kind, batch.size, batch.words) == (BatchKind.COLUMN, 2, "2.1 书记—政治素质")
    assert [str(card.total) for card in cards_of(group.round)] == ["2.00", "None", "0.00"]


def test_names_decide_the_rows(at_desk, group, cards):
    names = [cards[2].unit.short_name, cards[0].unit.name, cards[1].unit.party_name]
    text = "\n".join(f"{name}\t{word}" for name, word in zip(names, ["好", "一般", "不好"], strict=True))
    confirm(at_desk, group, look(at_desk, group, text, card=cards[2]))
    assert points(cards) == ["1.5000", "0.0000", "2.0000"]


def test_several_columns_begin_at_the_item(at_desk, group, cards):
    answer = look(at_desk, group, "0 0 1\t好\n0\t不好", slot="1.1", card=cards[1])
    assertContains(answer, "1.1 至 1.2，共 2 项")
    assertContains(answer, "1.2“好”")


def test_unchanged_cells_are_told_apart(at_desk, group, cards, clerk):
    type_one(group, cards[0], "好", clerk)
    answer = look(at_desk, group, "2\n好")
    assertContains(answer, "相同，不改", count=1)
    assertContains(answer, '将录入 <strong class="number">1</strong> 格')


def test_bad_cells_are_named_and_left_out_only_by_a_tick(at_desk, group, cards):
    looked = look(at_desk, group, "好\n乱填\n不好")
    assertContains(looked, f"{cards[1].name} 2.1“乱填”：")
    refused = confirm(at_desk, group, looked)
    assertContains(refused, "有内容不能录入", status_code=422)
    assertContains(refused, "<title>错误：粘贴预览", status_code=422)
    assert points(cards) == ["None"] * 3
    confirm(at_desk, group, looked, leave_out="on")
    assert points(cards) == ["2.0000", "None", "0.0000"]


def test_names_of_nobody_hold_up_the_confirmation_too(at_desk, group, cards):
    looked = look(at_desk, group, f"{cards[0].name}\t好\n子虚局\t好")
    assertContains(looked, "第 2 行“子虚局”不在本组。")
    assert confirm(at_desk, group, looked).status_code == 422


def test_near_name_is_offered_and_remembered_when_picked(at_desk, group, cards):
    text = f"{cards[0].name}\t好\n{cards[1].unit.name}分局\t不好"
    looked = look(at_desk, group, text)
    assertContains(looked, "有 1 个名称要您确认")
    near = {"near_name": f"{cards[1].unit.name}分局", "near_card": cards[1].pk}
    typed = {"text": text, "slot": "2.1", "card": ""} | near
    confirm(at_desk, group, at_desk.post(address(group, "check"), typed))
    assert points(cards) == ["2.0000", "0.0000", "None"]
    assert UnitAlias.objects.get().unit == cards[1].unit
    assertNotContains(look(at_desk, group, text), "要您确认")


def test_cell_changed_in_between_is_shown_and_nothing_written(at_desk, group, cards, clerk):
    looked = look(at_desk, group, "好\n好\n好")
    type_one(group, cards[1], "不好", make_user(Role.CLERK, name="王芳"))
    again = confirm(at_desk, group, looked)
    assertContains(again, "有 1 格在您预览以后被修改", status_code=409)
    assertContains(again, "现在是“不好”，您粘贴的是“好”", status_code=409)
    assert points(cards) == ["None", "0.0000", "None"]
    confirm(at_desk, group, again)
    assert points(cards) == ["2.0000"] * 3


def test_confirming_twice_changes_nothing_more(at_desk, group, cards):
    looked = look(at_desk, group, "好\n好\n好")
    confirm(at_desk, group, looked)
    answer = at_desk.post(address(group, "apply"), {"sealed": sealed(looked)}, follow=True)
    assertContains(answer, "这些内容已经录入过，没有变化。")
    assert MarkBatch.objects.count() == 1


def test_confirming_after_an_undo_is_a_conflict(at_desk, group, cards):
    looked = look(at_desk, group, "好")
    confirm(at_desk, group, looked)
    at_desk.post(MarkBatch.objects.get().get_undo_url())
    assert (confirm(at_desk, group, looked).status_code, points(cards)) == (409, ["None"] * 3)


def test_confirmed_card_is_a_bad_cell(at_desk, group, cards, clerk, head):
    fill_all(group.round, by=clerk)
    transitions.confirm_group(group, by=head)
    answer = look(at_desk, group, "不好")
    assertContains(answer, "已核定，不能再改。")
    assertNotContains(answer, "确认录入")


@pytest.mark.parametrize("seal", ["", "乱", "W10:1abc:xyz", "x" * 5000])
def test_forged_confirmation_writes_nothing(seal, at_desk, group, cards):
    answer = at_desk.post(address(group, "apply"), {"sealed": seal}, follow=True)
    assertContains(answer, "预览已失效")
    assert points(cards) == ["None"] * 3


def test_seal_is_for_one_person_and_one_group(at_desk, sign_in, group, cards, clerk, head):
    looked = look(at_desk, group, "好")
    other = group_of(advance(make_round(clerk), Phase.CHECKING, clerk=clerk, head=head))
    confirm(sign_in(head), group, looked)
    confirm(at_desk, other, looked)
    assert (points(cards), points(cards_of(other.round))) == (["None"] * 3, ["None"] * 2)


BAD = [
    ({"text": ""}, "没有粘贴内容"), ({"text": "1\n" * 300}, "这里有 300 行"),
    ({"text": "长" * 4001}, "超过 4000 个字"), ({"slot": "9.9"}, "这一项不在本组的评分细则里"),
    ({"card": "999999999"}, "这一行不在本组"), ({"card": "x"}, "这一行不在本组"), ({"slot": ""}, "请选择指标"),
]  # fmt: skip


@pytest.mark.parametrize(("typed", "said"), BAD)
def test_bad_input_is_422_and_kept(typed, said, at_desk, group, cards):
    values = {"text": "好\n一般", "slot": "2.1", "card": str(cards[0].pk)} | typed
    answer = at_desk.post(address(group, "check"), values)
    assertContains(answer, said, status_code=422)
    assertContains(answer, "<title>错误：粘贴整列", status_code=422)
    if "text" not in typed:
        assertContains(answer, "好\n一般</textarea>", status_code=422)


def test_card_of_another_group_is_no_place_to_begin(at_desk, group, clerk, head):
    foreign = cards_of(advance(make_round(clerk), Phase.CHECKING, clerk=clerk, head=head))[0]
    assertContains(look(at_desk, group, "好", card=foreign), "这一行不在本组", status_code=422)


def test_paste_is_the_offices_alone_and_by_its_methods(sign_in, at_desk, group, cards):
    own = sign_in(make_user(Role.OFFICER, unit=cards[0].unit))
    outsider = sign_in(make_user(Role.SCORER, unit=cards[0].unit))
    assert [client.get(address(group, "new")).status_code for client in (own, outsider)] == [403, 404]
    for step in ("check", "apply"):
        answers = [client.post(address(group, step)).status_code for client in (own, outsider)]
        assert (answers, at_desk.get(address(group, step)).status_code) == ([403, 404], 405)


def test_after_locking_the_confirmation_is_refused_and_the_paste_kept(at_desk, group, cards, clerk, head):
    fill_all(group.round, by=clerk)
    looked = look(at_desk, group, "不好\n一般")
    transitions.confirm_group(group, by=head)
    transitions.lock_round(group.round, by=clerk)
    answer = confirm(at_desk, group, looked)
    assertContains(answer, "“锁定”阶段", status_code=409)
    assertContains(answer, "不好\n一般</textarea>", status_code=409)
    assert at_desk.get(address(group, "new")).status_code == 403


def test_queries_do_not_grow_with_the_paste(at_desk, clerk, head, django_assert_num_queries):
    for units in (2, 6):
        group = group_of(advance(make_round(clerk, units=units), Phase.CHECKING, clerk=clerk, head=head))
        look(at_desk, group, "好\n" * units)  # the rubric is read once
        with django_assert_num_queries(12):
            looked = look(at_desk, group, "好\n" * units)
        with django_assert_num_queries(15):
            confirm(at_desk, group, looked)
