"""汇总录入: signed 计票表 of panels."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from scorecards.models.marks import Mark
from scorecards.models.rounds import Group
from units.models import StoredFile
from units.roles import STAFF

if TYPE_CHECKING:
    from units.models import User


class TallySheetQuerySet(models.QuerySet["TallySheet"]):
    """Only the office keeps them."""

    def visible_to(self, user: User) -> Self:
        """The office."""
        return self if user.has_role(*STAFF) else self.none()

    def of_group(self, group: Group) -> Self:
        """Those of one group with what its pages show."""
        found = self.filter(mark__card__group=group)
        return found.select_related("mark__node", "entered_by", "confirmed_by").order_by("pk")

    def waiting(self) -> Self:
        """Entered, and not confirmed by another person."""
        return self.filter(confirmed_by=None)


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class TallySheet(models.Model):
    """汇总录入: the signed 计票表 of one card and one 测评 item; it counts once another person has confirmed it."""

    mark = models.OneToOneField(Mark, models.PROTECT, related_name="tally_sheet")
    issued = models.PositiveIntegerField("发出")
    returned = models.PositiveIntegerField("收回")
    valid = models.PositiveIntegerField("有效")
    input = models.JSONField("票数或分数")
    file = models.ForeignKey(
        StoredFile, models.PROTECT, verbose_name="扫描件", null=True, blank=True, related_name="+"
    )
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="录入人", related_name="+"
    )
    entered_at = models.DateTimeField("录入时间")
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="复核人", null=True,
                                     blank=True, related_name="+")  # fmt: skip
    confirmed_at = models.DateTimeField("复核时间", null=True, blank=True)
    version = models.PositiveIntegerField(default=0)

    objects = TallySheetQuerySet.as_manager()

    class Meta:
        verbose_name = "计票表"
        constraints = [
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=F("entered_by")), name="tally_takes_two"
            ),
            models.CheckConstraint(
                condition=Q(returned__lte=F("issued")) & Q(valid__lte=F("returned")), name="tally_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.mark_id}"

    @property
    def is_confirmed(self) -> bool:
        """Whether another person has confirmed it as it stands."""
        return self.confirmed_by_id is not None

    @property
    def word(self) -> str:
        """Its state on the page."""
        return "已复核" if self.is_confirmed else "待复核"
