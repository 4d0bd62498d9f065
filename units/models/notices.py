"""The inbox (消息)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models

if TYPE_CHECKING:
    from units.models.people import User


class NoticeQuerySet(models.QuerySet["Notice"]):
    """Notices, newest first."""

    def visible_to(self, user: User) -> Self:
        """One's own."""
        return self.filter(user=user)

    def unread(self) -> Self:
        """Not yet opened."""
        return self.filter(read_at=None)

    def newest_first(self) -> Self:
        """Order of the page."""
        return self.order_by("-created_at", "-pk")


class Notice(models.Model):
    """One message to one person; `key` keeps a repeated job from sending it twice."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, verbose_name="收件人")
    text = models.CharField("内容", max_length=200)
    url = models.CharField("链接", max_length=200, blank=True)
    key = models.CharField(max_length=80)
    created_at = models.DateTimeField("时间", auto_now_add=True)
    read_at = models.DateTimeField("阅读时间", null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = "消息"
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="notice_once")]

    def __str__(self) -> str:
        return self.text
