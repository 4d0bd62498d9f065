"""按满分计: what is 未评 gets its full mark, listed before, undoable; what has no full mark is named and left."""

import re
import uuid

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from scorecards import transitions
from scorecards.group_sheets import sheet_of
from scorecards.models import BatchKind, Card, Group, Mark, MarkBatch, MarkState
from scorecards.phases import Phase
from scorecards.transitions.batches import undo_batch
from scorecards.transitions.full_marks import ListChanged, give_full, plan_full
from tests.factories import advance, cards_of, fill_all, group_of, make_round, make_user
from tests.scorecards.checking import group_in_checking
from tests.scorecards.rubrics.test_exchange import page_example
from units.roles import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def mixed(clerk) -> Group:
    """Against a rubric with every kind: a department and a township."""
    return group_in_checking(page_example(), {"甲局": "县直部门", "乙镇": "乡镇"}, by=clerk)


def plan(group: Group, **scope):
    return plan_full(sheet_of(group), **scope)


def give(group: Group, by, **scope) -> MarkBatch | None:
    digest = plan(group, **scope).digest
    return give_full(group, words="满分", digest=digest, key=str(uuid.uuid4()), by=by, **scope)


def written(group: Group, **scope) -> set[tuple[str, str, str]]:
    return {(cell.card.name, cell.item.key, cell.text) for cell in plan(group, **scope).cells}


def totals(group: Group) -> list[tuple[str, int, int]]:
    rows = Card.objects.filter(group=group).in_official_order()
    return [(str(card.total), card.scored, card.items) for card in rows]


def test_column_gets_what_no_loss_is(group, cards, clerk):
    assert written(group, slot="1.1") == {(card.name, "1.1", "0") for card in cards}
    assert written(group, slot="2.1") == {(card.name, "2.1", "好") for card in cards}
    batch = give(group, clerk, slot="2.1")
    assert (batch.kind, len(batch.before)) == (BatchKind.FULL, 3)
    assert totals(group) == [("2.00", 1, 8)] * 3


def test_only_what_is_unscored_is_written(group, cards, clerk):
    transitions.save_checked(group, [transitions.Cell(cards[0].pk, "2.1", "不好", 0)], by=clerk)
    assert {name for name, _, _ in written(group, slot="2.1")} == {card.name for card in cards[1:]}


def test_row_and_whole_group(group, cards, clerk):
    give(group, clerk, card_id=cards[1].pk)
    assert [scored for _, scored, _ in totals(group)] == [0, 8, 0]
    give(group, clerk)
    assert {(total, scored) for total, scored, _ in totals(group)} == {("16.00", 8)}


def test_whole_group_is_undone_at_once(group, clerk):
    batch = give(group, clerk)
    assert undo_batch(batch, by=clerk) == 24
    assert totals(group) == [("None", 0, 8)] * 3


def test_kinds_without_a_full_mark_are_named_and_optional_items_left_alone(mixed):
    found = plan(mixed)
    named = {slot for slot, _ in found.left_out}
    kinds = {item.key: item for card in found_items(mixed) for item in card}
    assert named
    assert not any(kinds[slot].optional for slot in named | {cell.item.key for cell in found.cells})
    assert {kinds[slot].kind.value for slot in named} <= {"TALLY", "PROPORTION", "BAND", "RANK", "PANEL"}
    assert {why for _, why in found.left_out} >= {"这一项要按实际数计分，不能按满分计。"}


def found_items(group: Group):
    sheet = sheet_of(group)
    return [list(sheet.items[pk].values()) for pk in sheet.cards]


def test_full_marks_of_every_kind_come_to_the_points_of_the_item(mixed, clerk):
    cells = plan(mixed).cells
    give(mixed, clerk)
    got = {cell.item.key: cell.mark for cell in cells}
    for mark in Mark.objects.filter(pk__in=[mark.pk for mark in got.values()]).select_related("node"):
        assert mark.checked == mark.node.points, mark.slot


def test_returned_item_waits_for_its_unit(group, cards, clerk):
    Mark.objects.filter(card=cards[0], node__key="2.1").update(
        state=MarkState.RETURNED, return_reason="请补依据", returned_at=group.round.fill_due_at
    )
    assert written(group, slot="2.1") == {(card.name, "2.1", "好") for card in cards[1:]}
    assert plan(group, slot="2.1").left_out == {("2.1", "已退回单位修改，等单位改好再核定。"): (cards[0],)}


def test_list_that_is_no_longer_true_is_refused(group, cards, clerk):
    digest = plan(group, slot="2.1").digest
    transitions.save_checked(group, [transitions.Cell(cards[0].pk, "2.1", "不好", 0)], by=clerk)
    with pytest.raises(ListChanged, match="又有改动"):
        give_full(group, slot="2.1", words="", digest=digest, key=str(uuid.uuid4()), by=clerk)
    assert MarkBatch.objects.count() == 0


def test_same_form_sent_twice_writes_once(group, clerk):
    digest, key = plan(group).digest, str(uuid.uuid4())
    first = give_full(group, words="", digest=digest, key=key, by=clerk)
    assert (first is None, give_full(group, words="", digest=digest, key=key, by=clerk)) == (False, None)
    assert MarkBatch.objects.count() == 1


def address(group: Group, step: str) -> str:
    return reverse(f"scorecards:full-{step}", args=[group.pk])


def hidden(answer) -> dict[str, str]:
    text = answer.content.decode()
    names = ("item", "card", "digest", "key")
    return {name: re.search(rf'name="{name}" value="([^"]*)"', text)[1] for name in names}


def test_page_lists_unit_by_item_before_it_writes(at_desk, group, cards):
    answer = at_desk.get(address(group, "list"), {"item": "1.1"})
    assertContains(answer, "、".join(card.name for card in cards))
    assertContains(answer, '将写入 <strong class="number">3</strong> 格')
    assert MarkBatch.objects.count() == 0


def test_confirmed_list_is_written_and_told(at_desk, group, cards):
    looked = at_desk.get(address(group, "list"), {"card": cards[0].pk})
    answer = at_desk.post(address(group, "give"), hidden(looked), follow=True)
    assert answer.redirect_chain == [(reverse("scorecards:matrix", args=[group.pk]), 302)]
    assertContains(answer, f"{cards[0].name}：已按满分计 8 格。")


def test_changed_list_is_shown_again(at_desk, group, cards, clerk):
    looked = at_desk.get(address(group, "list"), {"item": "2.1"})
    transitions.save_checked(group, [transitions.Cell(cards[0].pk, "2.1", "不好", 0)], by=clerk)
    answer = at_desk.post(address(group, "give"), hidden(looked))
    assertContains(answer, "又有改动", status_code=409)
    assertContains(answer, '将写入 <strong class="number">2</strong> 格', status_code=409)
    assert at_desk.post(address(group, "give"), hidden(answer)).status_code == 302


def test_nothing_left_says_so(at_desk, group, clerk):
    fill_all(group.round, by=clerk)
    answer = at_desk.get(address(group, "list"))
    assertContains(answer, "没有可以按满分计的格。")
    assertNotContains(answer, "确认按满分计")


@pytest.mark.parametrize("scope", [{"item": "9.9"}, {"item": "2.1@1"}, {"card": "999999999"}, {"card": "x"}])
def test_scope_that_is_not_the_groups_is_404(scope, at_desk, group):
    answers = [at_desk.get(address(group, "list"), scope), at_desk.post(address(group, "give"), scope)]
    assert [one.status_code for one in answers] == [404, 404]


def test_card_of_another_group_is_404(at_desk, group, clerk, head):
    foreign = cards_of(advance(make_round(clerk), Phase.CHECKING, clerk=clerk, head=head))[0]
    assert at_desk.post(address(group, "give"), {"card": foreign.pk}).status_code == 404


def test_full_marks_are_given_by_the_office_alone(sign_in, at_desk, group, cards):
    own = sign_in(make_user(Role.OFFICER, unit=cards[0].unit))
    outsider = sign_in(make_user(Role.SCORER, unit=cards[0].unit))
    assert [client.get(address(group, "list")).status_code for client in (own, outsider)] == [403, 404]
    assert [client.post(address(group, "give")).status_code for client in (own, outsider)] == [403, 404]
    assert [
        at_desk.post(address(group, "list")).status_code,
        at_desk.get(address(group, "give")).status_code,
    ] == [
        405,
        405,
    ]


def test_after_locking_it_is_refused(at_desk, clerk, head):
    group = group_of(advance(make_round(clerk), Phase.LOCKED, clerk=clerk, head=head))
    sent = {"digest": "", "key": str(uuid.uuid4())}
    assertContains(at_desk.post(address(group, "give"), sent, follow=True), "“锁定”阶段")


def test_queries_do_not_grow_with_the_group(at_desk, clerk, head, django_assert_num_queries):
    for units in (2, 6):
        group = group_of(advance(make_round(clerk, units=units), Phase.CHECKING, clerk=clerk, head=head))
        at_desk.get(address(group, "list"))
        with django_assert_num_queries(8):
            looked = at_desk.get(address(group, "list"))
        with django_assert_num_queries(22):
            at_desk.post(address(group, "give"), hidden(looked))
