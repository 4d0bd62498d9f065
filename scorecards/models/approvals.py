"""报审: the numbered 送审稿 that named leaders are given, and what the meeting decided on it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from scorecards.models.rounds import Round
from units.roles import STAFF, Role

if TYPE_CHECKING:
    from units.models import User


class ApprovalQuerySet(models.QuerySet["Approval"]):
    """送审稿."""

    def visible_to(self, user: User) -> Self:
        """The office sees all, a county leader those that were put before them and still stand."""
        if user.has_role(*STAFF):
            return self
        if user.has_role(Role.COUNTY_LEADER):
            return self.filter(readers=user, withdrawn_at=None)
        return self.none()

    def standing(self) -> Self:
        """Not withdrawn."""
        return self.filter(withdrawn_at=None)

    def newest_first(self) -> Self:
        """Order of every list."""
        return self.order_by("-prepared_at", "-pk")


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), exclude=["sealed"])
class Approval(models.Model):
    """One 送审稿 of a round: the groups' standings as they were then, and later the meeting's word on them."""

    round = models.ForeignKey(Round, models.PROTECT, verbose_name="期次", related_name="approvals")
    number = models.PositiveSmallIntegerField("稿次")
    sealed = models.BinaryField("内容")
    sha256 = models.CharField("摘要", max_length=64)
    readers = models.ManyToManyField(settings.AUTH_USER_MODEL, verbose_name="送阅", related_name="+")
    prepared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="拟稿人", related_name="+"
    )
    prepared_at = models.DateTimeField("拟稿时间")
    meeting = models.CharField("会议", max_length=80, blank=True)
    met_on = models.DateField("会议日期", null=True, blank=True)
    decision = models.TextField("会议决定", max_length=500, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="记录人", null=True,
                                    blank=True, related_name="+")  # fmt: skip
    recorded_at = models.DateTimeField("记录时间", null=True, blank=True)
    withdrawn_at = models.DateTimeField("撤回时间", null=True, blank=True)

    objects = ApprovalQuerySet.as_manager()

    class Meta:
        verbose_name = "送审稿"
        constraints = [
            models.UniqueConstraint(fields=["round", "number"], name="approval_number_once"),
            models.UniqueConstraint(
                fields=["round"], condition=Q(withdrawn_at=None), name="one_standing_approval",
                violation_error_message="本期次已有送审稿。",
            ),
            models.CheckConstraint(
                condition=Q(recorded_at=None, met_on=None, meeting="", decision="")
                | (Q(recorded_at__isnull=False, met_on__isnull=False) & ~Q(meeting="") & ~Q(decision="")),
                name="approval_decided_whole",
            ),
        ]  # fmt: skip
        triggers: ClassVar = [
            pgtrigger.Protect(name="approval_kept", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(name="approval_sealed", fields=["round", "number", "sealed", "sha256"]),
        ]

    def __str__(self) -> str:
        return f"{self.round} 送审稿第{self.number}稿"

    def get_absolute_url(self) -> str:
        """Where it is read."""
        return reverse("scorecards:approval-detail", args=[self.pk])

    @property
    def is_decided(self) -> bool:
        """Whether the meeting's decision is recorded."""
        return self.recorded_at is not None
