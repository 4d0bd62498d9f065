"""佐证材料: optional, by reference, link or file, and used again by one tick."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from scorecards.file_links import FileLink, link_to
from scorecards.models.marks import Mark
from units.models import Branch, StoredFile, Unit
from units.roles import STAFF, Role

if TYPE_CHECKING:
    from scorecards.models.cards import Card
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

    def for_reuse(self, card: Card) -> Self:
        """What the card's unit (or branch) proved earlier, in this round and before, newest first."""
        own = self.filter(unit=card.unit_id)
        own = own if card.branch_id is None else own.filter(branch=card.branch_id)
        return own.order_by("-added_at", "-pk")

    def matching(self, text: str) -> Self:
        """Found by a word of the title or of where it stands."""
        return self.filter(Q(title__icontains=text) | Q(reference__icontains=text) | Q(link__icontains=text))


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

    @property
    def file_link(self) -> FileLink | None:
        """Its file; the row was loaded with it."""
        return link_to(self.file, reverse("scorecards:evidence-file", args=[self.pk]))


class MarkEvidenceQuerySet(models.QuerySet["MarkEvidence"]):
    """Where evidence stands."""

    def visible_to(self, user: User) -> Self:
        """As the evidence, on cards that one sees."""
        return self.filter(
            evidence__in=Evidence.objects.visible_to(user), mark__in=Mark.objects.visible_to(user)
        )

    def with_frame(self) -> Self:
        """Together with the evidence, the mark, its card and its round."""
        return self.select_related("evidence__file", "mark__node", "mark__card__group__round")


@pghistory.track(pghistory.InsertEvent(), pghistory.DeleteEvent())
class MarkEvidence(models.Model):
    """Evidence stands by a mark; the same evidence by another mark is another row."""

    mark = models.ForeignKey(Mark, models.PROTECT, related_name="proofs")
    evidence = models.ForeignKey(Evidence, models.PROTECT, related_name="uses")

    objects = MarkEvidenceQuerySet.as_manager()

    class Meta:
        verbose_name = "佐证"
        constraints = [models.UniqueConstraint(fields=["mark", "evidence"], name="evidence_once_a_mark")]

    def __str__(self) -> str:
        return f"{self.mark_id} {self.evidence_id}"

    def get_remove_url(self) -> str:
        """Where it is taken off the item."""
        return reverse("scorecards:evidence-remove", args=[self.pk])
