"""Papers that were rendered: each once, then never changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

import pgtrigger
from django.db import models
from django.db.models import Q
from django.db.models.functions import Length

from scorecards.models import Release
from units.models import JobRun

if TYPE_CHECKING:
    from units.models import User


class DocumentState(models.TextChoices):
    WAITING = "waiting", "生成中"
    DONE = "done", "可下载"


class DocumentQuerySet(models.QuerySet["Document"]):
    """Papers."""

    def visible_to(self, user: User) -> Self:
        """As the release that a paper prints."""
        return self.filter(release__in=Release.objects.visible_to(user))

    def with_source(self) -> Self:
        """With what the lists show: the size of the bytes, but not the bytes."""
        documents = self.select_related("release__group__round", "run").defer("content", "release__snapshot")
        return documents.annotate(size=Length("content"))

    def done(self) -> Self:
        """Papers that can be downloaded."""
        return self.filter(state=DocumentState.DONE)

    def of_release(self, release: Release) -> Self:
        """The finished papers of one release, without their bytes: for whoever holds its code."""
        return self.filter(release=release).done().defer("content").order_by("face")

    def newest_first(self) -> Self:
        """Order of 报表."""
        return self.order_by("-release__released_at", "release__group__order", "pk")


class Face(models.TextChoices):
    LEADERS = "leaders", "领导参阅版"
    FORMAL = "formal", "正式版"


class Document(models.Model):
    """One paper in one face of one release; how its making goes stands in `run`."""

    key = models.CharField(max_length=120, unique=True)
    face = models.CharField("版式", max_length=10, choices=Face.choices)
    run = models.OneToOneField(JobRun, models.PROTECT, verbose_name="后台工作", related_name="+")
    title = models.CharField("名称", max_length=120)
    release = models.ForeignKey(Release, models.PROTECT, verbose_name="通报", related_name="documents")
    state = models.CharField(
        "状态", max_length=8, choices=DocumentState.choices, default=DocumentState.WAITING
    )
    sha256 = models.CharField("摘要", max_length=64, blank=True)
    content = models.BinaryField("内容", null=True)
    pages = models.PositiveSmallIntegerField("页数", null=True)
    made_at = models.DateTimeField("生成时间", null=True)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = "文件"
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=DocumentState.DONE)
                | Q(content__isnull=False, made_at__isnull=False, pages__isnull=False) & ~Q(sha256=""),
                name="done_document_is_whole",
            )
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(
                name="done_document",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__state=DocumentState.DONE),
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_done(self) -> bool:
        """Whether it can be downloaded."""
        return self.state == DocumentState.DONE

    @property
    def progress_word(self) -> str:
        """Where it stands, for whoever can only wait."""
        return "生成失败" if self.run.has_failed else "生成中"

    @property
    def file_name(self) -> str:
        """The name that a download is saved under."""
        return f"{self.title}.pdf"
