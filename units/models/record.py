"""Who did what when: sign-ins, acts, downloads. Rows' own history is pghistory's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import Q

from units.roles import Role

if TYPE_CHECKING:
    from units.models.people import User


class AccessLogQuerySet(models.QuerySet["AccessLog"]):
    """The record, newest first."""

    def visible_to(self, user: User) -> Self:
        """Only the auditor reads the record."""
        return self if user.has_role(Role.AUDITOR) else self.none()

    def matching(self, words: str) -> Self:
        """By person, verb or object."""
        words = words.strip()
        if not words:
            return self
        return self.filter(
            Q(user__name__contains=words) | Q(verb__contains=words) | Q(object_label__contains=words)
        )

    def newest_first(self) -> Self:
        """Order of the page."""
        return self.order_by("-at", "-pk")


class AccessLog(models.Model):
    """One act by one person; only ever added to."""

    at = models.DateTimeField("时间")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="人员", null=True)
    verb = models.CharField("操作", max_length=40)
    object_label = models.CharField("对象", max_length=120, blank=True)
    address = models.GenericIPAddressField("来源地址", null=True)
    result = models.PositiveSmallIntegerField("结果")

    objects = AccessLogQuerySet.as_manager()

    class Meta:
        verbose_name = "操作记录"
        indexes = [BrinIndex(fields=["at"], name="accesslog_at")]

    def __str__(self) -> str:
        return f"{self.verb} {self.object_label}"

    @property
    def outcome(self) -> str:
        """The result in words."""
        if self.result < 400:
            return "成功"
        return "拒绝" if self.result in {403, 404, 429} else "未完成"
