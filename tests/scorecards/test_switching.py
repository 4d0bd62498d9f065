"""换版 of an open round: what counts as before stays, what changed is 未评 again, totals are right at once."""

import copy
import json
import uuid

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains

from scorecards.models import (
    Card,
    CardState,
    DecisionKind,
    Evidence,
    GateHit,
    Mark,
    MarkEvidence,
    MarkState,
    RoundDecision,
    RubricVersion,
    VersionState,
)
from scorecards.rubrics.exchange import load
from scorecards.standings.places import standings_of
from scorecards.transitions import Cell, Refused, decisions, save_checked
from scorecards.transitions.cards import Entry, save_reported
from scorecards.transitions.rubrics import import_rubric
from scorecards.transitions.switching import SwitchPlan, switch_plan
from scorecards.transitions.versions import create_blank
from tests.factories import FAR, START, make_user
from tests.scorecards.checking import card_of, group_in_checking, mark_of, type_in
from tests.scorecards.filling import KINDS, MEETING, item, open_card
from tests.scorecards.test_stages import put_up
from units.roles import Role

pytestmark = pytest.mark.django_db
GATE = {"key": "否", "kind": "gate", "title": "否决", "params": {"effect": "zero"}}
CLASSES = {"甲局": "县直部门", "乙局": "县直部门"}
FULL = {"1.1": "0 0", "1.2": "好", "2.1": "15"}


def rubric(*, gate: bool = False, **changes) -> dict:
    """The rubric of all kinds with items changed, removed (None) or added under their part."""
    changed = copy.deepcopy(KINDS)
    for part in (changed["nodes"][0]["children"][0], changed["nodes"][1]):
        part["children"] = [
            changes.get(child["key"], child) for child in part["children"] if changes.get(child["key"], child)
        ]
    changed["nodes"][1]["children"] += changes.get("added", [])
    if gate:
        changed["nodes"].append(GATE)
    return changed


def version_of(document: dict, clerk) -> RubricVersion:
    return import_rubric(load(json.dumps(document).encode()), by=clerk)


CHANGED = rubric(
    **{"1.2": item("1.2", "MANUAL", {}, points="5"), "added": [item("2.2", "MANUAL", {}, points="2")]}
)


@pytest.fixture
def group(clerk):
    """In 审核 with every item typed in full."""
    found = group_in_checking(json.dumps(KINDS).encode(), CLASSES, by=clerk)
    type_in(found, {(name, key): text for name in CLASSES for key, text in FULL.items()}, by=clerk)
    return found


def switch(group, version, *, clerk, head) -> None:
    group.refresh_from_db()
    subject = {"group": group.pk, "from": group.version_id, "to": version.pk, "digest": version.digest}
    decisions.approve_decision(put_up(group.round, DecisionKind.SWITCH_VERSION, by=clerk, **subject), by=head)
    group.refresh_from_db()


def test_the_plan_counts_what_stays_and_what_is_entered_anew(group, clerk):
    plan = switch_plan(group, version_of(CHANGED, clerk))
    assert plan == SwitchPlan(stay=4, empty=2, added=2, vanished=0, lost_gates=0, cards=2)


def test_unchanged_items_keep_their_marks_and_changed_ones_do_not(group, clerk, head):
    kept, emptied = mark_of(group, "甲局", "1.1"), mark_of(group, "甲局", "1.2")
    switch(group, version_of(CHANGED, clerk), clerk=clerk, head=head)
    for mark in (kept, emptied):
        mark.refresh_from_db()
    assert (kept.checked, kept.node.version_id, kept.version) == (10, group.version_id, 1)
    assert (emptied.checked_input, emptied.checked_by, emptied.version) == (None, None, 2)


def test_totals_are_right_at_once(group, clerk, head):
    switch(group, version_of(CHANGED, clerk), clerk=clerk, head=head)
    cards = Card.objects.filter(group=group)
    assert {(card.total, card.scored, card.items) for card in cards} == {(25, 2, 4)}
    assert standings_of(group).disagreeing() == []


def test_a_draft_is_frozen_by_it(group, clerk, head):
    version = version_of(CHANGED, clerk)
    assert version.state == VersionState.DRAFT
    switch(group, version, clerk=clerk, head=head)
    version.refresh_from_db()
    assert version.state == VersionState.FROZEN


def test_words_alone_change_no_mark(group, clerk, head):
    reworded = rubric(**{"1.1": MEETING | {"title": "学习会议", "rule_text": "另说"}})
    switch(group, version_of(reworded, clerk), clerk=clerk, head=head)
    assert {card.total for card in Card.objects.filter(group=group)} == {30}


def test_confirmed_cards_are_checked_again(group, clerk, head):
    Card.objects.filter(group=group).update(state=CardState.CONFIRMED, confirmed_by=head)
    switch(group, version_of(CHANGED, clerk), clerk=clerk, head=head)
    cards = Card.objects.filter(group=group)
    assert {(card.state, card.confirmed_by) for card in cards} == {(CardState.CHECKING, None)}


def test_a_vanished_mark_goes_unless_evidence_stands_by_it(group, clerk, head):
    proof = Evidence.objects.create(
        unit=card_of(group, "甲局").unit, title="手册", added_by=clerk, added_at=FAR
    )
    MarkEvidence.objects.create(mark=mark_of(group, "甲局", "1.2"), evidence=proof)
    switch(group, version_of(rubric(**{"1.2": None}), clerk), clerk=clerk, head=head)
    left = Mark.objects.filter(card__group=group, node__key="1.2").values_list("card__unit_name", flat=True)
    assert list(left) == ["甲局"]
    assert {(card.total, card.items) for card in Card.objects.filter(group=group)} == {(25, 2)}


def test_a_stale_cell_of_a_vanished_item_does_nothing(group, clerk, head):
    stale = mark_of(group, "甲局", "1.2")
    MarkEvidence.objects.create(
        mark=stale,
        evidence=Evidence.objects.create(
            unit=card_of(group, "甲局").unit, title="手册", added_by=clerk, added_at=FAR
        ),
    )
    old = type(group).objects.get(pk=group.pk)
    switch(group, version_of(rubric(**{"1.2": None}), clerk), clerk=clerk, head=head)
    assert save_checked(old, [Cell(stale.card_id, "1.2", "差", stale.version)], by=clerk) == ()


def test_evidence_stays_by_a_mark_that_was_emptied(group, clerk, head):
    mark = mark_of(group, "甲局", "1.2")
    proof = Evidence.objects.create(unit=mark.card.unit, title="手册", added_by=clerk, added_at=FAR)
    MarkEvidence.objects.create(mark=mark, evidence=proof)
    switch(group, version_of(CHANGED, clerk), clerk=clerk, head=head)
    assert MarkEvidence.objects.get(evidence=proof).mark == mark_of(group, "甲局", "1.2")


def test_a_gate_that_is_set_stays_set(clerk, head):
    group = group_in_checking(json.dumps(rubric(gate=True)).encode(), CLASSES, by=clerk)
    type_in(group, {("甲局", key): text for key, text in FULL.items()}, by=clerk)
    node = group.version.nodes.get(kind="gate")
    hit = {"basis_document": "通报", "decided_by": "纪委", "decided_on": START, "entered_by": clerk}
    GateHit.objects.create(card=card_of(group, "甲局"), node=node, **hit)
    switch(group, version_of(rubric(gate=True, **{"1.2": None}), clerk), clerk=clerk, head=head)
    assert (card_of(group, "甲局").total, GateHit.objects.get().node.version_id) == (0, group.version_id)


# 填报


def test_a_reported_card_comes_back_with_what_has_to_be_filled_anew(unit, clerk, head):
    card = open_card(unit, by=clerk)
    Card.objects.filter(pk=card.pk).update(state=CardState.SUBMITTED, submitted_at=FAR)
    switch(card.group, version_of(CHANGED, clerk), clerk=clerk, head=head)
    card.refresh_from_db()
    back = Mark.objects.filter(card=card, state=MarkState.RETURNED).order_by("node__key")
    assert (card.state, card.returned) == (CardState.DRAFT, 2)
    assert [(mark.slot, mark.return_reason) for mark in back] == [
        ("1.2", "评分细则已换版，此项须重新填报。"),
        ("2.2", "评分细则已换版，此项须重新填报。"),
    ]


def test_a_draft_is_just_filled_on(unit, clerk, head):
    card = open_card(unit, by=clerk)
    officer = make_user(Role.OFFICER, unit=unit)
    entries = [Entry("1.2", {"level": "好"}, "", 0), Entry("2.1", {"value": "14"}, "", 0)]
    save_reported(card, entries, by=officer)
    switch(card.group, version_of(CHANGED, clerk), clerk=clerk, head=head)
    card.refresh_from_db()
    inputs = {mark.slot: mark.reported_input for mark in card.marks.select_related("node")}
    assert (card.state, card.returned, inputs["1.2"]) == (CardState.DRAFT, 0, None)
    assert inputs["2.1"] == {"value": "14"}


# Refused


def test_a_version_that_was_edited_since_is_refused(group, clerk, head):
    version = version_of(CHANGED, clerk)
    subject = {"group": group.pk, "from": group.version_id, "to": version.pk, "digest": version.digest}
    decision = put_up(group.round, DecisionKind.SWITCH_VERSION, by=clerk, **subject)
    RubricVersion.objects.filter(pk=version.pk).update(digest="another")
    with pytest.raises(Refused, match="又有改动"):
        decisions.approve_decision(decision, by=head)


def test_another_rubric_is_refused(group, clerk, head):
    with pytest.raises(Refused, match="同一份评分细则的另一版"):
        switch(group, create_blank(title="别的", code="", by=clerk), clerk=clerk, head=head)


def test_the_version_it_has_is_refused(group, clerk, head):
    with pytest.raises(Refused, match="同一份评分细则的另一版"):
        switch(group, group.version, clerk=clerk, head=head)


def test_queries_do_not_grow_with_the_group(clerk, head, django_assert_max_num_queries):
    """The first switch freezes the draft; the other two find it frozen."""
    version, counts = None, []
    for names in ("甲乙", "丙丁", "戊己庚辛壬癸"):
        classes = {f"{name}局": "县直部门" for name in names}
        group = group_in_checking(json.dumps(KINDS).encode(), classes, by=clerk)
        type(group.round).objects.filter(pk=group.round_id).update(title=f"又一期{names}")
        version = version or version_of(CHANGED, clerk)
        with django_assert_max_num_queries(80) as seen:
            switch(group, version, clerk=clerk, head=head)
        counts.append(len(seen))
    assert counts[1] == counts[2]


# The page


def page_of(group) -> str:
    return reverse("scorecards:group-switch", args=[group.pk])


def test_the_page_tells_what_differs_and_what_it_costs(group, clerk, sign_in):
    version = version_of(CHANGED, clerk)
    page = sign_in(clerk).get(page_of(group), {"to": version.pk})
    for shown in ("计分方式：档次 → 直接给分", "第 2 版现在是草稿，换版时一并定稿。", "回到未填、未评"):
        assertContains(page, shown)


def test_a_switch_is_put_up_from_the_page_and_done_by_the_second(group, clerk, head, sign_in):
    version = version_of(CHANGED, clerk)
    fields = {"subject": version.pk, "digest": version.digest, "reason": "分值有误", "key": str(uuid.uuid4())}
    sign_in(clerk).post(reverse("scorecards:group-propose-switch", args=[group.pk]), fields)
    decision = RoundDecision.objects.get(kind=DecisionKind.SWITCH_VERSION)
    sign_in(head).post(reverse("scorecards:decision-approve", args=[decision.pk]))
    group.refresh_from_db()
    assert group.version == version


def test_without_a_reason_nothing_is_put_up(group, clerk, sign_in):
    version = version_of(CHANGED, clerk)
    fields = {"subject": version.pk, "digest": version.digest, "key": str(uuid.uuid4())}
    page = sign_in(clerk).post(reverse("scorecards:group-propose-switch", args=[group.pk]), fields)
    assertContains(page, "请写明原因。", status_code=422)


def test_a_rubric_with_one_version_says_what_to_do(group, clerk, sign_in):
    assertContains(sign_in(clerk).get(page_of(group)), "这份评分细则没有别的版本。")
