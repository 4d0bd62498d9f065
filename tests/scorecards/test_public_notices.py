"""公示: what the scope lets out, for so many working days; 通报 waits for the last one to be over."""

import datetime
import uuid

import pytest
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from scorecards.models import Approval, DecisionKind, PublicNotice, Round, Scope
from scorecards.phases import Phase
from scorecards.results.snapshots import read
from scorecards.transitions import Refused, decisions, public_notices, releases
from scorecards.transitions.approvals import decide_grade
from tests.factories import REVIEW_UNTIL, end_notice, make_calendar, make_user, meet, publish, submit_to
from tests.scorecards.settling import card_at, graded_round, names_of
from tests.scorecards.test_stages import put_up
from units.models import Notice
from units.roles import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def round_(clerk, head) -> Round:
    return graded_round(Phase.LOCKED, clerk=clerk, head=head, phases=("notice",))


def lines_of(notice: PublicNotice) -> list[dict]:
    (group,) = read(bytes(notice.content))["groups"]
    return group["lines"]


def put_up_notice(round_, clerk, **fields) -> PublicNotice:
    values = {"starts_on": timezone.localdate(), "until": REVIEW_UNTIL, "contact": "工委", "phone": "1",
              "key": str(uuid.uuid4())} | fields  # fmt: skip
    public_notices.publish_notice(round_, by=clerk, **values)
    return PublicNotice.objects.standing().get(round=round_)


def set_scope(round_, scope, top=None) -> None:
    Round.objects.filter(pk=round_.pk).update(notice_scope=scope, scope_top=top)


def test_merit_is_names_alone(round_, clerk):
    assert lines_of(put_up_notice(round_, clerk)) == [{"name": names_of(round_)[2]}]


def test_the_first_two_are_named_by_place(round_, clerk):
    set_scope(round_, Scope.TOP, 2)
    first, second, _ = reversed(names_of(round_))
    assert lines_of(put_up_notice(round_, clerk)) == [
        {"name": first, "place": 1}, {"name": second, "place": 2},
    ]  # fmt: skip


def test_all_are_places_and_grades_and_no_score(round_, clerk):
    set_scope(round_, Scope.ALL)
    notice = put_up_notice(round_, clerk)
    assert [(line["place"], line["grade"]) for line in lines_of(notice)] == [
        (1, "优秀"), (2, "良好"), (3, "一般"),
    ]  # fmt: skip
    assert b"16.00" not in bytes(notice.content)


def test_a_grade_that_the_meeting_decided_is_on_the_list(clerk, head, person):
    round_ = graded_round(Phase.LOCKED, clerk=clerk, head=head)
    submit_to(round_, [person(Role.COUNTY_LEADER)], by=clerk)
    meet(round_, by=clerk)
    approval = Approval.objects.get(round=round_)
    decide_grade(approval, card_at(round_, 0), grade="优秀", why="集体研究", by=clerk)
    names = names_of(round_)
    assert lines_of(put_up_notice(round_, clerk)) == [{"name": names[0]}, {"name": names[2]}]


def test_nobody_to_name_is_told(round_, clerk):
    round_.groups.update(ranking={"grades": []})
    with pytest.raises(Refused, match="没有可以公示的名单"):
        put_up_notice(round_, clerk)


def test_one_own_results_cannot_be_published(round_, clerk):
    set_scope(round_, Scope.OWN)
    with pytest.raises(Refused, match="公示范围不能是“仅本单位”"):
        put_up_notice(round_, clerk)


def test_working_days_count_with_the_first(db):
    make_calendar()
    assert public_notices.last_day_of(datetime.date(2026, 7, 6), 5) == datetime.date(2026, 7, 10)
    assert public_notices.last_day_of(datetime.date(2026, 9, 24), 5) == datetime.date(2026, 10, 8)


def test_an_unknown_year_is_said_and_the_day_asked_for(round_, clerk):
    with pytest.raises(Refused, match=r"放假安排尚未录入.*请自行填写公示截止日期"):
        put_up_notice(round_, clerk, until=None)


def test_a_short_period_is_refused(round_, clerk):
    make_calendar(timezone.localdate().year)
    with pytest.raises(Refused, match="公示期是 5 个工作日，截止日期不能早于"):
        put_up_notice(round_, clerk, until=timezone.localdate())


@pytest.mark.parametrize("days", [-1, 40])
def test_it_begins_about_now(round_, clerk, days):
    with pytest.raises(Refused, match="公示起始日期"):
        put_up_notice(round_, clerk, starts_on=timezone.localdate() + datetime.timedelta(days=days))


def test_release_waits_for_the_last_day(round_, clerk, head):
    publish(round_, by=clerk)
    draft = releases.prepare_release(round_, by=clerk)
    with pytest.raises(Refused, match="公示到7月8日（含当日）期满，过后才能审定通报"):
        releases.approve_release(draft, by=head)
    end_notice(round_)
    assert releases.approve_release(draft, by=head)


def test_stepping_back_withdraws_it(round_, clerk, head):
    notice = publish(round_, by=clerk)
    officer = make_user(Role.OFFICER, unit=card_at(round_, 0).unit)
    decision = put_up(round_, DecisionKind.STEP_BACK, by=clerk, **{"from": "notice"})
    decisions.approve_decision(decision, by=head)
    assert not PublicNotice.objects.standing().exists()
    assert not PublicNotice.objects.visible_to(officer).exists()
    assert "已经撤回" in Notice.objects.filter(user=officer).latest("pk").text
    assert publish(Round.objects.get(pk=round_.pk), by=clerk).number == notice.number + 1


def test_everybody_of_the_round_reads_it_and_nobody_else(round_, clerk, person, sign_in):
    officer = make_user(Role.OFFICER, unit=card_at(round_, 0).unit)
    notice = publish(round_, by=clerk)
    best, others = names_of(round_)[2], names_of(round_)[:2]
    for user in (officer, clerk, person(Role.COUNTY_LEADER), person(Role.AUDITOR)):
        page = sign_in(user).get(notice.get_absolute_url())
        assertContains(page, best)
        main = page.content.decode().partition("<main")[2]
        assert not [name for name in others if name in main]
    assert sign_in(person(Role.OFFICER)).get(notice.get_absolute_url()).status_code == 404
    assertContains(sign_in(officer).get(round_.get_absolute_url()), notice.get_absolute_url())


def test_by_the_page(round_, at_desk, officer, sign_in):
    address = reverse("scorecards:public-notice-list", args=[round_.pk])
    assertContains(at_desk.get(address), "公示范围：<strong>优秀名单</strong>")
    post = reverse("scorecards:public-notice-publish", args=[round_.pk])
    assertContains(at_desk.post(post, {}), "请填写受理单位。", status_code=422)
    today = timezone.localdate().isoformat()
    typed = {
        "starts_on": today,
        "until": "2999-01-01",
        "contact": "工委",
        "phone": "1",
        "key": str(uuid.uuid4()),
    }
    assertContains(at_desk.post(post, typed, follow=True), "已公示，并已通知各单位。")
    assertNotContains(at_desk.get(address), "转入公示")
    assert sign_in(officer).get(address).status_code == 404
