"""更正: put up by one person and approved by another; a new version beside the old, every figure moved or none."""

import json

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains

from reports.models import Document
from scorecards.cards.gates import gates_of
from scorecards.models import Card, CorrectionKind, Mark, Release, ReleaseCorrection, Round
from scorecards.phases import Phase
from scorecards.results.release_changes import Change
from scorecards.results.snapshots import read
from scorecards.transitions import Refused
from scorecards.transitions.archiving import archive_round
from scorecards.transitions.released_corrections import (
    approve_correction,
    prepare_correction,
    version_of,
    withdraw_correction,
)
from tests.factories import RUBRIC, advance, make_user
from tests.scorecards.checking import card_of, group_in_checking
from tests.scorecards.rubrics.test_exchange import page_example
from tests.scorecards.settling import card_at, graded_round, loss, put_up_change, put_up_correction
from units import submissions
from units.models import Notice
from units.roles import Role

pytestmark = pytest.mark.django_db
WORST = {"level": "差"}
GRADE = Change(CorrectionKind.GRADE, {"grade": "优秀"}, "会议记录漏抄")


@pytest.fixture
def round_(clerk, head) -> Round:
    return graded_round(Phase.RELEASED, clerk=clerk, head=head, phases=())


@pytest.fixture
def best(round_) -> Card:
    """Placed first, 16.00, 优秀."""
    return card_at(round_, 2)


def rows_of(release: Release) -> list[tuple]:
    return [(row.place, str(row.total), row.grade) for row in release.rows.in_order()]


def test_a_mark_is_corrected_in_a_new_version(best, clerk, head):
    old = Release.objects.get()
    correction = put_up_correction(best, "2.2", WORST, by=clerk)
    assert Mark.objects.get(card=best, node__key="2.2").checked_input != WORST
    new = approve_correction(correction, by=head)
    assert (new.number, new.replaces, new.reason, new.code != old.code) == (2, old, "漏计一次", True)
    assert rows_of(old) == [(1, "16.00", "优秀"), (2, "15.50", "良好"), (3, "14.00", "一般")]
    assert rows_of(new) == [(1, "15.50", "优秀"), (2, "14.00", "一般"), (2, "14.00", "一般")]
    best.refresh_from_db()
    assert str(best.total) == "14.00"
    mark = Mark.objects.get(card=best, node__key="2.2")
    assert (mark.checked_input, mark.basis, mark.checked_by) == (WORST, "见台账", clerk)
    assert read(bytes(new.snapshot))["number"] == 2


def test_what_was_corrected_stays_to_be_read(best, at_desk, clerk, head):
    correction = put_up_correction(best, "2.2", WORST, by=clerk)
    approve_correction(correction, by=head)
    title = Mark.objects.get(card=best, node__key="2.2").node.title
    page = at_desk.get(correction.get_absolute_url())
    assert page.context["words"] == [f"{title}：由 2.00 分改为 0.00 分"]
    assert [(row.name, row.totals) for row in page.context["compared"] if row.name == best.name] == [
        (best.name, ("16.00", "14.00"))
    ]


def test_a_grade_is_corrected_and_no_score_moves(round_, clerk, head):
    card = card_at(round_, 0)
    new = approve_correction(put_up_change(card, GRADE, by=clerk), by=head)
    row = new.rows.get(card=card)
    assert (str(row.total), row.computed_grade, row.grade) == ("14.00", "一般", "优秀")


def test_nobody_approves_the_own(best, clerk, head):
    correction = put_up_correction(best, "2.2", WORST, by=head)
    with pytest.raises(Refused, match="不能是同一人"):
        approve_correction(correction, by=head)
    with pytest.raises(Refused, match="须由工委负责人审定"):
        approve_correction(correction, by=clerk)


def test_what_moved_since_is_not_approved(best, clerk, head):
    correction = put_up_correction(best, "2.2", WORST, by=clerk)
    Card.objects.filter(pk=best.pk).update(unit_name="改了名字的单位")
    with pytest.raises(Refused, match="结果与拟稿时不一致"):
        approve_correction(correction, by=head)
    assert Release.objects.count() == 1
    assert Mark.objects.get(card=best, node__key="2.2").checked_input != WORST


def test_what_was_not_shown_is_not_put_up(best, clerk):
    with pytest.raises(Refused, match="请重新核对更正前后"):
        prepare_correction(
            best, loss("2.2", WORST), reason="错", seen="x", key=submissions.new_key(), by=clerk
        )


def test_nothing_to_change_is_told(best):
    mark = Mark.objects.get(card=best, node__key="2.2")
    same = Change(
        CorrectionKind.MARK,
        {"marks": [{"slot": "2.2", "given": mark.checked_input, "basis": mark.basis}]},
        "错",
    )
    with pytest.raises(Refused, match="没有差别"):
        version_of(best, same, Release.objects.get())


def test_one_at_a_time(best, clerk):
    first = put_up_correction(best, "2.2", WORST, by=clerk)
    with pytest.raises(Refused, match="已有待审定的更正稿"):
        put_up_correction(best, "2.1", {"level": "一般"}, by=clerk)
    withdraw_correction(first, by=clerk)
    assert put_up_correction(best, "2.1", {"level": "一般"}, by=clerk).is_waiting


def test_only_the_preparer_withdraws(best, clerk, head):
    correction = put_up_correction(best, "2.2", WORST, by=clerk)
    with pytest.raises(Refused, match="只有拟稿人"):
        withdraw_correction(correction, by=head)


def test_archiving_waits_for_it_and_ends_it(best, round_, clerk, head):
    correction = put_up_correction(best, "2.2", WORST, by=clerk)
    with pytest.raises(Refused, match="有待审定的更正稿"):
        archive_round(round_, by=clerk)
    approve_correction(correction, by=head)
    archive_round(round_, by=clerk)
    with pytest.raises(Refused, match="只有“已通报”阶段"):
        put_up_correction(best, "2.1", {"level": "一般"}, by=clerk)


def test_only_units_whose_result_moved_are_told(best, round_, clerk, head):
    mine, other = (make_user(Role.OFFICER, unit=card.unit) for card in (best, card_at(round_, 0)))
    approve_correction(put_up_correction(best, "2.2", WORST, by=clerk), by=head)
    assert "结果有更正" in Notice.objects.get(user=mine).text
    assert not Notice.objects.filter(user=other).exists()


def test_by_the_pages(best, at_desk, head, sign_in):
    choose = at_desk.get(reverse("scorecards:correction-choose", args=[best.group_id]))
    assertContains(choose, reverse("scorecards:correction-new", args=[best.pk]))
    new = at_desk.get(reverse("scorecards:correction-new", args=[best.pk]))
    assertContains(new, "通报的等次是“优秀”。")
    assertContains(new, "不得录入巡察反馈原文", count=2)
    preview = reverse("scorecards:correction-preview", args=[best.pk])
    assertContains(at_desk.post(preview, {}), "请选择更正得分", status_code=422)
    empty = at_desk.post(preview, {"kind": "mark", "opinion": "错"})
    assertContains(empty, "核定没有改动", status_code=422)
    typed = {"kind": "grade", "grade": "一般", "opinion": "会议记录漏抄"}
    page = at_desk.post(preview, typed)
    assertContains(page, "提交审定")
    given = typed | {"seen": page.context["seen"], "key": page.context["key"]}
    at_desk.post(reverse("scorecards:correction-prepare", args=[best.pk]), given)
    correction = ReleaseCorrection.objects.get()
    at_head = sign_in(head)
    shown = at_head.get(correction.get_absolute_url())
    assertContains(shown, "会议记录漏抄")
    approve = reverse("reports:correction-approve", args=[correction.pk])
    wrong = at_head.post(approve, {"password": "x"}, follow=True)
    assertContains(wrong, "密码不正确")
    done = at_head.post(approve, {"password": "pass-word-2026", "key": shown.context["key"]}, follow=True)
    assertContains(done, "新的版次已经封存")
    new = Release.objects.get(number=2)
    assertContains(
        at_head.get(reverse("scorecards:release-version", args=[new.replaces_id])), "这一版已经更正"
    )
    assertContains(at_head.get(reverse("scorecards:release-version", args=[new.pk])), "会议记录漏抄")
    assert Document.objects.filter(release=new).exists()


@pytest.fixture
def gated(clerk, head) -> Card:
    """A released card of a rubric with a gate that makes the total 0."""
    rubric = json.loads(RUBRIC.read_bytes())
    gate = json.loads(page_example())["nodes"][-1]
    rubric["nodes"].append(gate | {"params": {"effect": "zero", "document": "考核办法"}})
    group = group_in_checking(json.dumps(rubric).encode(), {"甲局": "县直部门"}, by=clerk)
    advance(group.round, Phase.RELEASED, clerk=clerk, head=head)
    return card_of(group, "甲局")


def gate_change(card: Card, *, sets: bool) -> Change:
    (gate,) = gates_of(card)
    return Change(
        CorrectionKind.GATE,
        {"key": gate.gate.key, "title": gate.gate.title, "sets": sets, "basis_document": "示纪〔2026〕3号",
         "decided_by": "县纪委", "decided_on": "2026-03-02"},
        "补登",
    )  # fmt: skip


def test_a_gate_is_set_and_taken_back_by_corrections(gated, clerk, head):
    total = gated.total
    new = approve_correction(put_up_change(gated, gate_change(gated, sets=True), by=clerk), by=head)
    assert str(new.rows.get().total) == "0.00"
    with pytest.raises(Refused, match="已经登记或撤销"):
        put_up_change(gated, gate_change(gated, sets=True), by=clerk)
    newest = approve_correction(put_up_change(gated, gate_change(gated, sets=False), by=clerk), by=head)
    assert (newest.number, newest.rows.get().total) == (3, total)


def test_a_gate_by_the_page(gated, at_desk):
    preview = reverse("scorecards:correction-preview", args=[gated.pk])
    (gate,) = gates_of(gated)
    wrong = at_desk.post(preview, {"kind": "gate", "gate": gate.gate.key, "opinion": "补登"})
    assertContains(wrong, "请填写依据文件。", status_code=422)
    given = {"basis_document": "示纪〔2026〕3号", "decided_by": "县纪委", "decided_on": "2026-03-02"}
    page = at_desk.post(preview, {"kind": "gate", "gate": gate.gate.key, "opinion": "补登"} | given)
    assertContains(page, "登记否决情形")
