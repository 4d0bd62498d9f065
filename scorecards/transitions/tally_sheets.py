"""汇总录入: one person enters the signed 计票表, another confirms it; only then it is the mark's 核定."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction

from scorecards.group_sheets import Sheet, sheet_of
from scorecards.models import Group, Mark, TallySheet
from scorecards.scoring import BadInput, CanonicalInput, Item, show_cell
from scorecards.scoring.signed_sheets import Ballots, hears_whole_ballots, inputs_of
from scorecards.transitions.checking import Cell, save_checked
from scorecards.transitions.holding import hold_scoring
from scorecards.transitions.saving import Saved
from scorecards.transitions.whole_writes import require_all
from units.models import User
from units.transitions.acting import acting
from units.transitions.refused import Refused

_WRITTEN = [
    "issued",
    "returned",
    "valid",
    "input",
    "entered_by",
    "entered_at",
    "confirmed_by",
    "confirmed_at",
    "version",
]


@dataclass(frozen=True, slots=True)
class SheetEntry:
    """One sheet as read; version 0 is a card that has none yet."""

    card_id: int
    ballots: Ballots
    kept: CanonicalInput
    version: int


@transaction.atomic
def enter_sheets(group: Group, slot: str, entries: Sequence[SheetEntry], *, by: User) -> tuple[Saved, ...]:
    """Each sheet is kept, or comes back with the reason. Entered anew it waits for a new confirmation."""
    at = hold_scoring(group)
    marks = {mark.card_id: mark for mark in _marks(group) if mark.slot == slot}
    sheets = {sheet.mark_id: sheet for sheet in _sheets(marks)}
    with acting(by, "录入计票表"):
        taken = [
            _enter(marks[entry.card_id], sheets.get(marks[entry.card_id].pk), entry, by=by, at=at)
            for entry in entries
            if entry.card_id in marks
        ]
        written = [sheet for outcome, sheet in taken if outcome.is_written]
        TallySheet.objects.bulk_create(sheet for sheet in written if sheet.pk is None)
        TallySheet.objects.bulk_update([sheet for sheet in written if sheet.pk is not None], _WRITTEN)
    return tuple(outcome for outcome, _ in taken)


def _enter(
    mark: Mark, sheet: TallySheet | None, entry: SheetEntry, *, by: User, at: datetime.datetime
) -> tuple[Saved, TallySheet]:
    """The outcome, and the sheet as it is to be stored."""
    key, stored = str(mark.card_id), sheet or TallySheet(mark=mark)
    if sheet is not None and (ballots_of(sheet), sheet.input) == (entry.ballots, entry.kept):
        return Saved(key, sheet.version), stored
    if stored.version != entry.version:
        who = stored.entered_by.name if sheet else ""
        sentence = f"{who}已在另一处修改了这张计票表，请对比后再保存。"
        return Saved(key, stored.version, problem=sentence), stored
    ballots = entry.ballots
    stored.issued, stored.returned, stored.valid = ballots.issued, ballots.returned, ballots.valid
    stored.input, stored.entered_by, stored.entered_at = entry.kept, by, at
    stored.confirmed_by = stored.confirmed_at = None
    stored.version += 1
    return Saved(key, stored.version, is_written=True), stored


@transaction.atomic
def confirm_sheets(group: Group, slot: str, seen: Mapping[int, int], *, by: User) -> int:
    """复核 of the sheets of these cards, each as it was seen; how many. Their figures become 核定, all or none."""
    at = hold_scoring(group)
    sheet = sheet_of(group)
    marks = {pk: sheet.marks[pk, slot] for pk in sheet.cards if (pk, slot) in sheet.marks}
    stored = {one.mark.card_id: one for one in _sheets(marks)}
    _require_confirmable(sheet, stored, seen, by)
    item = next((sheet.item(sheet.cards[pk], slot) for pk in marks), None)
    if item is None or not seen:
        raise Refused("没有选择要复核的计票表。")
    if hears_whole_ballots(item):
        _require_all_together(sheet, marks, stored, seen)
    chosen = stored if hears_whole_ballots(item) else {pk: stored[pk] for pk in seen}
    cells = _cells(sheet, item, marks, chosen, by)
    with acting(by, "复核计票表"):
        for pk in seen:
            stored[pk].confirmed_by, stored[pk].confirmed_at = by, at
            stored[pk].version += 1
        TallySheet.objects.bulk_update([stored[pk] for pk in seen], _WRITTEN)
        outcomes = save_checked(group, cells, by=by, from_sheets=True)
        require_all(cells, outcomes, sheet)
    return len(seen)


def _cells(
    sheet: Sheet, item: Item, marks: Mapping[int, Mark], chosen: Mapping[int, TallySheet], by: User
) -> list[Cell]:
    try:
        found = inputs_of(item, {str(pk): (one.input, ballots_of(one)) for pk, one in chosen.items()})
    except BadInput as error:
        name = sheet.cards[int(error.field)].name if error.field.isdigit() else ""
        raise Refused(f"{name}：{error.sentence}" if name else error.sentence) from None
    return [
        Cell(pk, item.key, show_cell(item, found[str(pk)]), marks[pk].version, _basis(one, by))
        for pk, one in chosen.items()
    ]


def _basis(sheet: TallySheet, by: User) -> str:
    confirmer = sheet.confirmed_by or by
    return f"计票表：{ballots_of(sheet).in_words()}；{sheet.entered_by.name}录入，{confirmer.name}复核"


def ballots_of(sheet: TallySheet) -> Ballots:
    """发出, 收回, 有效 as stored."""
    return Ballots(sheet.issued, sheet.returned, sheet.valid)


def _marks(group: Group) -> list[Mark]:
    found = Mark.objects.filter(card__group=group, node__scoring_kind="PANEL")
    return list(found.select_related("card", "node").order_by("pk"))


def _sheets(marks: Mapping[int, Mark]) -> list[TallySheet]:
    found = TallySheet.objects.filter(mark__in=[mark.pk for mark in marks.values()])
    return list(found.select_related("mark", "entered_by", "confirmed_by").order_by("pk"))


def _require_confirmable(
    sheet: Sheet, stored: Mapping[int, TallySheet], seen: Mapping[int, int], by: User
) -> None:
    """A second person, and exactly what was looked at."""
    if any(pk not in stored for pk in seen):
        raise Refused("所选的计票表还没有录入，请刷新后再复核。")
    if own := [sheet.cards[pk].name for pk in seen if stored[pk].entered_by_id == by.pk]:
        raise Refused(f"计票表须由录入人以外的人复核，以下是您录入的：{'、'.join(own[:10])}。")
    moved = [
        sheet.cards[pk].name
        for pk, version in seen.items()
        if stored[pk].version != version or stored[pk].confirmed_by_id is not None
    ]
    if moved:
        raise Refused(f"以下计票表在您查看后有改动，请重新核对：{'、'.join(moved[:10])}。")


def _require_all_together(
    sheet: Sheet, marks: Mapping[int, Mark], stored: Mapping[int, TallySheet], seen: Mapping[int, int]
) -> None:
    """Whole ballots are heard over all of the rated at once."""
    if missing := [sheet.cards[pk].name for pk in marks if pk not in stored]:
        raise Refused(
            f"这一项按整张票判定有效，须全部录入后一并复核；还没有录入：{'、'.join(missing[:10])}。"
        )
    left = [one for pk, one in stored.items() if one.confirmed_by_id is None and pk not in seen]
    if left:
        raise Refused("这一项按整张票判定有效，待复核的计票表须一并复核，请全部选上。")
