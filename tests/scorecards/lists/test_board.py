"""评分部门报送情况: who is late and what has come; for the office alone, and as quick for many units."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from scorecards.models import ExceptionList
from tests.factories import make_round, make_unit, make_user
from tests.scorecards.lists.offices import cards_in, checking
from tests.scorecards.lists.pasting import apply, check, enter, url
from units.roles import Role

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


def test_board_names_who_is_late_and_what_has_come(client, round_):
    page = client.get(url("round-deliveries", round_.pk)).content.decode()
    assert (page.count("未报来"), "纪委" in page, "宣传部" in page) == (2, True, True)
    enter(client, round_, "财政局\t1 0 0")
    page = client.get(url("round-deliveries", round_.pk)).content.decode()
    assert (page.count("未报来"), "已报来" in page, "1 / 2" in page) == (1, True, True)
    assert "县纪〔2026〕3号" in page


@pytest.mark.parametrize("name", ["round-deliveries", "round-delivery-new"])
def test_pages_are_for_the_office_alone(round_, sign_in, finance, name):
    insider, outsider = make_user(Role.OFFICER, unit=finance), make_user(Role.SCORER, unit=make_unit())
    answers = [sign_in(who).get(url(name, round_.pk)).status_code for who in (insider, outsider)]
    assert answers == [403, 404]
    assert sign_in(insider).post(url("round-delivery-check", round_.pk)).status_code == 403


def test_before_issue_there_is_nothing_to_enter(client, clerk):
    preparing = make_round(clerk)
    assert client.get(url("round-deliveries", preparing.pk)).status_code == 200
    assert client.get(url("round-delivery-new", preparing.pk)).status_code == 403
    assert check(client, preparing, "财政局\t1").status_code == 403


def test_list_of_the_office_is_nobody_elses(client, round_, sign_in, finance):
    one = enter(client, round_, "财政局\t1 0 0")
    insider = sign_in(make_user(Role.OFFICER, unit=finance))
    assert insider.get(one.get_absolute_url()).status_code == 404
    assert insider.post(url("delivery-undo", one.pk)).status_code == 404
    assert client.get(url("delivery-undo", one.pk)).status_code == 405


def queries_of(client, round_) -> list[int]:
    """Of the board, the check, entering, the list's page and the undo."""
    text = "\n".join(f"{card.unit_name}\t1 0 0" for card in cards_in(round_))
    answers, counts = [], []
    steps = [
        lambda: client.get(url("round-deliveries", round_.pk)),
        lambda: check(client, round_, text),
        lambda: apply(client, round_, answers[1]),
        lambda: client.get(ExceptionList.objects.latest("pk").get_absolute_url()),
        lambda: client.post(url("delivery-undo", ExceptionList.objects.latest("pk").pk)),
    ]
    for step in steps:
        with CaptureQueriesContext(connection) as captured:
            answers.append(step())
        counts.append(len(captured))
    return counts


def test_queries_do_not_grow_with_members(client, clerk):
    client.get(url("round-list"))
    few, many = (checking(clerk, count=count, title=f"{count} 家") for count in (2, 7))
    assert queries_of(client, few) == queries_of(client, many)
