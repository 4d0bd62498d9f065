"""日常记录: kept all year, by form or paste, and counted by a round one by one or all at once."""

import datetime
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from scorecards.models import DailyRecord, MarkBatch, RecordUse, Rubric
from tests.factories import make_branch, make_unit, make_user
from tests.scorecards.lists.offices import cards_in, checking, mark, opened, put, the_group
from units.roles import Role

pytestmark = pytest.mark.django_db
PERIOD = {"covers_from": datetime.date(2026, 1, 1), "covers_until": datetime.date(2026, 6, 30)}


@pytest.fixture
def finance():
    return make_unit(name="示范县财政局", short_name="财政局")


@pytest.fixture
def round_(clerk, finance):
    return checking(clerk, finance, count=1, **PERIOD)


@pytest.fixture
def client(sign_in, clerk, round_):
    return sign_in(clerk)


def url(name: str, *args) -> str:
    return reverse(f"scorecards:{name}", args=args)


def rubric() -> Rubric:
    return Rubric.objects.get(code="offices")


def typed(unit, **fields) -> dict[str, str]:
    return {
        "rubric": str(rubric().pk), "date": "2026-03-02", "whom": f"u{unit.pk}", "cause": "1.1|less", "figure": "1",
        "basis": "县委督查通报第3期",
    } | fields  # fmt: skip


def hidden(answer, name: str) -> str:
    return re.search(f'name="{name}" value="([^"]*)"', answer.content.decode())[1]


def add(client, unit, **fields):
    page = client.get(url("record-new"), {"rubric": rubric().pk})
    return client.post(url("record-add"), typed(unit, key=hidden(page, "key")) | fields)


def made(client, unit, **fields) -> DailyRecord:
    assert add(client, unit, **fields).status_code == 302
    return DailyRecord.objects.latest("pk")


def take(client, round_, *records: DailyRecord, slot: str = "1.1", follow: bool = False):
    chosen = [f"{record.pk}:{slot}" for record in records]
    return client.post(url("proposal-take", the_group(round_).pk), {"record": chosen}, follow=follow)


def test_record_is_kept_and_listed(client, finance, clerk):
    record = made(client, finance, told="on")
    page = client.get(url("record-list")).content.decode()
    assert ("示范县财政局" in page, "1.1 指标1.1：少学习" in page, "已告知" in page) == (True, True, True)
    assert (record.entered_by, record.node_key, record.cause, record.figure) == (clerk, "1.1", "less", "1")


def test_amounts_want_a_reason_within_the_range(client, finance):
    answer = add(client, finance, cause="1.1|other", figure="1.5")
    assert (answer.status_code, "请写理由" in answer.content.decode()) == (422, True)
    record = made(client, finance, cause="1.1|other", figure="1.5+0.5", reason="迟报")
    assert (record.figure, record.reason) == ("1.5+0.5", "迟报")


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("date", "2999-01-01", "日期不能晚于今天。"),
        ("date", "昨天", "请按“2026-07-03”的样子填写日期。"),
        ("whom", "u999999", "请重新选择单位或党支部。"),
        ("whom", "", "请选择单位或党支部。"),
        ("cause", "2.1|x", "请重新选择情形。"),
        ("figure", "0", "请填大于 0 的次数或分数。"),
        ("figure", "1.5", "请填 0 到 9999 之间的整数次数。"),
        ("figure", "9" * 21, "最多 20 个字"),
        ("figure", "一次", "整数次数"),
        ("basis", "", "请填写依据。"),
        ("basis", "长" * 501, "依据最多 500 个字。"),
        ("reason", "长" * 201, "理由最多 200 个字。"),
    ],
)
def test_bad_record_keeps_what_was_typed(client, finance, field, value, sentence):
    answer = add(client, finance, **({"basis": "督查通报"} | {field: value}))
    page = answer.content.decode()
    assert (answer.status_code, sentence in page, DailyRecord.objects.count()) == (422, True, 0)
    assert ("<title>错误：" in page, field == "basis" or "督查通报" in page) == (True, True)


def test_second_click_adds_one_record(client, finance):
    key = hidden(client.get(url("record-new"), {"rubric": rubric().pk}), "key")
    answers = [client.post(url("record-add"), typed(finance, key=key)).status_code for _ in range(2)]
    assert (answers, DailyRecord.objects.count()) == ([302, 409], 1)


def test_record_is_mended_on_the_version_that_was_shown(client, finance):
    record = made(client, finance)
    save = url("record-save", record.pk)
    assert client.post(save, typed(finance, figure="2", version="0")).status_code == 302
    late = client.post(save, typed(finance, figure="3", version="0"))
    record.refresh_from_db()
    assert (late.status_code, 'value="3"' in late.content.decode(), record.figure) == (409, True, "2")


def test_withdrawn_record_stays_and_is_offered_no_more(client, finance, round_):
    record = made(client, finance)
    client.post(url("record-withdraw", record.pk), {"version": "0"})
    assert "已撤销" in client.get(url("record-list")).content.decode()
    assert "没有待处理的日常记录" in client.get(url("proposal-list", the_group(round_).pk)).content.decode()
    assert client.post(url("record-save", record.pk), typed(finance, version="1")).status_code == 409


def test_filters_keep_to_what_was_chosen(client, finance):
    other = make_unit(name="示范县水务局")
    made(client, finance, told="on")
    made(client, other, date="2026-05-01")

    def shown(**chosen) -> list[str]:
        page = client.get(url("record-list"), chosen).content.decode().partition("<tbody>")[2]
        return [name for name in ("财政局", "水务局") if name in page]

    assert shown(unit=finance.pk) == ["财政局"]
    assert shown(since="2026-04-01") == ["水务局"]
    assert shown(until="2026-04-01", rubric=rubric().pk) == ["财政局"]
    assert (shown(told="no"), shown(told="yes")) == (["水务局"], ["财政局"])
    assert shown(unit="x", since="x", told="x") == ["财政局", "水务局"]


def check(client, text: str, **fields):
    return client.post(url("record-check"), {"rubric": rubric().pk, "text": text} | fields)


def test_pasted_records_are_shown_and_then_stored(client, finance):
    branch = make_branch(finance, name="机关第一党支部")
    text = (
        "日期\t单位\t情形\t次数\t理由\t依据\t已告知\n2026.3.2\t财政局\t少学习\t2\t\t通报\t是\n"
        "2026年3月5日\t机关第一党支部\t其他问题\t1.5\t迟报\t记录\t"
    )
    answer = check(client, text)
    assert DailyRecord.objects.count() == 0
    parcel = {name: hidden(answer, name) for name in ("parcel", "key")} | {"rubric": rubric().pk}
    answers = [client.post(url("record-apply"), parcel).status_code for _ in range(2)]
    rows = DailyRecord.objects.order_by("pk").values_list("branch", "figure", "reason", "told")
    assert (answers, list(rows)) == ([302, 302], [(None, "2", "", True), (branch.pk, "1.5", "迟报", False)])


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("2999-01-01\t财政局\t少学习\t1\t依据", "日期不能晚于今天。"),
        ("2026-13-01\t财政局\t少学习\t1\t依据", "日期请写成“2026-03-02”的样子。"),
        ("2026-03-01\t财政局\t没有的\t1\t依据", "细则里没有“没有的”这一情形"),
        ("2026-03-01\t财政局\t\t1\t依据", "没有写情形。"),
        ("2026-03-01\t财政局\t少学习\t两次\t依据", "整数次数"),
        ("2026-03-01\t财政局\t少学习\t1\t", "没有写依据。"),
        ("2026-03-01\t\t少学习\t1\t依据", "没有写单位名称。"),
        ("2026-03-01\t财政局\t少学习\t1\t" + "长" * 501, "依据最多 500 个字。"),
        ("一列", "认不出各列是什么"),
    ],
)
def test_bad_pasted_line_is_named_and_typing_kept(client, line, sentence):
    answer = check(client, line)
    page = answer.content.decode()
    assert (answer.status_code, sentence in page, 'name="parcel"' in page) == (422, True, False)
    assert line.split("\t")[0] in page


def test_near_name_of_a_record_is_offered_and_never_taken(client, finance):
    line = "2026-03-01\t县财政\t少学习\t1\t依据"
    assert "有 1 个名称要您确认" in check(client, line).content.decode()
    chosen = check(client, line, near_name="县财政", near_card=f"u{finance.pk}")
    assert 'name="parcel"' in chosen.content.decode()


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


def test_undo_is_refused_when_the_mark_was_changed_since(client, round_, finance, clerk):
    take(client, round_, made(client, finance))
    put(cards_in(round_)[0], "1.1", "5 0 0", by=clerk)
    told = client.post(url("proposal-undo", MarkBatch.objects.get().pk), follow=True)
    assert ("录入后又改过" in told.content.decode(), RecordUse.objects.count()) == (True, 1)


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


@pytest.mark.parametrize("role", [Role.OFFICER, Role.UNIT_LEADER, Role.SCORER])
def test_records_are_the_offices_alone(client, sign_in, round_, finance, role):
    record, other = made(client, finance), sign_in(make_user(role, unit=finance))
    pages = ["record-list", "record-new", "record-paste"]
    assert [other.get(url(name)).status_code for name in pages] == [403] * 3
    acts = ["record-add", "record-check", "record-apply"]
    assert [other.post(url(name)).status_code for name in acts] == [403] * 3
    assert other.get(url("record-edit", record.pk)).status_code == 404
    proposal = 404 if role == Role.SCORER else 403
    assert other.get(url("proposal-list", the_group(round_).pk)).status_code == proposal
    assert client.get(url("record-withdraw", record.pk)).status_code == 405


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
