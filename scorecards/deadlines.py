"""Until when, in words: the moment first, then how long is left."""

import datetime
import math
from dataclasses import dataclass

from django.utils import timezone
from django.utils.formats import date_format

from units import workdays
from units.calendar import days_between

_SOON = 3
"""Working days, in which a deadline is near."""
_AHEAD = datetime.timedelta(days=92)
"""How much of the calendar is read at once: further than the deadlines of a round lie."""


@dataclass(frozen=True, slots=True)
class Deadline:
    """The options of components/deadline.html."""

    when: str
    left: str
    tone: str
    machine: str


class Now:
    """The time of one page. The working days ahead come by one query, and only when a deadline asks for them."""

    def __init__(self, at: datetime.datetime | None = None) -> None:
        self.at = at or timezone.now()
        self.today = timezone.localdate(self.at)
        self._days: workdays.Days = {}
        self._until = self.today

    def workdays_until(self, day: datetime.date) -> int | None:
        """Working days after today up to and with that day; None where the calendar does not reach."""
        if day > self._until:
            self._until = max(day, self.today + _AHEAD)
            self._days = days_between(self.today, self._until)
        try:
            return workdays.workdays_between(self._days, self.today, day)
        except workdays.UnknownYear:
            return None


def deadline(due: datetime.datetime, *, now: Now) -> Deadline:
    """Days, within the last 24 hours hours and minutes; at the minute written it is over."""
    local = timezone.localtime(due)
    layout = "n月j日 H:i" if local.year == now.today.year else "Y年n月j日 H:i"
    if now.at >= due:
        left, tone = "已截止", "late"
    elif due - now.at <= datetime.timedelta(days=1):
        hours, minutes = divmod(math.ceil((due - now.at).total_seconds() / 60), 60)
        left, tone = f"还剩 {hours} 小时 {minutes} 分" if hours else f"还剩 {minutes} 分钟", "near"
    else:
        left, tone = days_left(local.date(), now=now)
    return Deadline(f"{date_format(local, layout)} 截止", left, tone, local.isoformat(timespec="minutes"))


def overdue(due: datetime.datetime, *, at: datetime.datetime | None) -> str:
    """By how much something came late: 逾期 2 天 3 小时; empty where it came in time or not at all."""
    if at is None or at < due:
        return ""
    minutes = int((at - due).total_seconds()) // 60
    parts = [(minutes // 1440, "天"), (minutes // 60 % 24, "小时"), (minutes % 60, "分")]
    told = [f"{number} {unit}" for number, unit in parts if number][:2]
    return f"逾期 {' '.join(told) or '不到 1 分'}"


def days_left(day: datetime.date, *, now: Now) -> tuple[str, str]:
    """还剩 3 个工作日, and the tone; in plain days where no working day lies between or the calendar is not known."""
    working, days = now.workdays_until(day), (day - now.today).days
    if working:
        return f"还剩 {working} 个工作日", "near" if working <= _SOON else ""
    return f"还剩 {days} 天", "near" if days <= _SOON else ""
