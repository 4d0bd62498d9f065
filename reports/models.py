"""Papers that were rendered: each once, then never changed."""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, ClassVar, Self

import pgtrigger
from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime

from scorecards.models import Approval, Card, PublicNotice, Release, ReleaseDraft, Round
from scorecards.permissions import can_see_checked_of, can_see_feedback_ever
from scorecards.phases import Phase
from units.models import JobRun
from units.roles import STAFF, Role

if TYPE_CHECKING:
    from units.models import User


class DocumentState(models.TextChoices):
    WAITING = "waiting", "生成中"
    DONE = "done", "可下载"


class DocumentKind(models.TextChoices):
    """What a paper is about; each names its source."""

    RANKING = "ranking", "排名表"
    ROUND_RANKING = "round", "全期排名表"
    CORRECTION = "correction", "更正说明"
    FEEDBACK = "feedback", "得分反馈单"
    FEEDBACKS = "feedbacks", "得分反馈单合订本"
    APPROVAL = "approval", "送审稿"
    NOTICE = "notice", "公示名单"
    SIGNING = "signing", "签批单"


_OF_A_RELEASE = (DocumentKind.RANKING, DocumentKind.CORRECTION)
_READERS = (Role.COUNTY_LEADER, Role.AUDITOR)


class DocumentQuerySet(models.QuerySet["Document"]):
    """Papers."""

    def visible_to(self, user: User) -> Self:
        """The office sees all, others what the source of a paper is to them; 合订本 and 签批单 stay in the office."""
        if user.post is None:
            return self.none()
        if user.has_role(*STAFF):
            return self
        return self.filter(
            Q(kind__in=_OF_A_RELEASE, release__in=Release.objects.visible_to(user))
            | Q(kind=DocumentKind.APPROVAL, approval__in=Approval.objects.visible_to(user))
            | Q(kind=DocumentKind.NOTICE, notice__in=PublicNotice.objects.visible_to(user))
            | _of_all_releases(user)
            | _of_own_cards(user)
        )

    def with_source(self) -> Self:
        """With what the lists show: the size of the bytes, but not the bytes."""
        documents = self.select_related("release__group", "round", "run__asked_by").defer(
            "content", "source", "release__snapshot"
        )
        return documents.annotate(size=Length("content"))

    def without_single_sheets(self) -> Self:
        """The office's list: a unit's own 得分反馈单 is found at its card."""
        return self.exclude(kind=DocumentKind.FEEDBACK)

    def done(self) -> Self:
        """Papers that can be downloaded."""
        return self.filter(state=DocumentState.DONE)

    def of_release(self, release: Release) -> Self:
        """The finished papers of one release, without their bytes: for whoever holds its code."""
        return (
            self.filter(release=release, kind=DocumentKind.RANKING).done().defer("content").order_by("face")
        )

    def newest_first(self) -> Self:
        """Order of 报表."""
        return self.order_by("-ordered_at", "pk")


def _of_all_releases(user: User) -> Q:
    """全期排名表: whoever may see each ranking in it."""
    return Q(kind=DocumentKind.ROUND_RANKING) if user.has_role(*_READERS) else Q(pk=None)


def _of_own_cards(user: User) -> Q:
    """得分反馈单: the unit's own people, once 核定 is theirs to see; earlier prints stay in the office."""
    if not can_see_feedback_ever(user):
        return Q(pk=None)
    open_in = [phase.value for phase in Phase if can_see_checked_of(user, phase)]
    return Q(
        kind=DocumentKind.FEEDBACK,
        card__in=Card.objects.visible_to(user),
        round__phase__in=open_in,
        stage__in=open_in,
    )


_SOURCES = {
    DocumentKind.RANKING: "release",
    DocumentKind.CORRECTION: "release",
    DocumentKind.FEEDBACK: "card",
    DocumentKind.APPROVAL: "approval",
    DocumentKind.NOTICE: "notice",
    DocumentKind.SIGNING: "draft",
}
_KEPT_BYTES = (
    DocumentKind.ROUND_RANKING,
    DocumentKind.FEEDBACK,
    DocumentKind.FEEDBACKS,
    DocumentKind.SIGNING,
)
_MAY_KEEP = (DocumentKind.APPROVAL,)  # those made before 送阅 was printed keep nothing
_IDENTITY = [
    "key",
    "kind",
    "face",
    "round",
    "release",
    "card",
    "approval",
    "notice",
    "draft",
    "source",
    "stage",
]


def _names_its_source() -> Q:
    """Each kind has its own source and no other, and keeps what no sealed row holds."""
    fields = sorted({*_SOURCES.values()})
    return reduce(
        or_,
        (
            Q(
                kind=kind,
                **({} if kind in _MAY_KEEP else {"source__isnull": kind not in _KEPT_BYTES}),
                **{f"{field}__isnull": _SOURCES.get(kind) != field for field in fields},
            )
            for kind in DocumentKind
        ),
    )


class Face(models.TextChoices):
    LEADERS = "leaders", "领导参阅版"
    FORMAL = "formal", "正式版"


class Document(models.Model):
    """One paper in one face of one version of its source; how its making goes stands in `run`.

    `source` is what was printed from, where no sealed row holds it: the key ends in its digest.
    """

    key = models.CharField(max_length=120, unique=True)
    kind = models.CharField("种类", max_length=10, choices=DocumentKind.choices)
    face = models.CharField("版式", max_length=10, choices=Face.choices, blank=True)
    run = models.OneToOneField(JobRun, models.PROTECT, verbose_name="后台工作", related_name="+")
    title = models.CharField("名称", max_length=120)
    round = models.ForeignKey(Round, models.PROTECT, verbose_name="期次", related_name="+")
    release = models.ForeignKey(Release, models.PROTECT, verbose_name="通报", related_name="documents", null=True,
                                blank=True)  # fmt: skip
    card = models.ForeignKey(
        Card, models.PROTECT, verbose_name="评分表", related_name="+", null=True, blank=True
    )
    approval = models.ForeignKey(Approval, models.PROTECT, verbose_name="送审稿", related_name="+", null=True,
                                 blank=True)  # fmt: skip
    notice = models.ForeignKey(PublicNotice, models.PROTECT, verbose_name="公示", related_name="+", null=True,
                               blank=True)  # fmt: skip
    draft = models.ForeignKey(ReleaseDraft, models.PROTECT, verbose_name="通报稿", related_name="+", null=True,
                              blank=True)  # fmt: skip
    source = models.BinaryField("依据", null=True)
    stage = models.CharField("生成时的阶段", max_length=10)
    ordered_at = models.DateTimeField("要求生成的时间")
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
            ),
            models.CheckConstraint(condition=_names_its_source(), name="document_names_its_source"),
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(
                name="done_document",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__state=DocumentState.DONE),
            ),
            pgtrigger.ReadOnly(name="document_of_one_source", fields=_IDENTITY),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Where one waits for it."""
        return reverse("reports:document-detail", args=[self.pk])

    @property
    def is_done(self) -> bool:
        """Whether it can be downloaded."""
        return self.state == DocumentState.DONE

    @property
    def is_under_way(self) -> bool:
        """Whether it may be done at the next look."""
        return not (self.is_done or self.run.has_failed)

    @property
    def progress_word(self) -> str:
        """Where it stands, for whoever can only wait."""
        return "生成失败" if self.run.has_failed else "生成中"

    @property
    def when_words(self) -> str:
        """The day that says how old its figures are."""
        if self.release:
            return f"{date_format(localtime(self.release.released_at), 'Y年n月j日 H:i')}通报"
        return f"{date_format(localtime(self.ordered_at), 'Y年n月j日 H:i')}生成"

    @property
    def file_name(self) -> str:
        """The name that a download is saved under."""
        return f"{self.title}.pdf"
