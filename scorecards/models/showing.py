"""晒: 成绩、做法、问题, 述职报告 and 交流材料, and items of the unit's own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from scorecards.file_links import FileLink, link_to
from scorecards.models.cards import Card
from scorecards.models.marks import Mark
from units.models import StoredFile

if TYPE_CHECKING:
    from units.models import User


class PaperKind(models.TextChoices):
    REPORT = "report", "述职报告"
    EXCHANGE = "exchange", "交流材料"


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class CardPaper(models.Model):
    """述职报告 or 交流材料 of one unit, one of each a card: its text, its file, or both."""

    card = models.ForeignKey(Card, models.PROTECT, related_name="papers")
    kind = models.CharField("种类", max_length=8, choices=PaperKind.choices)
    file = models.ForeignKey(
        StoredFile, models.PROTECT, verbose_name="文件", null=True, blank=True, related_name="+"
    )
    text = models.TextField("正文", blank=True, max_length=20_000)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    changed_at = models.DateTimeField("修改时间")
    version = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = "述职报告和交流材料"
        constraints = [models.UniqueConstraint(fields=["card", "kind"], name="one_paper_of_a_kind")]

    def __str__(self) -> str:
        return f"{self.card} {self.get_kind_display()}"

    @property
    def file_link(self) -> FileLink | None:
        """Its file; the row was loaded with it."""
        return link_to(self.file, reverse("scorecards:card-paper-file", args=[self.card_id, self.kind]))


class HighlightKind(models.TextChoices):
    ACHIEVEMENT = "achievement", "成绩"
    PRACTICE = "practice", "做法"
    PROBLEM = "problem", "问题"


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Highlight(models.Model):
    """晒: what a unit did (成绩), what works (做法), what is wrong (问题); one row each."""

    card = models.ForeignKey(Card, models.PROTECT, related_name="highlights")
    kind = models.CharField("种类", max_length=11, choices=HighlightKind.choices)
    text = models.CharField("内容", max_length=500)
    order = models.PositiveSmallIntegerField("次序")
    version = models.PositiveIntegerField(default=0)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    changed_at = models.DateTimeField("修改时间")

    class Meta:
        verbose_name = "成绩、做法和问题"
        ordering = ["kind", "order", "pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}：{self.text[:20]}"


class OwnItemState(models.TextChoices):
    PROPOSED = "proposed", "待认定"
    GRANTED = "granted", "已认定"
    DECLINED = "declined", "不予认定"


class OwnItemQuerySet(models.QuerySet["OwnItem"]):
    """自选动作."""

    def visible_to(self, user: User) -> Self:
        """As their marks."""
        return self.filter(mark__in=Mark.objects.visible_to(user))

    def with_frame(self) -> Self:
        """Together with the mark, its card and its round."""
        return self.select_related("mark__node", "mark__card__group__round", "mark__card__group__version")

    def in_official_order(self) -> Self:
        """By card as in every list, then by item and as proposed."""
        return self.order_by("mark__card__official_order", "mark__card_id", "mark__node__order", "pk")


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class OwnItem(models.Model):
    """自选动作: an item of the unit's own, proposed under an item of a bonus part and its cap; the office decides."""

    mark = models.ForeignKey(Mark, models.PROTECT, related_name="own_items")
    title = models.CharField("名称", max_length=120)
    basis = models.CharField("依据", max_length=500)
    asked = models.DecimalField("申报分值", max_digits=7, decimal_places=2)
    granted = models.DecimalField("认定分值", max_digits=7, decimal_places=2, null=True, blank=True)
    state = models.CharField(
        "状态", max_length=8, choices=OwnItemState.choices, default=OwnItemState.PROPOSED
    )
    opinion = models.CharField("认定意见", max_length=200, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField("认定时间", null=True, blank=True)

    objects = OwnItemQuerySet.as_manager()

    class Meta:
        verbose_name = "自选动作"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=OwnItemState.GRANTED) | Q(granted__isnull=False),
                name="granted_says_how_much",
            ),
            models.CheckConstraint(
                condition=Q(state=OwnItemState.PROPOSED) | Q(decided_at__isnull=False),
                name="own_item_decided_when",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_proposed(self) -> bool:
        """Whether the office still has to decide."""
        return self.state == OwnItemState.PROPOSED

    def get_decide_url(self) -> str:
        """Where the office decides."""
        return reverse("scorecards:own-item-decide", args=[self.pk])

    def get_withdraw_url(self) -> str:
        """Where the unit takes it back."""
        return reverse("scorecards:own-item-withdraw", args=[self.pk])
