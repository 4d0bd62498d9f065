"""Which cards, in which order, with what beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import Case, Count, F, OuterRef, Q, Subquery, When, Window
from django.db.models.functions import Rank

from scorecards.models.card_states import TAKING_PART, CardState, LateDecision, Standing
from scorecards.models.gate_hits import GateHit
from scorecards.models.rounds import Endorsing
from scorecards.phases import OPEN_TO_UNITS, SEALED, Phase
from units.roles import STAFF, Role

if TYPE_CHECKING:
    from scorecards.models.cards import Card  # noqa: F401, the queryset is of it
    from units.models import User

BY_PLACE = (
    Case(When(taking_part=Standing.RANKED, then=0), default=1),
    "place",
    "official_order",
    "pk",
)
"""The order of a ranking; those outside it last."""
IS_PROVISIONAL = Q(scored__lt=F("items")) | Q(awaits_group=True)
"""As `Card.is_provisional`."""


class CardQuerySet(models.QuerySet["Card"]):
    """Cards."""

    def visible_to(self, user: User) -> Self:
        """The office sees all; a unit's people their own from 填报 on; leaders and the auditor sealed ones."""
        post = user.post
        if post is None:
            return self.none()
        if post.role in STAFF:
            return self
        if post.role in {Role.COUNTY_LEADER, Role.AUDITOR}:
            return self.filter(group__round__phase__in=SEALED)
        visible = self.filter(group__round__phase__in=OPEN_TO_UNITS)
        if post.role == Role.SECRETARY:
            return visible.filter(branch=post.branch_id)
        if post.role in {Role.OFFICER, Role.UNIT_LEADER}:
            return visible.filter(unit=post.unit_id)
        return self.none()

    def with_frame(self) -> Self:
        """Together with group, round, rubric and who entered it for another, which every page about a card needs."""
        return self.select_related("group__round", "group__version__rubric", "entered_for_by")

    def awaiting_late_decision(self) -> Self:
        """逾期报送 that the office has neither taken nor turned away; one that came back since has to be sent anew."""
        return self.filter(
            late_decision=LateDecision.PENDING, state__in=[CardState.SUBMITTED, CardState.ENDORSED]
        )

    def ever_late(self) -> Self:
        """Cards with an 逾期报送, whatever became of it; undecided ones first."""
        is_pending = Case(When(late_decision=LateDecision.PENDING, then=0), default=1)
        return self.exclude(late_decision=LateDecision.NOT_LATE).order_by(
            is_pending, "group__order", "official_order", "pk"
        )

    def awaiting_endorsement(self) -> Self:
        """Reported cards of open rounds that are approved online and wait for it."""
        return self.filter(
            state=CardState.SUBMITTED,
            group__round__phase=Phase.FILLING,
            group__round__endorsing=Endorsing.ONLINE,
        )

    def with_prechecks(self) -> Self:
        """Each with how many of its items have 初评 (`prechecks`)."""
        return self.annotate(prechecks=Count("marks", filter=Q(marks__prechecked_input__isnull=False)))

    def to_precheck(self) -> Self:
        """Branch cards that the unit's officer looks at before the office."""
        return self.filter(needs_precheck=True)

    def taking_part(self) -> Self:
        """Cards that are scored."""
        return self.filter(taking_part__in=TAKING_PART)

    def with_gate_keys(self) -> Self:
        """Each with `gate_keys`: the keys of the gates that are set on it."""
        hits = GateHit.objects.filter(card=OuterRef("pk")).order_by("pk").values("node__key")
        return self.annotate(gate_keys=ArraySubquery(hits))

    def in_official_order(self) -> Self:
        """The order of every list but the ranking."""
        return self.order_by("official_order", "pk")

    def newest_round_first(self) -> Self:
        """Order of a list that goes over several rounds."""
        return self.order_by(
            "-group__round__year", "-group__round_id", "group__order", "official_order", "pk"
        )

    def with_group_totals(self) -> Self:
        """Each with `group_totals`: the totals in its group of those that take part and have one."""
        scored = self.model.objects.taking_part().filter(group=OuterRef("group"), total__isnull=False)
        return self.annotate(group_totals=ArraySubquery(scored.order_by("pk").values("total")))

    def with_place(self) -> Self:
        """Cards that take part, each with its place in its group by stored total and tie-breakers, and how many share
        it; the next is skipped. In that order, 不排名 last.

        A place means nothing where there is no total and for 不排名; the places are among all cards that were asked
        for up to here, and `among_placed` then picks some of them.
        """
        side = [F("group"), F("taking_part")]
        return (
            self.taking_part()
            .annotate(
                place=Window(
                    Rank(),
                    partition_by=side,
                    order_by=[F("total").desc(nulls_last=True), F("breakers").desc()],
                ),
                sharing=Window(Count("pk"), partition_by=[*side, F("total"), F("breakers")]),
            )
            .order_by(*BY_PLACE)
        )

    def among_placed(self, wanted: Q) -> Self:
        """Some of those that `with_place` placed, without moving anybody: a condition that names the place is looked
        at after the places are known, and with it what stands beside it."""
        return self.filter(Q(place__lt=1) | wanted) if wanted else self

    def with_neighbours(self) -> Self:
        """Each with the nearest higher and the nearest lower total among the ranked of its group (`above`, `below`).

        Ordered as the index `card_group_total` is, which then gives each in one step.
        """
        beside = self.model.objects.filter(group=OuterRef("group"), taking_part=Standing.RANKED)
        above = beside.filter(total__gt=OuterRef("total")).order_by(F("total").asc(nulls_first=True))
        below = beside.filter(total__lt=OuterRef("total")).order_by(F("total").desc(nulls_last=True))
        return self.annotate(
            above=Subquery(above.values("total")[:1]), below=Subquery(below.values("total")[:1])
        )
