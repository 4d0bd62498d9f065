"""公示: what the units are shown, from when until when, and whom to call."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from scorecards.models.rounds import Round
from scorecards.models.scopes import Scope, scope_in_words
from units.roles import STAFF, Role

if TYPE_CHECKING:
    from units.models import User


class PublicNoticeQuerySet(models.QuerySet["PublicNotice"]):
    """公示."""

    def visible_to(self, user: User) -> Self:
        """The office sees all; those of the round, the county leaders and the auditor what stands.

        What a notice says is no more than its scope.
        """
        if user.has_role(*STAFF):
            return self
        if user.has_role(Role.COUNTY_LEADER, Role.AUDITOR):
            return self.standing()
        return self.standing().filter(round__in=Round.objects.visible_to(user))

    def standing(self) -> Self:
        """Not withdrawn."""
        return self.filter(withdrawn_at=None)


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), exclude=["content"])
class PublicNotice(models.Model):
    """One 公示 of a round; `content` is what the scope lets out, as canonical bytes."""

    round = models.ForeignKey(Round, models.PROTECT, verbose_name="期次", related_name="public_notices")
    number = models.PositiveSmallIntegerField("次数")
    scope = models.CharField("公示范围", max_length=6, choices=Scope.choices)
    scope_top = models.PositiveSmallIntegerField("公示名次", null=True, blank=True)
    content = models.BinaryField("内容")
    sha256 = models.CharField("摘要", max_length=64)
    starts_on = models.DateField("公示起")
    until = models.DateField("公示止")
    contact = models.CharField("受理单位", max_length=60)
    phone = models.CharField("联系电话", max_length=30)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="发布人", related_name="+"
    )
    published_at = models.DateTimeField("发布时间")
    withdrawn_at = models.DateTimeField("撤回时间", null=True, blank=True)

    objects = PublicNoticeQuerySet.as_manager()

    class Meta:
        verbose_name = "公示"
        constraints = [
            models.UniqueConstraint(fields=["round", "number"], name="public_notice_number_once"),
            models.UniqueConstraint(
                fields=["round"], condition=Q(withdrawn_at=None), name="one_standing_public_notice",
                violation_error_message="本期次已有公示。",
            ),
            models.CheckConstraint(condition=Q(until__gte=F("starts_on")), name="public_notice_in_order"),
            models.CheckConstraint(
                condition=~Q(scope=Scope.TOP) | Q(scope_top__gte=1), name="public_notice_says_top"
            ),
        ]  # fmt: skip
        triggers: ClassVar = [
            pgtrigger.Protect(name="public_notice_kept", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(
                name="public_notice_sealed", fields=["round", "number", "scope", "content", "sha256"]
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round}公示"

    def get_absolute_url(self) -> str:
        """Where it is read."""
        return reverse("scorecards:public-notice", args=[self.pk])

    @property
    def scope_words(self) -> str:
        """How much it shows."""
        return scope_in_words(self.scope, self.scope_top)
