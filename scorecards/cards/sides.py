"""What stands beside a card's marks, in one query with it: 晒, papers, due dates of periods, the unit's card before."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Subquery
from django.db.models.functions import Coalesce, JSONObject
from django.urls import reverse

from scorecards.file_links import FileLink, file_row, link_from
from scorecards.models import TAKING_PART, Card, CardPaper, GroupPeriod, Highlight, HighlightKind
from scorecards.models.card_lists import CardQuerySet
from scorecards.phases import OPEN_TO_UNITS, Phase
from scorecards.scoring import slot


@dataclass(frozen=True, slots=True)
class Written:
    """One text that the unit shows, and who wrote it last; a paper may have a file beside or instead of it."""

    text: str
    version: int
    who: str
    at: datetime.datetime
    file_link: FileLink | None = None


@dataclass(frozen=True, slots=True)
class Earlier:
    """The unit's card of the round before."""

    pk: int
    title: str
    phase: Phase
    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sides:
    """成绩, 做法 and 问题 by kind and order, papers by kind, due dates by the slot of a time node's period."""

    shown: Mapping[tuple[str, int], Written]
    papers: Mapping[str, Written]
    due: Mapping[str, datetime.datetime]
    earlier: Earlier | None


@cache
def cards_with_sides() -> CardQuerySet:
    """All cards with what `sides_of` reads, to narrow further; built once, which takes longer than to ask it."""
    shown = Highlight.objects.filter(card=OuterRef("pk"))
    papers = CardPaper.objects.filter(card=OuterRef("pk"))
    periods = GroupPeriod.objects.filter(group=OuterRef("group"))
    return Card.objects.annotate(
        side_shown=ArraySubquery(
            shown.order_by("kind", "order", "pk").values(row=_written(kind="kind", order="order"))
        ),
        side_papers=ArraySubquery(papers.values(row=_written(kind="kind", file=file_row("file")))),
        side_periods=ArraySubquery(
            periods.values(row=JSONObject(key="node__key", number="number", due_at="due_at"))
        ),
        side_earlier=_earlier_card(),
    )


def sides_of(card: Card) -> Sides:
    """What came with the card; the card is one of `cards_with_sides`."""
    given: Any = card
    return Sides(
        shown={(row["kind"], row["order"]): _read(row) for row in given.side_shown},
        papers={row["kind"]: replace(_read(row), file_link=_file_of(card, row)) for row in given.side_papers},
        due={slot(row["key"], row["number"]): _moment(row["due_at"]) for row in given.side_periods},
        earlier=_earlier_of(given),
    )


def _earlier_of(given: Any) -> Earlier | None:
    row = given.side_earlier
    if row is None:
        return None
    return Earlier(row["pk"], row["title"], Phase(row["phase"]), tuple(row["problems"] or ()))


def _earlier_card() -> Subquery:
    """Of the round that this one names as the previous; its problems come with it."""
    found = Card.objects.annotate(place=Coalesce("branch_id", 0)).filter(
        group__round=OuterRef("group__round__previous"),
        group__round__phase__in=OPEN_TO_UNITS,
        unit=OuterRef("unit"),
        place=Coalesce(OuterRef("branch_id"), 0),
        taking_part__in=TAKING_PART,
    )
    problems = Highlight.objects.filter(card=OuterRef("pk"), kind=HighlightKind.PROBLEM)
    row = JSONObject(
        pk="pk",
        title="group__round__title",
        phase="group__round__phase",
        problems=ArraySubquery(problems.order_by("order", "pk").values("text")),
    )
    return Subquery(found.order_by("-pk").values(row=row)[:1])


def _written(**more: str | JSONObject) -> JSONObject:
    return JSONObject(text="text", version="version", who="changed_by__name", at="changed_at", **more)


def _read(row: Mapping[str, Any]) -> Written:
    return Written(row["text"], row["version"], row["who"], _moment(row["at"]))


def _file_of(card: Card, row: Mapping[str, Any]) -> FileLink | None:
    return link_from(row["file"], reverse("scorecards:card-paper-file", args=[card.pk, row["kind"]]))


def _moment(text: str) -> datetime.datetime:
    return datetime.datetime.fromisoformat(text)
