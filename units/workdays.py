"""Counting working days (工作日) over a plain table of days. A day that the table does not know is never guessed."""

import datetime
from collections.abc import Collection, Mapping

Days = Mapping[datetime.date, bool]
"""Whether each known day is a working day."""

_SATURDAY = 5


class UnknownYear(LookupError):
    """The count runs into a year whose holidays nobody has entered; the sentence says what to do."""

    def __init__(self, year: int) -> None:
        self.year = year
        self.sentence = f"{year}年的放假安排尚未录入，请联系系统管理员。"
        super().__init__(self.sentence)


def is_workday(days: Days, date: datetime.date) -> bool:
    """As the table says; raises `UnknownYear`."""
    try:
        return days[date]
    except KeyError:
        raise UnknownYear(date.year) from None


def add_workdays(days: Days, start: datetime.date, n: int) -> datetime.date:
    """The n-th working day after `start`, which does not count itself; raises `UnknownYear`."""
    if n < 1:
        raise ValueError("工作日数至少是 1。")
    left = n
    for number in range(start.toordinal() + 1, datetime.date.max.toordinal() + 1):
        day = datetime.date.fromordinal(number)
        left -= is_workday(days, day)
        if not left:
            return day
    raise UnknownYear(start.year)


def workdays_between(days: Days, start: datetime.date, end: datetime.date) -> int:
    """Working days after `start` up to and with `end`; negative when `end` comes first. Raises `UnknownYear`."""
    if end < start:
        return -workdays_between(days, end, start)
    passed = range(start.toordinal() + 1, end.toordinal() + 1)
    return sum(is_workday(days, datetime.date.fromordinal(number)) for number in passed)


def whole_year(
    year: int, *, off: Collection[datetime.date], working: Collection[datetime.date]
) -> dict[datetime.date, bool]:
    """Every day of the year: Saturdays and Sundays are free but where the notice says otherwise.

    Source: the State Council's yearly notice (部分节假日安排): days off (放假) and shifted working days (调休上班).
    """
    strangers = sorted(date for date in {*off, *working} if date.year != year)
    if strangers:
        raise ValueError(f"{strangers[0]} 不在{year}年之内。")
    if both := sorted(set(off) & set(working)):
        raise ValueError(f"{both[0]} 不能既放假又上班。")
    first, last = datetime.date(year, 1, 1), datetime.date(year, 12, 31)
    numbers = range(first.toordinal(), last.toordinal() + 1)
    dates = [datetime.date.fromordinal(number) for number in numbers]
    return {date: date in working or (date.weekday() < _SATURDAY and date not in off) for date in dates}
