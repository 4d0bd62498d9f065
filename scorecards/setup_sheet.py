"""A round in 筹备 read whole: its groups, who is in them, and their rubrics; always the same few queries."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from scorecards.models import TAKING_PART, Card, Group, Node, Round
from scorecards.rubrics.draft_trees import Plain
from scorecards.rubrics.trees import CardTrees
from scorecards.scoring import Part, read_tree


@dataclass(frozen=True, slots=True)
class SetupSheet:
    """Groups in order; cards by group, bearing their names; the nodes of each version as plain rows, and its trees."""

    round: Round
    groups: Sequence[Group]
    cards: Mapping[int, Sequence[Card]]
    rows: Mapping[int, Sequence[Plain]]
    trees: Mapping[int, CardTrees]

    def taking_part(self, group: Group) -> list[Card]:
        """Who is scored in the group, or shows in 晒问题."""
        return [card for card in self.cards.get(group.pk, ()) if card.taking_part in TAKING_PART]

    def filled(self) -> Iterator[tuple[Group, Card, Part]]:
        """Each card that has something to fill, with its own tree."""
        for group in self.groups:
            if group.version_id is not None and group.version_id in self.trees:
                for card in self.taking_part(group):
                    yield group, card, self.trees[group.version_id].of(card)


def sheet_of(round_: Round) -> SetupSheet:
    """Three queries."""
    groups = list(Group.objects.filter(round=round_).select_related("version__rubric").in_order())
    cards = defaultdict(list)
    found = Card.objects.filter(group__round=round_).select_related("unit", "branch")
    for card in found.order_by("unit__official_order", "unit_id", "branch_id", "pk"):
        cards[card.group_id].append(bear_names(card))
    rows = rows_of({group.version_id for group in groups if group.version_id})
    return SetupSheet(round_, groups, cards, rows, trees_of(rows))


def rows_of(versions: Collection[int]) -> dict[int, list[Plain]]:
    """The nodes of these versions as plain rows, their words as corrected; one query."""
    rows: dict[int, list[Plain]] = {version: [] for version in versions}
    nodes: Any = Node.objects.filter(version__in=versions).with_corrected_words().select_related("parent")
    for node in nodes.order_by("version_id", "order", "pk"):
        rows[node.version_id].append(node.as_corrected())
    return rows


def trees_of(rows: Mapping[int, Sequence[Plain]]) -> dict[int, CardTrees]:
    """Each version's tree as its cards have it."""
    return {version: CardTrees(read_tree(plain, empty=True)) for version, plain in rows.items()}


def bear_names(card: Card) -> Card:
    """With the names, class and order that 下发 freezes, unless it has them already; not saved."""
    if not card.unit_name:
        card.unit_name, card.class_name = card.unit.name, card.unit.category
        if card.branch:
            card.branch_name, card.class_name = card.branch.name, card.branch.kind
        card.official_order = card.unit.official_order
    return card
