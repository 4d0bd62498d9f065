"""汇总录入: sums are checked, one enters, another confirms, and only then it counts."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from scorecards import transitions
from scorecards.group_sheets import sheet_of
from scorecards.models import BatchKind, TallySheet
from scorecards.scoring import BadInput
from scorecards.scoring.signed_sheets import Ballots, read_ballots
from scorecards.transitions.checking import BY_SHEET, check_together
from scorecards.transitions.full_marks import plan_full
from tests.factories import make_unit, make_user
from tests.scorecards.lists.offices import cards_in, checking, mark, opened, put, the_group
from units.roles import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def round_(clerk):
    return checking(clerk, count=2)


@pytest.fixture
def client(sign_in, clerk):
    return sign_in(clerk)


@pytest.fixture
def second(sign_in, head):
    return sign_in(head)


def url(name: str, round_, *more: str) -> str:
    return reverse(f"scorecards:{name}", args=[the_group(round_).pk, *more])


def line(
    card, version: int, issued, returned, valid, *rest, wide: bool = False, base: str = "x"
) -> dict[str, str]:
    names = ["issued", "returned", "valid", *(["numbers"] if wide else [f"v{n}" for n in range(len(rest))])]
    texts = dict(zip(names, map(str, (issued, returned, valid, *rest)), strict=True))
    return {f"t{card.pk}:{name}": text for name, text in texts.items()} | {
        f"t{card.pk}:version": str(version),
        f"t{card.pk}:base": base,
    }


def save(client, round_, slot: str, *lines: dict[str, str]):
    fields = {name: text for one in lines for name, text in one.items()}
    return client.post(url("tally-save", round_, slot), fields)


def confirm(client, round_, slot: str, *sheets: str):
    return client.post(url("tally-confirm", round_, slot), {"sheet": list(sheets)}, follow=True)


def test_sheet_counts_once_a_second_person_confirmed_it(client, second, round_, clerk, head):
    card = cards_in(round_)[0]
    assert save(client, round_, "2.1", line(card, 0, 60, 58, 55, 50, 4, 1)).status_code == 302
    assert mark(card, "2.1").checked_input is None
    confirm(second, round_, "2.1", f"{card.pk}:1")
    done, sheet = mark(card, "2.1"), TallySheet.objects.get()
    assert done.checked_input == {"votes": {"满意": "50", "不满意": "4", "不了解": "1"}}
    assert done.basis == f"计票表：发出 60 张，收回 58 张，有效 55 张；{clerk.name}录入，{head.name}复核"
    assert (sheet.confirmed_by, cards_in(round_)[0].scored) == (head, 1)


def test_one_person_types_no_votes_anywhere(client, round_, clerk):
    card, group = cards_in(round_)[0], the_group(round_)
    cells = [transitions.Cell(card.pk, "2.1", "50/4/1", 0)]
    (alone,) = transitions.save_checked(group, cells, by=clerk)
    together = check_together(group, cells, kind=BatchKind.COLUMN, words="粘贴", by=clerk)
    assert {alone.problem, together.outcomes[0].problem} == {BY_SHEET}
    assert "2.1" not in {cell.item.key for cell in plan_full(sheet_of(group)).cells}
    pages = [
        client.get(url("matrix", round_)),
        client.get(url("item-marks", round_, "2.1")),
        client.get(reverse("scorecards:card-check", args=[card.pk])),
    ]
    for page in pages:
        assertNotContains(page, f'name="c:{card.pk}:2.1"')
        assertNotContains(page, 'name="c:2.1"')
    assertContains(pages[0], f'name="c:{card.pk}:4.1"')
    for page in pages[1:]:
        assertContains(page, url("tally-list", round_))
    assert mark(card, "2.1").checked_input is None


def test_nobody_confirms_the_own_sheet(client, round_):
    card = cards_in(round_)[0]
    save(client, round_, "2.1", line(card, 0, 60, 58, 55, 55, 0, 0))
    answer = confirm(client, round_, "2.1", f"{card.pk}:1")
    assert "计票表须由录入人以外的人复核" in answer.content.decode()
    assert mark(card, "2.1").checked_input is None


def test_sheet_that_changed_since_it_was_seen_is_not_confirmed(client, second, round_):
    card = cards_in(round_)[0]
    save(client, round_, "2.1", line(card, 0, 60, 58, 55, 55, 0, 0))
    save(client, round_, "2.1", line(card, 1, 60, 58, 55, 54, 1, 0))
    answer = confirm(second, round_, "2.1", f"{card.pk}:1")
    assert "在您查看后有改动" in answer.content.decode()
    assert mark(card, "2.1").checked_input is None


def test_entering_anew_wants_a_new_confirmation(client, second, round_):
    card = cards_in(round_)[0]
    save(client, round_, "2.1", line(card, 0, 60, 58, 55, 55, 0, 0))
    confirm(second, round_, "2.1", f"{card.pk}:1")
    save(client, round_, "2.1", line(card, 2, 60, 58, 55, 54, 1, 0))
    assert TallySheet.objects.get().confirmed_by is None
    assert mark(card, "2.1").checked_input == {"votes": {"满意": "55"}}
    confirm(second, round_, "2.1", f"{card.pk}:3")
    assert mark(card, "2.1").checked_input == {"votes": {"满意": "54", "不满意": "1"}}


@pytest.mark.parametrize(
    ("counts", "sentence"),
    [
        ((60, 58, 55, 50, 4, 0), "各档票数合计 54 张，与有效 55 张不符"),
        ((60, 61, 55, 50, 4, 1), "收回 61 张，多于发出 60 张"),
        ((60, 54, 55, 50, 4, 1), "有效 55 张，多于收回 54 张"),
        ((60, 58, "五", 50, 4, 1), "“有效”请填 0 到 99999 之间的整数。"),
        ((60, 58, 1.5, 50, 4, 1), "“有效”请填"),
        ((60, 58, 55, "x", 4, 1), "“满意”请填"),
        ((60, 58, 1, 0, 0, 1), "至少要有一张计分的票。"),
        (("", 58, 55, 50, 4, 1), "“发出”请填"),
    ],
)
def test_sums_that_do_not_agree_keep_the_typing(client, round_, counts, sentence):
    first, other = cards_in(round_)
    good = line(other, 0, 10, 10, 10, 10, 0, 0)
    answer = save(client, round_, "2.1", line(first, 0, *counts), good)
    page = answer.content.decode()
    assert (answer.status_code, sentence in page, "<title>错误：" in page) == (422, True, True)
    assert all(f'value="{count}"' in page for count in counts)
    assert list(TallySheet.objects.values_list("mark__card", flat=True)) == [other.pk]


def test_judges_numbers_count_the_valid_ballots(client, second, round_):
    card = cards_in(round_)[0]
    save(client, round_, "2.2", line(card, 0, 4, 4, 3, "90 80 ８５", wide=True))
    confirm(second, round_, "2.2", f"{card.pk}:1")
    assert mark(card, "2.2").checked_input == {"numbers": ["90", "80", "85"], "void": "1"}


@pytest.mark.parametrize(
    ("numbers", "sentence"),
    [
        ("90 80", "填了 2 位评委的分数，与有效 3 张不符"),
        ("90 80 101", "每个分数请填 0 到 100 之间的数"),
        ("90 80 -", "没有打分的评委不填"),
        ("", "请填各位评委的分数"),
        ("甲 乙 丙", "每个分数请填"),
    ],
)
def test_judges_numbers_that_do_not_agree(client, round_, numbers, sentence):
    card = cards_in(round_)[0]
    answer = save(client, round_, "2.2", line(card, 0, 3, 3, 3, numbers, wide=True))
    assert (answer.status_code, sentence in answer.content.decode()) == (422, True)


def test_whole_ballots_are_heard_over_all_units_together(client, second, round_):
    """The second judge gave everybody the same number, so that ballot is void."""
    first, other = cards_in(round_)
    save(client, round_, "2.3", line(first, 0, 3, 3, 2, "90 70 80", wide=True))
    told = confirm(second, round_, "2.3", f"{first.pk}:1")
    assert "须全部录入后一并复核" in told.content.decode()
    save(client, round_, "2.3", line(other, 0, 3, 3, 2, "85 70 75", wide=True))
    assert "请全部选上" in confirm(second, round_, "2.3", f"{first.pk}:1").content.decode()
    confirm(second, round_, "2.3", f"{first.pk}:1", f"{other.pk}:1")
    assert mark(first, "2.3").checked_input == {"numbers": ["90", "80"], "void": "1"}
    assert mark(other, "2.3").checked_input == {"numbers": ["85", "75"], "void": "1"}


def test_whole_ballots_must_agree_with_the_paper(client, second, round_):
    first, other = cards_in(round_)
    save(client, round_, "2.3", line(first, 0, 3, 3, 3, "90 70 80", wide=True))
    save(client, round_, "2.3", line(other, 0, 3, 3, 2, "85 70 75", wide=True))
    told = confirm(second, round_, "2.3", f"{first.pk}:1", f"{other.pk}:1").content.decode()
    assert "按有效票的要求应有 2 张有效，计票表上是 3 张" in told
    assert TallySheet.objects.waiting().count() == 2


def test_second_saver_is_told_and_untouched_lines_are_left_alone(client, second, round_, head):
    first, other = cards_in(round_)
    save(second, round_, "2.1", line(first, 0, 10, 10, 10, 10, 0, 0), line(other, 0, 9, 9, 9, 9, 0, 0))
    late = line(first, 0, 20, 20, 20, 20, 0, 0)
    untouched = line(other, 0, "", "", "", "", "", "", base="|||||")
    answer = save(client, round_, "2.1", late, untouched)
    page = answer.content.decode()
    assert (answer.status_code, f"{head.name}已在另一处修改了这张计票表" in page) == (422, True)
    assert ('value="20"' in page, TallySheet.objects.filter(issued=9).count()) == (True, 1)


def test_mark_changed_by_hand_is_overwritten_only_by_a_confirmation(client, second, round_, clerk):
    card = cards_in(round_)[0]
    put(card, "2.1", "1 0 0", by=clerk)
    save(client, round_, "2.1", line(card, 0, 10, 10, 10, 10, 0, 0))
    confirm(second, round_, "2.1", f"{card.pk}:1")
    assert mark(card, "2.1").checked_input == {"votes": {"满意": "10"}}


def test_confirmed_card_takes_no_more(client, second, round_, head):
    card = cards_in(round_)[0]
    save(client, round_, "2.1", line(card, 0, 10, 10, 10, 10, 0, 0))
    card.state = "confirmed"
    card.save(update_fields=["state"])
    assert "已核定，不能再改" in confirm(second, round_, "2.1", f"{card.pk}:1").content.decode()
    assert TallySheet.objects.waiting().count() == 1


@pytest.mark.parametrize("sheet", ["", "x", "1", "1:2:3", "99999999:1", "-1:1"])
def test_garbage_confirms_nothing(second, round_, sheet):
    assert confirm(second, round_, "2.1", sheet).status_code == 200


def test_list_counts_sheets_and_other_items_have_no_page(client, round_):
    save(client, round_, "2.1", line(cards_in(round_)[0], 0, 10, 10, 10, 10, 0, 0))
    page = client.get(url("tally-list", round_)).content.decode()
    assert ("指标2.1" in page, "1 张" in page, "指标1.1" in page) == (True, True, False)
    assert [client.get(url("tally-sheet", round_, slot)).status_code for slot in ("1.1", "9.9")] == [404, 404]


def test_pages_are_for_the_office_from_checking_on(client, clerk, sign_in, round_):
    card = cards_in(round_)[0]
    insider, outsider = make_user(Role.OFFICER, unit=card.unit), make_user(Role.SCORER, unit=make_unit())
    for name, more in (("tally-list", ()), ("tally-sheet", ("2.1",))):
        answers = [sign_in(who).get(url(name, round_, *more)).status_code for who in (insider, outsider)]
        assert answers == [403, 404]
    assert sign_in(insider).post(url("tally-save", round_, "2.1")).status_code == 403
    early = opened(clerk, count=1, title="另一期")
    assert client.get(url("tally-sheet", early, "2.1")).status_code == 403
    assert save(client, early, "2.1").status_code == 409


def test_sheets_are_entered_in_judging_too(client, round_, clerk):
    transitions.start_judging(round_, by=clerk)
    card = cards_in(round_)[0]
    assert save(client, round_, "2.1", line(card, 0, 10, 10, 10, 10, 0, 0)).status_code == 302


def test_ballots_are_whole_and_in_order():
    assert read_ballots("６０", "58", "55") == Ballots(60, 58, 55)
    with pytest.raises(BadInput, match="整数"):
        read_ballots("60", "5e1", "5")


def queries_of(client, second, round_) -> list[int]:
    cards, counts = cards_in(round_), []
    lines = [line(card, 0, 10, 10, 10, 10, 0, 0) for card in cards]
    steps = [
        lambda: save(client, round_, "2.1", *lines),
        lambda: client.get(url("tally-sheet", round_, "2.1")),
        lambda: client.get(url("tally-list", round_)),
        lambda: confirm(second, round_, "2.1", *(f"{card.pk}:1" for card in cards)),
    ]
    for step in steps:
        with CaptureQueriesContext(connection) as captured:
            step()
        counts.append(len(captured))
    assert TallySheet.objects.waiting().count() == 0
    return counts


def test_queries_do_not_grow_with_units(client, second, clerk):
    for one in (client, second):
        one.get(reverse("scorecards:round-list"))
    few, many = (checking(clerk, count=count, title=f"{count} 家") for count in (2, 7))
    assert queries_of(client, second, few) == queries_of(client, second, many)
