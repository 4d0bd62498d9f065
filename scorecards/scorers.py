"""评分部门: which items of a round each of them scores, and how far it has come."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from scorecards.models import Card, Group, GroupLabel, Mark, Round
from scorecards.rubrics.trees import CardTrees, tree_of
from scorecards.scoring import Item, laid_out
from units.models import Unit


@dataclass(frozen=True)
class Ground:
    """What lists of one 评分部门 can touch: the cards that have items of it, those items and their marks."""

    scorer: str
    groups: Mapping[int, Group]
    cards: Mapping[int, Card]
    items: Mapping[int, Mapping[str, Item]]

    @cached_property
    def marks(self) -> dict[tuple[int, str], Mark]:
        """核定 of those items by card and slot; two queries."""
        found = (
            Mark.objects.filter(card__in=self.cards, node__scorer=self.scorer)
            .for_checking()
            .select_related("node")
        )
        return {(mark.card_id, mark.slot): mark for mark in found}

    @property
    def targets(self) -> list[Item]:
        """The different items, in the order of the cards; same key and title are one."""
        found = {target_of(item): item for items in self.items.values() for item in items.values()}
        return list(found.values())


def target_of(item: Item) -> str:
    """How a list names one item for all its rows: key and title, since rubrics of two groups may differ."""
    return f"{item.key} {item.title}"


def scored_groups(round_: Round) -> list[Group]:
    """The groups that have a rubric, in order."""
    groups = Group.objects.filter(round=round_, version__isnull=False).select_related("version__rubric")
    return list(groups.in_order())


def ground_of(round_: Round, scorer: str, *, groups: Collection[Group] | None = None) -> Ground:
    """Cards that take part and have an item of this scorer; as many queries as rubric versions, and two."""
    chosen = scored_groups(round_) if groups is None else groups
    by_version = {group.version_id: CardTrees(tree_of(group.version_id)) for group in chosen}
    named = {group.pk: group for group in chosen}
    cards = Card.objects.filter(group__in=named).taking_part().select_related("unit", "branch")
    kept: dict[int, Card] = {}
    items: dict[int, dict[str, Item]] = {}
    for card in cards.order_by("group__order", "official_order", "pk"):
        card.group = named[card.group_id]
        tree = by_version[card.group.version_id].of(card)
        if own := {item.key: item for item in tree.items() if item.scorer == scorer}:
            kept[card.pk], items[card.pk] = card, own
    return Ground(scorer, named, kept, items)


def items_by_scorer(group: Group) -> dict[str, list[Item]]:
    """The items of the group's rubric that another office scores, by its label; the periods of an item apart."""
    found: dict[str, list[Item]] = {}
    for item in laid_out(tree_of(group.version_id)).items():
        if item.scorer:
            found.setdefault(item.scorer, []).append(item)
    return found


def labels_of(groups: Iterable[Group]) -> list[str]:
    """Every 评分部门 that the rubrics of these groups name, each once."""
    return list(dict.fromkeys(label for group in groups for label in items_by_scorer(group)))


def items_of_unit(group: Group, unit: Unit | None) -> list[Item]:
    """The items of the group whose label is mapped to this unit, the periods of an item apart."""
    labels = set(GroupLabel.objects.filter(group=group, unit=unit).values_list("label", flat=True))
    own = laid_out(tree_of(group.version_id)).items() if unit and labels else ()
    return [item for item in own if item.scorer in labels]
