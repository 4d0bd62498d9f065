"""Counting over a plain table: the real 2026, and laws that hold for any table."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.factories import days_of
from units.workdays import UnknownYear, add_workdays, is_workday, whole_year, workdays_between

DAYS = days_of(2026)
INSIDE = st.dates(datetime.date(2026, 1, 1), datetime.date(2026, 12, 31))


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("date", "worked"),
    [
        ("2026-01-01", False),
        ("2026-01-04", True),  # a Sunday worked for the New Year
        ("2026-02-14", True),  # a Saturday worked for the Spring Festival
        ("2026-02-16", False),
        ("2026-07-04", False),  # a plain Saturday
        ("2026-07-06", True),
        ("2026-10-10", True),
    ],
)
def test_a_day_is_worked_as_the_notice_says(date, worked):
    assert is_workday(DAYS, day(date)) is worked


@pytest.mark.parametrize(
    ("start", "n", "end"),
    [
        ("2026-07-06", 1, "2026-07-07"),
        ("2026-07-03", 1, "2026-07-06"),  # over a weekend
        ("2026-02-13", 1, "2026-02-14"),  # the shifted Saturday counts
        ("2026-02-14", 1, "2026-02-24"),  # over the nine days of the Spring Festival
        ("2026-02-14", 5, "2026-02-28"),  # and with the shifted Saturday after it
        ("2026-09-30", 3, "2026-10-10"),
        ("2026-07-05", 5, "2026-07-10"),  # from a day that is not worked itself
        ("2025-12-31", 1, "2026-01-04"),
    ],
)
def test_working_days_are_added_as_a_clerk_counts(start, n, end):
    assert add_workdays(DAYS, day(start), n) == day(end)


@pytest.mark.parametrize(
    ("start", "end", "count"),
    [
        ("2026-07-06", "2026-07-06", 0),
        ("2026-07-06", "2026-07-10", 4),
        ("2026-07-10", "2026-07-06", -4),
        ("2026-07-03", "2026-07-05", 0),
        ("2026-02-13", "2026-02-28", 6),
    ],
)
def test_days_between_leave_out_the_first_and_hold_the_last(start, end, count):
    assert workdays_between(DAYS, day(start), day(end)) == count


def test_2026_has_248_working_days():
    assert (len(DAYS), sum(DAYS.values())) == (365, 248)


@pytest.mark.parametrize(
    "count",
    [
        lambda: is_workday(DAYS, day("2028-03-01")),
        lambda: add_workdays({}, day("2028-03-01"), 1),
        lambda: add_workdays(days_of(2026), day("2027-12-31"), 1),
        lambda: workdays_between({}, day("2028-03-01"), day("2028-03-02")),
        lambda: workdays_between({}, day("2028-03-02"), day("2028-03-01")),
    ],
)
def test_an_unknown_year_is_said_and_never_guessed(count):
    with pytest.raises(UnknownYear) as caught:
        count()
    assert (caught.value.year, str(caught.value)) == (2028, "2028年的放假安排尚未录入，请联系系统管理员。")


def test_a_count_that_runs_over_the_edge_names_the_next_year():
    with pytest.raises(UnknownYear, match="2027年的放假安排尚未录入"):
        add_workdays(DAYS, day("2026-12-25"), 10)


def test_the_end_of_time_is_unknown_too():
    with pytest.raises(UnknownYear, match="9999年"):
        add_workdays(DAYS, datetime.date.max, 1)


@pytest.mark.parametrize("n", [0, -1])
def test_less_than_one_working_day_is_refused(n):
    with pytest.raises(ValueError, match="至少是 1"):
        add_workdays(DAYS, day("2026-07-06"), n)


@pytest.mark.parametrize(
    ("off", "working", "words"),
    [
        (["2027-01-01"], [], "2027-01-01 不在2026年之内"),
        ([], ["2025-12-28"], "2025-12-28 不在2026年之内"),
        (["2026-01-04"], ["2026-01-04"], "不能既放假又上班"),
    ],
)
def test_a_notice_that_contradicts_itself_is_refused(off, working, words):
    with pytest.raises(ValueError, match=words):
        whole_year(2026, off=[day(one) for one in off], working=[day(one) for one in working])


@given(INSIDE, st.integers(1, 200))
def test_what_is_added_is_counted_back(start, n):
    try:
        end = add_workdays(DAYS, start, n)
    except UnknownYear:
        assert sum(worked for date, worked in DAYS.items() if date > start) < n
    else:
        assert (workdays_between(DAYS, start, end), DAYS[end]) == (n, True)


@given(INSIDE, INSIDE, INSIDE)
def test_counts_add_up_in_any_order(first, second, third):
    there = workdays_between(DAYS, first, second) + workdays_between(DAYS, second, third)
    assert there == workdays_between(DAYS, first, third)


@given(st.integers(2000, 2100))
def test_a_year_without_a_notice_is_the_weekends(year):
    days = whole_year(year, off=[], working=[])
    assert all(worked == (date.weekday() < 5) for date, worked in days.items())
    assert len(days) == (datetime.date(year + 1, 1, 1) - datetime.date(year, 1, 1)).days
