"""复核 asked for and taken back: in time, once an item, by those whose card it is."""

import datetime
import uuid

import pytest
from django.utils import timezone

from scorecards.locks import clock
from scorecards.models import Recheck, RecheckState, Round
from scorecards.transitions import Refused, prepare_release
from scorecards.transitions.rechecking import keep_score
from scorecards.transitions.rechecks import ask_recheck, blocks_leaving_review, withdraw_recheck
from tests.factories import START, cards_of, make_user
from tests.scorecards.reviewing import ask, ask_by_letter, first_card, mark_of, plain_review
from units.models import Notice
from units.roles import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def round_(clerk, head):
    return plain_review(clerk, head)


@pytest.fixture
def card(round_):
    return first_card(round_)


@pytest.fixture
def officer(card):
    return make_user(Role.OFFICER, unit=card.unit)


def ends(round_, days: int) -> None:
    """The last day of asking lies so many days from the database's today."""
    until = timezone.localdate(clock()) + datetime.timedelta(days=days)
    Round.objects.filter(pk=round_.pk).update(review_until=until)


def test_a_unit_asks_and_the_office_is_told_without_a_score(card, officer, head):
    asked = ask(card, by=officer)
    told = Notice.objects.get(user=head, key=f"recheck-asked:{asked.pk}")
    assert (asked.state, asked.filed_by, asked.letter) == (RecheckState.ASKED, officer, "")
    assert told.text == f"{card.group.round.title}：{card.name}申请复核，请办理。"


def test_on_the_last_day_it_is_taken_and_on_the_next_refused(round_, card, officer):
    ends(round_, 0)
    ask(card, "1.1", by=officer)
    ends(round_, -1)
    with pytest.raises(Refused, match="截止，没有提交"):
        ask(card, "2.1", by=officer)


def test_one_open_request_an_item(card, officer):
    ask(card, by=officer)
    with pytest.raises(Refused, match="已有待复核的申请"):
        ask(card, by=officer)
    ask(card, None, by=officer)
    with pytest.raises(Refused, match="已有待复核的申请"):
        ask(card, None, by=officer)


def test_the_same_form_twice_asks_once(card, officer):
    key = str(uuid.uuid4())
    answers = [ask_recheck(card, mark=None, text="请复核。", key=key, by=officer) for _ in range(2)]
    assert (answers[1], Recheck.objects.count()) == (None, 1)


def test_another_cards_item_is_refused(round_, card, officer):
    foreign = mark_of(cards_of(round_)[1], "1.1")
    with pytest.raises(Refused, match="不在本评分表上"):
        ask_recheck(card, mark=foreign, text="请复核。", key=str(uuid.uuid4()), by=officer)


def test_a_letter_that_came_in_time_is_entered_later(round_, card, clerk):
    ends(round_, -1)
    asked = ask_by_letter(card, by=clerk)
    assert asked.letter == "示信〔2026〕5号（2026年1月1日收到）"


def test_a_letter_that_came_late_is_refused(round_, card, clerk):
    ends(round_, -1)
    today = timezone.localdate(clock())
    with pytest.raises(Refused, match="截止，没有提交"):
        ask(card, by=clerk, letter="来函", received_on=today)


def test_the_office_names_a_letter(card, clerk):
    with pytest.raises(Refused, match="要写明来函"):
        ask(card, by=clerk)
    with pytest.raises(Refused, match="不能晚于今天"):
        ask(card, by=clerk, letter="来函", received_on=START.replace(year=2999))


def test_a_unit_cannot_pass_off_a_letter(round_, card, officer):
    ends(round_, -1)
    with pytest.raises(Refused, match="截止"):
        ask(card, by=officer, letter="来函", received_on=None)


def test_taken_back_it_can_be_asked_again(card, officer):
    withdraw_recheck(ask(card, by=officer), by=officer)
    ask(card, by=officer)
    assert sorted(Recheck.objects.values_list("state", flat=True)) == ["asked", "withdrawn"]


def test_decided_it_cannot_be_taken_back(card, officer, head):
    asked = ask(card, by=officer)
    keep_score(asked, opinion="维持。", by=head)
    with pytest.raises(Refused, match="状态已是“维持原分”"):
        withdraw_recheck(asked, by=officer)


def test_before_review_nobody_asks(clerk, head):
    round_ = plain_review(clerk, head)
    Round.objects.filter(pk=round_.pk).update(phase="locked")
    with pytest.raises(Refused, match="处于“锁定”阶段"):
        ask_by_letter(first_card(round_), by=clerk)


def test_what_waits_keeps_the_round_in_review(round_, card, officer, clerk, head):
    asked = ask(card, by=officer)
    sentence = f"县直部门一组 {card.name}的复核申请（{asked.subject}）还没有办结，请先复核。"
    assert blocks_leaving_review(round_) == [sentence]
    with pytest.raises(Refused, match="还没有办结"):
        prepare_release(round_, by=clerk)
    keep_score(asked, opinion="维持。", by=head)
    prepare_release(round_, by=clerk)
    assert blocks_leaving_review(round_) == []
