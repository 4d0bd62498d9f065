"""核对: until when 复核 may be asked for."""

import datetime
from dataclasses import dataclass

from django.utils.formats import date_format

from scorecards.deadlines import Deadline, Now, days_left
from scorecards.models import Round
from units import calendar
from units.workdays import UnknownYear


def review_end(round_: Round, today: datetime.date) -> datetime.date:
    """The last day of asking when 核对 begins today; raises `units.workdays.UnknownYear`, and then the clerk has to
    give the day himself."""
    return calendar.add_workdays(today, round_.review_days)


@dataclass(frozen=True, slots=True)
class Proposed:
    """What 转入核对 proposes, and the sentence beside it; no day where the calendar does not reach."""

    until: datetime.date | None
    words: str


def proposed_end(round_: Round, today: datetime.date) -> Proposed:
    """For the form of 转入核对."""
    try:
        until = review_end(round_, today)
    except UnknownYear as unknown:
        return Proposed(
            None, f"{unknown.sentence}请先自行填写截止日期，期限是 {round_.review_days} 个工作日。"
        )
    return Proposed(until, f"按本期次规定的 {round_.review_days} 个工作日推算。")


def is_in_time(round_: Round, day: datetime.date) -> bool:
    """Whether a request of that day is in time; the last day counts whole."""
    return round_.review_until is not None and day <= round_.review_until


def review_deadline(round_: Round, *, now: Now) -> Deadline | None:
    """The last day in words; nothing where none was set."""
    until = round_.review_until
    if until is None:
        return None
    if until <= now.today:
        left, tone = ("今天截止", "near") if until == now.today else ("已截止", "late")
    else:
        left, tone = days_left(until, now=now)
    layout = "n月j日" if until.year == now.today.year else "Y年n月j日"
    return Deadline(f"复核申请 {date_format(until, layout)}截止（含当日）", left, tone, until.isoformat())
