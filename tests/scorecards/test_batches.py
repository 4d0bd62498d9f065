"""Acts on many marks at once, and their undoing: all or nothing, totals follow, later changes are named."""

import pytest
from django.urls import reverse

from scorecards import transitions
from scorecards.models import BatchKind, Card, Group, Mark, MarkBatch
from scorecards.phases import Phase
from scorecards.transitions.batches import undo_batch
from scorecards.transitions.checking import check_together
from tests.factories import advance, cards_of, fill_all, make_round, make_user
from units.roles import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def batch(group, cards, clerk) -> MarkBatch:
    """A column over one mark that was there and two that were not."""
    transitions.save_checked(group, [cell(cards[0], "2.1", "不好")], by=clerk)
    return column(group, cards, clerk)


def cell(card: Card, key: str, text: str, version: int = 0) -> transitions.Cell:
    return transitions.Cell(card.pk, key, text, version)


def column(group, cards, by, text: str = "好") -> MarkBatch:
    versions = {mark.card_id: mark.version for mark in Mark.objects.filter(node__key="2.1", card__in=cards)}
    cells = [cell(card, "2.1", text, versions[card.pk]) for card in cards]
    batch = check_together(group, cells, kind=BatchKind.COLUMN, words="2.1", by=by).batch
    assert batch is not None
    return MarkBatch.objects.with_people().get(pk=batch.pk)


def figures(cards) -> list[tuple[object, object]]:
    rows = Card.objects.filter(pk__in=[card.pk for card in cards]).in_official_order()
    return list(rows.values_list("total", "scored"))


def points(cards) -> list[object]:
    marks = Mark.objects.filter(card__in=cards, node__key="2.1").order_by("card__official_order")
    return list(marks.values_list("checked", flat=True))


def test_batch_writes_all_and_totals_follow(batch, cards, clerk):
    assert (points(cards), figures(cards)) == ([2, 2, 2], [(2, 1), (2, 1), (2, 1)])
    assert (batch.size, batch.made_by, batch.kind) == (3, clerk, BatchKind.COLUMN)


def test_undone_batch_brings_back_what_stood_there(batch, cards, head):
    assert undo_batch(batch, by=head) == 3
    assert (points(cards), figures(cards)) == ([0, None, None], [(0, 1), (None, 0), (None, 0)])
    batch.refresh_from_db()
    assert batch.undone_by == head


def test_undone_mark_is_told_to_whoever_still_has_the_old_page(batch, group, cards, clerk):
    undo_batch(batch, by=clerk)
    (saved,) = transitions.save_checked(group, [cell(cards[1], "2.1", "一般", 1)], by=clerk)
    assert saved.is_conflict


def test_bad_cell_holds_up_the_whole(group, cards, clerk):
    cells = [cell(cards[0], "2.1", "好"), cell(cards[1], "2.1", "乱填")]
    checked = check_together(group, cells, kind=BatchKind.COLUMN, words="2.1", by=clerk)
    assert (checked.batch, list(checked.problems)) == (None, [f"{cards[1].pk}:2.1"])
    assert (points(cards), MarkBatch.objects.count()) == ([None] * 3, 0)


def test_stale_cell_holds_up_the_whole_and_names_who_was_first(group, cards, clerk):
    transitions.save_checked(group, [cell(cards[1], "2.1", "不好")], by=make_user(Role.CLERK, name="王芳"))
    cells = [cell(card, "2.1", "好") for card in cards]
    checked = check_together(group, cells, kind=BatchKind.COLUMN, words="2.1", by=clerk)
    assert [saved.changed_by for saved in checked.problems.values()] == ["王芳"]
    assert points(cards) == [None, 0, None]


def test_cell_of_another_group_holds_up_the_whole(group, cards, clerk, head):
    foreign = cards_of(advance(make_round(clerk), Phase.CHECKING, clerk=clerk, head=head))[0]
    cells = [cell(cards[0], "2.1", "好"), cell(foreign, "2.1", "好")]
    checked = check_together(group, cells, kind=BatchKind.COLUMN, words="2.1", by=clerk)
    assert [saved.problem for saved in checked.problems.values()] == ["这一格已不在本组评分表中。"]
    assert (points(cards), points([foreign])) == ([None] * 3, [None])


def test_same_again_writes_nothing_and_makes_no_batch(batch, group, cards, clerk):
    cells = [cell(card, "2.1", "好", 0) for card in cards]
    checked = check_together(group, cells, kind=BatchKind.COLUMN, words="2.1", by=clerk)
    assert (checked.batch, checked.problems, MarkBatch.objects.count()) == (None, {}, 1)


def test_undoing_is_refused_naming_what_was_changed_since(batch, group, cards, clerk):
    transitions.save_checked(group, [cell(cards[1], "2.1", "一般", 1)], by=clerk)
    with pytest.raises(transitions.Refused, match=f"{cards[1].name} 2.1。"):
        undo_batch(batch, by=clerk)
    assert [str(one) for one in points(cards)] == ["2.0000", "1.5000", "2.0000"]


def test_undoing_twice_is_refused(batch, cards, clerk):
    undo_batch(batch, by=clerk)
    with pytest.raises(transitions.Refused, match="已经撤销"):
        undo_batch(batch, by=clerk)


def test_confirmed_cards_hold_up_the_undoing(batch, group, cards, clerk, head):
    fill_all(group.round, by=clerk, **{"2.1": "好"})
    transitions.confirm_group(group, by=head)
    with pytest.raises(transitions.Refused, match=f"已核定：{cards[0].name} 2.1、"):
        undo_batch(batch, by=clerk)


def test_after_locking_nothing_is_undone(batch, group, clerk, head):
    fill_all(group.round, by=clerk, **{"2.1": "好"})
    transitions.confirm_group(group, by=head)
    transitions.lock_round(group.round, by=clerk)
    with pytest.raises(transitions.Refused, match="“锁定”阶段"):
        undo_batch(batch, by=clerk)


def listed(group: Group) -> str:
    return reverse("scorecards:batch-list", args=[group.pk])


def test_list_says_who_when_what(batch, group, cards, sign_in, clerk):
    text = sign_in(clerk).get(listed(group)).content.decode()
    assert all(words in text for words in ("2.1", "粘贴整列", clerk.name, f'action="{batch.get_undo_url()}"'))


def test_empty_list_says_what_comes_here(group, sign_in, clerk):
    assert "本组还没有批量录入。" in sign_in(clerk).get(listed(group)).content.decode()


def test_matrix_offers_the_last_batch_alone(batch, group, cards, sign_in, clerk):
    newer = column(group, cards, clerk, "一般")
    text = sign_in(clerk).get(reverse("scorecards:matrix", args=[group.pk])).content.decode()
    assert (newer.get_undo_url() in text, batch.get_undo_url() in text) == (True, False)


def test_undo_leads_back_and_says_so(batch, group, cards, sign_in, clerk):
    client = sign_in(clerk)
    answer = client.post(batch.get_undo_url(), {"from": "list"}, follow=True)
    assert answer.redirect_chain == [(listed(group), 302)]
    assert "3 格恢复为原来的内容" in answer.content.decode()
    assert points(cards) == [0, None, None]


def test_batches_are_the_offices_alone(batch, group, cards, sign_in):
    own = sign_in(make_user(Role.OFFICER, unit=cards[0].unit))
    outsider = sign_in(make_user(Role.SCORER, unit=cards[0].unit))
    assert [client.get(listed(group)).status_code for client in (own, outsider)] == [403, 404]
    assert [client.post(batch.get_undo_url()).status_code for client in (own, outsider)] == [404, 404]
    assert points(cards) == [2, 2, 2]


def test_wrong_method_is_405(batch, group, sign_in, clerk):
    client = sign_in(clerk)
    answers = [client.post(listed(group)), client.get(batch.get_undo_url())]
    assert [one.status_code for one in answers] == [405, 405]


def test_list_takes_no_more_queries_for_more_batches(
    batch, group, cards, clerk, sign_in, django_assert_num_queries
):
    client = sign_in(clerk)
    client.get(listed(group))
    for text in ("一般", "不好"):
        with django_assert_num_queries(7):
            client.get(listed(group))
        column(group, cards, clerk, text)
