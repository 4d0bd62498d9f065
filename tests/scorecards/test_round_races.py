"""Twenty at once on one round: whatever wins, cards and stage fit together and totals are what the marks come to."""

import datetime
import json
import uuid

import pytest
from django.db.models import F

from scorecards import transitions
from scorecards.models import Card, CardState, DecisionKind, Mark, Round, RoundDecision, RoundExtension
from scorecards.phases import Phase
from scorecards.standings.places import standings_of
from scorecards.transitions import Refused, decisions, stages
from scorecards.transitions.extensions import extend_round
from tests.factories import FAR, START, cards_of, fill_all, group_of, make_round, make_user
from tests.scorecards.checking import card_of, group_in_checking, mark_of
from tests.scorecards.filling import KINDS
from tests.scorecards.test_path import full_raw
from tests.scorecards.test_races import at_once
from tests.scorecards.test_stages import put_up
from tests.scorecards.test_switching import CHANGED, CLASSES, version_of
from units.roles import Role

pytestmark = pytest.mark.django_db(transaction=True)
REPEATS = 20
BEFORE = {CardState.DRAFT, CardState.SUBMITTED, CardState.ENDORSED}
FITTING = {
    Phase.FILLING: BEFORE,
    Phase.CHECKING: {CardState.CHECKING, CardState.CONFIRMED},
    Phase.LOCKED: {CardState.CONFIRMED},
}


def filled_round(clerk) -> tuple[Round, list]:
    """In 填报 with every card filled, and the officer of each."""
    round_ = transitions.open_round(make_round(clerk, units=4), by=clerk)
    officers = []
    for card in cards_of(round_):
        officers.append(make_user(Role.OFFICER, unit=card.unit))
        marks = card.marks.select_related("node")
        entries = [transitions.Entry(mark.node.key, full_raw(mark.node), "", mark.version) for mark in marks]
        transitions.save_reported(card, entries, by=officers[-1])
    return round_, officers


def crowd(round_: Round, officers: list, *, clerk, head, turn: int) -> list:
    """Twenty acts on the round: 4 submits, 3 saves, 4 × 转入审核, 3 × 锁定, 4 × 退回, 2 × 延期."""
    cards, group = cards_of(round_), group_of(round_)
    mark = Mark.objects.select_related("node").filter(card=cards[0], node__key="2.1").get()
    cell = transitions.Cell(cards[0].pk, "2.1", ["好", "一般"][turn % 2], mark.version)
    until = FAR + datetime.timedelta(days=turn + 1)

    def submit(card, officer):
        key = str(uuid.uuid4())
        return lambda: transitions.submit(card, endorser="王", endorsed_on=START, key=key, by=officer)

    def back():
        stage = Round.objects.get(pk=round_.pk).phase
        decision = put_up(round_, DecisionKind.STEP_BACK, by=clerk, **{"from": stage})
        return decisions.approve_decision(decision, by=head)

    def extend():
        return extend_round(round_, until=until, reason="停电", key=str(uuid.uuid4()), by=clerk)

    return [
        *(submit(card, officer) for card, officer in zip(cards, officers, strict=True)),
        *[lambda: transitions.save_checked(group, [cell], by=clerk)] * 3,
        *[lambda: stages.start_checking(round_, by=clerk)] * 4,
        *[lambda: stages.lock_round(round_, by=clerk)] * 3,
        *[back] * 4,
        *[extend] * 2,
    ]


def require_fitting(round_: Round) -> None:
    current = Round.objects.get(pk=round_.pk)
    states = set(Card.objects.filter(group__round=round_).values_list("state", flat=True))
    assert states <= FITTING[current.stage]
    scored = {card.name for card in cards_of(round_) if card.total is not None}
    assert scored.isdisjoint(standings_of(group_of(round_)).disagreeing())


def to_filling(round_: Round, *, clerk, head) -> None:
    """What is left of a turn ends in 填报 with drafts, as the next one begins."""
    waiting = RoundDecision.objects.waiting()
    waiting.update(withdrawn_at=F("proposed_at"))
    while (now := Round.objects.get(pk=round_.pk)).stage is not Phase.FILLING:
        if now.stage is Phase.PREPARING:
            transitions.open_round(round_, by=clerk)
            continue
        decision = put_up(round_, DecisionKind.STEP_BACK, by=clerk, **{"from": now.phase})
        decisions.approve_decision(decision, by=head)
    Card.objects.filter(group__round=round_).exclude(state=CardState.DRAFT).update(state=CardState.DRAFT)


def test_twenty_at_once_leave_what_the_tables_allow(clerk, head):
    round_, officers = filled_round(clerk)
    for turn in range(REPEATS):
        if turn % 2:  # every other turn begins in 审核 with cards that can be locked
            stages.start_checking(round_, by=clerk)
            fill_all(round_, by=clerk)
            group_of(round_).cards.update(state=CardState.CONFIRMED)
        outcomes = at_once(*crowd(round_, officers, clerk=clerk, head=head, turn=turn))
        assert len(outcomes) == 20
        if Round.objects.get(pk=round_.pk).stage is not Phase.PREPARING:
            require_fitting(round_)
        to_filling(round_, clerk=clerk, head=head)
    extended = RoundExtension.objects.filter(round=round_).values_list("until", flat=True)
    assert len(set(extended)) == len(extended)


def test_approving_many_times_at_once_steps_back_once(clerk, head):
    round_ = stages.start_checking(transitions.open_round(make_round(clerk), by=clerk), by=clerk)
    decision = put_up(round_, DecisionKind.STEP_BACK, by=clerk, **{"from": "checking"})
    outcomes = at_once(*[lambda: decisions.approve_decision(decision, by=head)] * 8)
    assert outcomes.count(Refused) == 7
    assert Round.objects.get(pk=round_.pk).stage is Phase.FILLING


def test_typing_against_a_switch_is_either_kept_or_told(clerk, head):
    group = group_in_checking(json.dumps(KINDS).encode(), CLASSES, by=clerk)
    version = version_of(CHANGED, clerk)
    subject = {"group": group.pk, "from": group.version_id, "to": version.pk, "digest": version.digest}
    decision = put_up(group.round, DecisionKind.SWITCH_VERSION, by=clerk, **subject)
    cells = [
        transitions.Cell(card_of(group, "甲局").pk, key, text, mark_of(group, "甲局", key).version)
        for key, text in (("1.1", "1 0"), ("1.2", "一般"))
    ]
    outcomes = at_once(
        lambda: decisions.approve_decision(decision, by=head),
        *[lambda: transitions.save_checked(group, cells, by=clerk)] * 6,
    )
    assert Refused not in outcomes
    group.refresh_from_db()
    assert standings_of(group).disagreeing() == ["乙局"]  # nothing of it is scored
    assert mark_of(group, "甲局", "1.1").checked == 9
