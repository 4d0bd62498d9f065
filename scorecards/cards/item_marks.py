"""One item on all cards of a group that have it, in official order."""

from dataclasses import dataclass

from scorecards.models import Card, CardState, Group, Mark
from scorecards.rubrics.trees import CardTrees
from scorecards.scoring import Item, Part, unslot


@dataclass(frozen=True, slots=True)
class ItemMark:
    """The item as this card has it, with its mark."""

    card: Card
    item: Item
    mark: Mark

    @property
    def is_open(self) -> bool:
        """Whether the mark can still be entered here."""
        return self.card.state == CardState.CHECKING and not self.item.is_by_sheet

    @property
    def state(self) -> str:
        """A word for where it stands."""
        if self.card.state != CardState.CHECKING:
            return "已核定"
        if self.mark.is_returned or self.mark.is_changed:
            return self.mark.get_state_display()
        if self.mark.checked_input is None:
            return "无" if self.item.optional else "未评"
        return "已评"


def item_marks(group: Group, tree: Part, slot: str) -> list[ItemMark]:
    """Cards that the item does not apply to are not in it; two queries."""
    key, period = unslot(slot)
    trees = CardTrees(tree)
    cards = list(Card.objects.filter(group=group).taking_part().in_official_order())
    found = Mark.objects.filter(card__in=cards, node__key=key, period=period).select_related("changed_by")
    marks = {mark.card_id: mark for mark in found}
    items: dict[int, Item | None] = {}
    rows = []
    for card in cards:
        fitted = trees.of(card)
        if id(fitted) not in items:
            items[id(fitted)] = next((item for item in fitted.items() if item.key == slot), None)
        item = items[id(fitted)]
        if item is not None and card.pk in marks:
            rows.append(ItemMark(card, item, marks[card.pk]))
    return rows
