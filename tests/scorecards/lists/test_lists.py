"""评分部门名单: pasted or imported, checked line by line, entered as a whole, taken back as a whole."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from scorecards import transitions
from scorecards.models import ExceptionList, ExceptionRow, MarkBatch
from tests.factories import make_unit
from tests.scorecards.lists.offices import cards_in, checking, mark, opened, put
from tests.scorecards.lists.pasting import HEAD, apply, check, enter, hidden, url
from tests.units.sheets.making import workbook

pytestmark = pytest.mark.django_db


@pytest.fixture
def finance():
    return make_unit(name="示范县财政局", short_name="财政局", party_name="中共示范县财政局党组")


@pytest.fixture
def round_(clerk, finance):
    return checking(clerk, finance, make_unit(name="示范县农业农村局", short_name="农业局"))


@pytest.fixture
def client(sign_in, clerk):
    return sign_in(clerk)


def stored(round_, key: str) -> list:
    return [mark(card, key).checked_input for card in cards_in(round_)]


def test_check_shows_old_and_new_and_writes_nothing(client, round_, clerk):
    put(cards_in(round_)[0], "1.1", "2 0 0", by=clerk)
    answer = check(client, round_, "单位\t情形\t次数\t依据\n财政局\t少学习\t1\t督查通报")
    text = answer.content.decode()
    assert ("1 0 0" in text, "2 0 0" in text, "替换" in text) == (True, True, True)
    assert "《一季度通报名单》（县纪〔2026〕3号）：督查通报" in text
    assert (ExceptionList.objects.count(), stored(round_, "1.1")) == (0, [{"counts": {"less": "2"}}, None])


def test_lines_of_one_unit_add_up_cause_by_cause(client, round_):
    text = (
        "财政局\t少学习\t1\t一月\n示范县财政局\t少学习\t2\t二月\n财政局\t记录不全\t\t三月\n"
        "财政局\t其他问题\t0.5\t迟报\n财政局\t其他问题\t1：漏报\t"
    )
    enter(client, round_, text)
    assert stored(round_, "1.1")[0] == {
        "counts": {"less": "3", "paper": "1", "other": ["0.5", "1"]},
        "reasons": {"other": "迟报；漏报"},
    }
    basis = mark(cards_in(round_)[0], "1.1").basis
    assert basis == "《一季度通报名单》（县纪〔2026〕3号）：一月；二月；三月；迟报"


def test_entering_counts_in_the_total_and_stays_readable(client, round_):
    one = enter(client, round_, "财政局\t1 0 0\t督查")
    card = cards_in(round_)[0]
    assert (card.total, one.state, MarkBatch.objects.get().kind) == (9, "applied", "list")
    page = client.get(one.get_absolute_url()).content.decode()
    assert ("财政局" in page, "已录入" in page, "督查" in page) == (True, True, True)


def test_undo_brings_back_what_stood_before(client, round_, clerk):
    put(cards_in(round_)[0], "1.1", "2 0 0", by=clerk)
    one = enter(client, round_, "财政局\t1 0 0", rest_is_full="on")
    assert stored(round_, "1.1") == [{"counts": {"less": "1"}}, {"counts": {}}]
    client.post(url("delivery-undo", one.pk))
    one.refresh_from_db()
    assert (one.state, stored(round_, "1.1")) == ("undone", [{"counts": {"less": "2"}}, None])
    assert [card.total for card in cards_in(round_)] == [8, None]


def test_undo_is_refused_after_a_later_change(client, round_, clerk):
    one = enter(client, round_, "财政局\t1 0 0")
    put(cards_in(round_)[0], "1.1", "3 0 0", by=clerk)
    answer = client.post(url("delivery-undo", one.pk), follow=True)
    assert "又有改动或已核定：示范县财政局 1.1。" in answer.content.decode()
    assert stored(round_, "1.1")[0] == {"counts": {"less": "3"}}


def test_near_name_is_offered_and_never_taken(client, round_):
    answer = check(client, round_, "县财政\t1 0 0", rest_is_full="on")
    text = answer.content.decode()
    assert ('name="parcel"' in text, "有 1 个名称要您确认" in text, "按满分计：" in text) == (
        False,
        True,
        False,
    )
    assert "<option" in text.partition('name="near_card"')[2]
    card = cards_in(round_)[0]
    chosen = check(client, round_, "县财政\t1 0 0", near_name="县财政", near_card=str(card.pk))
    apply(client, round_, chosen)
    assert stored(round_, "1.1") == [{"counts": {"less": "1"}}, None]
    assert ExceptionRow.objects.get().raw_name == "县财政"


def test_name_left_out_is_kept_but_not_entered(client, round_):
    answer = check(
        client, round_, "财政局\t1 0 0\n邻县水务局\t2 0 0", near_name="邻县水务局", near_card="skip"
    )
    apply(client, round_, answer)
    assert stored(round_, "1.1") == [{"counts": {"less": "1"}}, None]
    assert list(ExceptionRow.objects.values_list("raw_name", "card__unit_name")) == [
        ("财政局", "示范县财政局"),
        ("邻县水务局", None),
    ]


def test_card_of_another_round_cannot_be_picked(client, round_, clerk):
    other = cards_in(checking(clerk, count=1, title="另一期"))[0]
    answer = check(client, round_, "县财政\t1 0 0", near_name="县财政", near_card=str(other.pk))
    assert 'name="parcel"' not in answer.content.decode()


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("财政局\t少学习\t一次\t", "“少学习”请填 0 到 9999 之间的整数次数。"),
        ("财政局\t不认识\t1\t", "没有找到“不认识”"),
        ("财政局\t其他问题\t9\t原因", "“其他问题”每处请填 0.5 到 2 之间的分数"),
        ("财政局\t其他问题\t1\t", "“其他问题”是酌情加扣分，请写理由"),
        ("财政局\t1", "请按顺序填 3 个"),
        ("财政局\t不适用", "不能选“不适用”。"),
        ("财政局\t\t依据", "没有写录入内容。"),
        ("\t1 0 0", "没有写单位名称。"),
        ("财政局\t1 0 0\t" + "长" * 501, "“依据”太长，最多 500 个字。"),
        ("财政局\t1 0 0\t" + "长" * 490, "合起来最多 500 个字"),
    ],
)
def test_bad_line_is_named_and_typing_kept(client, round_, text, sentence):
    answer = check(client, round_, text)
    page = answer.content.decode()
    assert (answer.status_code, sentence in page, 'name="parcel"' in page) == (422, True, False)
    assert "<title>错误：" in page
    assert text.split("\t")[-1].strip()[:40] in page


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("title", "", "请填写名单名称。"),
        ("title", "长" * 121, "名单名称最多 120 个字。"),
        ("dated_on", "2999-01-01", "落款日期不能晚于今天。"),
        ("dated_on", "昨天", "请按“2026-07-03”的样子填写日期。"),
        ("text", "", "请粘贴名单内容，或者选择文件。"),
        ("text", "只有一列", "认不出各列是什么"),
        ("text", "a\tb\tc\td\te\tf", "认不出各列是什么"),
        ("text", "单位\t录入内容", "没有读到任何一行内容"),
        ("text", "财政局\t0\n" * 1001, "一次最多 1000 行"),
        ("target", "9.9 没有", "请重新选择评分项目。"),
    ],
)
def test_bad_heading_keeps_what_was_typed(client, round_, field, value, sentence):
    fields = {"text": "财政局\t1 0 0"} | {field: value}
    answer = client.post(url("round-delivery-check", round_.pk), HEAD | fields)
    page = answer.content.decode()
    assert (answer.status_code, sentence in page) == (422, True)
    assert "县纪〔2026〕3号" in page


def test_workbook_with_merged_title_is_read(client, round_):
    rows = [
        ["一季度通报名单"],
        ["序号", "单位名称", "情形", "次数", "备注"],
        [1, "财政局", "少学习", 2, "通报"],
        [2, "农业局", "记录不全", 1, "通报"],
        ["合计", "", "", 3, ""],
    ]
    upload = SimpleUploadedFile("名单.xlsx", workbook(rows, merges=["A1:E1"]))
    apply(client, round_, check(client, round_, "", file=upload))
    assert stored(round_, "1.1") == [{"counts": {"less": "2"}}, {"counts": {"paper": "1"}}]


def test_errors_of_a_workbook_name_the_row_and_its_lines_can_be_mended(client, round_):
    data = workbook([["单位", "录入内容"], ["财政局", "乱填"]])
    answer = check(client, round_, "", file=SimpleUploadedFile("名单.xlsx", data))
    page = answer.content.decode()
    assert (answer.status_code, "Sheet第 2 行" in page, "财政局\t乱填" in page) == (422, True, True)


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7", b"PK\x03\x04 and nothing more", b"x" * 6_000_000])
def test_hostile_file_is_refused_with_a_sentence(client, round_, data):
    answer = check(client, round_, "", file=SimpleUploadedFile("名单.xlsx", data))
    assert (answer.status_code, "file_error" in answer.content.decode()) == (422, True)


def test_items_are_told_by_key_title_or_the_choice_of_one(client, round_):
    text = "单位\t项目\t录入内容\n财政局\t1.2\t好\n农业局\t指标1.2\t差\n财政局\t1.3 指标1.3\t80"
    enter(client, round_, text, scorer="宣传部")
    assert stored(round_, "1.2") == [{"level": "好"}, {"level": "差"}]
    assert stored(round_, "1.3") == [{"actual": "80"}, None]
    enter(client, round_, "农业局\t90", scorer="宣传部", target="1.3 指标1.3")
    assert stored(round_, "1.3")[1] == {"actual": "90"}


def test_item_has_to_be_told_where_the_office_has_several(client, round_):
    answer = check(client, round_, "财政局\t好", scorer="宣传部")
    assert "看不出是哪一项" in answer.content.decode()


def test_items_of_another_office_are_out_of_reach(client, round_):
    answer = check(client, round_, "单位\t项目\t录入内容\n财政局\t1.1\t1 0 0", scorer="宣传部")
    assert (answer.status_code, "没有找到“1.1”" in answer.content.decode()) == (422, True)
    assert check(client, round_, "财政局\t1", scorer="没有的部门").status_code == 404


def test_rest_is_full_is_listed_before_and_needs_a_full_mark(client, round_):
    text = "单位\t项目\t录入内容\n财政局\t1.2\t差\n财政局\t1.3\t50"
    answer = check(client, round_, text, scorer="宣传部", rest_is_full="on")
    page = answer.content.decode()
    assert ("未列入的按满分计：1 处" in page, "1 处不能按满分计" in page) == (True, True)
    apply(client, round_, answer)
    assert (stored(round_, "1.2"), stored(round_, "1.3")[1]) == ([{"level": "差"}, {"level": "好"}], None)


def test_change_between_check_and_entering_refuses_all(client, round_, clerk):
    answer = check(client, round_, "财政局\t1 0 0\n农业局\t1 0 0")
    put(cards_in(round_)[1], "1.1", "5 0 0", by=clerk)
    told = client.post(
        url("round-delivery-apply", round_.pk),
        {"parcel": hidden(answer, "parcel"), "key": hidden(answer, "key"), "then": "enter"}, follow=True,
    )  # fmt: skip
    assert "已在另一处修改了此项" in told.content.decode()
    assert (stored(round_, "1.1"), ExceptionList.objects.count()) == ([None, {"counts": {"less": "5"}}], 0)


def test_list_is_kept_during_filling_and_entered_later(client, clerk, finance):
    round_ = opened(clerk, finance, count=1)
    answer = check(client, round_, "财政局\t少学习\t2\t督查", rest_is_full="on")
    apply(client, round_, answer)
    assert ExceptionList.objects.count() == 0
    apply(client, round_, answer, then="keep")
    one = ExceptionList.objects.get()
    assert (one.state, stored(round_, "1.1")) == ("draft", [None, None])
    transitions.start_checking(round_, by=clerk)
    page = client.get(one.get_absolute_url())
    client.post(url("delivery-enter", one.pk), {"parcel": hidden(page, "parcel")})
    one.refresh_from_db()
    assert (one.state, stored(round_, "1.1")) == ("applied", [{"counts": {"less": "2"}}, {"counts": {}}])


def test_second_click_keeps_one_list(client, round_):
    answer = check(client, round_, "财政局\t1 0 0")
    apply(client, round_, answer)
    apply(client, round_, answer)
    assert (ExceptionList.objects.count(), MarkBatch.objects.count()) == (1, 1)


@pytest.mark.parametrize("parcel", ["", "x", "eyJ4Ijox", "eyJ4Ijox:1abc:xyz"])
def test_forged_parcel_writes_nothing(client, round_, parcel):
    answer = client.post(url("round-delivery-apply", round_.pk), {"parcel": parcel, "then": "enter"})
    assert (answer.status_code, ExceptionList.objects.count()) == (302, 0)


def test_parcel_is_of_one_person_and_one_round(client, round_, clerk, sign_in, head):
    answer = check(client, round_, "财政局\t1 0 0")
    other = checking(clerk, count=1, title="另一期")
    apply(sign_in(head), round_, answer)
    apply(client, other, answer)
    assert ExceptionList.objects.count() == 0


def test_undo_is_of_the_whole_list_or_of_nothing(client, round_, clerk):
    one = enter(client, round_, "财政局\t1 0 0\n农业局\t2 0 0")
    answer = client.post(MarkBatch.objects.get().get_undo_url(), follow=True)
    assert "请在“评分部门名单”里整份撤销" in answer.content.decode()
    put(cards_in(round_)[1], "1.1", "3 0 0", by=clerk)
    client.post(url("delivery-undo", one.pk))
    one.refresh_from_db()
    assert (one.state, stored(round_, "1.1")[0]) == ("applied", {"counts": {"less": "1"}})
