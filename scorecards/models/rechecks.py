"""复核: what a unit asks to be looked at again after 锁定, and what was decided."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Case, F, Q, When
from django.urls import reverse

from scorecards.models.cards import Card
from scorecards.models.marks import Mark

if TYPE_CHECKING:
    from units.models import User


class RecheckState(models.TextChoices):
    ASKED = "asked", "待复核"
    UPHELD = "upheld", "予以更正"
    REJECTED = "rejected", "维持原分"
    WITHDRAWN = "withdrawn", "已撤回"


class RecheckQuerySet(models.QuerySet["Recheck"]):
    """Requests."""

    def visible_to(self, user: User) -> Self:
        """As their cards."""
        return self.filter(card__in=Card.objects.visible_to(user))

    def waiting(self) -> Self:
        """Those that wait for a decision."""
        return self.filter(state=RecheckState.ASKED)

    def with_frame(self) -> Self:
        """Together with card, round, rubric, item and people, which every page about a request needs."""
        return self.select_related(
            "card__group__round", "card__group__version__rubric", "mark__node", "mark__checked_by",
            "filed_by", "decided_by",
        )  # fmt: skip

    def open_first(self) -> Self:
        """Order of the office's list: what waits by group and official order, then what is done, the newest first."""
        waits = Case(When(state=RecheckState.ASKED, then=0), default=1)
        return self.order_by(
            waits, F("decided_at").desc(nulls_last=True), "card__group__order", "card__official_order", "pk"
        )


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent())
class Recheck(models.Model):
    """One request about one card, mostly about one item; `before` and `after` hold input, points and total."""

    card = models.ForeignKey(Card, models.PROTECT, related_name="rechecks")
    mark = models.ForeignKey(Mark, models.PROTECT, null=True, blank=True, related_name="+")
    text = models.CharField("申请理由", max_length=500)
    state = models.CharField("状态", max_length=9, choices=RecheckState.choices, default=RecheckState.ASKED)
    filed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="申请人", related_name="+"
    )
    filed_at = models.DateTimeField("申请时间")
    letter = models.CharField("来函", max_length=120, blank=True)
    decision = models.CharField("复核意见", max_length=500, blank=True)
    before = models.JSONField("复核前", null=True, blank=True)
    after = models.JSONField("复核后", null=True, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="复核人", null=True,
                                   blank=True, related_name="+")  # fmt: skip
    decided_at = models.DateTimeField("复核时间", null=True, blank=True)

    objects = RecheckQuerySet.as_manager()

    class Meta:
        verbose_name = "复核申请"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["card", "mark"],
                condition=Q(state=RecheckState.ASKED),
                name="one_open_recheck_an_item",
                nulls_distinct=False,
                violation_error_message="这一项已有待处理的复核申请。",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[RecheckState.UPHELD, RecheckState.REJECTED])
                | (~Q(decision="") & Q(decided_at__isnull=False)),
                name="recheck_decided_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.card} 复核"

    def get_absolute_url(self) -> str:
        """Where the office decides."""
        return reverse("scorecards:recheck-detail", args=[self.pk])

    @property
    def is_open(self) -> bool:
        """Whether it waits for a decision."""
        return self.state == RecheckState.ASKED

    @property
    def is_upheld(self) -> bool:
        """Whether the score was corrected."""
        return self.state == RecheckState.UPHELD

    @property
    def subject(self) -> str:
        """What is to be looked at again; the item has to be loaded."""
        if self.mark is None:
            return "整张评分表"
        period = f"（第 {self.mark.period} 期）" if self.mark.period else ""
        return f"{self.mark.node.key} {self.mark.node.title}{period}"

    @property
    def slots(self) -> frozenset[str] | None:
        """The one item that it is about; None for the whole card."""
        return None if self.mark is None else frozenset({self.mark.slot})
