"""The thin path by its transitions: fill, report, check, confirm, lock, prepare, approve."""

import datetime
import json
from decimal import Decimal

import pytest

from scorecards import transitions
from scorecards.models import Card, CardState, Group, Release, Standing
from scorecards.phases import Phase
from scorecards.results.snapshots import read
from scorecards.transitions import Refused, versions
from tests.factories import START, advance, cards_of, fill_all, group_of, make_round, make_unit, make_user
from tests.scorecards.checking import group_in_checking
from tests.scorecards.rubrics.test_exchange import page_example
from units.roles import Role

pytestmark = pytest.mark.django_db
KEY = "6b0f0f43-8f0e-4b57-9d4c-0d6a5a1b6f01"


def report(card: Card, *, by) -> None:
    entries = [
        transitions.Entry(mark.node.key, full_raw(mark.node), "", mark.version)
        for mark in card.marks.select_related("node")
    ]
    transitions.save_reported(card, entries, by=by)
    transitions.submit(card, endorser="王书记", endorsed_on=START, key=KEY, by=by)


def full_raw(node) -> dict:
    if node.scoring_kind == "LEVEL":
        return {"level": node.params["levels"][0]["name"]}
    return {"counts": {}}


def test_a_card_goes_from_draft_to_a_sealed_release(clerk, head):
    round_ = make_round(clerk)
    transitions.open_round(round_, by=clerk)
    card = cards_of(round_)[0]
    report(card, by=make_user(Role.OFFICER, unit=card.unit))
    card.refresh_from_db()
    assert (card.state, card.endorser) == (CardState.ENDORSED, "王书记")
    transitions.start_checking(round_, by=clerk)
    fill_all(round_, by=clerk)
    transitions.confirm_group(group_of(round_), by=head)
    transitions.lock_round(round_, by=clerk)
    draft = transitions.prepare_release(round_, by=clerk)
    (release,) = transitions.approve_release(draft, by=head)
    round_.refresh_from_db()
    assert round_.stage is Phase.RELEASED
    rows = read(bytes(Release.objects.get(pk=release.pk).snapshot))["rows"]
    assert [(row["place"], row["tied"], row["total"]) for row in rows] == [
        (1, True, "16.00"),
        (1, True, "16.00"),
    ]


def test_a_loss_moves_the_stored_total_and_the_place(clerk):
    round_ = make_round(clerk, units=3)
    transitions.open_round(round_, by=clerk)
    transitions.start_checking(round_, by=clerk)
    fill_all(round_, by=clerk)
    loser = cards_of(round_)[0]
    mark = loser.marks.get(node__key="2.1")
    transitions.save_checked(
        group_of(round_), [transitions.Cell(loser.pk, "2.1", "一般", mark.version)], by=clerk
    )
    placed = [
        (card.pk == loser.pk, card.place, card.total)
        for card in Card.objects.filter(group=group_of(round_)).with_place()
    ]
    assert placed == [(False, 1, Decimal("16.00")), (False, 1, Decimal("16.00")), (True, 3, Decimal("15.50"))]


def test_after_the_deadline_nothing_is_taken(clerk):
    round_ = make_round(clerk)
    transitions.open_round(round_, by=clerk)
    type(round_).objects.filter(pk=round_.pk).update(
        fill_due_at=datetime.datetime(2026, 1, 2, tzinfo=datetime.UTC)
    )
    card = cards_of(round_)[0]
    with pytest.raises(transitions.Refused, match="已经截止"):
        report(card, by=make_user(Role.OFFICER, unit=card.unit))


def test_an_exempt_card_is_not_reported(clerk):
    round_ = make_round(clerk)
    exempt = transitions.add_member(group_of(round_), unit=make_unit(), taking_part=Standing.EXEMPT, by=clerk)
    transitions.open_round(round_, by=clerk)
    with pytest.raises(transitions.Refused, match="本轮免评，不需要填报"):
        report(exempt, by=make_user(Role.OFFICER, unit=exempt.unit))


def test_opening_twice_is_refused(clerk):
    round_ = make_round(clerk)
    transitions.open_round(round_, by=clerk)
    with pytest.raises(transitions.Refused, match="现在处于“填报”阶段"):
        transitions.open_round(round_, by=clerk)


def test_a_total_that_its_inputs_do_not_give_is_never_released(clerk, head):
    round_ = advance(make_round(clerk), Phase.LOCKED, clerk=clerk, head=head)
    Card.objects.filter(pk=cards_of(round_)[0].pk).update(total=Decimal("15.99"))
    with pytest.raises(transitions.Refused, match="总分与各项得分不一致"):
        transitions.prepare_release(round_, by=clerk)


def test_what_changed_after_preparing_is_not_approved(clerk, head):
    round_ = advance(make_round(clerk), Phase.LOCKED, clerk=clerk, head=head)
    draft = transitions.prepare_release(round_, by=clerk)
    Card.objects.filter(pk=cards_of(round_)[0].pk).update(unit_name="改了名字的单位")
    with pytest.raises(transitions.Refused, match="结果与拟稿时不一致"):
        transitions.approve_release(draft, by=head)
    assert not Release.objects.exists()


def test_the_preparer_cannot_approve(clerk, head):
    round_ = advance(make_round(clerk), Phase.LOCKED, clerk=clerk, head=head)
    draft = transitions.prepare_release(round_, by=head)
    with pytest.raises(transitions.Refused, match="不能是同一人"):
        transitions.approve_release(draft, by=head)


def test_a_class_without_items_keeps_the_round_from_opening(clerk):
    rubric = json.loads(page_example())
    del rubric["examples"]
    for node in rubric["nodes"]:
        node["applies"] = {"classes": ["乡镇"]}
    with pytest.raises(Refused, match="甲局（类别：县直部门）没有适用的指标"):
        group_in_checking(json.dumps(rubric).encode(), {"甲局": "县直部门", "乙镇": "乡镇"}, by=clerk)


def test_an_unfinished_rubric_keeps_the_round_from_opening(clerk):
    round_ = make_round(clerk)
    version = versions.create_blank(title="空白细则", code="", by=clerk)
    Group.objects.filter(round=round_).update(version=version)
    with pytest.raises(Refused, match="《空白细则》第1版：还没有指标"):
        transitions.open_round(round_, by=clerk)
