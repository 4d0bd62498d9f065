"""Changes of accounts, inbox and calendar, one function a verb."""

import datetime
from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from units.models import DayOrigin, Notice, User, Workday
from units.workdays import whole_year


@transaction.atomic
def change_password(user: User, password: str) -> User:
    """The person's own new password; the one-time password is over."""
    locked = User.objects.select_for_update().get(pk=user.pk)
    locked.set_password(password)
    locked.must_change = False
    locked.save(update_fields=["password", "must_change"])
    return locked


def read_notice(notice: Notice) -> None:
    """The notice was opened; the first time counts."""
    Notice.objects.filter(pk=notice.pk, read_at=None).update(read_at=timezone.now())


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
