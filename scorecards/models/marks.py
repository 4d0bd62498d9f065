"""Marks (得分): what was entered for one item of one card, by the unit, at 初评 and at 核定."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

import pghistory
from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Q

from scorecards.models.cards import Card
from scorecards.models.rubrics import Node
from scorecards.scoring import slot

if TYPE_CHECKING:
    from units.models import User


class MarkState(models.TextChoices):
    """退回 of one item, and what became of it."""

    PLAIN = "", "—"
    RETURNED = "returned", "已退回"
    CHANGED = "changed", "已修改"


class MarkQuerySet(models.QuerySet["Mark"]):
    """Marks."""

    def visible_to(self, user: User) -> Self:
        """As their cards."""
        return self.filter(card__in=Card.objects.visible_to(user))

    def of_cards(self, cards: models.QuerySet[Card]) -> Self:
        """Marks of these cards with their nodes, in the order of the rubric."""
        return self.filter(card__in=cards).select_related("node").order_by("card_id", "node_id", "period")

    def for_filling(self) -> Self:
        """自评 and 退回 alone, without their nodes, which are the rubric's and shared by all."""
        return self.select_related("returned_by").only(
            "card_id",
            "node_id",
            "period",
            "reported_input",
            "reported",
            "reported_note",
            "state",
            "version",
            "changed_by_id",
            "changed_at",
            "return_reason",
            "returned_at",
            "returned_by__name",
        )

    def for_checking(self) -> Self:
        """核定 alone, for many cards at once, without their nodes: those are few and shared by all."""
        return self.defer(
            "reported_input",
            "reported",
            "reported_note",
            "prechecked_input",
            "prechecked",
            "precheck_note",
            "return_reason",
            "returned_input",
            "returned_note",
        )


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Mark(models.Model):
    """What was entered for one item of one card. Totals come from the inputs; the numbers are for reading only."""

    card = models.ForeignKey(Card, models.PROTECT, related_name="marks")
    node = models.ForeignKey(Node, models.PROTECT, related_name="+")
    period = models.PositiveSmallIntegerField(default=0)
    reported_input = models.JSONField("自评", null=True, blank=True)
    reported = models.DecimalField("自评得分", max_digits=12, decimal_places=4, null=True, blank=True)
    reported_note = models.CharField(
        "自评依据", max_length=500, blank=True, validators=[MaxLengthValidator(500)]
    )
    prechecked_input = models.JSONField("初评", null=True, blank=True)
    prechecked = models.DecimalField("初评得分", max_digits=12, decimal_places=4, null=True, blank=True)
    precheck_note = models.CharField("初评依据", max_length=500, blank=True)
    checked_input = models.JSONField("核定", null=True, blank=True)
    checked = models.DecimalField("核定得分", max_digits=12, decimal_places=4, null=True, blank=True)
    basis = models.CharField("核定依据", max_length=500, blank=True)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    changed_at = models.DateTimeField(null=True, blank=True)
    checked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="核定人", null=True,
                                   blank=True, related_name="+")  # fmt: skip
    checked_at = models.DateTimeField("核定时间", null=True, blank=True)
    state = models.CharField(
        "退回", max_length=8, choices=MarkState.choices, default=MarkState.PLAIN, blank=True
    )
    return_reason = models.CharField("退回原因", max_length=500, blank=True)
    returned_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="退回人", null=True,
                                    blank=True, related_name="+")  # fmt: skip
    returned_at = models.DateTimeField("退回时间", null=True, blank=True)
    returned_input = models.JSONField("退回时的自评", null=True, blank=True)
    returned_note = models.CharField("退回时的依据", max_length=500, blank=True)
    version = models.PositiveIntegerField(default=0)

    objects = MarkQuerySet.as_manager()

    class Meta:
        verbose_name = "得分"
        constraints = [
            models.UniqueConstraint(fields=["card", "node", "period"], name="one_mark_an_item"),
            models.CheckConstraint(
                condition=Q(checked_input__isnull=False) | Q(checked__isnull=True),
                name="no_checked_number_without_input",
            ),
            models.CheckConstraint(
                condition=Q(prechecked_input__isnull=False) | Q(prechecked__isnull=True),
                name="no_prechecked_number_without_input",
            ),
            models.CheckConstraint(
                condition=Q(state="") | (~Q(return_reason="") & Q(returned_at__isnull=False)),
                name="returned_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.card_id} {self.node_id}"

    @property
    def slot(self) -> str:
        """The item on its card: its key, with the period under a time node; the node has to be loaded."""
        return slot(self.node.key, self.period)

    @property
    def is_returned(self) -> bool:
        """Whether the unit has to mend it."""
        return self.state == MarkState.RETURNED

    @property
    def is_changed(self) -> bool:
        """Whether the unit mended it and nobody has looked yet."""
        return self.state == MarkState.CHANGED

    @property
    def anchor(self) -> str:
        """Begins every id of the mark on a page, so that pages can link to its fields."""
        return f"n{self.node_id}p{self.period}" if self.period else f"n{self.node_id}"
