"""The stored calendar: one query a count, and a seed that may be repeated and spares what the office entered."""

import datetime

import pytest
from django.core.management import call_command

from tests.factories import days_of, make_calendar
from units import calendar, transitions
from units.models import DayOrigin, Workday
from units.published_days import FIRST_YEAR, last_year, seed_calendar
from units.workdays import UnknownYear

pytestmark = pytest.mark.django_db
SHIFTED = datetime.date(2026, 2, 14)


def test_counts_read_the_table_once(django_assert_num_queries):
    make_calendar(2026)
    monday, christmas = datetime.date(2026, 1, 5), datetime.date(2026, 12, 25)
    for days in (1, 240):
        with django_assert_num_queries(1):
            calendar.add_workdays(monday, days)
    with django_assert_num_queries(1):
        assert calendar.workdays_left(monday, christmas) == 242
    with django_assert_num_queries(1):
        assert calendar.is_workday(SHIFTED)


def test_an_overdue_date_is_counted_backwards():
    make_calendar(2026)
    assert calendar.workdays_left(datetime.date(2026, 7, 10), datetime.date(2026, 7, 6)) == -4


@pytest.mark.parametrize(
    "count",
    [
        lambda: calendar.is_workday(datetime.date(2027, 1, 4)),
        lambda: calendar.add_workdays(datetime.date(2026, 12, 31), 1),
        lambda: calendar.workdays_left(datetime.date(2026, 12, 31), datetime.date(2027, 1, 4)),
    ],
)
def test_a_year_that_nobody_entered_is_said(count):
    make_calendar(2026)
    with pytest.raises(UnknownYear, match="2027年的放假安排尚未录入，请联系系统管理员。"):
        count()


def test_the_seed_knows_whole_years_and_agrees_with_the_notice_of_2026(capsys):
    call_command("seed")
    years = {date.year for date in Workday.objects.as_days()}
    of_2026 = calendar.days_between(datetime.date(2026, 1, 1), datetime.date(2026, 12, 31))
    assert (years, of_2026) == (set(range(FIRST_YEAR, last_year() + 1)), days_of(2026))
    assert capsys.readouterr().out.startswith(f"工作日历：2024年至{last_year()}年，本次写入 ")


def test_days_off_carry_the_name_of_the_holiday():
    seed_calendar()
    dates = ["2026-02-16", "2026-02-14", "2026-07-04"]
    told = {str(day.date): str(day) for day in Workday.objects.filter(date__in=dates)}
    assert told == {
        "2026-02-14": "2026-02-14 上班",
        "2026-02-16": "2026-02-16 春节",
        "2026-07-04": "2026-07-04 休息",
    }
    assert Workday.objects.get(date=SHIFTED).name == "春节调休上班"


def test_a_second_seed_writes_nothing():
    assert (seed_calendar() > 1000, seed_calendar()) == (True, 0)


def test_the_seed_adds_what_is_missing_and_corrects_what_was_published():
    seed_calendar()
    Workday.objects.filter(date=SHIFTED).delete()
    Workday.objects.filter(date=datetime.date(2026, 10, 10)).update(is_workday=False)
    assert (seed_calendar(), calendar.is_workday(SHIFTED)) == (2, True)
    assert calendar.is_workday(datetime.date(2026, 10, 10))


def test_what_the_office_entered_stays():
    seed_calendar()
    fair = datetime.date(2026, 7, 8)
    transitions.enter_year(2026, off={fair: "县庆"}, working={})
    assert (seed_calendar(), calendar.is_workday(fair), calendar.is_workday(SHIFTED)) == (0, False, False)
    assert Workday.objects.get(date=fair).name == "县庆"


def test_the_office_enters_a_year_that_nobody_published():
    transitions.enter_year(2031, off={datetime.date(2031, 1, 1): "元旦"}, working={})
    stored = Workday.objects.between(datetime.date(2031, 1, 1), datetime.date(2031, 12, 31))
    assert set(stored.values_list("origin", flat=True)) == {DayOrigin.OFFICE}
    assert calendar.add_workdays(datetime.date(2031, 1, 1), 1) == datetime.date(2031, 1, 2)
