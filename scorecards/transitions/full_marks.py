"""按满分计: what is still 未评 gets its full mark by one act, of an item, of a card or of the whole group."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db import transaction
from django.urls import reverse

from scorecards import locks
from scorecards.group_sheets import Sheet, sheet_of
from scorecards.models import BatchKind, Card, CardState, Group, Mark, MarkBatch, Round
from scorecards.phases import SCORING
from scorecards.scoring import BadInput, CanonicalInput, Item, full_input, show_cell
from scorecards.transitions.batches import before_of, record_batch
from scorecards.transitions.checked_marks import put_checked, write_checked
from scorecards.transitions.stages import require_stage
from scorecards.transitions.totals import store_totals
from units import submissions
from units.models import User
from units.transitions.acting import acting
from units.transitions.refused import Refused


class ListChanged(Refused):
    """Since the cells were listed some of them changed; they have to be looked at again."""


@dataclass(frozen=True, slots=True)
class FullCell:
    """One cell that is 未评, and what will be written."""

    card: Card
    item: Item
    mark: Mark
    given: CanonicalInput

    @property
    def text(self) -> str:
        """As it will stand in the matrix."""
        return show_cell(self.item, self.given)


@dataclass(frozen=True, slots=True)
class FullPlan:
    """Cells in official order, and why cells of some items stay 未评: the reason by slot, with the cards."""

    cells: tuple[FullCell, ...]
    left_out: Mapping[tuple[str, str], tuple[Card, ...]]

    @property
    def digest(self) -> str:
        """The same only for the same cells with the same versions."""
        said = (f"{cell.card.pk}:{cell.item.key}:{cell.mark.version}:{cell.text}" for cell in self.cells)
        return hashlib.sha256("\n".join(said).encode()).hexdigest()


def plan_full(sheet: Sheet, *, slot: str = "", card_id: int | None = None) -> FullPlan:
    """Of all that is 未评 on open cards, or of one item, or of one card; bonus and penalty items need no act."""
    cells: list[FullCell] = []
    left_out: dict[tuple[str, str], list[Card]] = {}
    for card, item, mark in _unscored(sheet):
        if (slot and item.key != slot) or (card_id is not None and card.pk != card_id):
            continue
        try:
            given = full_input(item)
        except BadInput as error:
            left_out.setdefault((item.key, error.sentence), []).append(card)
            continue
        if item.is_by_sheet:
            left_out.setdefault((item.key, "评议得分按计票表在“汇总录入”中录入。"), []).append(card)
        elif mark.is_returned:
            left_out.setdefault((item.key, "已退回单位修改，等单位改好再核定。"), []).append(card)
        else:
            cells.append(FullCell(card, item, mark, given))
    return FullPlan(tuple(cells), {why: tuple(cards) for why, cards in left_out.items()})


def give_full(
    group: Group, *, words: str, digest: str, key: str, by: User, slot: str = "", card_id: int | None = None
) -> MarkBatch | None:
    """Write what was listed, or nothing: raises `ListChanged` where the list is no longer that one.

    The same form sent again changes nothing and returns nothing.
    """
    with transaction.atomic():
        address = reverse("scorecards:full-list", args=[group.pk])
        if not submissions.claim(by, key, result_url=address):
            return None
        at = locks.hold_round(group.round_id)
        require_stage(Round.objects.get(pk=group.round_id), SCORING)
        sheet = sheet_of(group, card_ids=None if card_id is None else {card_id}, locked=True)
        plan = plan_full(sheet, slot=slot, card_id=card_id)
        if not plan.cells:
            raise ListChanged("没有要按满分计的：这些格都已有得分，或不能按满分计。")
        if plan.digest != digest:
            raise ListChanged("没有录入：列出以后，有的格又有改动。下面已重新列出，请核对后再确认。")
        before = [before_of(cell.mark) for cell in plan.cells]
        with acting(by, BatchKind.FULL.label):
            for cell in plan.cells:
                put_checked(cell.mark, cell.item, cell.given, cell.mark.basis, by=by, at=at)
            write_checked([cell.mark for cell in plan.cells])
            touched = {cell.card.pk for cell in plan.cells}
            store_totals(sheet, card_ids=None if sheet.is_relative else touched)
            return record_batch(group, kind=BatchKind.FULL, words=words, before=before, by=by, at=at)


def _unscored(sheet: Sheet) -> Iterable[tuple[Card, Item, Mark]]:
    for card in sheet.cards.values():
        if card.state != CardState.CHECKING:
            continue
        for slot, item in sheet.items[card.pk].items():
            mark = sheet.marks[card.pk, slot]
            if mark.checked_input is None and not item.optional:
                yield card, item, mark
