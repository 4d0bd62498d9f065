"""Cards (评分表): one per unit or branch in a group, and the mark (得分) of each item."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, ClassVar, Self

import pghistory
import pgtrigger
from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import Case, Count, F, OuterRef, Q, Subquery, When, Window
from django.db.models.functions import Rank
from django.urls import reverse

from scorecards.models.card_states import CARD_MOVES, TAKING_PART, CardState, LateDecision, Standing
from scorecards.models.rounds import Endorsing, Group
from scorecards.models.rubrics import Node
from scorecards.phases import OPEN_TO_UNITS, SCORING, SEALED, Phase
from units.models import Branch, Unit
from units.roles import STAFF, Role

if TYPE_CHECKING:
    from units.models import User


BY_PLACE = (
    Case(When(taking_part=Standing.RANKED, then=0), default=1),
    "place",
    "official_order",
    "pk",
)
"""The order of a ranking; those outside it last."""
IS_PROVISIONAL = Q(scored__lt=F("items")) | Q(awaits_group=True)
"""As `Card.is_provisional`."""


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
        """Together with group, round, rubric and who entered it for another, which every page about a card needs."""
        return self.select_related("group__round", "group__version__rubric", "entered_for_by")

    def awaiting_late_decision(self) -> Self:
        """逾期报送 that the office has neither taken nor turned away; one that came back since has to be sent anew."""
        return self.filter(
            late_decision=LateDecision.PENDING, state__in=[CardState.SUBMITTED, CardState.ENDORSED]
        )

    def ever_late(self) -> Self:
        """Cards with an 逾期报送, whatever became of it; undecided ones first."""
        is_pending = Case(When(late_decision=LateDecision.PENDING, then=0), default=1)
        return self.exclude(late_decision=LateDecision.NOT_LATE).order_by(
            is_pending, "group__order", "official_order", "pk"
        )

    def awaiting_endorsement(self) -> Self:
        """Reported cards of open rounds that are approved online and wait for it."""
        return self.filter(
            state=CardState.SUBMITTED,
            group__round__phase=Phase.FILLING,
            group__round__endorsing=Endorsing.ONLINE,
        )

    def with_prechecks(self) -> Self:
        """Each with how many of its items have 初评 (`prechecks`)."""
        return self.annotate(prechecks=Count("marks", filter=Q(marks__prechecked_input__isnull=False)))

    def to_precheck(self) -> Self:
        """Branch cards that the unit's officer looks at before the office."""
        return self.filter(needs_precheck=True)

    def taking_part(self) -> Self:
        """Cards that are scored."""
        return self.filter(taking_part__in=TAKING_PART)

    def with_gate_keys(self) -> Self:
        """Each with `gate_keys`: the keys of the gates that are set on it."""
        hits = GateHit.objects.filter(card=OuterRef("pk")).order_by("pk").values("node__key")
        return self.annotate(gate_keys=ArraySubquery(hits))

    def in_official_order(self) -> Self:
        """The order of every list but the ranking."""
        return self.order_by("official_order", "pk")

    def newest_round_first(self) -> Self:
        """Order of a list that goes over several rounds."""
        return self.order_by(
            "-group__round__year", "-group__round_id", "group__order", "official_order", "pk"
        )

    def with_group_totals(self) -> Self:
        """Each with `group_totals`: the totals of the ranked cards of its group that have one."""
        ranked = Card.objects.filter(
            group=OuterRef("group"), taking_part=Standing.RANKED, total__isnull=False
        ).order_by("pk")
        return self.annotate(group_totals=ArraySubquery(ranked.values("total")))

    def with_place(self) -> Self:
        """Cards that take part, each with its place in its group by stored total and tie-breakers, and how many share
        it; the next is skipped. In that order, 不排名 last.

        A place means nothing where there is no total and for 不排名; the places are among all cards that were asked
        for up to here, and `among_placed` then picks some of them.
        """
        side = [F("group"), F("taking_part")]
        return (
            self.taking_part()
            .annotate(
                place=Window(
                    Rank(),
                    partition_by=side,
                    order_by=[F("total").desc(nulls_last=True), F("breakers").desc()],
                ),
                sharing=Window(Count("pk"), partition_by=[*side, F("total"), F("breakers")]),
            )
            .order_by(*BY_PLACE)
        )

    def among_placed(self, wanted: Q) -> Self:
        """Some of those that `with_place` placed, without moving anybody: a condition that names the place is looked
        at after the places are known, and with it what stands beside it."""
        return self.filter(Q(place__lt=1) | wanted) if wanted else self

    def with_neighbours(self) -> Self:
        """Each with the nearest higher and the nearest lower total among the ranked of its group (`above`, `below`).

        Ordered as the index `card_group_total` is, which then gives each in one step.
        """
        beside = Card.objects.filter(group=OuterRef("group"), taking_part=Standing.RANKED)
        above = beside.filter(total__gt=OuterRef("total")).order_by(F("total").asc(nulls_first=True))
        below = beside.filter(total__lt=OuterRef("total")).order_by(F("total").desc(nulls_last=True))
        return self.annotate(
            above=Subquery(above.values("total")[:1]), below=Subquery(below.values("total")[:1])
        )


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    pghistory.DeleteEvent(),
    exclude=["total", "part_points", "breakers", "scored", "items", "awaits_group", "row_version"],
)
class Card(models.Model):
    """The scorecard of one unit, or of one branch, in one group."""

    gate_keys: list[str]  # brought by `with_gate_keys`

    group = models.ForeignKey(Group, models.PROTECT, verbose_name="组别", related_name="cards")
    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name="单位", related_name="+")
    branch = models.ForeignKey(
        Branch, models.PROTECT, verbose_name="党支部", null=True, blank=True, related_name="+"
    )
    state = models.CharField("状态", max_length=10, choices=CardState.choices, default=CardState.DRAFT)
    taking_part = models.CharField(
        "参评方式", max_length=8, choices=Standing.choices, default=Standing.RANKED
    )
    standing_reason = models.CharField("不排名或不参评的原因", max_length=200, blank=True)
    unit_name = models.CharField("单位名称", max_length=60, blank=True)
    branch_name = models.CharField("党支部名称", max_length=80, blank=True)
    class_name = models.CharField("类别", max_length=20, blank=True)
    official_order = models.PositiveIntegerField("排列顺序", default=0)
    total = models.DecimalField("总分", max_digits=9, decimal_places=2, null=True, blank=True)
    part_points = models.JSONField("各部分得分", default=dict, blank=True)
    breakers = models.JSONField("同分先后（百分之一分）", default=list, blank=True)
    decided_grade = models.CharField("审定等次", max_length=20, blank=True)
    decided_why = models.CharField("改定理由", max_length=200, blank=True)
    scored = models.PositiveSmallIntegerField("已评项数", default=0)
    items = models.PositiveSmallIntegerField("应评项数", default=0)
    awaits_group = models.BooleanField("相对分待定", default=False)
    filler = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="填报人", null=True,
                               blank=True, related_name="+")  # fmt: skip
    submitted_at = models.DateTimeField("报送时间", null=True, blank=True)
    endorser = models.CharField("审签人", max_length=30, blank=True)
    endorsed_on = models.DateField("审签日期", null=True, blank=True)
    endorsed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="线上审签人", null=True,
                                    blank=True, related_name="+")  # fmt: skip
    filler_phone = models.CharField("联系电话", max_length=30, blank=True)
    entered_for_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="代录人", null=True,
                                       blank=True, related_name="+")  # fmt: skip
    entered_basis = models.CharField("代录依据", max_length=200, blank=True)
    extended_until = models.DateTimeField("单独延期至", null=True, blank=True)
    late_reason = models.CharField("逾期原因", max_length=200, blank=True)
    late_decision = models.CharField("逾期报送", max_length=8, choices=LateDecision.choices,
                                     default=LateDecision.NOT_LATE, blank=True)  # fmt: skip
    returned = models.PositiveSmallIntegerField("退回项数", default=0)
    return_due_at = models.DateTimeField("退回件修改截止", null=True, blank=True)
    needs_precheck = models.BooleanField("须初评", default=False)
    prechecked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="初评人", null=True,
                                      blank=True, related_name="+")  # fmt: skip
    prechecked_at = models.DateTimeField("初评时间", null=True, blank=True)
    is_sampled = models.BooleanField("抽中核定", default=False)
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="审核人", null=True,
                                     blank=True, related_name="+")  # fmt: skip
    confirmed_at = models.DateTimeField("核定时间", null=True, blank=True)
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
            models.CheckConstraint(condition=Q(late_decision="") | ~Q(late_reason=""), name="late_says_why"),
            models.CheckConstraint(
                condition=Q(decided_grade="") | ~Q(decided_why=""), name="decided_grade_says_why"
            ),
            models.CheckConstraint(
                condition=Q(entered_for_by=None) | ~Q(entered_basis=""),
                name="entered_for_another_says_by_what",
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

    def get_endorsing_url(self) -> str:
        """Where the unit's leader approves it."""
        return reverse("scorecards:card-endorsing", args=[self.pk])

    def get_precheck_url(self) -> str:
        """Where the unit's officer looks at it."""
        return reverse("scorecards:card-precheck", args=[self.pk])

    @property
    def precheck_words(self) -> str:
        """How far 初评 is."""
        if self.prechecked_at:
            return "已初评"
        return (
            "待初评" if self.is_to_precheck else "未初评" if self.state == CardState.CONFIRMED else "未报送"
        )

    @property
    def name(self) -> str:
        """The scored organisation's name as frozen at opening; before that its present one."""
        return self.branch_name or self.unit_name or (self.branch or self.unit).name

    @property
    def is_draft(self) -> bool:
        """Whether it has not been reported, or came back before 审核."""
        return self.state == CardState.DRAFT

    @property
    def came_back(self) -> bool:
        """Whether it was reported once and is a draft again: 退回, or a late card that was not taken."""
        return self.is_draft and self.submitted_at is not None

    @property
    def waits_for_leader(self) -> bool:
        """Whether it is reported and not yet approved, online or on paper."""
        return self.state == CardState.SUBMITTED

    @property
    def is_late_pending(self) -> bool:
        """Whether the office has to decide on 逾期报送."""
        is_sent = self.state in {CardState.SUBMITTED, CardState.ENDORSED}
        return is_sent and self.late_decision == LateDecision.PENDING

    @property
    def late_words(self) -> str:
        """What became of 逾期报送; empty for a card that was in time."""
        return {
            LateDecision.PENDING: "待定",
            LateDecision.ACCEPTED: "已收",
            LateDecision.DECLINED: "不收",
        }.get(LateDecision(self.late_decision), "")

    @property
    def is_to_precheck(self) -> bool:
        """Whether 初评 is open: from 报送 until the office confirms the card."""
        is_sent = self.state in {CardState.SUBMITTED, CardState.ENDORSED, CardState.CHECKING}
        return self.needs_precheck and is_sent

    @property
    def is_open_to_unit(self) -> bool:
        """Whether the unit may still write in it: the whole draft, or the items that came back."""
        return self.is_draft or (self.returned > 0 and self.state == CardState.CHECKING)

    @property
    def due_at(self) -> datetime.datetime:
        """Until when this card is filled; the group and the round have to be loaded."""
        round_ = self.group.round
        if self.returned and self.return_due_at and round_.stage in SCORING:
            return self.return_due_at  # filling is over, whatever time it still had
        later = [round_.fill_due_at, self.extended_until, self.return_due_at if self.returned else None]
        return max(moment for moment in later if moment)

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
