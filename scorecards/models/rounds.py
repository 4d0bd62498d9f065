"""Rounds (期次) and their groups (组别)."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

import pghistory
import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse

from scorecards.models.rubrics import RubricVersion
from scorecards.models.scopes import Scope
from scorecards.phases import MOVES, OPEN_TO_UNITS, SCORING, SEALED, Phase, next_stage, path_of
from units.roles import STAFF, Role

if TYPE_CHECKING:
    from units.models import User


class Term(models.TextChoices):
    FIRST_HALF = "first_half", "上半年"
    YEAR_END = "year_end", "年终"
    SPECIAL = "special", "专项"


TRIAL = "演练"
"""Stands in the name of every trial round, so that each list, message and paper that names it says so."""


def named_as(title: str, *, is_trial: bool) -> str:
    """The name with （演练） behind it where a trial does not say so, and without where a round counts."""
    if not is_trial:
        return title.removesuffix(f"（{TRIAL}）")
    return title if TRIAL in title else f"{title}（{TRIAL}）"


class Yields(models.TextChoices):
    """What a round comes to."""

    RANKING = "ranking", "评分排名"
    GRADES = "grades", "定等次"
    PROBLEMS = "problems", "晒问题"


class Endorsing(models.TextChoices):
    """How the unit's leader approves a card."""

    ON_PAPER = "paper", "线下审签"
    ONLINE = "online", "网上审签"


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
    yields = models.CharField("产出", max_length=8, choices=Yields.choices, default=Yields.RANKING)
    previous = models.ForeignKey("self", models.PROTECT, verbose_name="上一期次", null=True, blank=True,
                                 related_name="+")  # fmt: skip
    covers_from = models.DateField("评议时段起", null=True, blank=True)
    covers_until = models.DateField("评议时段止", null=True, blank=True)
    optional_phases = ArrayField(
        models.CharField(max_length=10), verbose_name="设置的阶段", default=list, blank=True
    )
    endorsing = models.CharField(
        "审签方式", max_length=6, choices=Endorsing.choices, default=Endorsing.ON_PAPER
    )
    asks_paper = models.BooleanField("须交述职报告或交流材料", default=False)
    review_days = models.PositiveSmallIntegerField("复核申请期限（工作日）", default=3)
    review_until = models.DateField("复核申请截止", null=True, blank=True)
    review_scope = models.CharField("核对时公开", max_length=6, choices=Scope.choices, default=Scope.OWN)
    notice_scope = models.CharField("公示范围", max_length=6, choices=Scope.choices, default=Scope.MERIT)
    release_scope = models.CharField("通报范围", max_length=6, choices=Scope.choices, default=Scope.MERIT)
    scope_top = models.PositiveSmallIntegerField("公开前几名", null=True, blank=True)
    notice_days = models.PositiveSmallIntegerField("公示期（工作日）", default=5)

    objects = RoundQuerySet.as_manager()

    class Meta:
        verbose_name = "期次"
        constraints = [models.UniqueConstraint(fields=["title"], name="round_title_once",
                                               violation_error_message="已有同名的期次。"),
                       models.CheckConstraint(condition=Q(is_trial=False) | Q(title__contains=TRIAL),
                                              name="trial_says_so",
                                              violation_error_message="演练期次的名称里要有“演练”二字。"),
                       models.CheckConstraint(condition=Q(covers_until=None) | Q(covers_from=None)
                                              | Q(covers_until__gte=models.F("covers_from")),
                                              name="round_covers_in_order",
                                              violation_error_message="评议时段的止日不能早于起日。"),
                       models.CheckConstraint(condition=Q(scope_top__gte=1) | ~(
                                                  Q(review_scope=Scope.TOP) | Q(notice_scope=Scope.TOP)
                                                  | Q(release_scope=Scope.TOP)),
                                              name="round_says_top",
                                              violation_error_message="请填写公开前几名。"),
                       models.CheckConstraint(condition=Q(yields=Yields.RANKING) | ~(
                                                  Q(review_scope=Scope.TOP) | Q(notice_scope=Scope.TOP)
                                                  | Q(release_scope=Scope.TOP)),
                                              name="round_top_has_places",
                                              violation_error_message="本期次不设名次，不能按名次公开。")]  # fmt: skip
        triggers: ClassVar = [
            pgtrigger.FSM(
                name="phase_moves", field="phase", transitions=[(a.value, b.value) for a, b in MOVES]
            ),
            pgtrigger.Protect(
                name="trial_for_good",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__is_trial__df=pgtrigger.F("new__is_trial"))
                & ~pgtrigger.Q(old__phase=Phase.PREPARING),
            ),
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
        path = self.path
        here = path.index(self.stage)
        return [
            {"label": stage.label, "state": "done" if i < here else "current" if i == here else "next"}
            for i, stage in enumerate(path)
        ]

    @property
    def path(self) -> tuple[Phase, ...]:
        """The stages that this round walks."""
        return path_of(self.optional_phases)

    def leads_to(self, stage: Phase) -> bool:
        """Whether this is the next stage of the round's own path."""
        return next_stage(self.stage, self.optional_phases) == stage

    @property
    def gives_scores(self) -> bool:
        """晒问题 has no score anywhere."""
        return self.yields != Yields.PROBLEMS

    @property
    def gives_places(self) -> bool:
        """Whether its units are ranked; 定等次 gives grades only, and 晒问题 neither."""
        return self.yields == Yields.RANKING

    @property
    def order_word(self) -> str:
        """What its standings are called on buttons that lead to them."""
        return "名次" if self.gives_places else "等次"


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

    def scored(self) -> Self:
        """Groups with a rubric; 晒问题 has none."""
        return self.filter(version__isnull=False)

    def scored_by(self, user: User) -> Self:
        """Groups with items that this 评分部门 scores, while 核定 is entered; nobody else's."""
        post = user.post
        if post is None or post.role != Role.SCORER:
            return self.none()
        mapped = self.filter(labels__unit=post.unit_id, version__isnull=False)
        return mapped.filter(round__phase__in=SCORING).distinct()

    def in_order(self) -> Self:
        """Order within the round."""
        return self.order_by("order", "pk")


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Group(models.Model):
    """Who is ranked together, against one version of one rubric."""

    round = models.ForeignKey(Round, models.PROTECT, verbose_name="期次", related_name="groups")
    name = models.CharField("组别", max_length=40)
    order = models.PositiveSmallIntegerField("次序", default=1)
    version = models.ForeignKey(RubricVersion, models.PROTECT, verbose_name="评分细则", related_name="groups",
                                null=True, blank=True)  # fmt: skip
    subject = models.CharField("评分对象", max_length=6, choices=Subject.choices, default=Subject.UNIT)
    ranking = models.JSONField("本组名次与等次", null=True, blank=True)
    sampled_how = models.CharField("抽样办法", max_length=200, blank=True)
    sampled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="抽样人", null=True,
                                   blank=True, related_name="+")  # fmt: skip
    sampled_at = models.DateTimeField("抽样时间", null=True, blank=True)

    objects = GroupQuerySet.as_manager()

    class Meta:
        verbose_name = "组别"
        constraints = [models.UniqueConstraint(fields=["round", "name"], name="group_name_once_in_round")]

    def __str__(self) -> str:
        return self.name

    @property
    def scored_against(self) -> RubricVersion:
        """The version; only 晒问题 has none, and nothing there is scored."""
        if self.version is None:
            raise ValueError(f"{self.name} is not scored")
        return self.version
