"""下发: what stands in its way, whom it tells, what it freezes, and doing it again after a step back."""

import datetime

import pytest
from pytest_django.asserts import assertContains

from scorecards import transitions
from scorecards.models import Card, GroupPeriod, Mark, Node, Round, Standing, Subject, Yields
from scorecards.phases import Phase
from scorecards.rubrics.exchange import load
from scorecards.transitions import Refused, blocks_opening, drafting, members, rounds, versions
from tests.factories import (
    RUBRIC,
    cards_of,
    group_of,
    make_branch,
    make_round,
    make_unit,
    make_user,
    make_version,
)
from tests.scorecards.setup.making import PERIODS, now, url
from units.models import Notice
from units.roles import Role

pytestmark = pytest.mark.django_db


def stepped_back(round_: Round) -> Round:
    """As two people take a round back to 筹备."""
    Round.objects.filter(pk=round_.pk).update(phase=Phase.PREPARING)
    return now(round_)


def branch_group(round_, clerk):
    return transitions.add_group(
        round_, name="党支部组", version=make_version(clerk), subject=Subject.BRANCH, by=clerk
    )


def test_each_thing_that_is_missing_is_said(clerk):
    round_ = make_round(clerk, units=0, fill_due_at=datetime.datetime(2026, 1, 2, tzinfo=datetime.UTC))
    Round.objects.filter(pk=round_.pk).update(previous=make_round(clerk, year=2030))
    said = " ".join(blocks_opening(now(round_)))
    for part in ("填报截止时间已过", "不早于本期次", "县直部门一组还没有参评对象。"):
        assert part in said


def test_a_round_without_groups_is_not_sent_out(clerk):
    round_ = make_round(clerk, units=0)
    group_of(round_).delete()
    assert blocks_opening(round_) == ["还没有组别，请先增加组别。"]


def test_a_group_of_exempt_members_alone_is_empty(clerk):
    round_ = make_round(clerk, units=1)
    Card.objects.update(taking_part=Standing.EXEMPT)
    assert blocks_opening(round_) == ["县直部门一组还没有参评对象。"]


def test_a_member_in_two_groups_is_named(clerk):
    round_ = make_round(clerk, units=1)
    (card,) = cards_of(round_)
    second = transitions.add_group(round_, name="乙组", version=make_version(clerk), by=clerk)
    Card.objects.create(group=second, unit=card.unit)
    assert blocks_opening(round_) == [
        f"{card.unit.name}同时在县直部门一组、乙组，一个期次里只能在一个组别参评，请移出多余的。"
    ]


def test_a_rubric_without_items_is_said(clerk):
    round_ = make_round(clerk, units=1)
    draft = versions.create_blank(title="空细则", code="kong", by=clerk)
    group = transitions.add_group(round_, name="乙组", version=draft, by=clerk)
    transitions.add_member(group, unit=make_unit(), by=clerk)
    assert blocks_opening(round_) == ["《空细则》第1版：还没有指标，不能定稿。请先增加指标。"]


def test_a_group_whose_rubric_was_taken_away_by_a_change_of_yield_is_said(clerk):
    round_ = make_round(clerk, units=1)
    rounds.change_round(round_, {"yields": Yields.PROBLEMS}, revision=now(round_).revision, by=clerk)
    assert blocks_opening(now(round_)) == ["本期次只晒问题、不评分，请把县直部门一组改为不选评分细则。"]


def test_a_period_that_came_later_wants_its_date(clerk):
    version = make_version(clerk, RUBRIC.with_name(PERIODS))
    round_ = make_round(clerk, units=0)
    group = transitions.add_group(round_, name="乡镇组", version=version, by=clerk)
    GroupPeriod.objects.filter(group=group, number=2).delete()
    missing = [said for said in blocks_opening(round_) if "还没有截止时间" in said]
    assert missing == ["乡镇组的“季度督办·二季度”还没有截止时间，请在“分期截止”里填写。"]


def test_a_round_with_problems_is_not_sent_out(sign_in, clerk):
    round_ = make_round(clerk, units=0)
    page = sign_in(clerk).post(url("round-open", round_.pk), follow=True)
    assertContains(page, "县直部门一组还没有参评对象。")
    assert now(round_).stage is Phase.PREPARING


@pytest.mark.parametrize("count", [1, 5])
def test_what_is_missing_is_found_in_as_many_queries_for_any_number(clerk, django_assert_num_queries, count):
    round_ = make_round(clerk, units=10 * count)
    for number in range(count):
        group = transitions.add_group(round_, name=f"{number}组", version=make_version(clerk), by=clerk)
        transitions.add_member(group, unit=make_unit(), by=clerk)
    round_ = now(round_)
    with django_assert_num_queries(6):
        assert blocks_opening(round_) == []


# What it does


def test_everybody_who_fills_is_told_and_nobody_else(clerk):
    round_ = make_round(clerk, units=1)
    branch = make_branch()
    transitions.add_member(branch_group(round_, clerk), unit=branch.unit, branch=branch, by=clerk)
    secretary, officer = make_user(Role.SECRETARY, branch=branch), make_user(Role.OFFICER, unit=branch.unit)
    make_user(Role.SECRETARY, branch=make_branch(branch.unit))
    make_user(Role.OFFICER, unit=make_unit())
    transitions.open_round(round_, by=clerk)
    assert set(Notice.objects.values_list("user", flat=True)) == {secretary.pk, officer.pk}


def test_a_unit_that_is_exempt_is_not_told(clerk):
    round_ = make_round(clerk, units=2)
    first = Card.objects.order_by("pk")[0]
    make_user(Role.OFFICER, unit=first.unit)
    members.set_standing(
        group_of(round_), {first.pk: 0}, taking_part=Standing.EXEMPT, reason="新设立", by=clerk
    )
    transitions.open_round(round_, by=clerk)
    assert Notice.objects.count() == 0
    assert Mark.objects.filter(card=first).count() == 0


def test_first_checking_is_for_units_with_several_branches(clerk):
    round_ = make_round(clerk, units=1)
    group, several = branch_group(round_, clerk), make_branch()
    make_branch(several.unit)
    for branch in (several, make_branch()):
        transitions.add_member(group, unit=branch.unit, branch=branch, by=clerk)
    transitions.open_round(round_, by=clerk)
    needs = dict(Card.objects.values_list("branch", "needs_precheck"))
    assert needs[several.pk] is True
    assert list(needs.values()).count(True) == 1


def test_problems_alone_need_no_rubric_and_get_no_mark(clerk):
    round_ = make_round(clerk, units=2, yields=Yields.PROBLEMS)
    transitions.open_round(round_, by=clerk)
    assert now(round_).stage is Phase.FILLING
    assert Mark.objects.count() == 0
    assert all(card.name for card in cards_of(round_))


def test_the_page_of_a_round_of_problems_can_be_read(sign_in, clerk):
    page = sign_in(clerk).get(make_round(clerk, yields=Yields.PROBLEMS).get_absolute_url())
    assertContains(page, "每单位需填 3 项，约 30 分钟")


# Again, after a step back


def test_after_a_step_back_answers_and_names_stay_and_what_is_new_is_added(clerk):
    round_ = make_round(clerk, units=1)
    transitions.open_round(round_, by=clerk)
    (card,) = cards_of(round_)
    card.unit.name = "后来改的名"
    card.unit.save()
    Mark.objects.filter(card=card).update(reported_note="写过的")
    kept = set(Mark.objects.values_list("pk", flat=True))
    stepped_back(round_)
    transitions.add_member(group_of(round_), unit=make_unit(), by=clerk)
    transitions.open_round(round_, by=clerk)
    old, new = Card.objects.order_by("pk")
    assert (old.unit_name == card.unit_name, bool(new.unit_name)) == (True, True)
    assert set(Mark.objects.filter(card=old, reported_note="写过的").values_list("pk", flat=True)) == kept
    assert Mark.objects.filter(card=new).count() == len(kept)


def test_after_a_step_back_people_are_told_again(clerk):
    round_ = make_round(clerk, units=1)
    officer = make_user(Role.OFFICER, unit=Card.objects.get().unit)
    for _ in range(2):
        transitions.open_round(round_, by=clerk)
        stepped_back(round_)
    assert Notice.objects.filter(user=officer).count() == 2


def test_who_takes_part_only_the_second_time_gets_marks_then(clerk):
    round_ = make_round(clerk, units=2)
    first = Card.objects.order_by("pk")[0]
    Card.objects.filter(pk=first.pk).update(taking_part=Standing.DEFERRED)
    transitions.open_round(round_, by=clerk)
    stepped_back(round_)
    Card.objects.filter(pk=first.pk).update(taking_part=Standing.RANKED)
    transitions.open_round(round_, by=clerk)
    counts = {card.marks.count() for card in Card.objects.all()}
    assert counts == {Node.objects.filter(version=group_of(round_).version, kind="item").count()}


def test_a_part_of_a_draft_with_periods_can_still_be_deleted(clerk):
    version = transitions.import_rubric(load(RUBRIC.with_name(PERIODS).read_bytes()), by=clerk)
    transitions.add_group(make_round(clerk, units=0), name="乡镇组", version=version, by=clerk)
    node = Node.objects.get(version=version, kind="time")
    drafting.delete_node(node, revision=now(version).revision, by=clerk)
    assert GroupPeriod.objects.count() == 0


def test_two_who_send_out_at_once_are_told_apart(clerk):
    round_ = make_round(clerk)
    transitions.open_round(round_, by=clerk)
    with pytest.raises(Refused, match="只有“筹备”阶段"):
        transitions.open_round(round_, by=clerk)
