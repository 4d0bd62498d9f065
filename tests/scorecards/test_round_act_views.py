"""The pages and posts of an open round: 评议, 核对, 延期, and the acts that take two people."""

import datetime
import re
import uuid

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from scorecards.models import Card, CardState, DecisionKind, Round, RoundDecision, RoundExtension
from scorecards.phases import Phase
from tests.factories import FAR, advance, cards_of, group_of, make_round, make_unit, make_user
from tests.scorecards.test_stages import BOTH, put_up, round_in
from units.roles import Role

pytestmark = pytest.mark.django_db
PASSWORD = {"password": "pass-word-2026"}


def url(name: str, pk: int) -> str:
    return reverse(f"scorecards:{name}", args=[pk])


def typed(**fields) -> dict[str, str]:
    return {"reason": "县委要求", "key": str(uuid.uuid4())} | fields


def home(round_: Round) -> str:
    return round_.get_absolute_url()


# The stages


def test_only_the_next_stage_is_offered(sign_in, clerk, head):
    page = sign_in(clerk).get(home(round_in(Phase.CHECKING, clerk=clerk, head=head)))
    assertContains(page, "确认转入评议")
    assertNotContains(page, "锁定“")


def test_the_office_goes_on_to_judging_and_locks_from_there(sign_in, clerk, head):
    round_ = round_in(Phase.CHECKING, clerk=clerk, head=head)
    sign_in(clerk).post(url("round-start-judging", round_.pk))
    assert Round.objects.get(pk=round_.pk).stage is Phase.JUDGING
    assertContains(sign_in(clerk).get(home(round_)), "还不能锁定")


def test_review_proposes_a_day_and_takes_another(sign_in, clerk, head):
    round_ = round_in(Phase.LOCKED, clerk=clerk, head=head)
    client = sign_in(clerk)
    assertContains(client.get(home(round_)), "确认转入核对")
    client.post(url("round-start-review", round_.pk), {"until": "2999-07-08"})
    now = Round.objects.get(pk=round_.pk)
    assert (now.stage, now.review_until) == (Phase.REVIEW, datetime.date(2999, 7, 8))


@pytest.mark.parametrize("until", ["", "2026-01-02", "明天", "0000-00-00"])
def test_a_bad_day_is_refused_and_stays(sign_in, clerk, head, until):
    round_ = round_in(Phase.LOCKED, clerk=clerk, head=head)
    page = sign_in(clerk).post(url("round-start-review", round_.pk), {"until": until})
    assertContains(page, f'value="{until}"' if until else "请填写截止日期。", status_code=422)
    assertContains(page, "<title>错误：", status_code=422)
    assert Round.objects.get(pk=round_.pk).stage is Phase.LOCKED


def test_a_release_is_offered_in_the_last_stage_alone(sign_in, clerk, head):
    round_ = round_in(Phase.LOCKED, clerk=clerk, head=head)
    release = url("release-detail", round_.pk)
    assertNotContains(sign_in(clerk).get(home(round_)), release)
    advance(round_, Phase.REVIEW, clerk=clerk, head=head)
    assertContains(sign_in(clerk).get(home(round_)), release)


def test_units_read_what_review_is_and_until_when(sign_in, clerk, head):
    round_ = round_in(Phase.REVIEW, clerk=clerk, head=head)
    officer = make_user(Role.OFFICER, unit=cards_of(round_)[0].unit)
    page = sign_in(officer).get(home(round_))
    assertContains(page, "有异议的，请在截止日前申请复核。复核申请截止到7月8日（含当日）。")


def test_a_trial_bears_its_chip(sign_in, clerk):
    page = sign_in(clerk).get(home(make_round(clerk, is_trial=True)))
    assert re.search(r'class="page-title">.*?演练.*?</div>', page.content.decode(), re.DOTALL)


# 延期


@pytest.fixture
def filling(clerk, head) -> Round:
    return round_in(Phase.FILLING, clerk=clerk, head=head)


def test_the_deadline_is_extended_for_all_and_for_one(sign_in, clerk, filling):
    client, unit = sign_in(clerk), cards_of(filling)[0].unit
    client.post(url("round-extend", filling.pk), typed(unit="all", until="2999-08-01T17:00"))
    client.post(url("round-extend", filling.pk), typed(unit=str(unit.pk), until="2999-09-01T17:00"))
    assert list(RoundExtension.objects.values_list("unit", flat=True)) == [None, unit.pk]
    page = client.get(url("round-extensions", filling.pk))
    for shown in ("统一延期至 2999年8月1日 17:00", f"{unit}单独延期至 2999年9月1日 17:00", clerk.name):
        assertContains(page, shown)


@pytest.mark.parametrize(
    ("fields", "status", "sentence"),
    [
        ({"unit": "all", "until": "2999-07-01T09:00"}, 409, "必须晚于原来的截止时间"),
        ({"unit": "all", "until": "7月3日"}, 422, "请按“2026-07-03 17:00”的样子填写时间。"),
        ({"unit": "12345", "until": "2999-08-01T17:00"}, 422, "所选单位没有参加本期次"),
        ({"unit": "all", "until": "2999-08-01T17:00", "reason": "x" * 201}, 422, "原因最多 200 个字。"),
        ({"unit": "all", "until": "9999-12-31T23:59"}, 422, "请填写合理的年份。"),
    ],
)
def test_a_refused_extension_keeps_what_was_typed(sign_in, clerk, filling, fields, status, sentence):
    page = sign_in(clerk).post(url("round-extend", filling.pk), typed(**fields))
    assertContains(page, sentence, status_code=status)
    assertContains(page, "<title>错误：", status_code=status)
    assertContains(page, fields.get("reason", "县委要求"), status_code=status)
    assert not RoundExtension.objects.exists()


def test_a_unit_reads_its_own_extension_and_no_other(sign_in, clerk, filling):
    one, other = (card.unit for card in cards_of(filling))
    for unit, reason in ((one, "停电"), (other, "搬迁")):
        RoundExtension.objects.create(
            round=filling, unit=unit, until=FAR, reason=reason, made_by=clerk, made_at=FAR
        )
    page = sign_in(make_user(Role.OFFICER, unit=one)).get(home(filling))
    assertContains(page, "停电")
    for hidden in ("搬迁", clerk.name):
        assertNotContains(page, hidden)


def test_out_of_filling_the_page_says_that_nothing_can_be_extended(sign_in, clerk, head):
    round_ = round_in(Phase.CHECKING, clerk=clerk, head=head)
    assertContains(sign_in(clerk).get(url("round-extensions", round_.pk)), "现在不能延期。")


# Two people


def test_a_step_back_by_two_people_through_the_pages(sign_in, clerk, head, filling):
    advance(filling, Phase.CHECKING, clerk=clerk, head=head)
    sign_in(clerk).post(url("round-step-back", filling.pk), typed(**{"from": "checking"}))
    decision = RoundDecision.objects.get()
    assertContains(sign_in(clerk).get(home(filling)), "由您提出，须由另一人审定。")
    again = sign_in(clerk).get(url("round-decisions", filling.pk))
    assertNotContains(again, url("round-step-back", filling.pk))
    assertContains(sign_in(head).get(home(filling)), url("decision-approve", decision.pk))
    sign_in(head).post(url("decision-approve", decision.pk))
    assert Round.objects.get(pk=filling.pk).stage is Phase.FILLING
    page = sign_in(head).get(home(filling))
    for shown in ("从“审核”退回“填报”，涉及 2 张评分表", "县委要求", f"{head.name}于"):
        assertContains(page, shown)


def test_a_step_back_without_a_reason_is_refused(sign_in, clerk, filling):
    page = sign_in(clerk).post(url("round-step-back", filling.pk), {"from": "filling"})
    assertContains(page, "请写明原因。", status_code=422)
    assert not RoundDecision.objects.exists()


def test_a_stale_page_puts_up_nothing(sign_in, clerk, filling):
    answer = sign_in(clerk).post(
        url("round-step-back", filling.pk), typed(**{"from": "checking"}), follow=True
    )
    assertContains(answer, "原来提出的退回不再适用")
    assert not RoundDecision.objects.exists()


def test_the_proposer_is_refused_and_may_withdraw(sign_in, head, filling):
    decision = put_up(filling, DecisionKind.STEP_BACK, by=head, **{"from": "filling"})
    client = sign_in(head)
    assertContains(client.post(url("decision-approve", decision.pk), follow=True), "不能是同一人")
    client.post(url("decision-withdraw", decision.pk))
    assertContains(client.get(home(filling)), "已撤回")


def test_unlocking_asks_the_second_person_for_the_password(sign_in, clerk, head):
    round_ = round_in(Phase.LOCKED, clerk=clerk, head=head)
    decision = put_up(round_, DecisionKind.STEP_BACK, by=clerk, **{"from": "locked"})
    client, address = sign_in(head), url("decision-approve", decision.pk)
    assertContains(client.post(address, {"password": "wrong"}, follow=True), "密码不正确，没有办理。")
    assert Round.objects.get(pk=round_.pk).stage is Phase.LOCKED
    client.post(address, PASSWORD)
    assert Round.objects.get(pk=round_.pk).stage is Phase.JUDGING


def test_nobody_outside_the_office_learns_of_decisions(sign_in, clerk, filling):
    decision = put_up(filling, DecisionKind.STEP_BACK, by=clerk, **{"from": "filling"})
    officer = sign_in(make_user(Role.OFFICER, unit=cards_of(filling)[0].unit))
    assertNotContains(officer.get(home(filling)), "县委要求")
    assert officer.post(url("decision-approve", decision.pk)).status_code == 404
    assert officer.get(url("round-decisions", filling.pk)).status_code == 403


def test_an_empty_list_says_what_is_put_up_here(sign_in, clerk, filling):
    assertContains(sign_in(clerk).get(url("round-decisions", filling.pk)), "还没有两人办理事项")


def test_the_round_page_asks_as_often_with_many_decisions(
    sign_in, clerk, filling, django_assert_max_num_queries
):
    client, counts = sign_in(clerk), []
    client.get(home(filling))
    for number in (1, 6):
        for _ in range(number):
            decision = put_up(filling, DecisionKind.STEP_BACK, by=clerk, **{"from": "filling"})
            RoundDecision.objects.filter(pk=decision.pk).update(withdrawn_at=decision.proposed_at)
        put_up(filling, DecisionKind.STEP_BACK, by=clerk, **{"from": "filling"})
        with django_assert_max_num_queries(14) as seen:
            client.get(home(filling))
        RoundDecision.objects.filter(withdrawn_at=None).update(withdrawn_at=FAR)
        counts.append(len(seen))
    assert counts[0] == counts[1]


# The group


def test_a_forgotten_unit_comes_in_through_the_pages(sign_in, clerk, head, filling):
    unit, group = make_unit(name="被漏掉的局"), group_of(filling)
    assertContains(sign_in(clerk).get(url("group-roster", group.pk)), "被漏掉的局")
    sign_in(clerk).post(url("roster-add", group.pk), typed(subject=str(unit.pk)))
    sign_in(head).post(url("decision-approve", RoundDecision.objects.get().pk))
    assert Card.objects.get(group=group, unit=unit).unit_name == "被漏掉的局"


def test_a_unit_is_taken_out_through_the_pages(sign_in, clerk, head, filling):
    card, group = cards_of(filling)[0], group_of(filling)
    sign_in(clerk).post(url("roster-remove", group.pk), typed(subject=str(card.pk)))
    sign_in(head).post(url("decision-approve", RoundDecision.objects.get().pk))
    page = sign_in(clerk).get(url("group-roster", group.pk))
    assertContains(page, "免评</td>")


def test_a_confirmed_card_is_reopened_through_the_pages(sign_in, clerk, head):
    round_ = round_in(Phase.CHECKING, clerk=clerk, head=head)
    card, group = cards_of(round_)[0], group_of(round_)
    Card.objects.filter(pk=card.pk).update(state=CardState.CONFIRMED)
    sign_in(clerk).post(url("roster-reopen", group.pk), typed(subject=str(card.pk)))
    sign_in(head).post(url("decision-approve", RoundDecision.objects.get().pk))
    card.refresh_from_db()
    assert card.state == CardState.CHECKING


@pytest.mark.parametrize("name", ["roster-add", "roster-remove", "roster-reopen"])
@pytest.mark.parametrize("subject", ["", "999999999", "x", "9" * 40])
def test_a_foreign_subject_is_refused_and_the_reason_stays(sign_in, clerk, filling, name, subject):
    group = group_of(filling)
    page = sign_in(clerk).post(url(name, group.pk), typed(subject=subject, reason="只为这次"))
    assert page.status_code == 422
    assert not RoundDecision.objects.exists()


@pytest.mark.parametrize("name", ["roster-add", "roster-remove", "roster-reopen", "group-propose-switch"])
def test_a_unit_may_not_and_a_stranger_does_not_know(sign_in, filling, name):
    group, unit = group_of(filling), cards_of(filling)[0].unit
    officer, stranger = make_user(Role.OFFICER, unit=unit), make_user(Role.OFFICER, unit=make_unit())
    answers = [sign_in(user).post(url(name, group.pk)).status_code for user in (officer, stranger)]
    assert answers == [403, 404]


def test_the_roster_asks_as_often_at_any_size(sign_in, clerk, django_assert_num_queries):
    client = sign_in(clerk)
    for units in (2, 12):
        round_ = make_round(clerk, units=units, optional_phases=BOTH)
        group = group_of(round_)
        client.get(url("group-roster", group.pk))
        with django_assert_num_queries(6):
            client.get(url("group-roster", group.pk))
