"""Working days as the office's calendar has them: one query a call, every gap raises `UnknownYear`.

A page with many dates reads `days_between` once and counts with `units.workdays`.
"""

import datetime

from units import workdays
from units.models import Workday


def days_between(first: datetime.date, last: datetime.date) -> workdays.Days:
    """The known days from the first to the last, both with it; days that nobody entered are missing."""
    return Workday.objects.between(first, last).as_days()


def is_workday(date: datetime.date) -> bool:
    """Whether the day is worked."""
    return workdays.is_workday(days_between(date, date), date)


def add_workdays(start: datetime.date, n: int) -> datetime.date:
    """The n-th working day after `start`, which does not count itself."""
    return workdays.add_workdays(Workday.objects.after(start).as_days(), start, n)


def workdays_left(today: datetime.date, due: datetime.date) -> int:
    """Working days after today up to and with the due date; negative as many as the due date is past."""
    return workdays.workdays_between(days_between(min(today, due), max(today, due)), today, due)
