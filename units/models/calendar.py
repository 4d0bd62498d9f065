"""The work calendar (工作日历): which days are worked, as the State Council's yearly notice says."""

from __future__ import annotations

import datetime
from typing import Self

from django.db import models


class DayOrigin(models.TextChoices):
    NOTICE = "notice", "国务院通知"
    OFFICE = "office", "本单位录入"


class WorkdayQuerySet(models.QuerySet["Workday"]):
    """Days of the calendar."""

    def after(self, date: datetime.date) -> Self:
        """Days later than this one."""
        return self.filter(date__gt=date)

    def between(self, first: datetime.date, last: datetime.date) -> Self:
        """From the first to the last day, both with it."""
        return self.filter(date__gte=first, date__lte=last)

    def as_days(self) -> dict[datetime.date, bool]:
        """What `units.workdays` counts over; one query."""
        return dict(self.values_list("date", "is_workday"))


class Workday(models.Model):
    """One day. A known year has a row for each of its days, so that a missing row is a year nobody entered."""

    date = models.DateField("日期", unique=True)
    is_workday = models.BooleanField("上班")
    name = models.CharField("名称", max_length=30, blank=True)
    origin = models.CharField("来源", max_length=10, choices=DayOrigin.choices)

    objects = WorkdayQuerySet.as_manager()

    class Meta:
        verbose_name = "工作日历"

    def __str__(self) -> str:
        return f"{self.date} {'上班' if self.is_workday else self.name or '休息'}"
