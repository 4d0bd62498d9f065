"""The published calendar, out of the installed package `chinesecalendar`; nothing else reads that package."""

import datetime
from collections.abc import Iterator

import chinese_calendar
from django.db import transaction

from units.models import DayOrigin, Workday

FIRST_YEAR = 2024


def last_year() -> int:
    """The newest year that the package knows."""
    newest: datetime.date = max(chinese_calendar.holidays)
    return newest.year


@transaction.atomic
def seed_calendar() -> int:
    """Add the days that are missing, correct published ones that changed; days entered by the office stay.

    Returns how many rows were written; a second run writes none.
    """
    stored = {day.date: day for day in Workday.objects.select_for_update()}
    missing, changed = [], []
    for day in _published():
        known = stored.get(day.date)
        if known is None:
            missing.append(day)
        elif known.origin == DayOrigin.NOTICE and _said(known) != _said(day):
            day.pk = known.pk
            changed.append(day)
    Workday.objects.bulk_create(missing, ignore_conflicts=True)
    Workday.objects.bulk_update(changed, ["is_workday", "name"])
    return len(missing) + len(changed)


def _said(day: Workday) -> tuple[bool, str]:
    return day.is_workday, day.name


def _published() -> Iterator[Workday]:
    first, last = datetime.date(FIRST_YEAR, 1, 1), datetime.date(last_year(), 12, 31)
    for number in range(first.toordinal(), last.toordinal() + 1):
        date = datetime.date.fromordinal(number)
        is_off, holiday = chinese_calendar.get_holiday_detail(date)
        name = chinese_calendar.Holiday(holiday).chinese if holiday else ""
        yield Workday(
            date=date,
            is_workday=not is_off,
            name=name if is_off or not name else f"{name}调休上班",
            origin=DayOrigin.NOTICE,
        )
