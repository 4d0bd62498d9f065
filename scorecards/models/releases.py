"""Release (通报): what one person prepared and another approved, sealed under a digest."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from scorecards.models.rounds import Group, Round, Yields
from scorecards.models.scopes import Scope
from units.models import StoredFile
from units.roles import STAFF, Role

if TYPE_CHECKING:
    from units.models import User


class ReleaseDraftQuerySet(models.QuerySet["ReleaseDraft"]):
    """Drafts of releases."""

    def visible_to(self, user: User) -> Self:
        """Only the office."""
        return self if user.has_role(*STAFF) else self.none()


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class ReleaseDraft(models.Model):
    """A release put up for the second person; withdrawn or approved, never both."""

    round = models.ForeignKey(Round, models.PROTECT, verbose_name="期次", related_name="release_drafts")
    prepared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="拟稿人", related_name="+"
    )
    prepared_at = models.DateTimeField("拟稿时间")
    digest = models.CharField("摘要", max_length=64)
    scope = models.CharField("通报范围", max_length=6, choices=Scope.choices, default=Scope.MERIT)
    scope_top = models.PositiveSmallIntegerField("通报名次", null=True, blank=True)
    withdrawn_at = models.DateTimeField("撤回时间", null=True, blank=True)
    approved_at = models.DateTimeField("审定时间", null=True, blank=True)

    objects = ReleaseDraftQuerySet.as_manager()

    class Meta:
        verbose_name = "通报稿"
        constraints = [
            models.UniqueConstraint(
                fields=["round"],
                condition=Q(withdrawn_at=None),
                name="one_standing_release_draft",
                violation_error_message="本期次已有待审定的通报稿。",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | Q(approved_at=None), name="draft_withdrawn_or_approved"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round} 通报稿"

    def get_absolute_url(self) -> str:
        """The page where the second person decides."""
        return reverse("scorecards:release-detail", args=[self.round_id])

    @property
    def is_standing(self) -> bool:
        """Whether it waits for approval."""
        return self.withdrawn_at is None and self.approved_at is None


class ReleaseQuerySet(models.QuerySet["Release"]):
    """Releases."""

    def visible_to(self, user: User) -> Self:
        """The full ranking goes to the office, the county leaders and the auditor only."""
        allowed = user.has_role(*STAFF, Role.COUNTY_LEADER, Role.AUDITOR)
        return self if allowed else self.none()

    def by_code(self, code: str) -> Release | None:
        """The release that a paper's code names; whoever holds the paper may ask."""
        return self.filter(code=code).select_related("group__round").defer("snapshot").first()

    def current(self) -> Self:
        """Those that no correction has replaced."""
        return self.filter(replaced_by=None)

    def scored(self) -> Self:
        """Without 晒问题, where nobody has points or a place."""
        return self.exclude(group__round__yields=Yields.PROBLEMS)

    def newest_first(self) -> Self:
        """Order of the lists."""
        return self.order_by("-released_at", "group__order", "pk")


class Release(models.Model):
    """A sealed result of one group. A correction is a new number; nothing here is ever changed."""

    group = models.ForeignKey(Group, models.PROTECT, verbose_name="组别", related_name="releases")
    number = models.PositiveSmallIntegerField("版次")
    prepared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="拟稿人", related_name="+"
    )
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="审定人", related_name="+"
    )
    replaces = models.OneToOneField("self", models.PROTECT, verbose_name="更正前的版次", null=True, blank=True,
                                    related_name="replaced_by")  # fmt: skip
    reason = models.CharField("更正原因", max_length=200, blank=True)
    signed_by = models.CharField("签批人", max_length=30, blank=True)
    signed_on = models.DateField("签批日期", null=True, blank=True)
    approval_file = models.ForeignKey(StoredFile, models.PROTECT, verbose_name="签批单", null=True, blank=True,
                                      related_name="+")  # fmt: skip
    scope = models.CharField("通报范围", max_length=6, choices=Scope.choices, default=Scope.MERIT)
    scope_top = models.PositiveSmallIntegerField("通报名次", null=True, blank=True)
    snapshot = models.BinaryField("快照")
    sha256 = models.CharField("摘要", max_length=64)
    code = models.CharField("验证码", max_length=14, unique=True)
    released_at = models.DateTimeField("通报时间")

    objects = ReleaseQuerySet.as_manager()

    class Meta:
        verbose_name = "通报"
        constraints = [
            models.UniqueConstraint(fields=["group", "number"], name="release_number_once"),
            models.CheckConstraint(
                condition=~Q(prepared_by=F("approved_by")),
                name="release_by_two_people",
                violation_error_message="拟稿人与审定人不能是同一人。",
            ),
            models.CheckConstraint(
                condition=Q(replaces=None, number=1)
                | (Q(replaces__isnull=False, number__gt=1) & ~Q(reason="")),
                name="correction_says_what_and_why",
            ),
            models.CheckConstraint(
                condition=Q(approval_file=None) | ~Q(signed_by=""), name="signed_paper_says_by_whom"
            ),
        ]
        triggers: ClassVar = [pgtrigger.Protect(name="sealed", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.group} 第{self.number}版"

    @property
    def is_replaced(self) -> bool:
        """Whether a correction holds instead; asked of rows that came with `replaced_by`."""
        return hasattr(self, "replaced_by")
