"""The office (工委) that this installation serves: what papers are headed with, and whom to call."""

from __future__ import annotations

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q


class OfficeManager(models.Manager["Office"]):
    """The one row."""

    def here(self) -> Office:
        """As the office entered it; before that, unsaved, as the settings say."""
        return self.first() or Office(name=settings.OFFICE_NAME)


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Office(models.Model):
    """At most one row, which is number 1."""

    ONLY = 1

    id = models.PositiveSmallIntegerField(primary_key=True, default=ONLY, editable=False)
    county_name = models.CharField("县名", max_length=30, blank=True)
    name = models.CharField("单位名称", max_length=40)
    phone = models.CharField("联系电话", max_length=40, blank=True)

    objects = OfficeManager()

    class Meta:
        verbose_name = "工委"
        constraints = [models.CheckConstraint(condition=Q(id=1), name="office_is_one")]

    def __str__(self) -> str:
        return self.name

    @property
    def full_name(self) -> str:
        """With the county before it, unless the name says it."""
        return self.name if self.county_name in self.name else f"{self.county_name} {self.name}"
