"""Rubrics (评分细则), their versions and the tree of nodes."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, ClassVar, Self

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, OuterRef, Subquery
from django.db.models.functions import Coalesce

from units.roles import STAFF, Role

if TYPE_CHECKING:
    from units.models import User


class Rubric(models.Model):
    """A rubric through the years; what is scored against is one of its versions."""

    title = models.CharField("名称", max_length=120)
    code = models.SlugField("代码", max_length=40, unique=True)

    class Meta:
        verbose_name = "评分细则"

    def __str__(self) -> str:
        return self.title


class VersionState(models.TextChoices):
    DRAFT = "draft", "草稿"
    FROZEN = "frozen", "已定稿"


class RubricVersionQuerySet(models.QuerySet["RubricVersion"]):
    """Versions of rubrics."""

    def visible_to(self, user: User) -> Self:
        """The office sees all, readers the frozen ones, a unit's people what they are scored against."""
        post = user.post
        if post is None:
            return self.none()
        if post.role in STAFF:
            return self
        frozen = self.filter(state=VersionState.FROZEN)
        if post.role in {Role.COUNTY_LEADER, Role.AUDITOR}:
            return frozen
        if post.home_unit_id is None:
            return self.none()
        return frozen.filter(groups__cards__unit=post.home_unit_id).distinct()


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    pghistory.DeleteEvent(),
    exclude=["digest", "total_points", "revision"],
)
class RubricVersion(models.Model):
    """One wording of a rubric; frozen for ever once a round was opened with it."""

    rubric = models.ForeignKey(Rubric, models.PROTECT, verbose_name="评分细则", related_name="versions")
    number = models.PositiveSmallIntegerField("版次")
    state = models.CharField("状态", max_length=8, choices=VersionState.choices, default=VersionState.DRAFT)
    digest = models.CharField("摘要", max_length=64)
    total_points = models.DecimalField("总分", max_digits=12, decimal_places=4)
    ranking = models.JSONField("名次与等次", default=dict, blank=True)
    remark = models.TextField("备注", blank=True)
    examples = models.JSONField("算例", default=list, blank=True)
    revision = models.PositiveIntegerField(default=0)

    objects = RubricVersionQuerySet.as_manager()

    class Meta:
        verbose_name = "细则版本"
        constraints = [models.UniqueConstraint(fields=["rubric", "number"], name="version_number_once")]
        triggers: ClassVar = [
            pgtrigger.Protect(
                name="frozen_version",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__state=VersionState.FROZEN),
            )
        ]

    def __str__(self) -> str:
        return f"{self.rubric}（第{self.number}版）"


_FROZEN_PARENT = """
    IF EXISTS (
        SELECT 1 FROM scorecards_rubricversion AS version
        WHERE version.state = 'frozen'
          AND version.id IN (CASE WHEN TG_OP <> 'INSERT' THEN OLD.version_id END,
                             CASE WHEN TG_OP <> 'DELETE' THEN NEW.version_id END)
    ) THEN
        RAISE EXCEPTION 'the rubric version is frozen';
    END IF;
    RETURN COALESCE(NEW, OLD);
"""


def _digits(value: Decimal | None) -> str | None:
    """The shortest way to write the number, as the exchange format does."""
    return None if value is None else format(value.normalize(), "f")


class NodeQuerySet(models.QuerySet["Node"]):
    """Nodes of versions."""

    def with_corrected_words(self) -> Self:
        """Each with `title_now` and `text_now`, its words after the last 勘误."""
        errata = Erratum.objects.filter(node=OuterRef("pk")).order_by("-pk").values("after")
        return self.annotate(
            title_now=Coalesce(
                Subquery(errata.filter(field="title")[:1]), F("title"), output_field=models.TextField()
            ),
            text_now=Coalesce(Subquery(errata.filter(field="rule_text")[:1]), F("rule_text")),
        )

    def for_trees(self) -> Self:
        """As a tree is read from them: corrected, in order, each with its parent."""
        return self.with_corrected_words().select_related("parent").order_by("order", "pk")


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Node(models.Model):
    """A node of the tree: a part, an item (指标) that is scored, or a gate (否决)."""

    version = models.ForeignKey(RubricVersion, models.PROTECT, related_name="nodes")
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    key = models.CharField("编号", max_length=40)
    order = models.PositiveSmallIntegerField("次序")
    kind = models.CharField("种类", max_length=8)
    title = models.CharField("名称", max_length=200)
    rule_text = models.TextField("评分说明", blank=True)
    weight = models.DecimalField("权重", max_digits=12, decimal_places=4, null=True, blank=True)
    lo = models.DecimalField("下限", max_digits=12, decimal_places=4, null=True, blank=True)
    hi = models.DecimalField("上限", max_digits=12, decimal_places=4, null=True, blank=True)
    points = models.DecimalField("分值", max_digits=12, decimal_places=4, null=True, blank=True)
    scoring_kind = models.CharField("计分方式", max_length=12, blank=True)
    params = models.JSONField("参数", default=dict, blank=True)
    applies = models.JSONField("适用范围", default=dict, blank=True)
    na_rule = models.CharField("不适用时", max_length=8, blank=True)
    scorer = models.CharField("评分部门", max_length=40, blank=True)
    evidence = models.CharField("佐证", max_length=8, blank=True)
    is_reported = models.BooleanField("单位自评", default=True)

    objects = NodeQuerySet.as_manager()

    class Meta:
        verbose_name = "指标"
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["version", "key"], name="node_key_once"),
            models.UniqueConstraint(
                fields=["version", "parent", "order"], name="node_order_once", nulls_distinct=False
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.Trigger(
                name="frozen_nodes",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                func=_FROZEN_PARENT,
            )
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.title}"

    def as_plain(self) -> dict[str, object]:
        """What the pure core reads; the parent is named by key."""
        return {
            "key": self.key,
            "parent": self.parent.key if self.parent else None,
            "order": self.order,
            "kind": self.kind,
            "title": self.title,
            "rule_text": self.rule_text,
            "weight": _digits(self.weight),
            "lo": _digits(self.lo),
            "hi": _digits(self.hi),
            "points": _digits(self.points),
            "scoring_kind": self.scoring_kind or None,
            "params": self.params,
            "applies": self.applies,
            "not_applicable": self.na_rule or None,
            "scorer": self.scorer or None,
            "evidence": self.evidence or None,
            "reported": self.is_reported,
        }

    def as_corrected(self) -> dict[str, object]:
        """The same with its words as they now read; the node comes from `with_corrected_words`."""
        annotated: Any = self
        return self.as_plain() | {"title": annotated.title_now, "rule_text": annotated.text_now}


@pghistory.track(pghistory.InsertEvent())
class Erratum(models.Model):
    """勘误: words of a frozen version that read differently from now on; no point changes by it."""

    node = models.ForeignKey(Node, models.PROTECT, verbose_name="指标", related_name="errata")
    field = models.CharField("更正处", max_length=9, choices=[("title", "名称"), ("rule_text", "评分说明")])
    before = models.TextField("原文", blank=True)
    after = models.TextField("更正为", blank=True)
    reason = models.CharField("原因", max_length=200)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField("时间")

    class Meta:
        verbose_name = "勘误"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.node}：{self.get_field_display()}"
