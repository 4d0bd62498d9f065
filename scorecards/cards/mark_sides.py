"""What stands beside each mark, in one query with them: evidence, 自选动作, and what the unit's card before had."""

import datetime
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Subquery, TextField
from django.db.models.functions import Cast, JSONObject
from django.urls import reverse

from scorecards.file_links import FileLink, file_row, link_from
from scorecards.models import Card, Mark, MarkEvidence, OwnItem, OwnItemState
from scorecards.models.marks import MarkQuerySet


@dataclass(frozen=True, slots=True)
class Proof:
    """One piece of evidence as it stands by an item."""

    pk: int
    title: str
    reference: str
    link: str
    dated_on: datetime.date | None
    file_link: FileLink | None = None


@dataclass(frozen=True, slots=True)
class Proposed:
    """One 自选动作 as it stands by an item; `granted` and `opinion` are the office's figures."""

    pk: int
    title: str
    basis: str
    asked: Decimal
    state: str
    granted: Decimal | None
    opinion: str

    @property
    def word(self) -> str:
        """The state as pages say it."""
        return str(OwnItemState(self.state).label)


@dataclass(frozen=True, slots=True)
class Before:
    """What the unit's earlier card had at the same item; `is_same_rule` says that today's rule reads its inputs."""

    reported_input: dict[str, Any] | None
    reported: Decimal | None
    checked_input: dict[str, Any] | None
    checked: Decimal | None
    is_same_rule: bool


def marks_with_sides(card: Card, *, earlier_id: int | None = None) -> MarkQuerySet:
    """The card's marks with what the functions below read; without an earlier card nothing is looked for on it."""
    found = _with_sides().filter(card=card)
    return found if earlier_id is None else found.annotate(side_before=_before(earlier_id))


@cache
def _with_sides() -> MarkQuerySet:
    """All marks, to narrow further; built once, which takes longer than to ask it."""
    proofs = MarkEvidence.objects.filter(mark=OuterRef("pk")).order_by("pk")
    own_items = OwnItem.objects.filter(mark=OuterRef("pk")).order_by("pk")
    return Mark.objects.annotate(
        side_proofs=ArraySubquery(
            proofs.values(
                row=JSONObject(
                    pk="pk",
                    title="evidence__title",
                    reference="evidence__reference",
                    link="evidence__link",
                    dated_on="evidence__dated_on",
                    evidence="evidence_id",
                    file=file_row("evidence__file"),
                )
            )
        ),
        side_own_items=ArraySubquery(
            own_items.values(
                row=JSONObject(
                    pk="pk", title="title", basis="basis", asked=_exact("asked"), state="state",
                    granted=_exact("granted"), opinion="opinion",
                )
            )
        ),
    )  # fmt: skip


def _before(earlier_id: int) -> Subquery:
    """The same item of the same rubric on the earlier card."""
    before = Mark.objects.filter(card=earlier_id, node__key=OuterRef("node__key"), period=OuterRef("period"),
                                 node__version__rubric=OuterRef("node__version__rubric"))  # fmt: skip
    row = JSONObject(
        reported_input="reported_input", reported=_exact("reported"),
        checked_input="checked_input", checked=_exact("checked"),
        kind="node__scoring_kind", params="node__params", points=_exact("node__points"),
    )  # fmt: skip
    return Subquery(before.values(row=row)[:1])


def proofs_of(mark: Mark) -> list[Proof]:
    """Its evidence, as added."""
    given: Any = mark
    return [
        Proof(
            row["pk"],
            row["title"],
            row["reference"],
            row["link"],
            datetime.date.fromisoformat(row["dated_on"]) if row["dated_on"] else None,
            link_from(row["file"], reverse("scorecards:evidence-file", args=[row["evidence"]])),
        )
        for row in getattr(given, "side_proofs", [])
    ]


def own_items_of(mark: Mark) -> list[Proposed]:
    """Its 自选动作, as proposed."""
    given: Any = mark
    return [
        Proposed(
            row["pk"],
            row["title"],
            row["basis"],
            Decimal(row["asked"]),
            row["state"],
            _number(row["granted"]),
            row["opinion"],
        )
        for row in getattr(given, "side_own_items", [])
    ]


def before_of(mark: Mark) -> Before | None:
    """What the earlier card had; none where it had no such item."""
    row = getattr(mark, "side_before", None)
    if row is None:
        return None
    node = mark.node
    is_same = (row["kind"], row["params"], _number(row["points"])) == (
        node.scoring_kind,
        node.params,
        node.points,
    )
    return Before(
        row["reported_input"],
        _number(row["reported"]),
        row["checked_input"],
        _number(row["checked"]),
        is_same,
    )


def _exact(name: str) -> Cast:
    """A number that JSON would make inexact."""
    return Cast(name, TextField())


def _number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
