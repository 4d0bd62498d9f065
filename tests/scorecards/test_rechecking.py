"""复核 decided: by another hand, as it was shown, with every total that follows, on the record."""

import datetime
from decimal import Decimal

import pytest

from reports.releasing import approve_and_print
from scorecards import locks
from scorecards.corrections import Correction
from scorecards.models import Card, CardState, Mark, RecheckState, Round
from scorecards.rubrics.trees import card_tree
from scorecards.scoring import parse_cell
from scorecards.transitions import Cell, Refused, prepare_release, save_checked
from scorecards.transitions.rechecking import correct_score, keep_score, preview
from tests.factories import cards_of, end_review, group_of, make_user
from tests.scorecards.checking import card_of
from tests.scorecards.reviewing import ask, ask_by_letter, first_card, mark_of, plain_review, relative_review
from units import submissions
from units.models import Notice
from units.roles import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def round_(clerk, head):
    return plain_review(clerk, head, units=3)


@pytest.fixture
def card(round_):
    return first_card(round_)


@pytest.fixture
def officer(card):
    return make_user(Role.OFFICER, unit=card.unit)


def correction(card: Card, text: str, slot: str = "1.1", basis: str = "") -> Correction:
    item = next(item for item in card_tree(card).items() if item.key == slot)
    return Correction(slot, parse_cell(item, text), basis)


def uphold(asked, *corrections: Correction, by, opinion: str = "经查属实。"):
    seen = preview(asked, corrections).digest
    return correct_score(asked, corrections, opinion=opinion, seen=seen, by=by)


def totals(group) -> dict[str, str]:
    return {card.name: str(card.total) for card in Card.objects.filter(group=group).in_official_order()}


def test_a_correction_moves_the_mark_and_the_total(round_, card, officer, head):
    done = uphold(ask(card, by=officer), correction(card, "0 0 1", basis="核实少开一次"), by=head)
    mark = mark_of(card, "1.1")
    assert (mark.basis, mark.checked_by, mark.version) == ("核实少开一次", head, 2)
    assert totals(group_of(round_))[card.name] == "15.50"
    assert (done.state, done.decided_by, done.decision) == (RecheckState.UPHELD, head, "经查属实。")
    assert (done.before["total"], done.after["total"]) == ("16.00", "15.50")
    assert (done.before["marks"]["1.1"]["points"], done.after["marks"]["1.1"]["points"]) == ("2.00", "1.50")


def test_places_are_read_anew(round_, card, officer, head):
    uphold(ask(card, by=officer), correction(card, "0 0 1"), by=head)
    places = [
        (one.name == card.name, one.place) for one in Card.objects.filter(group__round=round_).with_place()
    ]
    assert places == [(False, 1), (False, 1), (True, 3)]


def test_the_card_stays_confirmed_and_the_matrix_stays_shut(round_, card, officer, head, clerk):
    uphold(ask(card, by=officer), correction(card, "0 0 1"), by=head)
    assert Card.objects.get(pk=card.pk).state == CardState.CONFIRMED
    with pytest.raises(Refused, match="不能修改得分"):
        save_checked(group_of(round_), [Cell(card.pk, "1.1", "0 0 0", 2)], by=clerk)


def test_history_says_who_and_why(card, officer, head):
    uphold(ask(card, by=officer), correction(card, "0 0 1"), by=head)
    event = mark_of(card, "1.1").events.order_by("-pgh_id")[0]
    assert {name: event.pgh_context[name] for name in ("user", "why")} == {
        "user": head.pk, "why": "复核更正：经查属实。",
    }  # fmt: skip


def test_other_totals_follow_where_an_item_looks_at_the_group(clerk, head):
    group = relative_review(clerk, head, 甲镇="30", 乙镇="60", 丙镇="15")
    before, card = totals(group), card_of(group, "乙镇")
    asked = ask(card, "3.1", by=make_user(Role.OFFICER, unit=card.unit))
    given = correction(card, "30", "3.1")
    effect = preview(asked, [given])
    assert [(one.card.name, one.shown_before, one.shown_after) for one in effect.moved] == [
        ("甲镇", before["甲镇"], str(Decimal(before["甲镇"]) + 10)),
        ("丙镇", before["丙镇"], str(Decimal(before["丙镇"]) + 5)),
    ]
    uphold(asked, given, by=head)
    assert {name: Decimal(total) - Decimal(before[name]) for name, total in totals(group).items()} == {
        "甲镇": 10, "乙镇": 0, "丙镇": 5,
    }  # fmt: skip


def test_units_that_moved_along_are_told_without_a_word_of_whose_it_was(clerk, head):
    group = relative_review(clerk, head, 甲镇="30", 乙镇="60")
    other = make_user(Role.OFFICER, unit=card_of(group, "甲镇").unit)
    card = card_of(group, "乙镇")
    uphold(ask_by_letter(card, "3.1", by=clerk), correction(card, "30", "3.1"), by=head)
    text = Notice.objects.get(user=other, key__startswith="recheck-moved:").text
    assert text == f"{group.round.title}：本组得分有更正，甲镇的得分反馈单随之变动，请重新核对。"


def test_whoever_checked_the_mark_does_not_decide(card, officer, clerk):
    asked = ask(card, by=officer)
    with pytest.raises(Refused, match="由您核定，请由另一位"):
        uphold(asked, correction(card, "0 0 1"), by=clerk)
    with pytest.raises(Refused, match="由您核定，请由另一位"):
        keep_score(asked, opinion="维持。", by=clerk)
    assert totals(card.group)[card.name] == "16.00"


def test_whoever_entered_the_letter_does_not_decide(card, head):
    asked = ask_by_letter(card, by=head)
    with pytest.raises(Refused, match="由您录入，请由另一位"):
        keep_score(asked, opinion="维持。", by=head)
    with pytest.raises(Refused, match="由您录入，请由另一位"):
        uphold(asked, correction(card, "0 0 1"), by=head)


def test_a_second_correction_needs_yet_another_hand(card, officer, head):
    uphold(ask(card, by=officer), correction(card, "0 0 1"), by=head)
    again = ask(card, by=officer)
    with pytest.raises(Refused, match="由您核定"):
        uphold(again, correction(card, "0 0 0"), by=head)
    uphold(again, correction(card, "0 0 0"), by=make_user(Role.CLERK))
    assert totals(card.group)[card.name] == "16.00"


def test_a_whole_card_may_be_corrected_in_several_items(card, officer, head):
    asked = ask(card, None, by=officer)
    done = uphold(asked, correction(card, "0 0 1"), correction(card, "一般", "2.1"), by=head)
    assert (sorted(done.after["marks"]), done.after["total"]) == (["1.1", "2.1"], "15.00")


def test_of_a_whole_card_whoever_scored_all_of_it_does_not_keep_it(card, officer, clerk, head):
    asked = ask(card, None, by=officer)
    with pytest.raises(Refused, match="各项都由您核定"):
        keep_score(asked, opinion="维持。", by=clerk)
    assert keep_score(asked, opinion="维持。", by=head).state == RecheckState.REJECTED


def test_what_was_not_shown_is_not_written(card, officer, head):
    asked, given = ask(card, by=officer), correction(card, "0 0 1")
    seen = preview(asked, [given]).digest
    Mark.objects.filter(pk=mark_of(card, "1.1").pk).update(checked_input=correction(card, "0 0 2").given)
    with pytest.raises(Refused, match="核对之后得分又有变动"):
        correct_score(asked, [given], opinion="属实。", seen=seen, by=head)
    asked.refresh_from_db()
    assert asked.is_open


def test_the_unit_is_told_without_a_score(card, officer, head):
    asked = ask(card, by=officer)
    uphold(asked, correction(card, "0 0 1"), by=head)
    told = Notice.objects.get(user=officer)
    assert told.text == f"{card.group.round.title}：{card.name}的复核申请已有结果，请在得分反馈单查看。"
    assert told.url == f"/cards/{card.pk}/feedback/"


def test_nothing_is_approved_until_the_last_day_of_asking_is_over(round_, clerk, head):
    draft = prepare_release(round_, by=clerk)
    with pytest.raises(Refused, match="复核申请7月8日（含当日）截止，过后才能审定通报。"):
        approve_and_print(draft, key=submissions.new_key(), by=head)
    Round.objects.filter(pk=round_.pk).update(review_until=locks.today())
    with pytest.raises(Refused, match="过后才能审定通报"):
        approve_and_print(draft, key=submissions.new_key(), by=head)
    Round.objects.filter(pk=round_.pk).update(review_until=locks.today() - datetime.timedelta(days=1))
    assert len(approve_and_print(draft, key=submissions.new_key(), by=head)) == 1


def test_a_draft_made_before_is_not_approved_after(round_, card, officer, clerk, head):
    draft = prepare_release(round_, by=clerk)
    asked = ask(card, by=officer)
    with pytest.raises(Refused, match="还没有办结"):
        approve_and_print(draft, key=submissions.new_key(), by=head)
    uphold(asked, correction(card, "0 0 1"), by=head)
    end_review(round_)
    with pytest.raises(Refused, match="结果与拟稿时不一致"):
        approve_and_print(draft, key=submissions.new_key(), by=head)


def test_kept_scores_leave_a_draft_standing(round_, card, officer, clerk, head):
    draft = prepare_release(round_, by=clerk)
    keep_score(ask(card, by=officer), opinion="维持。", by=head)
    end_review(round_)
    assert len(approve_and_print(draft, key=submissions.new_key(), by=head)) == 1


def test_queries_do_not_grow_with_the_group(clerk, head, django_assert_num_queries):
    for units in (2, 5):
        card = cards_of(plain_review(clerk, head, units=units))[0]
        asked, given = ask_by_letter(card, by=clerk), correction(card, "0 0 1")
        seen = preview(asked, [given]).digest
        with django_assert_num_queries(13):
            correct_score(asked, [given], opinion="属实。", seen=seen, by=head)
