"""Progress of background work, and the keys that make a repeated submit harmless."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models

from units.roles import STAFF

if TYPE_CHECKING:
    from units.models.people import User


class JobState(models.TextChoices):
    WAITING = "waiting", "排队中"
    RUNNING = "running", "生成中"
    DONE = "done", "已完成"
    FAILED = "failed", "失败"


class JobRunQuerySet(models.QuerySet["JobRun"]):
    """Background work that somebody waits for."""

    def visible_to(self, user: User) -> Self:
        """The office sees every job, others their own."""
        return self if user.has_role(*STAFF) else self.filter(asked_by=user)


class JobRun(models.Model):
    """One piece of background work; safe to run twice, so its row is found again by key."""

    key = models.CharField(max_length=120, unique=True)
    kind = models.CharField("工作", max_length=40)
    state = models.CharField("状态", max_length=10, choices=JobState.choices, default=JobState.WAITING)
    step = models.CharField("步骤", max_length=60, blank=True)
    done = models.PositiveIntegerField("已完成", default=0)
    total = models.PositiveIntegerField("总数", default=1)
    error = models.CharField("失败原因", max_length=300, blank=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="发起人")
    updated_at = models.DateTimeField("更新时间", auto_now=True)

    objects = JobRunQuerySet.as_manager()

    class Meta:
        verbose_name = "后台工作"

    def __str__(self) -> str:
        return f"{self.kind} {self.get_state_display()}"

    @property
    def is_finished(self) -> bool:
        """Whether the page may stop asking."""
        return self.state in {JobState.DONE, JobState.FAILED}

    @property
    def has_failed(self) -> bool:
        """Whether somebody must try again."""
        return self.state == JobState.FAILED


class Submission(models.Model):
    """A form that was taken: the same key from the same person gives the same answer."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE)
    key = models.UUIDField()
    result_url = models.CharField(max_length=200)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "提交凭据"
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="submission_once")]

    def __str__(self) -> str:
        return str(self.key)
