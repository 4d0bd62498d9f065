"""催报: only who owes is named, reminded once a day, and the list costs the same at any size."""

import uuid

import pytest
from django.urls import reverse

from scorecards import transitions
from scorecards.chasing import debts_of, in_words
from scorecards.models import Card, Mark, Round, Subject
from scorecards.phases import Phase
from scorecards.transitions.reminding import remind
from tests.factories import (
    START,
    advance,
    cards_of,
    make_branch,
    make_round,
    make_unit,
    make_user,
    make_version,
)
from tests.scorecards.test_path import full_raw
from units.models import Notice
from units.roles import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def round_(clerk, head) -> Round:
    """Three units in 填报, each with its officer."""
    round_ = advance(make_round(clerk, units=3), Phase.FILLING, clerk=clerk, head=head)
    for number, card in enumerate(cards_of(round_)):
        make_user(Role.OFFICER, unit=card.unit, name=f"联络{number}", phone="0570-6000000" if number else "")
    return round_


def report(card: Card) -> None:
    officer = make_user(Role.OFFICER, unit=card.unit)
    marks = Mark.objects.filter(card=card).select_related("node")
    entries = [transitions.Entry(mark.slot, full_raw(mark.node), "", mark.version) for mark in marks]
    transitions.save_reported(card, entries, by=officer)
    transitions.submit(card, endorser="王书记", endorsed_on=START, key=str(uuid.uuid4()), by=officer)


def url(name: str, round_: Round) -> str:
    return reverse(f"scorecards:{name}", args=[round_.pk])


def test_only_those_who_have_not_reported_are_listed(round_):
    done, *owing = cards_of(round_)
    report(done)
    debts = debts_of(round_)
    assert [debt.card for debt in debts] == owing
    assert {debt.missing for debt in debts} == {"未报送，还有 8 项没有填写"}
    assert debts[0].contacts == "联络员联络1（0570-6000000）"


def test_a_filled_card_is_only_not_reported(round_):
    card = cards_of(round_)[0]
    officer = make_user(Role.OFFICER, unit=card.unit)
    marks = Mark.objects.filter(card=card).select_related("node")
    entries = [transitions.Entry(mark.slot, full_raw(mark.node), "", mark.version) for mark in marks]
    transitions.save_reported(card, entries, by=officer)
    assert debts_of(round_)[0].missing == "已填写，未报送"


def test_the_text_is_a_numbered_list(round_):
    lines = in_words(round_, debts_of(round_)).splitlines()
    name = cards_of(round_)[0].unit_name
    assert lines[0] == f"{round_.title}催报名单（3）"
    assert lines[1] == (
        f"1. {name}：未报送，还有 8 项没有填写，2999年7月4日 01:00截止。联系人：联络员联络0（未填电话）。"
    )


def test_a_branch_is_its_secretarys(clerk, head):
    unit = make_unit()
    branch = make_branch(unit)
    make_branch(unit)
    make_user(Role.SECRETARY, branch=branch, name="支书")
    round_ = make_round(clerk, units=1)
    group = transitions.add_group(
        round_, name="支部", version=make_version(clerk), subject=Subject.BRANCH, by=clerk
    )
    transitions.add_member(group, unit=unit, branch=branch, by=clerk)
    advance(round_, Phase.FILLING, clerk=clerk, head=head)
    debt = debts_of(round_)[-1]
    assert (debt.contacts, debt.name) == ("支部书记支书（未填电话）", f"{unit.name}{branch.name}")


def test_nobody_owes_while_checking_without_a_return(round_, clerk, head):
    assert debts_of(advance(round_, Phase.CHECKING, clerk=clerk, head=head)) == []


def test_each_is_reminded_once_a_day_and_who_is_done_never(round_):
    done, *_ = cards_of(round_)
    report(done)
    assert (remind(round_), remind(round_)) == (2, 2)
    told = Notice.objects.filter(key__startswith="chase:")
    assert told.count() == 2
    assert not told.filter(url=done.get_absolute_url()).exists()
    assert "未报送，还有 8 项没有填写，2999年7月4日 01:00截止。" in told[0].text


def test_the_list_costs_the_same_at_two_sizes(clerk, head, sign_in, django_assert_num_queries):
    client = sign_in(clerk)
    for units in (1, 4):
        round_ = advance(make_round(clerk, units=units), Phase.FILLING, clerk=clerk, head=head)
        client.get(url("chase-list", round_))
        with django_assert_num_queries(10):
            assert client.get(url("chase-list", round_)).status_code == 200


def test_the_page_lists_reminds_and_says_when_nobody_owes(round_, clerk, sign_in):
    client = sign_in(clerk)
    page = client.get(url("chase-list", round_)).content.decode()
    assert (page.count("联络员联络"), "发出提醒" in page) == (6, True)
    told = client.post(url("chase-remind", round_), follow=True).content.decode()
    assert "已就 3 张评分表发出提醒" in told
    for card in cards_of(round_):
        report(card)
    empty = client.get(url("chase-list", round_)).content.decode()
    assert ("没有需要催报的单位" in empty, "发出提醒" in empty) == (True, False)
    refused = client.post(url("chase-remind", round_), follow=True).content.decode()
    assert "没有需要提醒的人" in refused


@pytest.mark.parametrize("role", [Role.OFFICER, Role.UNIT_LEADER])
def test_a_unit_sees_no_list(round_, sign_in, role):
    user = make_user(role, unit=cards_of(round_)[0].unit)
    client = sign_in(user)
    answers = (client.get(url("chase-list", round_)), client.post(url("chase-remind", round_)))
    assert [answer.status_code for answer in answers] == [403, 403]
