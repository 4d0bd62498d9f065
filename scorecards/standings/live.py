"""名次与等次 while a round is not yet released: in the database's order over the stored totals, never stored."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse

from scorecards.models import Standing
from scorecards.models.card_lists import IS_PROVISIONAL, CardQuerySet
from scorecards.ranking.grading import Graded, Grading
from scorecards.standings.figures import NONE, Figures, figures_of
from scorecards.standings.groups import StandingGroup
from scorecards.standings.lines import Line
from scorecards.standings.rows import Found, Member

_SHOWN = (
    "pk", "group_id", "unit_id", "branch_id", "taking_part", "unit_name", "branch_name", "class_name", "official_order",
    "total", "part_points", "breakers", "decided_grade", "scored", "items", "awaits_group",
    "place", "sharing", "above", "below",
)  # fmt: skip


def live_figures(cards: CardQuerySet, keys: Sequence[str], *, wanted: Q) -> dict[int, Figures]:
    """Counts and means of these cards by group; one query."""
    return figures_of(cards.taking_part(), keys, provisional=IS_PROVISIONAL, wanted=wanted)


def live_cards(cards: CardQuerySet, *, wanted: Q, order: Sequence[Any]) -> "QuerySet[Any, Any]":
    """What is shown of each, with its place among all of its group, whatever the filter leaves."""
    placed = cards.with_place().with_neighbours().among_placed(wanted)
    return placed.order_by(*order).values_list(*_SHOWN, named=True)


def found_live(
    cards: Iterable[Any], groups: Mapping[int, StandingGroup], figures: Mapping[int, Figures]
) -> list[tuple[int, Found]]:
    """What was read of each card and how it is graded, in the order given, each with its group."""
    given = list(cards)
    members = members_of(given)
    gradings = {pk: one.grading(ranked=figures.get(pk, NONE).ranked) for pk, one in groups.items()}
    return [
        (card.group_id, _found(card, members[card.pk], groups[card.group_id], gradings[card.group_id]))
        for card in given
    ]


def members_of(cards: Iterable[Any]) -> dict[int, Member]:
    """Whose each card is, and its address, which is worked out once."""
    start, _, end = reverse("scorecards:card-detail", args=[0]).rpartition("0")
    return {card.pk: _member(card, f"{start}{card.pk}{end}") for card in cards}


def _member(card: Any, url: str) -> Member:
    return Member(card.unit_id, card.branch_id, url)


def _found(card: Any, member: Member, standing: StandingGroup, grading: Grading) -> Found:
    is_ranked = card.taking_part == Standing.RANKED
    is_placed = is_ranked and card.total is not None
    has_place = is_placed and standing.group.round.gives_places
    graded = standing.graded(card, grading) if is_placed else Graded(card.pk, "")
    return Found(
        member=member,
        line=Line(
            name=card.branch_name or card.unit_name,
            owner=card.unit_name if card.branch_name else "",
            class_name=card.class_name,
            taking_part=card.taking_part,
            place=card.place if has_place else None,
            tied=has_place and card.sharing > 1,
            total=card.total,
            points=card.part_points,
            computed=graded.grade,
            grade=card.decided_grade or graded.grade,
            cost=graded.cost,
            gates=[gate.title for gate in standing.hits.get(card.pk, ())],
        ),
        above=card.above,
        below=card.below,
        missing=_missing(card),
    )


def _missing(card: Any) -> str:
    """Why the total is not final."""
    if card.scored < card.items:
        return f"已评 {card.scored}/{card.items}"
    return "本组未评完，相对分待定" if card.awaits_group else ""
