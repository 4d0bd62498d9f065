"""Until when 复核 may be asked for: N working days, and the last day counts whole."""

import datetime

import pytest
from django.utils import timezone

from scorecards.deadlines import Now
from scorecards.models import Round
from scorecards.review_dates import is_in_time, review_deadline, review_end
from tests.factories import make_calendar
from units.workdays import UnknownYear


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


@pytest.mark.django_db
def test_the_end_counts_working_days_only():
    make_calendar(2026)
    assert review_end(Round(review_days=3), day("2026-09-30")) == day("2026-10-10")


@pytest.mark.django_db
def test_an_unknown_year_is_said_so():
    make_calendar(2026)
    with pytest.raises(UnknownYear) as error:
        review_end(Round(review_days=3), day("2026-12-30"))
    assert error.value.sentence == "2027年的放假安排尚未录入，请联系系统管理员。"


@pytest.mark.parametrize(("asked", "in_time"), [("2026-07-08", True), ("2026-07-09", False)])
def test_the_last_day_counts_whole(asked, in_time):
    assert is_in_time(Round(review_until=day("2026-07-08")), day(asked)) is in_time


def test_without_a_day_nothing_is_in_time():
    assert is_in_time(Round(), day("2026-07-08")) is False


@pytest.mark.parametrize(
    ("today", "left", "tone"),
    [
        ("2026-07-02", "还剩 4 个工作日", ""),
        ("2026-07-03", "还剩 3 个工作日", "near"),
        ("2026-07-05", "还剩 3 个工作日", "near"),
        ("2026-07-08", "今天截止", "near"),
        ("2026-07-09", "已截止", "late"),
    ],
)
@pytest.mark.django_db
def test_the_deadline_in_words(today, left, tone):
    make_calendar(2026)
    now = timezone.make_aware(datetime.datetime.combine(day(today), datetime.time(9)))
    found = review_deadline(Round(review_until=day("2026-07-08")), now=Now(now))
    assert (found.when, found.left, found.tone) == ("复核申请 7月8日截止（含当日）", left, tone)
