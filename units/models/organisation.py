"""Units (单位) and their Party branches (党支部)."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Self

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from units.names import initials, pinyin
from units.roles import STAFF, Role

if TYPE_CHECKING:
    from units.models.people import User

_WHOLE_COUNTY = STAFF | {Role.COUNTY_LEADER, Role.AUDITOR, Role.SYSADMIN, Role.SECADMIN}


class UnitQuerySet(models.QuerySet["Unit"]):
    """Units in the official order."""

    def visible_to(self, user: User) -> Self:
        """The office and the leaders see every unit, a unit's people their own."""
        post = user.post
        if post is None:
            return self.none()
        if post.role in _WHOLE_COUNTY:
            return self
        return self.filter(pk=post.home_unit_id)

    def standing(self, *, today: datetime.date) -> Self:
        """Units that exist on that day."""
        return self.filter(valid_from__lte=today).filter(Q(valid_until=None) | Q(valid_until__gte=today))

    def matching(self, words: str) -> Self:
        """Found by any part of a name, its pinyin or its initials; no words find everything."""
        words = words.strip()
        if not words:
            return self
        letters = words.lower().replace(" ", "")
        return self.filter(
            Q(name__contains=words)
            | Q(short_name__contains=words)
            | Q(party_name__contains=words)
            | Q(pinyin__contains=letters)
            | Q(initials__contains=letters)
        )

    def led_by(self, user: User) -> Self:
        """Units that a county leader is in charge of (分管) or linked with (联系)."""
        return self.filter(Q(leader_in_charge=user) | Q(leader_linked=user))

    def in_order(self) -> Self:
        """The official order, which is political and never alphabetical."""
        return self.order_by("official_order", "pk")


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Unit(models.Model):
    """A department or township with a Party organisation of its own."""

    name = models.CharField("单位全称", max_length=60, unique=True)
    short_name = models.CharField("简称", max_length=20)
    party_name = models.CharField("党组织名称", max_length=80, blank=True)
    category = models.CharField("类别", max_length=20)
    official_order = models.PositiveIntegerField("排列顺序")
    leader_in_charge = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name="分管县领导",
        null=True,
        blank=True,
        related_name="units_in_charge",
    )
    leader_linked = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name="联系县领导",
        null=True,
        blank=True,
        related_name="units_linked",
    )
    pinyin = models.CharField("拼音", max_length=300, blank=True, db_collation="C")
    initials = models.CharField("拼音首字母", max_length=60, blank=True, db_collation="C")
    valid_from = models.DateField("设立日期")
    valid_until = models.DateField("撤销日期", null=True, blank=True)

    objects = UnitQuerySet.as_manager()

    class Meta:
        verbose_name = "单位"
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=models.F("valid_from")),
                name="unit_valid_in_order",
                violation_error_message="撤销日期不能早于设立日期。",
            )
        ]
        indexes = [models.Index(fields=["official_order"], name="unit_order")]

    def __str__(self) -> str:
        return self.short_name

    def clean(self) -> None:
        """Fill the search keys that nobody typed."""
        self.pinyin = self.pinyin or pinyin(self.name)
        self.initials = self.initials or initials(self.name)


class AliasOrigin(models.TextChoices):
    SHORT = "short", "简称"
    FORMER = "former", "曾用名"
    CONFIRMED = "confirmed", "导入时确认"


class UnitAliasQuerySet(models.QuerySet["UnitAlias"]):
    """Other names."""

    def visible_to(self, user: User) -> Self:
        """The office keeps them."""
        return self if user.has_role(*STAFF) else self.none()


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class UnitAlias(models.Model):
    """Another name that a unit goes by, in the form that `units.name_keys.plain` gives it."""

    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name="单位", related_name="aliases")
    text = models.CharField("名称", max_length=80, unique=True)
    origin = models.CharField("来源", max_length=10, choices=AliasOrigin.choices)

    objects = UnitAliasQuerySet.as_manager()

    class Meta:
        verbose_name = "单位别名"

    def __str__(self) -> str:
        return self.text

    def get_forget_url(self) -> str:
        """Where it is taken away."""
        return reverse("units:alias-forget", args=[self.pk])


class BranchQuerySet(models.QuerySet["Branch"]):
    """Branches in the order of their units."""

    def visible_to(self, user: User) -> Self:
        """A secretary sees the own branch, the unit's people all of the unit's."""
        post = user.post
        if post is None:
            return self.none()
        if post.role in _WHOLE_COUNTY:
            return self
        if post.branch_id:
            return self.filter(pk=post.branch_id)
        return self.filter(unit=post.unit_id)


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Branch(models.Model):
    """A Party branch inside one unit."""

    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name="单位", related_name="branches")
    name = models.CharField("党支部名称", max_length=80)
    kind = models.CharField("类别", max_length=20, blank=True)
    valid_from = models.DateField("成立日期")
    valid_until = models.DateField("撤销日期", null=True, blank=True)

    objects = BranchQuerySet.as_manager()

    class Meta:
        verbose_name = "党支部"
        constraints = [models.UniqueConstraint(fields=["unit", "name"], name="branch_name_once_in_unit")]

    def __str__(self) -> str:
        return self.name
