"""按项目录入: exceptions are typed, the rest is full by a tick, one save for all or none, and nothing typed is lost."""

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from scorecards import transitions
from scorecards.models import BatchKind, Card, Group, Mark, MarkBatch, MarkState
from scorecards.phases import Phase
from tests.factories import advance, cards_of, fill_all, group_of, make_round, make_user
from tests.scorecards.checking import card_of, group_in_checking
from tests.scorecards.rubrics.test_exchange import page_example
from units.roles import Role

pytestmark = pytest.mark.django_db


def page(group: Group, slot: str = "2.1") -> str:
    return reverse("scorecards:item-marks", args=[group.pk, slot])


def save_url(group: Group, slot: str = "2.1") -> str:
    return reverse("scorecards:item-marks-save", args=[group.pk, slot])


def line(card: Card, text: str = "", basis: str = "", *, base: str = "0 ", old: str = "") -> dict[str, str]:
    pk = card.pk
    return {f"c:{pk}": text, f"b:{pk}": basis, f"v:{pk}": base, f"o:{pk}": old}


def marks(cards, key: str = "2.1") -> list[tuple[str, str]]:
    rows = Mark.objects.filter(card__in=cards, node__key=key).order_by("card__official_order")
    return [(str(points), basis) for points, basis in rows.values_list("checked", "basis")]


def elsewhere(group: Group, card: Card, text: str) -> None:
    other = make_user(Role.CLERK, name="王芳")
    version = Mark.objects.get(card=card, node__key="2.1").version
    transitions.save_checked(group, [transitions.Cell(card.pk, "2.1", text, version)], by=other)


def test_page_shows_all_units_with_what_they_reported(at_desk, group, cards):
    Mark.objects.filter(card=cards[0], node__key="2.1").update(
        reported_input={"level": "一般"}, reported="1.5", reported_note="见台账第 3 页"
    )
    answer = at_desk.get(page(group))
    assertContains(answer, "档次：一般（1.5 分）")
    assertContains(answer, "见台账第 3 页")
    assertContains(answer, f'name="c:{cards[2].pk}" value=""')


def test_neighbours_are_linked(at_desk, group):
    answer = at_desk.get(page(group, "1.2"))
    assertContains(answer, f'rel="prev" href="{page(group, "1.1")}"')
    assertContains(answer, 'rel="next"')
    assertNotContains(at_desk.get(page(group, "1.1")), 'rel="prev"')


def test_exceptions_and_the_rest_are_one_batch(at_desk, group, cards):
    sent = line(cards[0], "不好", "会议记录缺 3 次") | line(cards[1]) | line(cards[2]) | {"rest": "on"}
    answer = at_desk.post(save_url(group), sent)
    assert (answer.status_code, answer["Location"]) == (302, page(group))
    assert marks(cards) == [("0.0000", "会议记录缺 3 次"), ("2.0000", ""), ("2.0000", "")]
    batch = MarkBatch.objects.with_people().get()
    assert (batch.kind, batch.size, batch.words) == (BatchKind.ITEM, 3, "2.1 书记—政治素质")
    assert [str(card.total) for card in cards_of(group.round)] == ["0.00", "2.00", "2.00"]


def test_without_the_tick_the_rest_stays_unscored(at_desk, group, cards):
    at_desk.post(save_url(group), line(cards[0], "一般") | line(cards[1]))
    assert [points for points, _ in marks(cards)] == ["1.5000", "None", "None"]


def test_basis_alone_with_the_tick_is_a_full_mark_with_its_basis(at_desk, group, cards):
    at_desk.post(save_url(group), line(cards[0], "", "无扣分情形") | line(cards[1]) | {"rest": "on"})
    assert marks(cards)[:2] == [("2.0000", "无扣分情形"), ("2.0000", "")]


def test_rest_leaves_returned_and_scored_marks_alone(at_desk, group, cards):
    elsewhere(group, cards[0], "不好")
    Mark.objects.filter(card=cards[1], node__key="2.1").update(
        state=MarkState.RETURNED, return_reason="请补依据", returned_at=group.round.fill_due_at
    )
    at_desk.post(save_url(group), line(cards[0]) | line(cards[1]) | line(cards[2]) | {"rest": "on"})
    assert [points for points, _ in marks(cards)] == ["0.0000", "None", "2.0000"]


def test_bad_text_saves_nothing_and_keeps_all_typing(at_desk, group, cards):
    sent = line(cards[0], "乱填", "缺 3 次") | line(cards[1], "好") | {"rest": "on"}
    answer = at_desk.post(save_url(group), sent)
    assertContains(answer, "<title>错误：", status_code=422)
    assertContains(answer, f'name="c:{cards[0].pk}" value="乱填"', status_code=422)
    assertContains(answer, f'name="b:{cards[0].pk}" value="缺 3 次"', status_code=422)
    assertContains(answer, 'name="rest" checked', status_code=422)
    assert [points for points, _ in marks(cards)] == ["None"] * 3


def test_long_basis_is_told_and_kept(at_desk, group, cards):
    answer = at_desk.post(save_url(group), line(cards[0], "好", "长" * 501))
    assertContains(answer, "依据最多 500 个字，这里有 501 个字。", status_code=422)
    assertContains(answer, "长" * 501, status_code=422)
    assert marks(cards)[0] == ("None", "")


def test_second_saver_is_told_keeps_the_typing_and_may_go_on(at_desk, group, cards):
    elsewhere(group, cards[0], "不好")
    answer = at_desk.post(save_url(group), line(cards[0], "好", "有依据") | line(cards[1], "一般"))
    assertContains(answer, "王芳已在另一处修改了此项，请对比后再保存。现在是“不好”。", status_code=422)
    assertContains(answer, f'name="v:{cards[0].pk}" value="1 不好"', status_code=422)
    assert [points for points, _ in marks(cards)] == ["0.0000", "None", "None"]
    at_desk.post(save_url(group), line(cards[0], "好", "有依据", base="1 不好") | line(cards[1], "一般"))
    assert [points for points, _ in marks(cards)] == ["2.0000", "1.5000", "None"]


def test_untouched_line_of_an_old_page_undoes_nobody(at_desk, group, cards):
    elsewhere(group, cards[0], "不好")
    at_desk.post(save_url(group), line(cards[0]) | line(cards[1], "好"))
    assert [points for points, _ in marks(cards)] == ["0.0000", "2.0000", "None"]


def test_conflict_behind_a_bad_basis_is_still_found(at_desk, group, cards):
    elsewhere(group, cards[0], "不好")
    answer = at_desk.post(save_url(group), line(cards[0], "好", "长" * 501))
    assertContains(answer, f'name="v:{cards[0].pk}" value="0 "', status_code=422)


def test_saving_the_same_twice_makes_one_batch(at_desk, group, cards):
    sent = line(cards[0], "不好") | line(cards[1]) | {"rest": "on"}
    at_desk.post(save_url(group), sent)
    assertContains(at_desk.post(save_url(group), sent, follow=True), "没有改动，不用保存。")
    assert MarkBatch.objects.count() == 1


def test_card_of_another_group_is_left_alone(at_desk, group, cards, clerk, head):
    foreign = cards_of(advance(make_round(clerk), Phase.CHECKING, clerk=clerk, head=head))[0]
    at_desk.post(save_url(group), line(foreign, "好") | line(cards[0], "好"))
    assert (marks([foreign])[0][0], marks(cards)[0][0]) == ("None", "2.0000")


@pytest.mark.parametrize("slot", ["9.9", "2.1@1", "不存在", "~..", "x" * 40])
def test_item_that_the_group_does_not_have_is_404(slot, at_desk, group):
    assert [at_desk.get(page(group, slot)).status_code, at_desk.post(save_url(group, slot)).status_code] == [
        404,
        404,
    ]


@pytest.mark.parametrize("slot", [".", "..", ".a", "二.1", "a-b_c@12"])
def test_any_key_makes_an_address_that_leads_back(slot, group):
    address = page(group, slot)
    assert "/./" not in address
    assert "/../" not in address


def test_period_of_an_item_is_a_page_of_its_own(at_desk, clerk):
    group = group_in_checking(page_example(), {"甲局": "县直部门", "乙镇": "乡镇"}, by=clerk)
    answer = at_desk.post(save_url(group, "2.1@1"), line(card_of(group, "甲局"), "90"))
    assert (answer.status_code, answer["Location"]) == (302, page(group, "2.1@1"))
    found = Mark.objects.filter(card=card_of(group, "甲局"), node__key="2.1").order_by("period")
    assert [mark.checked_input is None for mark in found][:2] == [False, True]


def test_confirmed_cards_are_read_only(at_desk, group, cards, clerk, head):
    fill_all(group.round, by=clerk)
    transitions.confirm_group(group, by=head)
    assertNotContains(at_desk.get(page(group)), f'name="c:{cards[0].pk}"')
    answer = at_desk.post(save_url(group), line(cards[0], "不好", "缺 3 次", base="1 好"))
    assertContains(answer, f"{cards[0].name}已核定，不能再改。", status_code=422)
    assertContains(answer, "缺 3 次", status_code=422)
    assert marks(cards)[0][0] == "2.0000"


def test_after_locking_typing_is_refused_and_kept(at_desk, group, cards, clerk, head):
    fill_all(group.round, by=clerk)
    transitions.confirm_group(group, by=head)
    transitions.lock_round(group.round, by=clerk)
    answer = at_desk.post(save_url(group), line(cards[0], "不好", "缺 3 次"))
    assertContains(answer, "“锁定”阶段", status_code=409)
    assertContains(answer, f"{cards[0].name}：不好，缺 3 次", status_code=409)


def test_item_page_is_the_offices_alone_and_by_its_methods(sign_in, at_desk, group, cards):
    own = sign_in(make_user(Role.OFFICER, unit=cards[0].unit))
    outsider = sign_in(make_user(Role.SCORER, unit=cards[0].unit))
    assert [client.get(page(group)).status_code for client in (own, outsider)] == [403, 404]
    assert [client.post(save_url(group)).status_code for client in (own, outsider)] == [403, 404]
    assert [at_desk.post(page(group)).status_code, at_desk.get(save_url(group)).status_code] == [405, 405]


def test_queries_do_not_grow_with_units(at_desk, clerk, head, django_assert_num_queries):
    for units in (2, 6):
        group = group_of(advance(make_round(clerk, units=units), Phase.CHECKING, clerk=clerk, head=head))
        at_desk.get(page(group))
        with django_assert_num_queries(8):
            at_desk.get(page(group))
        with django_assert_num_queries(19):
            at_desk.post(save_url(group), line(cards_of(group.round)[0], "不好") | {"rest": "on"})
