"""The cards of a group with their marks and gates, in a fixed number of queries, and what they come to."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import Q

from scorecards import locks
from scorecards.models import Card, Group, Mark
from scorecards.models.card_lists import CardQuerySet
from scorecards.ranking.rules import RankingRules
from scorecards.rubrics.trees import CardTrees, trees_of, trees_of_all
from scorecards.scoring import GroupFigures, Input, Item, Member, Total, figures_of, total


@dataclass(frozen=True)
class Sheet:
    """Cards by id, marks by card and slot, keys of the gates set on each card.

    `is_relative` says that a card's points can depend on another card's; `rules` are the group's.
    """

    trees: CardTrees
    cards: Mapping[int, Card]
    marks: Mapping[tuple[int, str], Mark]
    gates: Mapping[int, frozenset[str]]
    is_relative: bool = False
    rules: RankingRules = field(default_factory=RankingRules)

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
        group.refresh_from_db(fields=["version", "ranking"])  # 换版 may have come between
    trees = trees_of(group.version_id)
    is_relative = _looks_at_group(trees)
    cards = _gathered().filter(group=group)
    if card_ids is not None and not is_relative:
        cards = cards.filter(pk__in=card_ids)
    if locked and is_relative:
        locks.hold_group(group.pk)
    found = _locked(cards) if locked else list(cards)
    marks = Mark.objects.filter(card__in=found).for_checking()
    return _sheet(trees, found, marks, is_relative=is_relative, ranking=group.ranking)


def sheets_of(cards: Iterable[Card]) -> dict[int, Sheet]:
    """Of every group that one of these cards is in, by the group, with at least these; as many queries for any number.

    Their rounds gave scores, so that every group has its rubric.
    """
    groups, wanted, own_rules = {}, set(), {}
    for card in cards:
        groups[card.group_id] = card.group.version_id or 0
        own_rules[card.group_id] = card.group.ranking
        wanted.add(card.pk)
    trees = trees_of_all(set(groups.values()))
    relative = {pk for pk, version_id in groups.items() if _looks_at_group(trees[version_id])}
    found = list(_gathered().filter(Q(pk__in=wanted) | Q(group__in=relative)))
    marks = defaultdict(list)
    for mark in Mark.objects.filter(card__in=found).for_checking():
        marks[mark.card_id].append(mark)
    return {
        pk: _sheet(
            trees[version_id],
            [card for card in found if card.group_id == pk],
            [mark for card in found if card.group_id == pk for mark in marks[card.pk]],
            is_relative=pk in relative,
            ranking=own_rules[pk],
        )
        for pk, version_id in groups.items()
    }


def _gathered() -> CardQuerySet:
    return Card.objects.taking_part().in_official_order().with_gate_keys()


def _looks_at_group(trees: CardTrees) -> bool:
    return any(item.is_relative for item in trees.tree.items())


def _sheet(
    trees: CardTrees,
    cards: Sequence[Card],
    marks: Iterable[Mark],
    *,
    is_relative: bool,
    ranking: Mapping[str, object] | None,
) -> Sheet:
    return Sheet(
        trees=trees,
        cards={card.pk: card for card in cards},
        marks={(mark.card_id, mark.slot): mark for mark in trees.with_nodes(marks)},
        gates={card.pk: frozenset(card.gate_keys) for card in cards if card.gate_keys},
        is_relative=is_relative,
        rules=trees.rules(ranking),
    )


def _locked(cards: CardQuerySet) -> list[Card]:
    """Rows are locked in the order of their ids, whatever order they are shown in."""
    held = cards.order_by("pk").select_for_update(of=("self",))
    return sorted(held, key=lambda card: (card.official_order, card.pk))
