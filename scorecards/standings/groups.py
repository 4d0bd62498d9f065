"""What the standings of a group are read with: its tree, its rules, and the few cards on which a gate is set."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, Subquery, TextField
from django.db.models.functions import Cast, JSONObject

from scorecards.models import Erratum, GateHit, Group, Release, Standing
from scorecards.models.rounds import GroupQuerySet
from scorecards.ranking.grading import Candidate, Graded, Grading
from scorecards.ranking.order import Placed
from scorecards.ranking.rules import RankingRules
from scorecards.rubrics.trees import CardTrees, trees_read_with
from scorecards.scoring import Gate, Part
from scorecards.standings.rows import GradeLine, lines_of
from units.models import User


@dataclass(frozen=True, slots=True)
class Sealed:
    """What is told of the release that no correction has replaced."""

    pk: int
    number: int
    code: str
    prepared_by: str
    approved_by: str
    released_at: datetime.datetime


@dataclass(frozen=True)
class StandingGroup:
    """A group with all that a page of its cards is graded by; `hits` are gates by card, `spots` of ranked ones, and
    `before` the title of the round before."""

    group: Group
    trees: CardTrees
    hits: Mapping[int, tuple[Gate, ...]]
    spots: Mapping[int, tuple[Decimal, ...]]
    sealed: Sealed | None
    before: str = ""

    @cached_property
    def rules(self) -> RankingRules:
        """How ties are broken and grades given here."""
        return self.trees.rules(self.group.ranking)

    @property
    def columns(self) -> tuple[Part, ...]:
        """The topmost parts."""
        return tuple(node for node in self.trees.tree.children if isinstance(node, Part))

    @cached_property
    def keys(self) -> list[str]:
        """Of the columns."""
        return [part.key for part in self.columns]

    @cached_property
    def lines(self) -> list[GradeLine]:
        """The score lines."""
        return lines_of(self.rules.grades)

    def grading(self, *, ranked: int) -> Grading:
        """Of so many ranked cards."""
        barred = ((spot, self.hits[pk]) for pk, spot in self.spots.items())
        return Grading(self.rules.grades, ranked=ranked, barred=barred)

    def graded(self, card: Any, grading: Grading) -> Graded[int]:
        """Of a ranked card with its place (`CardQuerySet.with_place`) and a total."""
        placed = Placed(card.pk, card.place, card.sharing)
        gates = self.hits.get(card.pk, ())
        return grading.of(Candidate(placed, Fraction(card.total), gates, at=_spot(card.total, card.breakers)))


def standing_groups(groups: GroupQuerySet, *, user: User) -> list[StandingGroup]:
    """Those that are scored, with their rounds and rubrics, in order; one query once the rubrics are known."""
    releases = Release.objects.visible_to(user).current().filter(group=OuterRef("pk"))
    sealed = JSONObject(
        pk="pk",
        number="number",
        code="code",
        prepared_by="prepared_by__name",
        approved_by="approved_by__name",
        released_at="released_at",
    )
    errata = Erratum.objects.filter(node__version=OuterRef("version")).order_by("-pk")
    hits = GateHit.objects.filter(card__group=OuterRef("pk")).order_by("pk")
    told = JSONObject(
        card="card_id",
        key="node__key",
        taking_part="card__taking_part",
        total=Cast("card__total", TextField()),
        breakers="card__breakers",
    )
    found = (
        groups.scored()
        .select_related("round", "version__rubric")
        .annotate(
            last_erratum=Subquery(errata.values("pk")[:1]),
            gate_hits=ArraySubquery(hits.values_list(told)),
            before=F("round__previous__title"),
            sealed=Subquery(releases.values_list(sealed)[:1]),
        )
    )
    return [_standing(group) for group in found.in_order()]


def _standing(group: Any) -> StandingGroup:
    trees = trees_read_with(group.version, last_erratum=group.last_erratum)
    gates = {gate.key: gate for gate in trees.tree.gates()}
    return StandingGroup(
        group,
        trees,
        _gates(group.gate_hits, gates),
        _spots(group.gate_hits),
        _sealed(group.sealed),
        group.before or "",
    )


def _sealed(told: Mapping[str, Any] | None) -> Sealed | None:
    if told is None:
        return None
    return Sealed(**{**told, "released_at": datetime.datetime.fromisoformat(told["released_at"])})


def _gates(hits: Iterable[Mapping[str, Any]], gates: Mapping[str, Gate]) -> dict[int, tuple[Gate, ...]]:
    found: dict[int, list[Gate]] = defaultdict(list)
    for hit in hits:
        if hit["key"] in gates:
            found[hit["card"]].append(gates[hit["key"]])
    order = list(gates)
    return {pk: tuple(sorted(set_, key=lambda gate: order.index(gate.key))) for pk, set_ in found.items()}


def _spots(hits: Iterable[Mapping[str, Any]]) -> dict[int, tuple[Decimal, ...]]:
    return {
        hit["card"]: _spot(Decimal(hit["total"]), hit["breakers"])
        for hit in hits
        if hit["taking_part"] == Standing.RANKED and hit["total"] is not None
    }


def _spot(total: Decimal, breakers: Iterable[int]) -> tuple[Decimal, ...]:
    """Sorts as the places do: the higher first."""
    return (-total, *(Decimal(-one) for one in breakers))
