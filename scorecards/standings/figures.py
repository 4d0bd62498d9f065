"""Counts and means of groups' cards, by one query. Sums of printed figures are exact in SQL; the division is ours."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count, DecimalField, F, Max, Q, QuerySet, Sum, Value
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast

from scorecards.models import Standing
from scorecards.ranking.mean import mean_in


@dataclass(frozen=True, slots=True)
class Figures:
    """Of the cards that take part: how many, how many ranked, how many are provisional, and how many a filter leaves;
    the best total and the means of total and columns over those that have them."""

    members: int
    ranked: int
    provisional: int
    shown: int
    classes: tuple[str, ...]
    best: Decimal | None
    mean: Decimal | None
    means: tuple[Decimal | None, ...]


def part_of(key: str, points: str = "part_points") -> Cast:
    """The printed points of one part, as a number to sort and sum by."""
    return Cast(KeyTextTransform(key, points), DecimalField(max_digits=12, decimal_places=2))


NONE = Figures(0, 0, 0, 0, (), None, None, ())


def figures_of(
    rows: "QuerySet[Any]", keys: Sequence[str], *, provisional: Q | None, wanted: Q, of: str = ""
) -> dict[int, Figures]:
    """By group, of cards, or of released rows that have a card (`of` is "card__"), those that take part; one query.

    The means are in the order of the keys.
    """
    sums: dict[str, Any] = {}
    for n, key in enumerate(keys):
        sums |= {f"sum_{n}": Sum(part_of(key)), f"count_{n}": Count(KeyTextTransform(key, "part_points"))}
    sides = rows.order_by().values(in_group=F(f"{of}group"), side=F(f"{of}taking_part"))
    found = sides.annotate(
        members=Count("pk"),
        placed=Count("total"),
        summed=Sum("total"),
        best=Max("total"),
        provisional=Count("pk", filter=provisional) if provisional else Value(0),
        shown=Count("pk", filter=wanted) if wanted else Count("pk"),
        classes=ArrayAgg(f"{of}class_name", distinct=True),
        **sums,
    )
    by_group: dict[int, dict[str, Mapping[str, Any]]] = defaultdict(dict)
    for row in found:
        by_group[row["in_group"]][row["side"]] = row
    return {pk: _figures(by_side, len(keys)) for pk, by_side in by_group.items()}


def _figures(by_side: Mapping[str, Mapping[str, Any]], columns: int) -> Figures:
    ranked = by_side.get(Standing.RANKED, {})
    return Figures(
        members=_sum(by_side, "members"),
        ranked=ranked.get("members", 0),
        provisional=_sum(by_side, "provisional"),
        shown=_sum(by_side, "shown"),
        classes=tuple(sorted({name for row in by_side.values() for name in row["classes"] if name})),
        best=max((row["best"] for row in by_side.values() if row["best"] is not None), default=None),
        mean=mean_in(_sum(by_side, "summed"), _sum(by_side, "placed")),
        means=tuple(mean_in(_sum(by_side, f"sum_{n}"), _sum(by_side, f"count_{n}")) for n in range(columns)),
    )


def _sum(by_side: Mapping[str, Mapping[str, Any]], name: str) -> Any:
    return sum(row[name] or 0 for row in by_side.values())
