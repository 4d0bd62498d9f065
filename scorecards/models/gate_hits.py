"""否决情形 that were found of a card."""

import pghistory
from django.conf import settings
from django.db import models
from django.urls import reverse

from scorecards.models.rubrics import Node


@pghistory.track(pghistory.InsertEvent(), pghistory.DeleteEvent())
class GateHit(models.Model):
    """否决: a gate that is set on a card, by which document, decided by whom."""

    card = models.ForeignKey("scorecards.Card", models.PROTECT, related_name="gate_hits")
    node = models.ForeignKey(Node, models.PROTECT, related_name="+")
    basis_document = models.CharField("依据文件", max_length=200)
    decided_by = models.CharField("认定单位", max_length=60)
    decided_on = models.DateField("认定日期")
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "否决情形"
        constraints = [models.UniqueConstraint(fields=["card", "node"], name="one_hit_a_gate")]

    def __str__(self) -> str:
        return f"{self.card_id} {self.node_id}"

    def get_clear_url(self) -> str:
        """Where it is taken back."""
        return reverse("scorecards:gate-hit-clear", args=[self.pk])
