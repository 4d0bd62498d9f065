"""What a release says of each card, as rows that can be asked: places, totals and grades over the years."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

import pgtrigger
from django.db import models
from django.db.models import OuterRef, Q, Subquery

from scorecards.models.cards import Card
from scorecards.models.releases import Release
from units.roles import STAFF, Role

if TYPE_CHECKING:
    from units.models import User


BY_SEALED_PLACE = (models.F("place").asc(nulls_last=True), "card__official_order", "card_id")
"""By place; those without one last, in official order."""


class ReleasedRowQuerySet(models.QuerySet["ReleasedRow"]):
    """Released figures."""

    def visible_to(self, user: User) -> Self:
        """All to the office, the county leaders and the auditor; their own to a unit's people.

        A place is part of the row: whether a unit may see its own is for the scope of the release to say.
        """
        post = user.post
        if post is None:
            return self.none()
        if post.role in STAFF or post.role in {Role.COUNTY_LEADER, Role.AUDITOR}:
            return self
        if post.role == Role.SECRETARY:
            return self.filter(card__branch=post.branch_id)
        if post.role in {Role.OFFICER, Role.UNIT_LEADER}:
            return self.filter(card__unit=post.unit_id)
        return self.none()

    def current(self) -> Self:
        """Of releases that no correction has replaced."""
        return self.filter(release__replaced_by=None)

    def with_neighbours(self) -> Self:
        """Each with the nearest higher and the nearest lower total among its release's ranked (`above`, `below`),
        in the order of the index `released_row_total`."""
        beside = ReleasedRow.objects.filter(release=OuterRef("release"), place__isnull=False)
        above = beside.filter(total__gt=OuterRef("total")).order_by(models.F("total").asc(nulls_first=True))
        below = beside.filter(total__lt=OuterRef("total")).order_by(models.F("total").desc(nulls_last=True))
        return self.annotate(
            above=Subquery(above.values("total")[:1]), below=Subquery(below.values("total")[:1])
        )

    def in_order(self) -> Self:
        """By place."""
        return self.order_by(*BY_SEALED_PLACE)


class ReleasedRow(models.Model):
    """One card in one release: copied out of the snapshot that was sealed with it, and never changed."""

    release = models.ForeignKey(Release, models.PROTECT, verbose_name="通报", related_name="rows")
    card = models.ForeignKey(Card, models.PROTECT, verbose_name="评分表", related_name="released_rows")
    place = models.PositiveSmallIntegerField("名次", null=True, blank=True)
    sharing = models.PositiveSmallIntegerField("同名次个数", default=1)
    total = models.DecimalField("总分", max_digits=9, decimal_places=2, null=True, blank=True)
    part_points = models.JSONField("各部分得分", default=dict, blank=True)
    computed_grade = models.CharField("测算等次", max_length=20, blank=True)
    grade = models.CharField("审定等次", max_length=20, blank=True)
    cost = models.CharField("未进上一等次的原因", max_length=20, blank=True)
    gates = models.JSONField("否决情形", default=list, blank=True)

    objects = ReleasedRowQuerySet.as_manager()

    class Meta:
        verbose_name = "通报结果"
        constraints = [
            models.UniqueConstraint(fields=["release", "card"], name="released_row_once"),
            models.CheckConstraint(condition=Q(place=None) | Q(total__isnull=False), name="place_has_total"),
        ]
        indexes = [
            models.Index(
                models.F("release"), models.F("total").desc(nulls_last=True), name="released_row_total"
            )
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(name="released_row_sealed", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{self.release} {self.card_id}"

    @property
    def is_tied(self) -> bool:
        """Whether the place is shared."""
        return self.place is not None and self.sharing > 1
