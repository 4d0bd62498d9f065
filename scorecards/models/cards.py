"""Cards (评分表): one per unit or branch in a group, and the mark (得分) of each item."""

from __future__ import annotations

import datetime
from typing import ClassVar

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from scorecards.models.card_lists import CardQuerySet
from scorecards.models.card_states import CARD_MOVES, CardState, LateDecision, Standing
from scorecards.models.rounds import Group
from scorecards.phases import SCORING
from units.models import Branch, Unit


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
