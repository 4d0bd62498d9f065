"""Rounds (期次) and their groups (组别)."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

import pghistory
import pgtrigger
from django.db import models
from django.urls import reverse

from scorecards.models.rubrics import RubricVersion
from scorecards.phases import MOVES, OPEN_TO_UNITS, PATH, SEALED, Phase
from units.roles import STAFF, Role

if TYPE_CHECKING:
    from units.models import User


class Term(models.TextChoices):
    FIRST_HALF = "first_half", "上半年"
    YEAR_END = "year_end", "年终"
    SPECIAL = "special", "专项"


class RoundQuerySet(models.QuerySet["Round"]):
    """Rounds, newest first."""

    def visible_to(self, user: User) -> Self:
        """The office sees all rounds, units those they take part in, leaders and the auditor sealed ones."""
        post = user.post
        if post is None:
            return self.none()
        if post.role in STAFF:
            return self
        if post.role in {Role.COUNTY_LEADER, Role.AUDITOR}:
            return self.filter(phase__in=SEALED)
        if post.role in {Role.OFFICER, Role.UNIT_LEADER, Role.SECRETARY}:
            return self.filter(phase__in=OPEN_TO_UNITS, groups__cards__unit=post.home_unit_id).distinct()
        return self.none()

    def newest_first(self) -> Self:
        """Order of every list of rounds."""
        return self.order_by("-year", "-pk")

    def running(self) -> Self:
        """Rounds that somebody still works on."""
        return self.exclude(phase__in=SEALED)


@pghistory.track(
    pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent(), exclude=["revision"]
)
class Round(models.Model):
    """One exercise of 晒比评."""

    year = models.PositiveSmallIntegerField("年度")
    term = models.CharField("期次", max_length=12, choices=Term.choices)
    title = models.CharField("名称", max_length=60)
    plan_title = models.CharField("工作方案", max_length=120)
    plan_number = models.CharField("方案文号", max_length=40, blank=True)
    phase = models.CharField("阶段", max_length=10, choices=[(phase.value, phase.label) for phase in Phase],
                             default=Phase.PREPARING)  # fmt: skip
    revision = models.PositiveIntegerField(default=0)
    fill_due_at = models.DateTimeField("填报截止时间")
    is_trial = models.BooleanField("演练", default=False)

    objects = RoundQuerySet.as_manager()

    class Meta:
        verbose_name = "期次"
        constraints = [models.UniqueConstraint(fields=["title"], name="round_title_once",
                                               violation_error_message="已有同名的期次。")]  # fmt: skip
        triggers: ClassVar = [
            pgtrigger.FSM(
                name="phase_moves", field="phase", transitions=[(a.value, b.value) for a, b in MOVES]
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The round's page."""
        return reverse("scorecards:round-detail", args=[self.pk])

    @property
    def stage(self) -> Phase:
        """The phase as the pure table knows it."""
        return Phase(self.phase)

    @property
    def is_sealed(self) -> bool:
        """Whether results are released."""
        return self.stage in SEALED

    @property
    def stages(self) -> list[dict[str, object]]:
        """The stage bar: label and state (done, current, next) of each stage."""
        here = PATH.index(self.stage)
        return [
            {"label": stage.label, "state": "done" if i < here else "current" if i == here else "next"}
            for i, stage in enumerate(PATH)
        ]


class Subject(models.TextChoices):
    UNIT = "unit", "单位"
    BRANCH = "branch", "党支部"


class GroupQuerySet(models.QuerySet["Group"]):
    """Groups in their order."""

    def visible_to(self, user: User) -> Self:
        """As their rounds; a unit's people see the groups that their unit is in."""
        visible = self.filter(round__in=Round.objects.visible_to(user))
        post = user.post
        if post is not None and post.home_unit_id:
            return visible.filter(cards__unit=post.home_unit_id).distinct()
        return visible

    def in_order(self) -> Self:
        """Order within the round."""
        return self.order_by("order", "pk")


class Group(models.Model):
    """Who is ranked together, against one version of one rubric."""

    round = models.ForeignKey(Round, models.PROTECT, verbose_name="期次", related_name="groups")
    name = models.CharField("组别", max_length=40)
    order = models.PositiveSmallIntegerField("次序", default=1)
    version = models.ForeignKey(RubricVersion, models.PROTECT, verbose_name="评分细则", related_name="groups")
    subject = models.CharField("评分对象", max_length=6, choices=Subject.choices, default=Subject.UNIT)

    objects = GroupQuerySet.as_manager()

    class Meta:
        verbose_name = "组别"
        constraints = [models.UniqueConstraint(fields=["round", "name"], name="group_name_once_in_round")]

    def __str__(self) -> str:
        return self.name
