"""Which marks a card has to have under a rubric version, and what becomes of those that it has.

A mark stays where the card's item of the same key counts as before; else it returns to 未评. An item's words, its
评分部门 and whether it asks for 佐证 change no number, so they do not count as a change.
"""

import datetime
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace

from django.db.models import BigIntegerField, Case, F, Value, When

from scorecards.models import (
    TAKING_PART,
    Card,
    Mark,
    MarkEvidence,
    MarkState,
    Node,
    OwnItem,
    OwnItemState,
    Recheck,
    RecordUse,
)
from scorecards.rubrics.trees import trees_of
from scorecards.scoring import Item, NodeKind, unslot
from units.models import User


class _Asked:
    """Items by slot of one version, as each card has them; cards of one class share theirs."""

    def __init__(self, version_id: int | None) -> None:
        self._trees = trees_of(version_id)
        self._items: dict[int, dict[str, Item]] = {}

    def of(self, card: Card) -> dict[str, Item]:
        """What this card is asked."""
        tree = self._trees.of(card)
        if id(tree) not in self._items:
            self._items[id(tree)] = {item.key: item for item in tree.items()}
        return self._items[id(tree)]


@dataclass
class Layout:
    """Marks by what becomes of them; `added` are not stored yet, `vanished` have no item any more."""

    nodes: dict[str, Node]
    kept: list[Mark] = field(default_factory=list)
    emptied: list[Mark] = field(default_factory=list)
    vanished: list[Mark] = field(default_factory=list)
    added: list[Mark] = field(default_factory=list)
    unfilled: set[int] = field(default_factory=set)

    def lacks(self, card_id: int, item: Item) -> None:
        """The card has an item that its unit has to fill anew."""
        if item.is_reported and not item.optional:
            self.unfilled.add(card_id)


def layout_of(cards: Sequence[Card], version_id: int | None) -> Layout:
    """What the version asks of these cards against what they have; a fixed number of queries at any size."""
    nodes = Node.objects.filter(version=version_id, kind=NodeKind.ITEM)
    layout = Layout({node.key: node for node in nodes})
    marks = _marks_of(cards)
    versions = {mark.node.version_id for own in marks.values() for mark in own.values()}
    asks = {pk: _Asked(pk) for pk in versions | {version_id}}
    for card in cards:
        own, wanted = marks.get(card.pk, {}), asks[version_id].of(card)
        for slot, mark in own.items():
            _sort(layout, mark, asks[mark.node.version_id].of(card).get(slot), wanted.get(slot))
        if card.taking_part in TAKING_PART:
            for slot in wanted.keys() - own.keys():
                key, period = unslot(slot)
                layout.added.append(Mark(card=card, node=layout.nodes[key], period=period))
                layout.lacks(card.pk, wanted[slot])
    return layout


def lay_out(layout: Layout, *, by: User, at: datetime.datetime) -> None:
    """Store it; evidence and own items stay with their marks, and a vanished mark that has any stays with them."""
    _rehang([*layout.kept, *layout.emptied], layout.nodes)
    emptied = [mark.pk for mark in layout.emptied]
    Mark.objects.filter(pk__in=emptied).update(
        reported_input=None, reported=None, reported_note="", prechecked_input=None, prechecked=None,
        precheck_note="", checked_input=None, checked=None, basis="", checked_by=None, checked_at=None,
        state=MarkState.PLAIN, return_reason="", returned_by=None, returned_at=None, returned_input=None,
        returned_note="", changed_by=by, changed_at=at, version=F("version") + 1,
    )  # fmt: skip
    OwnItem.objects.filter(mark__in=emptied).update(
        state=OwnItemState.PROPOSED, granted=None, decided_by=None, decided_at=None
    )
    RecordUse.objects.filter(mark__in=emptied).delete()
    gone = {mark.pk for mark in layout.vanished}
    Mark.objects.filter(pk__in=gone - _referenced(gone)).delete()
    Mark.objects.bulk_create(layout.added)


def moved_to(nodes: dict[int, int], *, column: str = "node") -> Case:
    """The value of an update that moves rows from node to node, by the ids."""
    cases = [When(**{column: old, "then": Value(new)}) for old, new in nodes.items()]
    return Case(*cases, default=F(f"{column}_id"), output_field=BigIntegerField())


def _marks_of(cards: Iterable[Card]) -> dict[int, dict[str, Mark]]:
    marks = Mark.objects.filter(card__in=cards).only(
        "card_id", "node_id", "period", "reported_input", "checked_input", "state"
    )
    found: dict[int, dict[str, Mark]] = {}
    for mark in marks.prefetch_related("node"):
        found.setdefault(mark.card_id, {})[mark.slot] = mark
    return found


def _sort(layout: Layout, mark: Mark, was: Item | None, item: Item | None) -> None:
    if item is None:
        layout.vanished.append(mark)
    elif was is not None and _counting(was) == _counting(item):
        layout.kept.append(mark)
    else:
        layout.emptied.append(mark)
        layout.lacks(mark.card_id, item)


def _counting(item: Item) -> Item:
    """All of the item that a number can come from."""
    return replace(item, title="", text="", scorer="", evidence=None)


def _rehang(marks: Collection[Mark], nodes: dict[str, Node]) -> None:
    moves = {
        mark.node_id: nodes[mark.node.key].pk
        for mark in marks
        if mark.node_id != nodes[mark.node.key].pk
    }  # fmt: skip
    if moves:
        moving = [mark.pk for mark in marks if mark.node_id in moves]
        Mark.objects.filter(pk__in=moving).update(node=moved_to(moves))


def _referenced(gone: Collection[int]) -> set[int]:
    """Marks that something of a person's stands by."""
    return {
        mark_id
        for model in (MarkEvidence, OwnItem, RecordUse, Recheck)
        for mark_id in model._default_manager.filter(mark__in=gone).values_list("mark", flat=True)
    }
