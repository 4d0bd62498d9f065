"""Changes of accounts, names, inbox, calendar and office, one function a verb."""

import datetime
from collections.abc import Mapping

import pghistory
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from units import submissions
from units.models import AliasOrigin, DayOrigin, Notice, Office, Unit, UnitAlias, User, Workday
from units.name_keys import plain
from units.naming import bearers
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


class BadAlias(Exception):
    """The name is not kept; the sentence says why and what to do."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@transaction.atomic
def remember(
    unit: Unit, text: str, *, by: User, origin: AliasOrigin = AliasOrigin.CONFIRMED
) -> UnitAlias | None:
    """From now on this text means the unit; None where it is one of the unit's own names. Raises `BadAlias`."""
    name = plain(text)
    if not 0 < len(name) <= 80:
        raise BadAlias("名称不能为空，也不能超过 80 个字，请核对后再确认。")
    owners = bearers(name)
    if unit in owners:
        return None
    if owners:
        raise BadAlias(f"“{name}”是{owners[0].name}的名称，不能记给{unit.name}。请核对选定的单位。")
    with pghistory.context(user=by.pk, name=by.name, why="记住单位名称"):
        alias, _ = UnitAlias.objects.get_or_create(text=name, defaults={"unit": unit, "origin": origin})
    if alias.unit_id != unit.pk:
        raise BadAlias(f"“{name}”已经记给{alias.unit.name}。确需改给{unit.name}的，请先删除原来的记录。")
    return alias


@transaction.atomic
def forget(alias: UnitAlias, *, by: User) -> None:
    """The name means the unit no longer: it was confirmed by mistake."""
    with pghistory.context(user=by.pk, name=by.name, why="删除单位名称"):
        UnitAlias.objects.filter(pk=alias.pk).delete()


@transaction.atomic
def set_office(*, county_name: str, name: str, phone: str, key: str, by: User) -> Office:
    """What papers are headed with and whom to call, as the office enters it; the same form again changes nothing."""
    if not submissions.claim(by, key, result_url=reverse("units:office-settings")):
        return Office.objects.here()
    with pghistory.context(user=by.pk, name=by.name, why="修改工委信息"):
        office, _ = Office.objects.update_or_create(
            pk=Office.ONLY, defaults={"county_name": county_name, "name": name, "phone": phone}
        )
    return office
