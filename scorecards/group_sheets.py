"""The cards of a group with their marks and gates, in a fixed number of queries, and what they come to."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property

from scorecards import locks
from scorecards.models import Card, Group, Mark
from scorecards.models.cards import CardQuerySet
from scorecards.rubrics.trees import CardTrees, trees_of
from scorecards.scoring import GroupFigures, Input, Item, Member, Total, figures_of, total


@dataclass(frozen=True)
class Sheet:
    """Cards by id, marks by card and slot, keys of the gates set on each card.

    `is_relative` says that a card's points can depend on another card's.
    """

    trees: CardTrees
    cards: Mapping[int, Card]
    marks: Mapping[tuple[int, str], Mark]
    gates: Mapping[int, frozenset[str]]
    is_relative: bool = False

    def item(self, card: Card, slot: str) -> Item:
        """The item as this card has it."""
        return self.items[card.pk][slot]

    @cached_property
    def items(self) -> dict[int, dict[str, Item]]:
        """Items by card and slot; cards of one class share theirs."""
        by_tree: dict[int, dict[str, Item]] = {}
        found = {}
        for card in self.cards.values():
            tree = self.trees.of(card)
            found[card.pk] = by_tree.setdefault(id(tree), {item.key: item for item in tree.items()})
        return found

    @cached_property
    def figures(self) -> GroupFigures:
        """What relative items look at; right only where all cards that take part are here."""
        return figures_of(Member(self.trees.of(card), self.inputs(card)) for card in self.cards.values())

    @cached_property
    def totals(self) -> dict[int, Total]:
        """What every card comes to."""
        return {pk: self.total(card) for pk, card in self.cards.items()}

    def inputs(self, card: Card) -> dict[str, Input | None]:
        """核定 by slot; None is 未评."""
        return {slot: self.marks[card.pk, slot].checked_input for slot in self.items[card.pk]}

    def total(self, card: Card) -> Total:
        """What the card comes to, from its inputs, its gates and the group."""
        return total(
            self.trees.of(card),
            self.inputs(card),
            group=self.figures,
            gates=self.gates.get(card.pk, frozenset()),
            bases={slot: basis for slot in self.items[card.pk] if (basis := self.marks[card.pk, slot].basis)},
        )


def sheet_of(group: Group, *, card_ids: Collection[int] | None = None, locked: bool = False) -> Sheet:
    """All cards of the group that take part, in official order, or only these; a fixed number of queries at any size.

    Where the rubric looks at the group the whole of it is gathered, whichever cards are asked for; `locked` holds
    the rows, and then the group first.
    """
    if locked:
        group.refresh_from_db(fields=["version"])  # 换版 may have come between
    trees = trees_of(group.version_id)
    is_relative = any(item.is_relative for item in trees.tree.items())
    cards = Card.objects.filter(group=group).taking_part().in_official_order().with_gate_keys()
    if card_ids is not None and not is_relative:
        cards = cards.filter(pk__in=card_ids)
    if locked and is_relative:
        locks.hold_group(group.pk)
    found = {card.pk: card for card in (_locked(cards) if locked else cards)}
    return Sheet(
        trees=trees,
        cards=found,
        marks={
            (mark.card_id, mark.slot): mark
            for mark in trees.with_nodes(Mark.objects.filter(card__in=found).for_checking())
        },
        gates={pk: frozenset(card.gate_keys) for pk, card in found.items() if card.gate_keys},
        is_relative=is_relative,
    )


def _locked(cards: CardQuerySet) -> list[Card]:
    """Rows are locked in the order of their ids, whatever order they are shown in."""
    held = cards.order_by("pk").select_for_update(of=("self",))
    return sorted(held, key=lambda card: (card.official_order, card.pk))
