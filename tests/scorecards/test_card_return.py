"""退回 and 核定 by their forms: what is kept on a refused page, and what happens to typing beside the act."""

import uuid

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from scorecards import transitions
from scorecards.models import Card, CardState, Highlight, MarkState, Round, Yields
from scorecards.phases import Phase
from scorecards.return_reasons import CANNED
from tests.factories import advance, cards_of, fill_all, make_round, make_user
from tests.scorecards.filling import mark
from tests.scorecards.returning import send_back, soon
from units.models import Notice
from units.roles import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(sign_in, clerk):
    return sign_in(clerk)


@pytest.fixture
def cards(clerk, head) -> list[Card]:
    return cards_of(advance(make_round(clerk), Phase.CHECKING, clerk=clerk, head=head))


def url(name: str, card: Card, query: str = "") -> str:
    return reverse(f"scorecards:{name}", args=[card.pk]) + query


def due() -> dict[str, str]:
    """Three days ahead, as the browser posts it, with a fresh key."""
    return {"due_at": soon().strftime("%Y-%m-%dT%H:%M"), "key": str(uuid.uuid4())}


def going(slot: str, canned: str = "", typed: str = "") -> dict[str, str]:
    return {f"r:{slot}": "on", f"q:{slot}": canned, f"f:{slot}": typed}


def test_several_items_go_back_in_one_act(cards, desk):
    sent = due() | going("1.1", CANNED[0]) | going("2.1", CANNED[1], "第二季度的。")
    answer = desk.post(url("card-return", cards[0], "?left=work"), sent, follow=True)
    assert answer.redirect_chain == [(url("card-check", cards[0], "?left=work"), 302)]
    assertContains(answer, "已退回 2 项，并通知了单位。")
    assert mark(cards[0], "2.1").return_reason == f"{CANNED[1]}第二季度的。"


def test_reason_that_is_chosen_without_the_tick_stays_home(cards, desk):
    sent = due() | going("1.1", CANNED[0]) | {"q:2.1": CANNED[1]}
    desk.post(url("card-return", cards[0]), sent)
    assert (mark(cards[0], "1.1").state, mark(cards[0], "2.1").state) == (MarkState.RETURNED, "")


@pytest.mark.parametrize(("sent", "words"), [
    ({"f:1.1": "未勾选"}, "请至少勾选一项“退回此项”，再退回。"),
    (going("1.1"), "请选择一句或写明退回原因。"),
    (going("1.1", "不是我们的话"), "请选择一句或写明退回原因。"),
    (going("1.1", typed="长" * 501), "退回原因最多 500 个字，现在有 501 个字，请删减。"),
    (going("1.1", CANNED[0]) | {"due_at": ""}, "请填写修改截止时间。"),
    (going("1.1", CANNED[0]) | {"due_at": "下周三"}, "请按“2026-07-03 17:00”的样子填写时间。"),
])  # fmt: skip
def test_bad_return_keeps_everything_on_the_page(cards, desk, sent, words):
    also = going("2.1", CANNED[2], "写了很久") | {"c:2.2": "好", "v:2.2": "0 "}
    answer = desk.post(
        url("card-return", cards[0]), due() | ({} if "f:1.1" in sent and len(sent) == 1 else also) | sent
    )
    assertContains(answer, "<title>错误：", status_code=422)
    assertContains(answer, words, status_code=422)
    assert mark(cards[0], "1.1").state == ""
    if f"r:{'1.1'}" in sent:
        assertContains(answer, "写了很久</textarea>", status_code=422)
        assertContains(answer, f"<option selected>{CANNED[2]}</option>", status_code=422)
        assertContains(answer, 'name="c:2.2" value="好"', status_code=422)


@pytest.mark.parametrize("text", ["0001-01-01T00:00", "9999-12-31T23:59", "2020-01-01T00:00"])
def test_moments_that_are_over_or_never_come(cards, desk, text):
    answer = desk.post(url("card-return", cards[0]), due() | going("1.1", CANNED[0]) | {"due_at": text})
    assert answer.status_code in {409, 422}
    assertContains(answer, "修改截止时间", status_code=answer.status_code)
    assert mark(cards[0], "1.1").state == ""


def test_marks_typed_beside_the_act_are_saved_too(cards, desk):
    sent = due() | going("1.1", CANNED[0]) | {"c:2.1": "好", "v:2.1": "0 ", "c:2.2": "乱填", "v:2.2": "0 "}
    answer = desk.post(url("card-return", cards[0]), sent)
    assertContains(answer, "已退回 1 项", status_code=422)
    assertContains(answer, 'name="c:2.2" value="乱填"', status_code=422)
    assert (mark(cards[0], "1.1").state, mark(cards[0], "2.1").checked) == (MarkState.RETURNED, 2)


def test_saving_forgets_no_item_that_is_ticked(cards, desk):
    sent = due() | going("1.1", typed="写了很久") | {"c:2.1": "好", "v:2.1": "0 "}
    assertContains(desk.post(url("card-check-save", cards[0]), sent), "写了很久</textarea>")
    assert (mark(cards[0], "2.1").checked, mark(cards[0], "1.1").state) == (2, "")


def test_recall_by_the_button(cards, desk, clerk):
    send_back(cards[0], "1.1", by=clerk)
    assertContains(desk.get(url("card-check", cards[0])), 'name="slot" value="1.1"')
    answer = desk.post(url("card-recall", cards[0]), {"slot": "1.1"}, follow=True)
    assertContains(answer, "退回已取消，并通知了单位。")
    assertContains(desk.post(url("card-recall", cards[0]), {"slot": "1.1"}), "现在没有退回", status_code=409)


def test_confirm_by_another_and_not_by_the_last_hand(cards, desk, clerk, head, sign_in):
    fill_all(cards[0].group.round, by=clerk)
    assertContains(desk.get(url("card-detail", cards[0])), "由您最后录入，请另一位工作人员核定。")
    assertContains(desk.post(url("card-confirm", cards[0]), follow=True), "由您最后录入")
    second = sign_in(head)
    assertContains(second.get(url("card-detail", cards[0])), "核定这张评分表？")
    assertContains(second.post(url("card-confirm", cards[0]), follow=True), f"{cards[0]}已核定。")
    assert Card.objects.get(pk=cards[0].pk).state == CardState.CONFIRMED


def test_confirming_saves_what_stands_typed_and_makes_one_the_last_hand(cards, clerk, head, sign_in):
    fill_all(cards[0].group.round, by=clerk)
    version = mark(cards[0], "2.1").version
    sent = {"by": str(head.pk), "c:2.1": "不好", "v:2.1": f"{version} 好"}
    assertContains(sign_in(head).post(url("card-confirm", cards[0]), sent, follow=True), "由您最后录入")
    assert (mark(cards[0], "2.1").checked, Card.objects.get(pk=cards[0].pk).state) == (0, CardState.CHECKING)


def test_bulk_by_the_head_names_who_is_left_out(cards, clerk, head, sign_in):
    fill_all(cards[0].group.round, by=clerk)
    send_back(cards[1], "1.1", by=clerk)
    confirm = reverse("scorecards:group-confirm", args=[cards[0].group_id])
    page = sign_in(head).post(confirm, follow=True)
    assertContains(page, "已核定 1 张评分表。")
    assertContains(page, f"{cards[1]}还有 1 项退回单位修改")


@pytest.mark.parametrize("name", ["card-return", "card-recall", "card-confirm"])
def test_who_may_and_who_may_not(cards, sign_in, desk, name):
    own, outsider = (make_user(role, unit=cards[0].unit) for role in (Role.OFFICER, Role.SCORER))
    answers = [sign_in(user).post(url(name, cards[0])).status_code for user in (own, outsider)]
    assert [*answers, desk.get(url(name, cards[0])).status_code] == [403, 404, 405]


@pytest.fixture
def shown(clerk, head) -> Card:
    """A card of a round that only shows: no rubric, no marks."""
    card = cards_of(advance(make_round(clerk), Phase.CHECKING, clerk=clerk, head=head))[0]
    card.marks.all().delete()
    Card.objects.filter(pk=card.pk).update(items=0)
    type(card.group).objects.filter(pk=card.group_id).update(version=None)
    Round.objects.filter(pk=card.group.round_id).update(yields=Yields.PROBLEMS)
    at = card.group.round.fill_due_at
    Highlight.objects.create(
        card=card, kind="problem", text="学习不经常", order=1, changed_by=clerk, changed_at=at
    )
    return Card.objects.with_frame().get(pk=card.pk)


def test_showing_round_is_read_and_returned_as_a_whole(shown, desk):
    officer = make_user(Role.OFFICER, unit=shown.unit)
    page = desk.get(url("card-check", shown))
    assertContains(page, "学习不经常")
    assertNotContains(page, "核定合计")
    answer = desk.post(url("card-return", shown), due() | {"reason": "请写明原因和措施。"}, follow=True)
    assertContains(answer, "已退回，并通知了单位。")
    assert Card.objects.get(pk=shown.pk).is_open_to_unit
    assert Notice.objects.get(user=officer).text.endswith("前重新报送：请写明原因和措施。")
    assertContains(desk.get(reverse("scorecards:round-queue", args=[shown.group.round_id])), shown.name)


@pytest.mark.parametrize(
    ("reason", "words"), [("", "请写明退回原因。"), ("长" * 81, "退回原因最多 80 个字，请删减。")]
)
def test_showing_round_needs_a_reason_that_fits_the_notice(shown, desk, reason, words):
    answer = desk.post(url("card-return", shown), due() | {"reason": reason})
    assertContains(answer, words, status_code=422)
    assert transitions.confirm_card(shown, by=make_user(Role.CLERK)).state == CardState.CONFIRMED
