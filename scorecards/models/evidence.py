"""佐证材料: optional, by reference, link or file, and used again by one tick."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

import pghistory
from django.conf import settings
from django.db import models

from scorecards.models.marks import Mark
from units.models import Branch, StoredFile, Unit
from units.roles import STAFF, Role

if TYPE_CHECKING:
    from units.models import User


class EvidenceQuerySet(models.QuerySet["Evidence"]):
    """Evidence."""

    def visible_to(self, user: User) -> Self:
        """The office sees all, a unit's people their own unit's, a secretary the own branch's; nobody else any."""
        post = user.post
        if post is None:
            return self.none()
        if post.role in STAFF:
            return self
        if post.role == Role.SECRETARY:
            return self.filter(branch=post.branch_id)
        if post.role in {Role.OFFICER, Role.UNIT_LEADER}:
            return self.filter(unit=post.unit_id)
        return self.none()


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Evidence(models.Model):
    """One proof of a unit's or a branch's: “见支部工作手册第12页”, a link, or a file; its bytes are kept once."""

    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name="单位", related_name="+")
    branch = models.ForeignKey(
        Branch, models.PROTECT, verbose_name="党支部", null=True, blank=True, related_name="+"
    )
    title = models.CharField("名称", max_length=120)
    reference = models.CharField("出处", max_length=200, blank=True)
    link = models.URLField("链接", max_length=300, blank=True)
    file = models.ForeignKey(
        StoredFile, models.PROTECT, verbose_name="文件", null=True, blank=True, related_name="+"
    )
    dated_on = models.DateField("材料日期", null=True, blank=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    added_at = models.DateTimeField("添加时间")

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        verbose_name = "佐证材料"

    def __str__(self) -> str:
        return self.title


@pghistory.track(pghistory.InsertEvent(), pghistory.DeleteEvent())
class MarkEvidence(models.Model):
    """Evidence stands by a mark; the same evidence by another mark is another row."""

    mark = models.ForeignKey(Mark, models.PROTECT, related_name="proofs")
    evidence = models.ForeignKey(Evidence, models.PROTECT, related_name="uses")

    class Meta:
        verbose_name = "佐证"
        constraints = [models.UniqueConstraint(fields=["mark", "evidence"], name="evidence_once_a_mark")]

    def __str__(self) -> str:
        return f"{self.mark_id} {self.evidence_id}"
