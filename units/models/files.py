"""Stored files: what is known about the bytes that lie under a random name in the default storage."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models

from units.models.organisation import Unit
from units.roles import STAFF
from units.uploads import FileKind

if TYPE_CHECKING:
    from units.models.people import User


class ScanState(models.TextChoices):
    WAITING = "waiting", "待查毒"
    USABLE = "usable", "可用"
    REJECTED = "rejected", "已拒绝"


class StoredFileQuerySet(models.QuerySet["StoredFile"]):
    """Files of all units."""

    def visible_to(self, user: User) -> Self:
        """The office sees every file, a unit's people those of their unit, nobody else any."""
        if user.has_role(*STAFF):
            return self
        if user.post is None or user.post.home_unit_id is None:
            return self.none()
        return self.filter(owner_unit=user.post.home_unit_id)

    def same(self, *, owner_unit: Unit | None, sha256: str) -> Self:
        """The file of these bytes that the unit (None: the office) has already."""
        return self.filter(owner_unit=owner_unit, sha256=sha256)

    def waiting(self) -> Self:
        """Not yet scanned, oldest first."""
        return self.filter(scan_state=ScanState.WAITING).order_by("uploaded_at", "pk")


class StoredFile(models.Model):
    """One file of one unit, or of the office; the same bytes of one owner are stored once."""

    sha256 = models.CharField("校验值", max_length=64, editable=False)
    size = models.PositiveIntegerField("大小（字节）")
    kind = models.CharField("类型", max_length=4, choices=[(kind.value, kind.label) for kind in FileKind])
    name = models.CharField("文件名", max_length=120)
    random_path = models.CharField(max_length=100, unique=True, editable=False)
    scan_state = models.CharField("查毒", max_length=8, choices=ScanState.choices)
    owner_unit = models.ForeignKey(
        Unit, models.PROTECT, verbose_name="所属单位", null=True, blank=True, related_name="stored_files"
    )
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="上传人")
    uploaded_at = models.DateTimeField("上传时间", auto_now_add=True)

    objects = StoredFileQuerySet.as_manager()

    class Meta:
        verbose_name = "文件"
        constraints = [
            models.UniqueConstraint(
                fields=["owner_unit", "sha256"], nulls_distinct=False, name="stored_file_once_an_owner"
            )
        ]
        indexes = [
            models.Index(
                fields=["uploaded_at"],
                condition=models.Q(scan_state=ScanState.WAITING),
                name="stored_file_waiting",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_usable(self) -> bool:
        """Whether it may be opened and downloaded."""
        return self.scan_state == ScanState.USABLE

    @property
    def why_closed(self) -> str:
        """The sentence for a file that may not be opened; empty for one that may."""
        return _WHY_CLOSED.get(self.scan_state, "")


_WHY_CLOSED = {
    ScanState.WAITING.value: "文件正在等待查毒，暂不能下载，请过一会儿再试。",
    ScanState.REJECTED.value: "文件没有通过查毒，不能下载。请联系上传单位重新提供。",
}
