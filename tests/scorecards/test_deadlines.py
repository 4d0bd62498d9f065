"""A deadline in words: working days, then hours and minutes, then over at the minute written."""

import datetime

import pytest

from scorecards.deadlines import Now, days_left, deadline, overdue
from tests.factories import make_calendar

pytestmark = pytest.mark.django_db
NOW = datetime.datetime(2026, 7, 1, 1, 0, tzinfo=datetime.UTC)  # Wednesday, 9 o'clock here


def at(day: int, hour: int, minute: int, *, month: int = 7, year: int = 2026) -> datetime.datetime:
    return datetime.datetime(year, month, day, hour, minute, tzinfo=datetime.UTC)


@pytest.mark.parametrize(
    ("due", "left", "tone"),
    [
        (at(10, 9, 0), "还剩 7 个工作日", ""),
        (at(7, 9, 0), "还剩 4 个工作日", ""),
        (at(6, 9, 0), "还剩 3 个工作日", "near"),
        (at(4, 9, 0), "还剩 2 个工作日", "near"),
        (at(1, 3, 30), "还剩 2 小时 30 分", "near"),
        (at(1, 1, 20), "还剩 20 分钟", "near"),
        (at(1, 1, 0), "已截止", "late"),
        (at(30, 9, 0, month=10), "还剩 83 个工作日", ""),
    ],
)
def test_how_long_is_left(due, left, tone):
    make_calendar(2026)
    told = deadline(due, now=Now(NOW))
    assert (told.left, told.tone) == (left, tone)


@pytest.mark.parametrize(
    ("due", "left", "tone"), [(at(10, 9, 0), "还剩 9 天", ""), (at(4, 9, 0), "还剩 3 天", "near")]
)
def test_where_the_calendar_does_not_reach_plain_days_are_told(due, left, tone):
    told = deadline(due, now=Now(NOW))
    assert (told.left, told.tone) == (left, tone)


def test_over_a_weekend_no_working_day_is_left():
    make_calendar(2026)
    friday = Now(at(3, 1, 0))
    assert days_left(datetime.date(2026, 7, 5), now=friday) == ("还剩 2 天", "near")


def test_many_deadlines_ask_for_the_calendar_once(django_assert_num_queries):
    make_calendar(2026)
    now = Now(NOW)
    with django_assert_num_queries(1):
        for day in range(3, 31):
            deadline(at(day, 9, 0), now=now)
    with django_assert_num_queries(0):
        deadline(at(1, 3, 30), now=Now(NOW))


def test_the_moment_is_local_and_names_another_year():
    assert (
        deadline(datetime.datetime(2026, 7, 3, 9, 0, tzinfo=datetime.UTC), now=Now(NOW)).when
        == "7月3日 17:00 截止"
    )
    assert (
        deadline(datetime.datetime(2027, 1, 3, 9, 0, tzinfo=datetime.UTC), now=Now(NOW)).when
        == "2027年1月3日 17:00 截止"
    )


@pytest.mark.parametrize(
    ("came", "words"),
    [
        (None, ""),
        (at(3, 8, 59), ""),
        (at(3, 9, 0), "逾期 不到 1 分"),
        (at(3, 9, 5), "逾期 5 分"),
        (at(3, 12, 5), "逾期 3 小时 5 分"),
        (at(5, 9, 30), "逾期 2 天 30 分"),
        (at(5, 12, 30), "逾期 2 天 3 小时"),
    ],
)
def test_how_late_it_came(came, words):
    assert overdue(at(3, 9, 0), at=came) == words
