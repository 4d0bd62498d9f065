"""本部门评分: an account of a 评分部门 sees and enters its own items, and nothing else."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from scorecards import transitions
from scorecards.models import Card, Group
from scorecards.transitions.own_scoring import save_own_items
from tests.factories import make_unit, make_user
from tests.scorecards.lists.offices import cards_in, checking, map_label, mark, opened, put, the_group
from units.roles import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return make_unit(name="县委宣传部")


@pytest.fixture
def scorer(office):
    return make_user(Role.SCORER, unit=office)


@pytest.fixture
def round_(clerk, office):
    round_ = checking(clerk, count=2)
    map_label(round_, "宣传部", office)
    return round_


@pytest.fixture
def client(sign_in, scorer):
    return sign_in(scorer)


def url(name: str, round_) -> str:
    return reverse(f"scorecards:{name}", args=[the_group(round_).pk])


def line(card: Card, text: str, basis: str = "", version: int = 0, base: str = "|") -> dict[str, str]:
    fields = {"text": text, "basis": basis, "version": str(version), "base": base}
    return {f"o{card.pk}:{name}": value for name, value in fields.items()}


def save(client, round_, item: str, *lines: dict[str, str]):
    fields = {"item": item} | {name: text for one in lines for name, text in one.items()}
    return client.post(url("scoring-save", round_), fields)


def test_own_items_alone_are_shown(client, round_, clerk):
    card = cards_in(round_)[0]
    put(card, "4.1", "7.31", by=clerk)
    put(card, "1.2", "好", by=clerk)
    page = client.get(url("scoring-detail", round_)).content.decode()
    assert ("指标1.2" in page, "指标1.3" in page, "指标3.1" in page) == (True, True, True)
    assert ("指标4.1" in page, "7.31" in page, "12.31" in page) == (False, False, False)


def test_entering_writes_the_checked_column_with_its_basis(client, round_, scorer):
    card = cards_in(round_)[0]
    assert save(client, round_, "1.2", line(card, "好", "县宣〔2026〕2号")).status_code == 302
    done = mark(card, "1.2")
    assert (done.checked_input, done.basis, done.checked_by) == ({"level": "好"}, "县宣〔2026〕2号", scorer)
    assert cards_in(round_)[0].total == 5


@pytest.mark.parametrize("item", ["1.1", "4.1", "9.9", "x"])
def test_items_of_others_are_nobodys(client, round_, item):
    card = cards_in(round_)[0]
    assert save(client, round_, item, line(card, "1 0 0")).status_code == 404
    assert client.get(url("scoring-detail", round_), {"item": item}).status_code == 404
    assert mark(card, "1.1").checked_input is None


def test_transition_refuses_a_foreign_slot(round_, scorer):
    card = cards_in(round_)[0]
    with pytest.raises(transitions.Refused, match="只能录入由本部门评分的项目"):
        save_own_items(the_group(round_), [transitions.Cell(card.pk, "1.1", "1 0 0", 0)], by=scorer)


def test_groups_that_name_somebody_else_are_out_of_reach(client, clerk, office):
    other = checking(clerk, count=1, title="另一期")
    map_label(other, "宣传部", make_unit())
    assert client.get(url("scoring-detail", other)).status_code == 404
    assert save(client, other, "1.2", line(cards_in(other)[0], "好")).status_code == 404
    officer = make_user(Role.OFFICER, unit=office)
    assert list(Group.objects.scored_by(officer)) == []


@pytest.mark.parametrize(
    "role", [Role.CLERK, Role.HEAD, Role.OFFICER, Role.SECRETARY, Role.COUNTY_LEADER, Role.AUDITOR]
)
def test_page_is_for_scorers_alone(person, sign_in, round_, role):
    other = sign_in(person(role))
    assert other.get(reverse("scorecards:scoring-list")).status_code == 403
    assert other.get(url("scoring-detail", round_)).status_code == 403
    assert other.post(url("scoring-save", round_)).status_code == 403


def test_page_opens_with_checking(client, clerk, office):
    early = opened(clerk, count=1, title="另一期")
    map_label(early, "宣传部", office)
    assert client.get(url("scoring-detail", early)).status_code == 404
    assert "现在没有要本部门评分的项目" in client.get(reverse("scorecards:scoring-list")).content.decode()
    transitions.start_checking(early, by=clerk)
    assert client.get(url("scoring-detail", early)).status_code == 200
    assert early.title in client.get(reverse("scorecards:scoring-list")).content.decode()


@pytest.mark.parametrize(
    ("text", "basis", "sentence"),
    [("很好", "依据", "很好"), ("好", "长" * 501, "依据最多 500 个字"), ("长" * 4001, "", "最多 4000 个字")],
)
def test_bad_line_keeps_its_typing(client, round_, text, basis, sentence):
    first, other = cards_in(round_)
    answer = save(client, round_, "1.2", line(first, text, basis), line(other, "差"))
    page = answer.content.decode()
    assert (answer.status_code, sentence in page, "<title>错误：" in page) == (422, True, True)
    assert (mark(first, "1.2").checked_input, mark(other, "1.2").checked_input) == (None, {"level": "差"})


def test_second_saver_is_told_and_untouched_lines_stay(client, round_, clerk):
    first, other = cards_in(round_)
    put(first, "1.2", "差", by=clerk)
    put(other, "1.2", "差", by=clerk)
    answer = save(client, round_, "1.2", line(first, "好"), line(other, ""))
    assert (answer.status_code, f"{clerk.name}已在另一处修改" in answer.content.decode()) == (422, True)
    assert (mark(first, "1.2").checked_input, mark(other, "1.2").checked_input) == ({"level": "差"},) * 2


def test_confirmed_card_is_read_only(client, round_):
    card = cards_in(round_)[0]
    Card.objects.filter(pk=card.pk).update(state="confirmed")
    assert "（已核定）" in client.get(url("scoring-detail", round_)).content.decode()
    save(client, round_, "1.2", line(card, "好"))
    assert mark(card, "1.2").checked_input is None


def test_wrong_method_is_405(client, round_):
    assert client.get(url("scoring-save", round_)).status_code == 405


def queries_of(client, round_) -> list[int]:
    counts = []
    lines = [line(card, "好") for card in cards_in(round_)]
    for step in (
        lambda: client.get(url("scoring-detail", round_)),
        lambda: save(client, round_, "1.2", *lines),
    ):
        with CaptureQueriesContext(connection) as captured:
            step()
        counts.append(len(captured))
    return counts


def test_queries_do_not_grow_with_units(client, clerk, office):
    client.get(reverse("scorecards:scoring-list"))
    few, many = (checking(clerk, count=count, title=f"{count} 家") for count in (2, 7))
    for one in (few, many):
        map_label(one, "宣传部", office)
    assert queries_of(client, few) == queries_of(client, many)
