"""核定 in the matrix: marks are written and totals follow in the same transaction."""

import datetime
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db import transaction

from scorecards import locks
from scorecards.models import Card, CardState, Group, Mark, Round
from scorecards.phases import Phase
from scorecards.rubric_trees import tree_of
from scorecards.scoring import BadInput, Input, Item, Part, half_up, parse_cell, score_item, total
from scorecards.transitions.acting import acting
from scorecards.transitions.refused import Refused
from scorecards.transitions.saving import Saved, conflict, stamp
from units.models import User


@dataclass(frozen=True, slots=True)
class Cell:
    """What a clerk typed at one unit and one item, and the version it was based on."""

    card_id: int
    key: str
    text: str
    version: int

    @property
    def name(self) -> str:
        """The cell's name on the page."""
        return f"{self.card_id}:{self.key}"


@transaction.atomic
def save_checked(group: Group, cells: Sequence[Cell], *, by: User) -> tuple[Saved, ...]:
    """Write the cells of one group that are good; totals of the touched cards are right when this returns."""
    at = locks.hold_round(group.round_id)
    _require_checking(Round.objects.get(pk=group.round_id))
    wanted = {cell.card_id for cell in cells}
    cards = {
        card.pk: card
        for card in Card.objects.select_for_update().filter(group=group, pk__in=wanted).order_by("pk")
    }
    marks = {
        (mark.card_id, mark.node.key): mark
        for mark in Mark.objects.filter(card__in=cards).select_related("node", "changed_by")
    }
    tree = tree_of(group.version_id)
    items = {item.key: item for item in tree.items()}
    with acting(by, "核定得分"):
        outcomes = tuple(
            _enter(cards[cell.card_id], marks[cell.card_id, cell.key], items[cell.key], cell, by=by, at=at)
            for cell in cells
            if (cell.card_id, cell.key) in marks
        )
        written = {outcome.key for outcome in outcomes if outcome.is_written}
        touched = [marks[cell.card_id, cell.key] for cell in cells if cell.name in written]
        Mark.objects.bulk_update(touched, ["checked_input", "checked", "changed_by", "changed_at", "version"])
        _store_totals(tree, {mark.card_id: cards[mark.card_id] for mark in touched}, marks.values())
    return outcomes


def _enter(card: Card, mark: Mark, item: Item, cell: Cell, *, by: User, at: datetime.datetime) -> Saved:
    if card.state != CardState.CHECKING:
        return Saved(cell.name, mark.version, problem=f"{card.name}已核定，不能再改。")
    try:
        typed = parse_cell(item, cell.text)
    except BadInput as error:
        return Saved(cell.name, mark.version, problem=error.sentence)
    if typed == mark.checked_input:
        return Saved(cell.name, mark.version, points=mark.checked)
    if cell.version != mark.version:
        return conflict(cell.name, mark)
    mark.checked_input = typed
    mark.checked = None if typed is None else half_up(score_item(item, typed).points, 4)
    stamp(mark, by=by, at=at)
    return Saved(cell.name, mark.version, points=mark.checked, is_written=True)


def _store_totals(tree: Part, cards: dict[int, Card], marks: Collection[Mark]) -> None:
    inputs: dict[int, dict[str, Input | None]] = {pk: {} for pk in cards}
    for mark in marks:
        if mark.card_id in inputs:
            inputs[mark.card_id][mark.node.key] = mark.checked_input
    for pk, card in cards.items():
        result = total(tree, inputs[pk])
        card.total = result.rounded if result.scored else None
        card.scored, card.items = result.scored, result.items
        card.row_version += 1
    Card.objects.bulk_update(cards.values(), ["total", "scored", "items", "row_version"])


def _require_checking(round_: Round) -> None:
    if round_.stage != Phase.CHECKING:
        raise Refused(f"{round_.title}现在处于“{round_.stage.label}”阶段，不能修改得分。")
