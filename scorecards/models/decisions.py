"""What the office decides about an open round: 延期, and the acts that take two people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from scorecards.models.rounds import Round
from units.models import Unit
from units.roles import STAFF

if TYPE_CHECKING:
    from units.models import User


class RoundExtensionQuerySet(models.QuerySet["RoundExtension"]):
    """延期."""

    def visible_to(self, user: User) -> Self:
        """The office sees all, a unit's people what holds for their own unit."""
        post = user.post
        if post is None or (post.role not in STAFF and post.home_unit_id is None):
            return self.none()
        if post.role in STAFF:
            return self
        mine = Q(unit=None) | Q(unit=post.home_unit_id)
        return self.filter(mine, round__in=Round.objects.visible_to(user))


@pghistory.track(pghistory.InsertEvent())
class RoundExtension(models.Model):
    """统一延期 (no unit) or 单独延期 (one unit, all its cards of the round); only ever added to."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="extensions")
    unit = models.ForeignKey(
        Unit, models.PROTECT, verbose_name="单位", null=True, blank=True, related_name="+"
    )
    until = models.DateTimeField("延期至")
    reason = models.CharField("原因", max_length=200)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField("时间")

    objects = RoundExtensionQuerySet.as_manager()

    class Meta:
        verbose_name = "延期"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.round} {self.unit or '统一'}延期"


class DecisionKind(models.TextChoices):
    STEP_BACK = "step_back", "退回上一阶段"
    ADD_MEMBER = "add_member", "增加参评对象"
    REMOVE_MEMBER = "remove_member", "移出参评对象"
    REOPEN_CARD = "reopen_card", "取消核定"
    SWITCH_VERSION = "switch_version", "换版"


class RoundDecisionQuerySet(models.QuerySet["RoundDecision"]):
    """Acts that take two people."""

    def visible_to(self, user: User) -> Self:
        """Only the office."""
        return self if user.has_role(*STAFF) else self.none()

    def waiting(self) -> Self:
        """Put up, and neither done nor withdrawn."""
        return self.filter(approved_at=None, withdrawn_at=None)


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent())
class RoundDecision(models.Model):
    """An act on an open round that one person puts up and another carries out; `subject` says on what."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="decisions")
    kind = models.CharField("事项", max_length=14, choices=DecisionKind.choices)
    reason = models.CharField("原因", max_length=500)
    subject = models.JSONField("对象", default=dict, blank=True)
    subject_words = models.CharField("对象", max_length=200, blank=True)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="提出人", related_name="+"
    )
    proposed_at = models.DateTimeField("提出时间")
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="审定人", null=True,
                                    blank=True, related_name="+")  # fmt: skip
    approved_at = models.DateTimeField("审定时间", null=True, blank=True)
    withdrawn_at = models.DateTimeField("撤回时间", null=True, blank=True)

    objects = RoundDecisionQuerySet.as_manager()

    class Meta:
        verbose_name = "两人办理事项"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(approved_by=None) | ~Q(approved_by=F("proposed_by")), name="decision_takes_two"
            ),
            models.CheckConstraint(
                condition=Q(approved_at=None) | Q(withdrawn_at=None), name="decision_done_or_withdrawn"
            ),
            models.CheckConstraint(
                condition=Q(approved_at=None, approved_by=None)
                | Q(approved_at__isnull=False, approved_by__isnull=False),
                name="decision_done_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round} {self.get_kind_display()}"

    @property
    def is_waiting(self) -> bool:
        """Whether the second person has still to decide."""
        return self.approved_at is None and self.withdrawn_at is None
