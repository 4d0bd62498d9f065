"""日常记录: kept all year, by form or paste, with versions."""

import pytest

from scorecards.models import DailyRecord
from tests.factories import make_branch, make_unit, make_user
from tests.scorecards.lists.keeping import PERIOD, add, hidden, made, rubric, typed, url
from tests.scorecards.lists.offices import checking, the_group
from units.roles import Role

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
