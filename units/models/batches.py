"""What was brought in out of one sheet, so that it can be told and taken back."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import models
from django.db.models import Q
from django.urls import reverse

from units.roles import STAFF

if TYPE_CHECKING:
    from units.models.people import User

UNDO_WITHIN = datetime.timedelta(days=1)


class BatchOf(models.TextChoices):
    UNITS = "units", "单位名单"
    BRANCHES = "branches", "党支部名单"
    PEOPLE = "people", "人员名单"


class ImportBatchQuerySet(models.QuerySet["ImportBatch"]):
    """Imports."""

    def visible_to(self, user: User) -> Self:
        """The office's own work."""
        return self if user.has_role(*STAFF) else self.none()

    def newest_first(self) -> Self:
        """Order of the list."""
        return self.order_by("-applied_at", "-pk")


class ImportBatch(models.Model):
    """One sheet that was applied: all of it, or nothing.

    `changes` holds one entry a row that was written: its key, what stood there before (null for a new one), and what
    was put there.
    """

    key = models.UUIDField(editable=False)
    kind = models.CharField("内容", max_length=10, choices=BatchOf.choices)
    source = models.CharField("来源", max_length=120)
    sha256 = models.CharField("文件校验值", max_length=64, blank=True)
    changes = models.JSONField("变动")
    added = models.PositiveIntegerField("新增")
    changed = models.PositiveIntegerField("变更")
    applied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="导入人", related_name="+"
    )
    applied_at = models.DateTimeField("导入时间", auto_now_add=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="撤销人", null=True,
                                  blank=True, related_name="+")  # fmt: skip
    undone_at = models.DateTimeField("撤销时间", null=True, blank=True)

    objects = ImportBatchQuerySet.as_manager()

    class Meta:
        verbose_name = "导入"
        constraints = [
            models.UniqueConstraint(fields=["applied_by", "key"], name="import_batch_once_a_form"),
            models.CheckConstraint(
                condition=Q(undone_at=None, undone_by=None)
                | Q(undone_at__isnull=False, undone_by__isnull=False),
                name="undone_says_by_whom",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}（{self.source}）"

    def get_absolute_url(self) -> str:
        """What it changed."""
        return reverse("units:import-detail", args=[self.pk])

    def get_undo_url(self) -> str:
        """Where it is taken back."""
        return reverse("units:import-undo", args=[self.pk])

    def waiting(self) -> models.QuerySet[User]:
        """Of people: those who were given an account and have never signed in."""
        keys = [change["pk"] for change in self.changes] if self.kind == BatchOf.PEOPLE else []
        return get_user_model().objects.filter(pk__in=keys, last_login=None, must_change=True).order_by("pk")

    def can_be_undone(self, now: datetime.datetime) -> bool:
        """Within a day, once."""
        return self.undone_at is None and now - self.applied_at < UNDO_WITHIN
