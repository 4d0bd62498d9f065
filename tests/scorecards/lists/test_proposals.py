"""日常记录 that a round counts: one by one or all at once, once each, and taken back."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from scorecards.models import MarkBatch, RecordUse
from tests.factories import make_branch, make_unit
from tests.scorecards.lists.keeping import PERIOD, made, take, typed, url
from tests.scorecards.lists.offices import cards_in, checking, mark, opened, put, the_group

pytestmark = pytest.mark.django_db


@pytest.fixture
def finance():
    return make_unit(name="示范县财政局", short_name="财政局")


@pytest.fixture
def round_(clerk, finance):
    return checking(clerk, finance, count=1, **PERIOD)


@pytest.fixture
def client(sign_in, clerk, round_):
    return sign_in(clerk)


def test_taking_adds_to_what_stands_there(client, round_, finance, clerk):
    put(cards_in(round_)[0], "1.1", "1 1 0", by=clerk)
    record = made(client, finance, figure="2")
    take(client, round_, record)
    done = mark(cards_in(round_)[0], "1.1")
    assert done.checked_input == {"counts": {"less": "3", "paper": "1"}}
    assert done.basis == "日常记录3月2日“少学习”2（县委督查通报第3期）"
    assert (RecordUse.objects.get().is_taken, MarkBatch.objects.get().kind) == (True, "records")


def test_all_at_once_and_undone_as_a_whole(client, round_, finance):
    records = [
        made(client, finance),
        made(client, finance, cause="1.1|paper"),
        made(client, finance, figure="2"),
    ]
    take(client, round_, *records)
    assert mark(cards_in(round_)[0], "1.1").checked_input == {"counts": {"less": "3", "paper": "1"}}
    client.post(url("proposal-undo", MarkBatch.objects.get().pk))
    assert (mark(cards_in(round_)[0], "1.1").checked_input, RecordUse.objects.count()) == (None, 0)
    take(client, round_, records[0])
    assert mark(cards_in(round_)[0], "1.1").checked_input == {"counts": {"less": "1"}}


def test_undone_from_the_matrix_the_records_are_open_again(client, round_, finance):
    take(client, round_, made(client, finance))
    client.post(MarkBatch.objects.get().get_undo_url())
    assert (mark(cards_in(round_)[0], "1.1").checked_input, RecordUse.objects.count()) == (None, 0)


def test_undo_is_refused_when_the_mark_was_changed_since(client, round_, finance, clerk):
    take(client, round_, made(client, finance))
    put(cards_in(round_)[0], "1.1", "5 0 0", by=clerk)
    told = client.post(url("proposal-undo", MarkBatch.objects.get().pk), follow=True)
    assert ("又有改动或已核定" in told.content.decode(), RecordUse.objects.count()) == (True, 1)


def test_record_is_taken_in_a_round_once_and_then_stands(client, round_, finance):
    record = made(client, finance)
    take(client, round_, record)
    assert "有的已经处理过" in take(client, round_, record, follow=True).content.decode()
    assert mark(cards_in(round_)[0], "1.1").checked_input == {"counts": {"less": "1"}}
    answer = client.post(url("record-save", record.pk), typed(finance, version="0"))
    assert (answer.status_code, "请先在那里撤销计入" in answer.content.decode()) == (409, True)


def test_record_left_out_can_be_reconsidered(client, round_, finance):
    record, group = made(client, finance), the_group(round_)
    client.post(url("proposal-leave", group.pk), {"record": record.pk})
    assert "不计入" in client.get(url("proposal-list", group.pk)).content.decode()
    assert "有的已经处理过" in take(client, round_, record, follow=True).content.decode()
    client.post(url("proposal-reconsider", group.pk), {"record": record.pk})
    take(client, round_, record)
    assert RecordUse.objects.get().is_taken


def test_only_records_of_period_members_and_items_are_offered(client, round_, finance):
    fits = made(client, finance)
    made(client, finance, date="2025-12-31")
    made(client, finance, date="2026-07-01")
    made(client, make_unit(name="示范县水务局"))
    branch = make_branch(finance)
    made(client, finance, whom=f"b{branch.pk}")
    page = client.get(url("proposal-list", the_group(round_).pk)).content.decode()
    assert ("待处理 1 条" in page, f'value="{fits.pk}:1.1"' in page) == (True, True)


def test_without_a_period_the_year_of_the_round_counts(client, finance, clerk):
    other = checking(clerk, finance, title="另一期")
    made(client, finance, date="2025-12-31")
    made(client, finance, date="2026-01-01")
    page = client.get(url("proposal-list", the_group(other).pk)).content.decode()
    assert "待处理 1 条" in page


def test_foreign_record_or_slot_is_not_taken(client, round_, finance, clerk):
    strange = made(client, make_unit(name="示范县水务局"))
    own = made(client, finance)
    for record, slot in ((strange, "1.1"), (own, "1.2"), (own, "9.9")):
        take(client, round_, record, slot=slot)
    for text in ("", "x", "1", "99999999:1.1", "-1:1.1"):
        client.post(url("proposal-take", the_group(round_).pk), {"record": text})
    assert (RecordUse.objects.count(), mark(cards_in(round_)[0], "1.1").checked_input) == (0, None)


def test_mark_that_is_not_applicable_takes_no_record(client, round_, finance):
    record, card = made(client, finance), cards_in(round_)[0]
    type(mark(card, "1.1")).objects.filter(card=card, node__key="1.1").update(checked_input={"na": True})
    assert "已核定为不适用" in take(client, round_, record, follow=True).content.decode()


def test_long_basis_is_shortened_rather_than_lost(client, round_, finance):
    records = [made(client, finance, basis="长" * 300), made(client, finance, basis="文" * 300)]
    take(client, round_, *records)
    assert mark(cards_in(round_)[0], "1.1").basis == "日常记录3月2日“少学习”1；日常记录3月2日“少学习”1"


def test_records_are_shown_during_filling_and_taken_later(client, finance, clerk):
    early = opened(clerk, finance, title="另一期")
    record = made(client, finance)
    page = client.get(url("proposal-list", the_group(early).pk)).content.decode()
    assert ("待处理 1 条" in page, "审核、评议阶段才能计入" in page) == (True, True)
    assert "只有“审核”" in take(client, early, record, follow=True).content.decode()
    assert RecordUse.objects.count() == 0


def queries_of(client, round_, count: int) -> list[int]:
    cards = cards_in(round_)
    records = [made(client, cards[number % len(cards)].unit) for number in range(count)]
    counts = []
    for step in (
        lambda: client.get(url("record-list")),
        lambda: client.get(url("proposal-list", the_group(round_).pk)),
        lambda: take(client, round_, *records),
        lambda: client.post(url("proposal-undo", MarkBatch.objects.latest("pk").pk)),
    ):
        with CaptureQueriesContext(connection) as captured:
            step()
        counts.append(len(captured))
    return counts


def test_queries_do_not_grow_with_records(client, clerk):
    few, many = (checking(clerk, count=count, title=f"{count} 家", **PERIOD) for count in (1, 6))
    assert queries_of(client, few, 2) == queries_of(client, many, 9)
