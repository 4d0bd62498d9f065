"""Acts on many marks at once, with what stood there before, so that each can be undone as a whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Func
from django.urls import reverse

from scorecards.models.rounds import Group
from units.roles import STAFF

if TYPE_CHECKING:
    from units.models import User


class BatchKind(models.TextChoices):
    FULL = "full", "按满分计"
    COLUMN = "column", "粘贴整列"
    ITEM = "item", "按项目录入"
    LIST = "list", "名单录入"
    RECORDS = "records", "日常记录"
    SAMPLE = "sample", "未抽中的按初评计"
    TRIAL = "trial", "演练数据"


class MarkBatchQuerySet(models.QuerySet["MarkBatch"]):
    """Only the office keeps them."""

    def visible_to(self, user: User) -> Self:
        """The office."""
        return self if user.has_role(*STAFF) else self.none()

    def with_people(self) -> Self:
        """Who made it, and who took it back; with `size`, how many cells, in place of what stood there before."""
        size = Func("before", function="jsonb_array_length", output_field=models.IntegerField())
        return self.select_related("made_by", "undone_by").defer("before").annotate(size=size)

    def newest_first(self) -> Self:
        """Order of every list."""
        return self.order_by("-pk")

    def standing(self) -> Self:
        """Those that were not undone."""
        return self.filter(undone_at=None)


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent())
class MarkBatch(models.Model):
    """One act on many marks of a group, with what stood there before, so that it can be undone as a whole.

    `before` is a list of {"mark": id, "input": …, "basis": …, "version": version after the act},
    and "records": [id, …] where daily records were taken.
    """

    size: int  # brought by `with_people`

    group = models.ForeignKey(Group, models.PROTECT, related_name="batches")
    kind = models.CharField("种类", max_length=8, choices=BatchKind.choices)
    words = models.CharField("内容", max_length=200)
    before = models.JSONField(default=list)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="办理人", related_name="+"
    )
    made_at = models.DateTimeField("时间")
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="撤销人", null=True,
                                  blank=True, related_name="+")  # fmt: skip
    undone_at = models.DateTimeField("撤销时间", null=True, blank=True)

    objects = MarkBatchQuerySet.as_manager()

    class Meta:
        verbose_name = "批量录入"
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.group} {self.words}"

    def get_undo_url(self) -> str:
        """Where it is taken back."""
        return reverse("scorecards:batch-undo", args=[self.pk])

    @property
    def is_of_list(self) -> bool:
        """Whether it is part of a list, and undone with the whole of it only."""
        return self.kind == BatchKind.LIST

    @property
    def undo_key(self) -> str:
        """Names its confirmation on a page."""
        return f"undo-{self.pk}"
