"""审核矩阵: reading, saving with and without script, and what is refused."""

import pytest
from django.urls import reverse

from scorecards import transitions
from scorecards.models import Card, Group, Mark
from scorecards.phases import Phase
from tests.factories import advance, cards_of, fill_all, group_of, make_round, make_user
from units.roles import Role

pytestmark = pytest.mark.django_db
JSON = {"accept": "application/json"}
SAVEPOINTS = (
    "SAVEPOINT",
    "RELEASE SAVEPOINT",
)  # the test's own: a request's transaction is the outermost one


@pytest.fixture
def checking(clerk, head):
    """A round in 审核 with that many units: its group and its cards."""

    def make(units: int = 2) -> tuple[Group, list[Card]]:
        round_ = advance(make_round(clerk, units=units), Phase.CHECKING, clerk=clerk, head=head)
        return group_of(round_), cards_of(round_)

    return make


def page_of(group: Group) -> str:
    return reverse("scorecards:matrix", args=[group.pk])


def save_url(group: Group) -> str:
    return reverse("scorecards:matrix-save", args=[group.pk])


def cell(card: Card, key: str, text: str, base: str = "0") -> dict[str, str]:
    return {f"c:{card.pk}:{key}": text, f"v:{card.pk}:{key}": base}


def mark_of(card: Card, key: str) -> Mark:
    return Mark.objects.get(card=card, node__key=key)


def test_page_shows_each_cell_as_it_is_typed(checking, at_desk, clerk):
    group, cards = checking()
    transitions.save_checked(group, [transitions.Cell(cards[0].pk, "2.1", "1.5", 0)], by=clerk)
    text = at_desk.get(page_of(group)).content.decode()
    assert f'name="c:{cards[0].pk}:2.1" value="一般"' in text
    assert f'name="v:{cards[0].pk}:2.1" value="1 一般"' in text
    assert f'name="v:{cards[0].pk}:2.2" value="0 "' in text
    assert (
        "按顺序填 3 个次数，用空格隔开：1. 未设支委会、2. 未设书记、3. 超过规定人数；都没有发生的只填 0。"
        in text
    )


def test_page_is_for_the_office_alone(checking, sign_in):
    group, cards = checking()
    own = sign_in(make_user(Role.OFFICER, unit=cards[0].unit))
    outsider = sign_in(make_user(Role.SCORER, unit=cards[0].unit))
    assert [client.get(page_of(group)).status_code for client in (own, outsider)] == [403, 404]
    assert [client.post(save_url(group)).status_code for client in (own, outsider)] == [403, 404]


def test_wrong_method_is_405(checking, at_desk):
    group, _ = checking()
    assert at_desk.post(page_of(group)).status_code == 405
    assert at_desk.get(save_url(group)).status_code == 405


def test_page_is_never_kept_by_the_browser(checking, at_desk):
    group, _ = checking()
    assert "no-store" in at_desk.get(page_of(group))["Cache-Control"]


def test_script_saves_and_gets_points_and_totals(checking, at_desk):
    group, cards = checking()
    sent = (
        cell(cards[0], "1.1", "1 0 1")
        | cell(cards[0], "2.1", "２")
        | {"by": str(at_desk.session["_auth_user_id"])}
    )
    answer = at_desk.post(save_url(group), sent, headers=JSON).json()
    first, second = answer["cells"][f"{cards[0].pk}:1.1"], answer["cells"][f"{cards[0].pk}:2.1"]
    assert (first["text"], first["points"], first["version"], first["unscored"]) == (
        "1 0 1",
        "0.50",
        1,
        False,
    )
    assert (second["text"], second["points"]) == ("好", "2.00")
    assert answer["cards"] == {str(cards[0].pk): {"total": "2.50", "scored": 2}}


def test_cleared_cell_is_unscored_again(checking, at_desk, clerk):
    group, cards = checking()
    transitions.save_checked(group, [transitions.Cell(cards[0].pk, "2.1", "好", 0)], by=clerk)
    answer = at_desk.post(save_url(group), cell(cards[0], "2.1", "", "1"), headers=JSON).json()
    saved = answer["cells"][f"{cards[0].pk}:2.1"]
    assert (saved["text"], saved["points"], saved["unscored"]) == ("", "", True)
    assert answer["cards"][str(cards[0].pk)] == {"total": "—", "scored": 0}


def test_bad_cell_tells_what_to_type_and_holds_up_no_other(checking, at_desk):
    group, cards = checking()
    sent = cell(cards[0], "1.1", "1 2") | cell(cards[1], "1.1", "0")
    answer = at_desk.post(save_url(group), sent, headers=JSON).json()
    assert answer["cells"][f"{cards[0].pk}:1.1"]["problem"].startswith("请按顺序填 3 个次数")
    assert answer["cells"][f"{cards[1].pk}:1.1"]["problem"] == ""
    assert (mark_of(cards[0], "1.1").checked, mark_of(cards[1], "1.1").checked) == (None, 2)


def test_without_script_bad_cell_stays_on_the_page_with_its_text(checking, at_desk):
    group, cards = checking()
    answer = at_desk.post(
        save_url(group), cell(cards[0], "1.1", "乱填", "0 ") | cell(cards[1], "2.1", "好", "0 ")
    )
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "<title>错误：" in text
    assert f'value="乱填" maxlength="4000" aria-labelledby="u{cards[0].pk} k1" aria-invalid="true"' in text
    assert f'<a href="#c{cards[0].pk}-1">{cards[0].name} 1.1 班子健全—设置：请按顺序填' in text
    assert mark_of(cards[1], "2.1").checked == 2


def test_without_script_good_cells_lead_back_to_the_page(checking, at_desk):
    group, cards = checking()
    answer = at_desk.post(save_url(group), cell(cards[0], "2.1", "好", "0 "))
    assert (answer.status_code, answer["Location"]) == (302, page_of(group))


def test_second_saver_is_told_who_when_and_what(checking, at_desk, clerk):
    group, cards = checking()
    other = make_user(Role.CLERK, name="王芳")
    transitions.save_checked(group, [transitions.Cell(cards[0].pk, "2.1", "不好", 0)], by=other)
    answer = at_desk.post(save_url(group), cell(cards[0], "2.1", "好"), headers=JSON).json()
    told = answer["cells"][f"{cards[0].pk}:2.1"]
    assert (told["conflict"]["who"], told["text"], told["points"], told["version"]) == (
        "王芳",
        "不好",
        "0.00",
        1,
    )
    assert mark_of(cards[0], "2.1").checked == 0


def test_without_script_second_saver_keeps_the_typing(checking, at_desk):
    group, cards = checking()
    other = make_user(Role.CLERK, name="王芳")
    transitions.save_checked(group, [transitions.Cell(cards[0].pk, "2.1", "不好", 0)], by=other)
    text = at_desk.post(save_url(group), cell(cards[0], "2.1", "好", "0 ")).content.decode()
    assert f'name="c:{cards[0].pk}:2.1" value="好"' in text
    assert f'name="v:{cards[0].pk}:2.1" value="1 不好"' in text
    assert "王芳已在另一处修改了此项，请对比后再保存。现在是“不好”。" in text


def test_untouched_cell_of_an_old_page_undoes_nobody(checking, at_desk):
    group, cards = checking()
    other = make_user(Role.CLERK)
    transitions.save_checked(group, [transitions.Cell(cards[0].pk, "2.1", "不好", 0)], by=other)
    answer = at_desk.post(
        save_url(group), cell(cards[0], "2.1", "", "0 ") | cell(cards[1], "2.1", "好", "0 ")
    )
    assert (answer.status_code, mark_of(cards[0], "2.1").checked, mark_of(cards[1], "2.1").checked) == (
        302,
        0,
        2,
    )


def test_cell_of_another_group_is_left_alone(checking, at_desk):
    group, _ = checking()
    _, foreign = checking()
    answer = at_desk.post(save_url(group), cell(foreign[0], "2.1", "好"), headers=JSON).json()
    assert answer["cells"] == {}
    assert mark_of(foreign[0], "2.1").checked is None


@pytest.mark.parametrize("name", ["c:x:2.1", "c:1", "c:99999999999999:2.1", "c:1:不存在", "d:1:2.1"])
def test_name_that_is_no_cell_is_left_alone(name, checking, at_desk):
    group, _ = checking()
    assert at_desk.post(save_url(group), {name: "好"}, headers=JSON).json()["cells"] == {}


def test_page_of_somebody_who_signed_out_saves_nothing(checking, at_desk, head):
    group, cards = checking()
    sent = cell(cards[0], "2.1", "好") | {"by": str(head.pk)}
    assert at_desk.post(save_url(group), sent, headers=JSON).status_code == 403
    assert mark_of(cards[0], "2.1").checked is None


def test_confirmed_card_is_read_only(checking, at_desk, clerk, head):
    group, cards = checking()
    fill_all(group.round, by=clerk)
    transitions.confirm_group(group, by=head)
    assert f'name="c:{cards[0].pk}:2.1"' not in at_desk.get(page_of(group)).content.decode()
    answer = at_desk.post(save_url(group), cell(cards[0], "2.1", "一般", "1"), headers=JSON).json()
    assert "已核定" in answer["cells"][f"{cards[0].pk}:2.1"]["problem"]


def test_after_locking_typed_text_is_refused_and_shown(clerk, head, at_desk):
    round_ = advance(make_round(clerk), Phase.LOCKED, clerk=clerk, head=head)
    group, card = group_of(round_), cards_of(round_)[0]
    assert at_desk.post(save_url(group), cell(card, "2.1", "一般", "1"), headers=JSON).json()["refused"]
    answer = at_desk.post(save_url(group), cell(card, "2.1", "一般", "1 好"))
    assert answer.status_code == 409
    assert f"{card.name} 2.1 书记—政治素质：一般" in answer.content.decode()


def send_back(card: Card, key: str, state: str) -> None:
    Mark.objects.filter(card=card, node__key=key).update(
        state=state, return_reason="请补依据", returned_at=card.group.round.fill_due_at
    )


def test_returned_and_mended_items_are_marked_in_words(checking, at_desk):
    group, cards = checking()
    send_back(cards[0], "2.1", "returned")
    send_back(cards[1], "2.1", "changed")
    text = at_desk.get(page_of(group)).content.decode()
    assert text.count('title="已退回"><span class="visually-hidden">已退回</span>') == 1
    assert text.count('title="已修改"><span class="visually-hidden">已修改</span>') == 1


def test_whoever_enters_a_mended_item_has_looked_at_it(checking, at_desk):
    group, cards = checking()
    send_back(cards[0], "2.1", "changed")
    answer = at_desk.post(save_url(group), cell(cards[0], "2.1", "好"), headers=JSON).json()
    assert answer["cells"][f"{cards[0].pk}:2.1"]["changed"] is False
    assert mark_of(cards[0], "2.1").state == ""


@pytest.mark.parametrize(
    ("only", "shown"), [("changed", {"2.2"}), ("unscored", {"1.1", "2.2"}), ("x", {"1.1", "2.1", "2.2"})]
)
def test_filter_leaves_rows_and_columns_that_have_such_cells(only, shown, checking, at_desk, clerk):
    group, cards = checking()
    fill_all(group.round, by=clerk, **{"2.2": "", "1.1": ""})
    transitions.save_checked(group, [transitions.Cell(cards[0].pk, "2.2", "好", 0)], by=clerk)
    send_back(cards[1], "2.2", "changed")
    text = at_desk.get(page_of(group), {"only": only}).content.decode()
    seen = {key for key in ("1.1", "2.1", "2.2") if f'name="c:{cards[1].pk}:{key}"' in text}
    assert (seen, f"已评 <span data-all-scored>{2 * 8 - 3}" in text) == (shown, True)


def test_filter_that_leaves_nothing_says_so(checking, at_desk):
    group, _ = checking()
    assert "没有符合条件的记录" in at_desk.get(page_of(group), {"only": "changed"}).content.decode()


def test_filter_survives_a_save_without_script(checking, at_desk):
    group, cards = checking()
    answer = at_desk.post(save_url(group), cell(cards[0], "2.1", "好", "0 ") | {"only": "unscored"})
    assert answer["Location"] == f"{page_of(group)}?only=unscored"


@pytest.mark.parametrize(("paper", "blocks"), [("a4", 1), ("a3", 1), ("x", 1)])
def test_printed_matrix_has_every_cell_once(paper, blocks, checking, at_desk, clerk):
    group, cards = checking()
    fill_all(group.round, by=clerk)
    text = at_desk.get(page_of(group), {"print": paper}).content.decode()
    assert text.count("<caption") == blocks
    assert text.count('<td class="paper-') == 2 * 8
    assert text.count(f'class="paper-unit">{cards[0].name}</th>') == blocks


def test_ten_thousand_cells_of_nobody_change_nothing(checking, at_desk):
    group, cards = checking()
    sent = {f"c:{cards[0].pk + number}:9.{number}": "好" for number in range(10_000)}
    assert at_desk.post(save_url(group), sent, headers=JSON).json()["cells"] == {}
    assert Mark.objects.filter(checked_input__isnull=False).count() == 0


def test_round_without_scores_has_no_matrix(checking, at_desk):
    group, _ = checking()
    Group.objects.filter(pk=group.pk).update(version=None)
    assert at_desk.get(page_of(group)).status_code == 404


def test_queries_do_not_grow_with_rows(checking, at_desk, django_assert_num_queries):
    for units in (2, 5):
        group, cards = checking(units)
        at_desk.get(page_of(group))
        with django_assert_num_queries(9):
            at_desk.get(page_of(group))
        sent: dict[str, str] = {}
        for card in cards:
            sent |= cell(card, "2.1", "好") | cell(card, "1.1", "0")
        with django_assert_num_queries(11 + len(SAVEPOINTS)):
            at_desk.post(save_url(group), sent, headers=JSON)
