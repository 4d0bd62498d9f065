"""日常记录, kept all year, and what the rounds made of it."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Self

import pghistory
from django.conf import settings
from django.db import models

from scorecards.models.marks import Mark
from scorecards.models.rubrics import Rubric
from units.models import Branch, Unit
from units.roles import STAFF

if TYPE_CHECKING:
    from units.models import User


class DailyRecordQuerySet(models.QuerySet["DailyRecord"]):
    """Only the office keeps them."""

    def visible_to(self, user: User) -> Self:
        """The office."""
        return self if user.has_role(*STAFF) else self.none()

    def standing(self) -> Self:
        """Not withdrawn."""
        return self.filter(withdrawn_at=None)

    def in_period(self, start: datetime.date | None, end: datetime.date | None) -> Self:
        """From and until these days, both included; an open end is none."""
        found = self if start is None else self.filter(date__gte=start)
        return found if end is None else found.filter(date__lte=end)

    def with_words(self) -> Self:
        """Together with whom it is about and by whom it was entered."""
        return self.select_related("unit", "branch", "rubric", "entered_by")

    def newest_first(self) -> Self:
        """Order of the list."""
        return self.order_by("-date", "-pk")


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class DailyRecord(models.Model):
    """日常记录: what happened at a unit on a day, for one cause of one item; kept all year."""

    date = models.DateField("日期")
    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name="单位", related_name="+")
    branch = models.ForeignKey(
        Branch, models.PROTECT, verbose_name="党支部", null=True, blank=True, related_name="+"
    )
    rubric = models.ForeignKey(Rubric, models.PROTECT, verbose_name="评分细则", related_name="+")
    node_key = models.CharField("指标编号", max_length=40)
    cause = models.CharField("情形", max_length=40)
    figure = models.CharField("次数或分数", max_length=20)
    reason = models.CharField("理由", max_length=200, blank=True)
    basis = models.CharField("依据", max_length=500)
    told = models.BooleanField("已告知单位", default=False)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="登记人", related_name="+"
    )
    entered_at = models.DateTimeField("登记时间")
    withdrawn_at = models.DateTimeField("撤销时间", null=True, blank=True)
    version = models.PositiveIntegerField(default=0)

    objects = DailyRecordQuerySet.as_manager()

    class Meta:
        verbose_name = "日常记录"
        ordering = ["-date", "-pk"]
        indexes = [models.Index(fields=["unit", "date"], name="record_unit_date")]

    def __str__(self) -> str:
        return f"{self.date} {self.unit}"

    @property
    def whom(self) -> str:
        """Whose it is; unit and branch have to be loaded."""
        return f"{self.unit.name}{self.branch.name}" if self.branch else self.unit.name

    @property
    def is_withdrawn(self) -> bool:
        """Whether it was taken back."""
        return self.withdrawn_at is not None


@pghistory.track(pghistory.InsertEvent(), pghistory.DeleteEvent())
class RecordUse(models.Model):
    """What a round made of a daily record: taken into a mark, or left out."""

    record = models.ForeignKey(DailyRecord, models.PROTECT, related_name="uses")
    mark = models.ForeignKey(Mark, models.PROTECT, related_name="record_uses")
    is_taken = models.BooleanField("计入")
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField("时间")

    class Meta:
        verbose_name = "日常记录的使用"
        constraints = [models.UniqueConstraint(fields=["record", "mark"], name="record_once_a_mark")]

    def __str__(self) -> str:
        return f"{self.record_id} {self.mark_id}"
