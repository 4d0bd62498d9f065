"""Signed lists of other offices: who lost or gained what, by which paper."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

import pghistory
from django.conf import settings
from django.db import models
from django.urls import reverse

from scorecards.file_links import FileLink, link_to
from scorecards.models.batches import MarkBatch
from scorecards.models.cards import Card
from scorecards.models.rounds import Round
from scorecards.models.rubrics import Node
from units.models import StoredFile, Unit
from units.roles import STAFF

if TYPE_CHECKING:
    from units.models import User


class ListState(models.TextChoices):
    DRAFT = "draft", "待录入"
    APPLIED = "applied", "已录入"
    UNDONE = "undone", "已撤销"


class ExceptionListQuerySet(models.QuerySet["ExceptionList"]):
    """Only the office keeps them."""

    def visible_to(self, user: User) -> Self:
        """The office."""
        return self if user.has_role(*STAFF) else self.none()


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent())
class ExceptionList(models.Model):
    """A signed list from another office: who lost or gained what, by which paper; everybody else may be full."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="exception_lists")
    scorer = models.CharField("评分部门", max_length=40)
    source_unit = models.ForeignKey(Unit, models.PROTECT, verbose_name="来文单位", null=True, blank=True,
                                    related_name="+")  # fmt: skip
    title = models.CharField("名单名称", max_length=120)
    number = models.CharField("文号", max_length=40, blank=True)
    dated_on = models.DateField("落款日期")
    file = models.ForeignKey(
        StoredFile, models.PROTECT, verbose_name="扫描件", null=True, blank=True, related_name="+"
    )
    state = models.CharField("状态", max_length=8, choices=ListState.choices, default=ListState.DRAFT)
    rest_is_full = models.BooleanField("未列入的按满分计", default=False)
    batches = models.ManyToManyField(MarkBatch, related_name="+", blank=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="录入人", related_name="+"
    )
    entered_at = models.DateTimeField("录入时间")

    objects = ExceptionListQuerySet.as_manager()

    class Meta:
        verbose_name = "评分部门名单"
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The list with its lines."""
        return reverse("scorecards:delivery-detail", args=[self.pk])

    @property
    def scan_link(self) -> FileLink | None:
        """The signed list as it came; the row was loaded with the file."""
        return link_to(self.file, reverse("scorecards:delivery-scan-file", args=[self.pk]))


class ExceptionRow(models.Model):
    """One line of the list: the name as it stands on paper, the card it means, and what was lost or gained."""

    list = models.ForeignKey(ExceptionList, models.CASCADE, related_name="rows")
    order = models.PositiveSmallIntegerField("行")
    raw_name = models.CharField("名单上的名称", max_length=120)
    card = models.ForeignKey(Card, models.PROTECT, null=True, blank=True, related_name="+")
    node = models.ForeignKey(Node, models.PROTECT, null=True, blank=True, related_name="+")
    period = models.PositiveSmallIntegerField(default=0)
    text = models.CharField("录入内容", max_length=200)
    basis = models.CharField("依据", max_length=500, blank=True)

    class Meta:
        verbose_name = "名单行"
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.raw_name
