"""The work calendar as the office enters it."""

import datetime
from collections.abc import Mapping

from units.models import DayOrigin, Workday
from units.workdays import whole_year


def enter_year(
    year: int, *, off: Mapping[datetime.date, str], working: Mapping[datetime.date, str]
) -> list[Workday]:
    """The year as the office enters it, dates with their names; every day is the office's own from now on."""
    names = {**off, **working}
    days = [
        Workday(date=date, is_workday=is_workday, name=names.get(date, ""), origin=DayOrigin.OFFICE)
        for date, is_workday in whole_year(year, off=off, working=working).items()
    ]
    return Workday.objects.bulk_create(
        days,
        update_conflicts=True,
        unique_fields=["date"],
        update_fields=["is_workday", "name", "origin"],
    )
