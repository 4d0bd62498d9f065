"""Cards (评分表): one per unit or branch in a group, and the mark (得分) of each item."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

import pghistory
import pgtrigger
from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Count, F, Q, Window
from django.db.models.functions import Rank
from django.urls import reverse

from scorecards.models.rounds import Group
from scorecards.models.rubrics import Node
from scorecards.phases import OPEN_TO_UNITS, SEALED
from scorecards.scoring import slot
from units.models import Branch, Unit
from units.roles import STAFF, Role

if TYPE_CHECKING:
    from units.models import User


class CardState(models.TextChoices):
    DRAFT = "draft", "草稿"
    SUBMITTED = "submitted", "已报送"
    ENDORSED = "endorsed", "单位已审签"
    CHECKING = "checking", "审核中"
    CONFIRMED = "confirmed", "已核定"


# 草稿 → 审核中 without a report: a unit that sent nothing is still checked by the office.
CARD_MOVES = (
    (CardState.DRAFT, CardState.SUBMITTED),
    (CardState.SUBMITTED, CardState.ENDORSED),
    (CardState.DRAFT, CardState.CHECKING),
    (CardState.SUBMITTED, CardState.CHECKING),
    (CardState.ENDORSED, CardState.CHECKING),
    (CardState.CHECKING, CardState.CONFIRMED),
)


class Standing(models.TextChoices):
    RANKED = "ranked", "参评"
    UNRANKED = "unranked", "参评不排名"
    DEFERRED = "deferred", "缓评"
    EXEMPT = "exempt", "免评"


TAKING_PART = (Standing.RANKED, Standing.UNRANKED)


class CardQuerySet(models.QuerySet["Card"]):
    """Cards."""

    def visible_to(self, user: User) -> Self:
        """The office sees all; a unit's people their own from 填报 on; leaders and the auditor sealed ones."""
        post = user.post
        if post is None:
            return self.none()
        if post.role in STAFF:
            return self
        if post.role in {Role.COUNTY_LEADER, Role.AUDITOR}:
            return self.filter(group__round__phase__in=SEALED)
        visible = self.filter(group__round__phase__in=OPEN_TO_UNITS)
        if post.role == Role.SECRETARY:
            return visible.filter(branch=post.branch_id)
        if post.role in {Role.OFFICER, Role.UNIT_LEADER}:
            return visible.filter(unit=post.unit_id)
        return self.none()

    def with_frame(self) -> Self:
        """Together with group, round and rubric, which every page about a card needs."""
        return self.select_related("group__round", "group__version__rubric")

    def taking_part(self) -> Self:
        """Cards that are scored."""
        return self.filter(taking_part__in=TAKING_PART)

    def in_official_order(self) -> Self:
        """The order of every list but the ranking."""
        return self.order_by("official_order", "pk")

    def newest_round_first(self) -> Self:
        """Order of a list that goes over several rounds."""
        return self.order_by(
            "-group__round__year", "-group__round_id", "group__order", "official_order", "pk"
        )

    def with_place(self) -> Self:
        """Ranked cards of a group with their place by stored total, and how many share it; the next is skipped."""
        return (
            self.filter(taking_part=Standing.RANKED)
            .annotate(
                place=Window(Rank(), order_by=F("total").desc(nulls_last=True)),
                sharing=Window(Count("pk"), partition_by=F("total")),
            )
            .order_by("place", "official_order", "pk")
        )


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    pghistory.DeleteEvent(),
    exclude=["total", "scored", "items", "awaits_group", "row_version"],
)
class Card(models.Model):
    """The scorecard of one unit, or of one branch, in one group."""

    group = models.ForeignKey(Group, models.PROTECT, verbose_name="组别", related_name="cards")
    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name="单位", related_name="+")
    branch = models.ForeignKey(
        Branch, models.PROTECT, verbose_name="党支部", null=True, blank=True, related_name="+"
    )
    state = models.CharField("状态", max_length=10, choices=CardState.choices, default=CardState.DRAFT)
    taking_part = models.CharField(
        "参评方式", max_length=8, choices=Standing.choices, default=Standing.RANKED
    )
    unit_name = models.CharField("单位名称", max_length=60, blank=True)
    branch_name = models.CharField("党支部名称", max_length=80, blank=True)
    class_name = models.CharField("类别", max_length=20, blank=True)
    official_order = models.PositiveIntegerField("排列顺序", default=0)
    total = models.DecimalField("总分", max_digits=9, decimal_places=2, null=True, blank=True)
    scored = models.PositiveSmallIntegerField("已评项数", default=0)
    items = models.PositiveSmallIntegerField("应评项数", default=0)
    awaits_group = models.BooleanField("相对分待定", default=False)
    filler = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="填报人", null=True,
                               blank=True, related_name="+")  # fmt: skip
    submitted_at = models.DateTimeField("报送时间", null=True, blank=True)
    endorser = models.CharField("审签人", max_length=30, blank=True)
    endorsed_on = models.DateField("审签日期", null=True, blank=True)
    row_version = models.PositiveIntegerField(default=0)

    objects = CardQuerySet.as_manager()

    class Meta:
        verbose_name = "评分表"
        constraints = [
            models.UniqueConstraint(
                fields=["group", "unit"], condition=Q(branch=None), name="one_card_a_unit"
            ),
            models.UniqueConstraint(
                fields=["group", "branch"], condition=Q(branch__isnull=False), name="one_card_a_branch"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[CardState.SUBMITTED, CardState.ENDORSED])
                | Q(submitted_at__isnull=False),
                name="submitted_has_its_moment",
            ),
            models.CheckConstraint(
                condition=~Q(state=CardState.ENDORSED) | (~Q(endorser="") & Q(endorsed_on__isnull=False)),
                name="endorsed_says_by_whom",
            ),
        ]
        indexes = [
            models.Index(F("group"), F("total").desc(nulls_last=True), F("id"), name="card_group_total")
        ]
        triggers: ClassVar = [
            pgtrigger.FSM(
                name="card_moves", field="state", transitions=[(a.value, b.value) for a, b in CARD_MOVES]
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The card, read-only."""
        return reverse("scorecards:card-detail", args=[self.pk])

    @property
    def name(self) -> str:
        """The scored organisation's name as frozen at opening."""
        return self.branch_name or self.unit_name

    @property
    def is_draft(self) -> bool:
        """Whether the unit may still write in it."""
        return self.state == CardState.DRAFT

    @property
    def is_provisional(self) -> bool:
        """Whether an item that counts has no mark yet, here or where its group figure comes from."""
        return self.scored < self.items or self.awaits_group


@pghistory.track(pghistory.InsertEvent(), pghistory.DeleteEvent())
class GateHit(models.Model):
    """否决: a gate that is set on a card, by which document, decided by whom."""

    card = models.ForeignKey(Card, models.PROTECT, related_name="gate_hits")
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


class MarkQuerySet(models.QuerySet["Mark"]):
    """Marks."""

    def visible_to(self, user: User) -> Self:
        """As their cards."""
        return self.filter(card__in=Card.objects.visible_to(user))

    def of_cards(self, cards: models.QuerySet[Card]) -> Self:
        """Marks of these cards with their nodes, in the order of the rubric."""
        return self.filter(card__in=cards).select_related("node").order_by("card_id", "node_id", "period")

    def for_checking(self) -> Self:
        """核定 alone, for many cards at once: nodes are few and shared by all."""
        return self.defer("reported_input", "reported", "reported_note").prefetch_related("node")


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
    checked_input = models.JSONField("核定", null=True, blank=True)
    checked = models.DecimalField("核定得分", max_digits=12, decimal_places=4, null=True, blank=True)
    basis = models.CharField("核定依据", max_length=500, blank=True)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    changed_at = models.DateTimeField(null=True, blank=True)
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
        ]

    def __str__(self) -> str:
        return f"{self.card_id} {self.node_id}"

    @property
    def slot(self) -> str:
        """The item on its card: its key, with the period under a time node; the node has to be loaded."""
        return slot(self.node.key, self.period)

    @property
    def anchor(self) -> str:
        """Begins every id of the mark on a page, so that pages can link to its fields."""
        return f"n{self.node_id}p{self.period}" if self.period else f"n{self.node_id}"
