"""更正 of a released result: put up by one person, and a new version of the group's release once another approves."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from scorecards.models.cards import Card
from scorecards.models.releases import Release
from units.roles import STAFF

if TYPE_CHECKING:
    from units.models import User


class CorrectionKind(models.TextChoices):
    MARK = "mark", "更正得分"
    GATE = "gate", "更正否决情形"
    GRADE = "grade", "更正等次"


class ReleaseCorrectionQuerySet(models.QuerySet["ReleaseCorrection"]):
    """更正稿."""

    def visible_to(self, user: User) -> Self:
        """Only the office."""
        return self if user.has_role(*STAFF) else self.none()

    def with_frame(self) -> Self:
        """Together with what every page about one needs."""
        return self.select_related("card", "release__group__round", "prepared_by")

    def waiting(self) -> Self:
        """Neither approved nor withdrawn."""
        return self.filter(approved_at=None, withdrawn_at=None)

    def approved(self) -> Self:
        """What became a new version."""
        return self.exclude(approved_at=None)


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent())
class ReleaseCorrection(models.Model):
    """What is to be different in one card of one release; `digest` is of the version that it comes to."""

    release = models.ForeignKey(
        Release, models.PROTECT, verbose_name="更正的版次", related_name="corrections"
    )
    card = models.ForeignKey(Card, models.PROTECT, verbose_name="评分表", related_name="+")
    kind = models.CharField("更正内容", max_length=6, choices=CorrectionKind.choices)
    change = models.JSONField("更正为")
    reason = models.CharField("更正原因", max_length=200)
    digest = models.CharField("摘要", max_length=64)
    prepared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="拟稿人", related_name="+"
    )
    prepared_at = models.DateTimeField("拟稿时间")
    approved_at = models.DateTimeField("审定时间", null=True, blank=True)
    withdrawn_at = models.DateTimeField("撤回时间", null=True, blank=True)

    objects = ReleaseCorrectionQuerySet.as_manager()

    class Meta:
        verbose_name = "更正稿"
        constraints = [
            models.UniqueConstraint(
                fields=["release"],
                condition=Q(withdrawn_at=None),
                name="one_standing_correction",
                violation_error_message="本组已有待审定的更正稿。",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | Q(approved_at=None), name="correction_withdrawn_or_approved"
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(name="correction_kept", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(
                name="correction_as_put_up", fields=["release", "card", "kind", "change", "reason", "digest"]
            ),
        ]

    def __str__(self) -> str:
        return f"{self.release.group}更正"

    def get_absolute_url(self) -> str:
        """Where the second person decides."""
        return reverse("scorecards:correction-detail", args=[self.pk])

    @property
    def is_waiting(self) -> bool:
        """Whether it waits for approval."""
        return self.approved_at is None and self.withdrawn_at is None
