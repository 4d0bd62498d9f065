"""Who may save and report, when, and what 报送 asks for."""

import datetime
import uuid

import pytest

from scorecards import locks, transitions
from scorecards.models import Card, CardState, LateDecision, Mark, MarkState, Round
from scorecards.phases import Phase
from scorecards.transitions import Refused
from scorecards.transitions.returned_items import untouched_items
from scorecards.transitions.returning import Returning, return_items
from scorecards.transitions.submitting import TooLate
from tests.factories import FAR, advance, cards_of, make_round, make_user
from tests.scorecards.filling import end_filling, mark
from tests.scorecards.reporting import REASON, again, come_back, filled, go_online, in_checking, report, save
from units.models import Notice
from units.roles import Role

pytestmark = pytest.mark.django_db
LONG_AGO = FAR.replace(year=2026, month=1)


def test_saving_a_draft_goes_on_after_the_deadline(card, officer):
    end_filling(card)
    assert save(card, by=officer) == []
    assert mark(card, "2.1").reported_input == {"value": "15"}


def test_reporting_keeps_moment_filler_phone_and_signature(card, officer):
    officer.phone = "0391-1234567"
    sent = report(filled(card, by=officer), by=officer)
    found = again(sent)
    assert (found.state, found.filler, found.filler_phone) == (CardState.ENDORSED, officer, "0391-1234567")
    assert (found.submitted_at == sent.submitted_at, found.endorser) == (True, "王书记")


def test_a_paper_that_follows_leaves_the_card_reported_alone(card, officer):
    sent = report(filled(card, by=officer), by=officer, signed=False)
    assert (sent.state, sent.endorser) == (CardState.SUBMITTED, "")


def test_the_plain_report_after_the_deadline_is_refused_by_its_own_name(card, officer):
    filled(card, by=officer)
    end_filling(card)
    with pytest.raises(TooLate, match="请写明原因，作逾期报送"):
        report(card, by=officer)
    assert again(card).state == CardState.DRAFT


def test_a_late_report_with_its_reason_waits_for_the_office(card, officer, clerk):
    filled(card, by=officer)
    end_filling(card)
    sent = again(report(card, by=officer, late_reason=REASON))
    assert (sent.state, sent.late_decision, sent.late_reason) == (
        CardState.ENDORSED,
        LateDecision.PENDING,
        REASON,
    )
    assert Notice.objects.get(user=clerk).url == card.get_absolute_url()


def test_a_reason_given_in_time_marks_nothing_late(card, officer):
    sent = report(filled(card, by=officer), by=officer, late_reason=REASON)
    assert (sent.late_decision, sent.late_reason) == (LateDecision.NOT_LATE, "")


def test_a_unit_with_more_time_reports_in_time(card, officer):
    filled(card, by=officer)
    end_filling(card)
    Card.objects.filter(pk=card.pk).update(extended_until=FAR)
    assert report(card, by=officer).late_decision == LateDecision.NOT_LATE


def test_a_report_without_the_papers_asked_for_is_refused(card, officer):
    Round.objects.update(asks_paper=True)
    with pytest.raises(Refused, match="还没有交述职报告或者交流材料"):
        report(filled(card, by=officer), by=officer)


def test_nobody_signs_tomorrow(card, officer):
    with pytest.raises(Refused, match="审签日期不能晚于今天"):
        report(filled(card, by=officer), by=officer, endorsed_on=FAR.date())


# Items that came back


@pytest.fixture
def returned(card, officer, clerk):
    """Reported, and one item came back before 审核."""
    report(filled(card, by=officer), by=officer)
    return come_back(card, "2.1", by=clerk)


def test_only_what_came_back_can_be_changed(returned, officer):
    problems = save(returned, by=officer, i2_1={"value": "14"}, i1_2={"level": "差"})
    assert problems == ["这一项没有退回，不能修改；请恢复原来的内容。"]
    assert (mark(returned, "2.1").reported_input, mark(returned, "1.2").reported_input) == (
        {"value": "14"},
        {"level": "好"},
    )


def test_the_form_that_posts_all_items_unchanged_is_no_problem(returned, officer):
    assert save(returned, by=officer) == []


def test_a_mended_item_is_marked_changed_and_the_card_reported_again(returned, officer):
    save(returned, by=officer, i2_1={"value": "14"})
    sent = again(report(returned, by=officer))
    assert (sent.state, sent.returned, mark(sent, "2.1").state) == (
        CardState.ENDORSED,
        0,
        MarkState.CHANGED,
    )


def test_an_item_left_as_it_was_has_to_be_stood_by(returned, officer):
    assert [one.slot for one in untouched_items(returned)] == ["2.1"]
    with pytest.raises(Refused, match=r"退回的 1 项没有修改：2\.1 指标2\.1"):
        report(returned, by=officer)
    report(returned, by=officer, same={"2.1": "已附会议记录"})
    stood = mark(returned, "2.1")
    assert (stood.state, stood.reported_note) == (MarkState.CHANGED, "核对后不作修改：已附会议记录")


def test_a_note_that_no_longer_fits_is_refused(returned, officer):
    with pytest.raises(Refused, match="请删去 8 字"):
        report(returned, by=officer, same={"2.1": "长" * 500})


def test_notes_on_items_that_did_not_come_back_change_nothing(returned, officer):
    save(returned, by=officer, i2_1={"value": "14"})
    report(returned, by=officer, same={"1.2": "没有退回", "9.9": "没有这一项"})
    assert mark(returned, "1.2").reported_note == ""


def test_the_time_to_mend_counts_for_the_report(returned, officer):
    end_filling(returned)
    save(returned, by=officer, i2_1={"value": "14"})
    assert report(returned, by=officer).late_decision == LateDecision.NOT_LATE


def test_a_card_taken_though_late_stays_marked_when_it_is_mended(returned, officer):
    Card.objects.filter(pk=returned.pk).update(late_decision=LateDecision.ACCEPTED, late_reason=REASON)
    save(returned, by=officer, i2_1={"value": "14"})
    assert again(report(returned, by=officer)).late_decision == LateDecision.ACCEPTED


# In 审核


@pytest.fixture
def checked(card, officer, clerk):
    """In 审核, one item came back."""
    report(filled(card, by=officer), by=officer)
    return come_back(in_checking(card, by=clerk), "2.1", by=clerk)


def test_in_checking_the_unit_mends_what_came_back_and_the_card_stays(checked, officer):
    before = checked.submitted_at
    assert save(checked, by=officer, i2_1={"value": "13"}) == []
    sent = again(report(checked, by=officer))
    assert (sent.state, sent.returned, sent.submitted_at) == (CardState.CHECKING, 0, before)
    assert mark(sent, "2.1").state == MarkState.CHANGED


def test_in_checking_nothing_else_is_open(checked, officer):
    assert len(save(checked, by=officer, i1_2={"level": "差"})) == 1


@pytest.mark.parametrize("act", [save, report])
def test_in_checking_the_time_to_mend_ends(checked, officer, act):
    Card.objects.filter(pk=checked.pk).update(return_due_at=LONG_AGO)
    with pytest.raises(Refused, match="退回项的修改期限已过"):
        act(checked, by=officer)


@pytest.mark.parametrize("act", [save, report])
def test_in_checking_a_card_without_returned_items_is_closed(checked, officer, act):
    Card.objects.filter(pk=checked.pk).update(returned=0)
    with pytest.raises(Refused, match="处于“审核”阶段，不能再填报"):
        act(checked, by=officer)


def test_online_the_leader_hears_that_items_were_mended_in_checking(checked, officer, person):
    leader = person(Role.UNIT_LEADER)
    go_online(checked)
    save(checked, by=officer, i2_1={"value": "13"})
    report(checked, by=officer, signed=False)
    assert "退回项已修改并重新报送" in Notice.objects.get(user=leader).text


def test_missing_items_stop_the_report_before_anything_is_written(card, officer):
    with pytest.raises(Refused, match="还有 3 项没有填写"):
        report(card, by=officer)
    assert (again(card).submitted_at, len(transitions.missing_items(card))) == (None, 3)


def test_a_unit_that_sent_nothing_mends_what_came_back_and_reports_only_that(clerk, head):
    round_ = advance(make_round(clerk, units=1), Phase.CHECKING, clerk=clerk, head=head)
    card = cards_of(round_)[0]
    officer = make_user(Role.OFFICER, unit=card.unit)
    back = [Returning("2.1", "没有自评，请补填。")]
    card = return_items(
        card, back, due_at=locks.clock() + datetime.timedelta(days=3), key=str(uuid.uuid4()), by=clerk
    )
    with pytest.raises(Refused, match="还有 1 项没有填写"):
        transitions.submit(card, key=str(uuid.uuid4()), by=officer)
    version = Mark.objects.get(card=card, node__key="2.1").version
    transitions.save_reported(card, [transitions.Entry("2.1", {"level": "好"}, "", version)], by=officer)
    transitions.submit(card, key=str(uuid.uuid4()), by=officer)
    card.refresh_from_db()
    assert (card.returned, Mark.objects.get(card=card, node__key="2.1").state) == (0, MarkState.CHANGED)
