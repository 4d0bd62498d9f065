"""Until when, in words: the moment first, then how long is left."""

import datetime
import math
from dataclasses import dataclass

from django.utils import timezone
from django.utils.formats import date_format

_SOON = 3  # days


@dataclass(frozen=True, slots=True)
class Deadline:
    """The options of components/deadline.html."""

    when: str
    left: str
    tone: str
    machine: str


def deadline(due: datetime.datetime, *, now: datetime.datetime) -> Deadline:
    """Days, within the last 24 hours hours and minutes; at the minute written it is over."""
    local = timezone.localtime(due)
    layout = "n月j日 H:i" if local.year == timezone.localdate(now).year else "Y年n月j日 H:i"
    days = (local.date() - timezone.localdate(now)).days
    if now >= due:
        left, tone = "已截止", "late"
    elif due - now <= datetime.timedelta(days=1):
        hours, minutes = divmod(math.ceil((due - now).total_seconds() / 60), 60)
        left, tone = f"还剩 {hours} 小时 {minutes} 分" if hours else f"还剩 {minutes} 分钟", "near"
    else:
        left, tone = f"还剩 {days} 天", "near" if days <= _SOON else ""
    return Deadline(f"{date_format(local, layout)} 截止", left, tone, local.isoformat(timespec="minutes"))
