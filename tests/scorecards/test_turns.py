"""Whose turn it is, until when, what to do."""

import datetime

import pytest

from scorecards import transitions
from scorecards.deadlines import Now
from scorecards.models import Card, Standing
from scorecards.phases import PATH, Phase
from scorecards.transitions import Entry
from scorecards.turns import turn_of_card, turn_of_round
from tests.factories import FAR, START, advance, cards_of, make_branch, make_round, make_user
from tests.scorecards.filling import open_card
from units.roles import Role

pytestmark = pytest.mark.django_db
NOW = datetime.datetime(2026, 6, 1, 9, 0, tzinfo=datetime.UTC)
A_MINUTE = datetime.timedelta(minutes=1)


@pytest.fixture
def card(unit, clerk) -> Card:
    return open_card(unit, by=clerk)


def test_the_officer_fills_until_the_minute_written(card, officer):
    before, at = (turn_of_card(officer, card, now=Now(moment)) for moment in (FAR - A_MINUTE, FAR))
    assert (before.fills, before.lead) == (True, "现在由您填报：逐项自评，填完后检查并报送。")
    assert (at.fills, at.lead) == (
        True,
        "填报已经截止：还可以修改和保存，报送须写明原因，作逾期报送，由工委决定收或不收。",
    )


@pytest.mark.parametrize("role", [Role.UNIT_LEADER, Role.CLERK])
def test_a_reader_hears_who_fills(card, person, role):
    turn = turn_of_card(person(role), card, now=Now(NOW))
    assert (turn.fills, turn.lead, turn.word) == (False, "现在由联络员填报，经书记审签后报送。", "草稿")


def test_a_branch_card_is_the_secretarys(card, officer, unit):
    card.branch, card.needs_precheck = make_branch(unit), True
    assert turn_of_card(officer, card, now=Now(NOW)).lead == "现在由支部书记填报，经书记审签后报送。"


def test_a_reported_card_waits_for_the_office(card, officer):
    raws = {"1.1": {"counts": {}}, "1.2": {"level": "好"}, "2.1": {"value": "15"}}
    transitions.save_reported(card, [Entry(key, raw, "", 0) for key, raw in raws.items()], by=officer)
    key = "6b0f0f43-8f0e-4b57-9d4c-0d6a5a1b6f01"
    sent = transitions.submit(card, endorser="王书记", endorsed_on=START, key=key, by=officer)
    sent.submitted_at = NOW
    turn = turn_of_card(officer, sent, now=Now(NOW))
    assert (turn.word, turn.fills) == ("单位已审签", False)
    assert turn.lead == "6月1日 17:00已报送，等待工委审核；需要更正请联系工委。"


def test_an_exempt_card_is_nobodys_turn(card, officer):
    card.taking_part = Standing.EXEMPT
    turn = turn_of_card(officer, card, now=Now(NOW))
    assert (turn.word, turn.lead, turn.deadline, turn.fills) == (
        "免评",
        "本轮免评，不需要填报。",
        None,
        False,
    )


@pytest.mark.parametrize("phase", PATH)
def test_every_stage_says_something_to_everybody(clerk, head, phase):
    round_ = advance(make_round(clerk, units=1), phase, clerk=clerk, head=head)
    card = cards_of(round_)[0]
    reader = make_user(Role.UNIT_LEADER, unit=card.unit)
    turns = [turn_of_round(clerk, round_, now=Now(NOW)), turn_of_round(reader, round_, now=Now(NOW))]
    if phase != Phase.PREPARING:  # nobody outside the office sees it yet, and it has no cards to read
        turns += [turn_of_card(clerk, card, now=Now(NOW)), turn_of_card(reader, card, now=Now(NOW))]
        assert all(turn.lead for turn in turns)
    assert turns[0].lead
    assert turns[0].word == phase.label
    assert (turns[0].deadline is not None) == (phase in {Phase.PREPARING, Phase.FILLING})
