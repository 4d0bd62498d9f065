"""审核 side by side: what the page shows, what a save answers, and what is kept where it is refused."""

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from scorecards import transitions
from scorecards.models import Card, Evidence, Group, Mark, MarkEvidence
from scorecards.phases import Phase
from tests.factories import START, advance, cards_of, fill_all, make_round, make_user
from tests.scorecards.filling import fill, mark
from tests.scorecards.mending import resubmit
from tests.scorecards.returning import send_back
from units.roles import Role

pytestmark = pytest.mark.django_db
JSON = {"accept": "application/json"}


@pytest.fixture
def desk(sign_in, clerk):
    """The clerk's browser."""
    return sign_in(clerk)


@pytest.fixture
def told(card, client, clerk) -> Card:
    """A card with each scoring kind, filled by the unit, in 审核."""
    fill(client, card)
    transitions.start_checking(card.group.round, by=clerk)
    return Card.objects.with_frame().get(pk=card.pk)


def page(card: Card, query: str = "") -> str:
    return reverse("scorecards:card-check", args=[card.pk]) + query


def save(card: Card, query: str = "") -> str:
    return reverse("scorecards:card-check-save", args=[card.pk]) + query


def typed(slot: str, text: str, basis: str = "", version: str = "0", was: str = "") -> dict[str, str]:
    return {f"c:{slot}": text, f"b:{slot}": basis, f"v:{slot}": version, f"w:{slot}": was}


def test_page_shows_what_the_unit_said_beside_the_boxes(told, desk):
    text = desk.get(page(told)).content.decode()
    assert "见支部工作手册第 12 页" in text
    assert "自评 14.5 分" in text
    assert 'name="c:2.1" value=""' in text
    assert 'data-put="一般" data-key="z"' in text
    assert 'data-put="15" data-key="m"' in text


def test_page_shows_evidence_by_reference_and_link(told, desk, officer):
    proof = Evidence.objects.create(
        unit=told.unit, title="工作手册", reference="第 12 页", link="https://dj.example.gov.cn/a",
        dated_on=START, added_by=officer, added_at=told.group.round.fill_due_at,
    )  # fmt: skip
    MarkEvidence.objects.create(mark=mark(told, "1.2"), evidence=proof)
    text = desk.get(page(told)).content.decode()
    assert "工作手册（第 12 页）" in text
    assert 'href="https://dj.example.gov.cn/a"' in text


def test_precheck_stands_between_where_there_is_one(told, desk):
    assertNotContains(desk.get(page(told)), "初评")
    Mark.objects.filter(pk=mark(told, "1.2").pk).update(
        prechecked_input={"level": "好"}, prechecked=5, precheck_note="属实"
    )
    text = desk.get(page(told)).content.decode()
    assert "初评</span>档次：好，5.00 分" in text
    assert "依据：属实" in text


def test_script_saves_several_items_with_their_basis(told, desk):
    sent = typed("1.2", "好", "台账第 3 页", "1") | typed("2.1", "14", version="1")
    answer = desk.post(save(told), sent, headers=JSON).json()
    assert answer["items"]["1.2"] == {
        "version": 2, "text": "好", "basis": "台账第 3 页", "problem": "", "field": "", "conflict": None,
    }  # fmt: skip
    assert answer["points"]["2.1"] == {"words": "14.00", "unscored": False}
    assert (answer["total"], answer["scored"], answer["needed"]) == ("19.00", 2, 3)
    told.refresh_from_db()
    assert (told.total, mark(told, "1.2").basis) == (19, "台账第 3 页")


def test_second_saver_is_told_who_when_and_what(told, desk):
    other = make_user(Role.CLERK, name="王芳")
    transitions.save_checked(told.group, [transitions.Cell(told.pk, "2.1", "12", 1, "缺一次")], by=other)
    found = desk.post(save(told), typed("2.1", "14", version="1"), headers=JSON).json()["items"]["2.1"]
    assert (found["conflict"]["who"], found["text"], found["basis"], found["version"]) == (
        "王芳",
        "12",
        "缺一次",
        2,
    )
    text = desk.post(save(told), typed("2.1", "14", version="1 ")).content.decode()
    assert "王芳已在另一处修改了此项，请对比后再保存。现在是“12”，依据是“缺一次”。" in text
    assert 'name="c:2.1" value="14"' in text


@pytest.mark.parametrize(("sent", "words"), [
    (typed("2.1", "16", version="1 "), "请填"),
    (typed("2.1", "14", "长" * 501, "1 "), "依据最多 500 个字，现在有 501 个字，请删减。"),
])  # fmt: skip
def test_bad_item_keeps_its_typing_and_holds_up_no_other(told, desk, sent, words):
    answer = desk.post(save(told), sent | typed("1.2", "好", version="1 "))
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "<title>错误：" in text
    assert words in text
    assert f'name="c:2.1" value="{sent["c:2.1"]}"' in text
    assert (mark(told, "2.1").checked, mark(told, "1.2").checked) == (None, 5)


def test_without_script_good_items_lead_back_with_the_filter(told, desk):
    answer = desk.post(save(told, "?left=work"), typed("2.1", "14", version="1 "))
    assert (answer.status_code, answer["Location"]) == (302, page(told, "?left=work"))
    assert mark(told, "2.1").checked == 14


def test_untouched_boxes_of_an_old_page_undo_nobody(told, desk):
    other = make_user(Role.CLERK)
    transitions.save_checked(told.group, [transitions.Cell(told.pk, "2.1", "12", 1, "缺一次")], by=other)
    assert desk.post(save(told), typed("2.1", "", version="1 ")).status_code == 302
    assert (mark(told, "2.1").checked, mark(told, "2.1").basis) == (12, "缺一次")


@pytest.mark.parametrize("name", ["c:", "c:9.9", "c:x" * 30, "d:2.1"])
def test_names_that_are_no_item_are_left_alone(told, desk, name):
    assert desk.post(save(told), {name: "1"}, headers=JSON).json()["items"] == {}


def test_page_of_somebody_who_signed_out_saves_nothing(told, desk, head):
    sent = typed("2.1", "14", version="1") | {"by": str(head.pk)}
    assert desk.post(save(told), sent, headers=JSON).status_code == 403
    assert mark(told, "2.1").checked is None


def test_seen_item_loses_its_mark(told, desk, clerk):
    send_back(told, "2.1", by=clerk)
    resubmit(told, inputs={"2.1": {"value": "13"}}, notes={"2.1": "补了一次"})
    text = desk.get(page(told)).content.decode()
    assert "<dt>修改前</dt><dd>自评 14.5 分<br>依据、说明：没有填写</dd>" in text
    assert "<dt>修改后</dt><dd>自评 13 分<br>依据、说明：补了一次</dd>" in text
    assert desk.post(save(told), {"seen": "2.1"}).status_code == 302
    assertNotContains(desk.get(page(told)), "已修改")


def test_confirmed_card_is_read_only(told, desk, clerk, head):
    group = Group.objects.get(pk=told.group_id)
    cells = [transitions.Cell(told.pk, key, text, mark(told, key).version)
             for key, text in {"1.1": "0 0", "1.2": "好", "2.1": "14"}.items()]  # fmt: skip
    transitions.save_checked(group, cells, by=clerk)
    transitions.confirm_card(told, by=head)
    text = desk.get(page(told)).content.decode()
    assert f"已由{head.name}核定，得分不能再改。" in text
    assert "data-cell" not in text
    answer = desk.post(save(told), typed("2.1", "13", version="2"), headers=JSON).json()
    assert "已核定" in answer["items"]["2.1"]["problem"]


def test_after_locking_nothing_is_saved(clerk, head, desk):
    card = cards_of(advance(make_round(clerk), Phase.LOCKED, clerk=clerk, head=head))[0]
    assert desk.get(page(card)).status_code == 403
    assert desk.post(save(card), typed("2.1", "一般"), headers=JSON).status_code == 409
    answer = desk.post(save(card), typed("2.1", "一般"), follow=True)
    assertContains(answer, "现在处于“锁定”阶段，不能修改得分。")


def test_in_filling_a_draft_is_read_and_nothing_is_typed(card, desk):
    text = desk.get(page(card)).content.decode()
    assert "单位还没有报送，这里只能查看。" in text
    assert ("data-cell" in text, "data-return" in text) == (False, False)
    answer = desk.post(save(card), typed("2.1", "14"))
    assertContains(answer, "现在处于“填报”阶段，不能修改得分。", status_code=409)


def test_who_may_and_who_may_not(told, sign_in, officer, unit):
    outsider = sign_in(make_user(Role.SCORER, unit=unit))
    for client, status in ((sign_in(officer), 403), (outsider, 404)):
        assert (client.get(page(told)).status_code, client.post(save(told)).status_code) == (status, status)


def test_wrong_method_is_405(told, desk):
    assert (desk.post(page(told)).status_code, desk.get(save(told)).status_code) == (405, 405)


def test_next_card_keeps_the_filter_even_where_this_one_no_longer_fits(clerk, head, desk):
    round_ = advance(make_round(clerk, units=3), Phase.CHECKING, clerk=clerk, head=head)
    first, second, third = cards_of(round_)
    fill_all(round_, by=clerk)
    transitions.confirm_card(first, by=head)
    text = desk.get(page(second, "?left=confirmed")).content.decode()
    assert f'rel="prev" href="{page(first, "?left=confirmed")}"' in text
    assert "第 2 / 2 张" in text
    assert f'rel="next" href="{page(third)}"' in desk.get(page(second)).content.decode()


def test_queries_are_the_same_at_any_number_of_items(told, desk, clerk, head, django_assert_num_queries):
    large = cards_of(advance(make_round(clerk), Phase.CHECKING, clerk=clerk, head=head))[0]
    for card, slots in ((told, {"1.2": "好"}), (large, {"2.1": "好", "1.1": "0", "3.1": "好"})):
        desk.get(page(card))
        with django_assert_num_queries(12):  # four of them are the frame's: session, person, notices, rounds
            desk.get(page(card))
        sent: dict[str, str] = {}
        for slot, text in slots.items():
            sent |= typed(slot, text, version=str(mark(card, slot).version))
        with django_assert_num_queries(13):  # three are the sign-in's, two the test's savepoint
            desk.post(save(card), sent, headers=JSON)
