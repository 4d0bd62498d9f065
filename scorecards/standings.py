"""A group's standings: what each card came to, gathered once for the page and for the seal."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from scorecards.models import TAKING_PART, Card, Group, Mark, Standing
from scorecards.ranking import Entry, Placed, rank
from scorecards.rubric_trees import tree_of
from scorecards.scoring import Input, Part, Total, total


@dataclass(frozen=True, slots=True)
class Row:
    """One card with its total and place."""

    card: Card
    total: Total
    placed: Placed[int]
    marks: Mapping[str, Mark]

    def part_points(self) -> dict[str, Decimal]:
        """The printed points of each topmost part, by key."""
        return {part.key: part.rounded for part in self.total.parts}


@dataclass(frozen=True, slots=True)
class Standings:
    """All cards of a group that take part, ordered by place; those without a place come last."""

    group: Group
    tree: Part
    rows: tuple[Row, ...]

    def disagreeing(self) -> list[str]:
        """Cards whose stored total is not what their inputs come to; there should never be one."""
        return [row.card.name for row in self.rows if row.card.total != row.total.rounded]

    @property
    def parts(self) -> tuple[Part, ...]:
        """The topmost parts, which are the columns."""
        return tuple(node for node in self.tree.children if isinstance(node, Part))


def standings_of(group: Group) -> Standings:
    """Compute the group anew from the inputs; three queries at any size."""
    tree = tree_of(group.version_id)
    cards = list(Card.objects.filter(group=group, taking_part__in=TAKING_PART).in_official_order())
    marks: dict[int, dict[str, Mark]] = {card.pk: {} for card in cards}
    for mark in Mark.objects.filter(card__in=marks).select_related("node"):
        marks[mark.card_id][mark.node.key] = mark
    totals = {card.pk: _total(tree, marks[card.pk]) for card in cards}
    placed = rank(_entry(card, totals[card.pk]) for card in cards)
    by_id = {card.pk: card for card in cards}
    rows = tuple(Row(by_id[place.key], totals[place.key], place, marks[place.key]) for place in placed)
    return Standings(group, tree, rows)


def _total(tree: Part, marks: Mapping[str, Mark]) -> Total:
    inputs: dict[str, Input | None] = {key: mark.checked_input for key, mark in marks.items()}
    return total(tree, inputs)


def _entry(card: Card, result: Total) -> Entry[int]:
    return Entry(
        key=card.pk,
        total=None if result.provisional else result.rounded,
        ranked=card.taking_part == Standing.RANKED,
    )
