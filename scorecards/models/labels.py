"""What a group makes of its rubric's labels: who a 评分部门 is, and when each period of a time node is due."""

from __future__ import annotations

import pghistory
from django.db import models

from scorecards.models.rounds import Group
from scorecards.models.rubrics import Node
from units.models import Unit


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class GroupLabel(models.Model):
    """The 评分部门 of a rubric (纪委, 宣传部 …) as a unit of the county, so that an account of it can score."""

    group = models.ForeignKey(Group, models.CASCADE, related_name="labels")
    label = models.CharField("评分部门", max_length=40)
    unit = models.ForeignKey(
        Unit, models.PROTECT, verbose_name="单位", null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = "评分部门对应"
        constraints = [models.UniqueConstraint(fields=["group", "label"], name="label_once_in_group")]

    def __str__(self) -> str:
        return f"{self.group} {self.label}"


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class GroupPeriod(models.Model):
    """Until when one period of a time node is entered."""

    group = models.ForeignKey(Group, models.CASCADE, related_name="periods")
    node = models.ForeignKey(Node, models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField("第几期")
    name = models.CharField("名称", max_length=40)
    due_at = models.DateTimeField("截止时间")

    class Meta:
        verbose_name = "分期截止"
        constraints = [
            models.UniqueConstraint(fields=["group", "node", "number"], name="period_once_in_group")
        ]

    def __str__(self) -> str:
        return f"{self.group} {self.name}"
