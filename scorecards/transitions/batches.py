"""Acts on many marks at once: each is kept with what stood there before, and undone as a whole or not at all."""

import datetime
from collections.abc import Sequence
from typing import Any, TypeAlias

from django.db import transaction

from scorecards import locks
from scorecards.group_sheets import Sheet, sheet_of
from scorecards.models import BatchKind, CardState, Group, Mark, MarkBatch, RecordUse, Round
from scorecards.phases import SCORING
from scorecards.transitions.checked_marks import put_checked, write_checked
from scorecards.transitions.stages import require_stage
from scorecards.transitions.totals import store_totals
from units.models import User
from units.transitions.acting import acting
from units.transitions.refused import Refused

Before: TypeAlias = dict[str, Any]
_NAMED = 12  # cells that a refusal names


def before_of(mark: Mark) -> Before:
    """What stands in a mark, taken before an act that moves its version on by one."""
    return {
        "mark": mark.pk,
        "input": mark.checked_input,
        "basis": mark.basis,
        "version": mark.version + 1,
    }


def record_batch(
    group: Group, *, kind: BatchKind, words: str, before: Sequence[Before], by: User, at: datetime.datetime
) -> MarkBatch:
    """Keep an act on marks of the group, inside the act's own transaction; `words` say it in a line."""
    return MarkBatch.objects.create(
        group=group, kind=kind, words=words[:200], before=list(before), made_by=by, made_at=at
    )


def undo_batch(batch: MarkBatch, *, by: User) -> int:
    """撤销 of one act by itself; a list's marks go back with the whole list only."""
    if batch.is_of_list:
        raise Refused("这一批由名单录入，请在“评分部门名单”里整份撤销。")
    return bring_back(batch, by=by)


@transaction.atomic
def bring_back(batch: MarkBatch, *, by: User) -> int:
    """Every mark is again what it was, or none is; returns how many. Totals follow, daily records are open again."""
    at = locks.hold_round(batch.group.round_id)
    require_stage(Round.objects.get(pk=batch.group.round_id), SCORING)
    current = MarkBatch.objects.select_for_update(of=("self",)).select_related("group").get(pk=batch.pk)
    if current.undone_at is not None:
        raise Refused("这一批已经撤销，不用再撤销。")
    sheet = _sheet_of(current)
    found = {mark.pk: (place, mark) for place, mark in sheet.marks.items()}
    _refuse_changed(current, sheet, found)
    with acting(by, f"撤销{current.get_kind_display()}"):
        for entry in current.before:
            (card_id, slot), mark = found[entry["mark"]]
            item = sheet.items[card_id][slot]
            put_checked(mark, item, entry["input"], entry["basis"], by=by, at=at)
        touched = [found[entry["mark"]][1] for entry in current.before]
        write_checked(touched)
        store_totals(sheet, card_ids=None if sheet.is_relative else {mark.card_id for mark in touched})
        _open_records(current)
        current.undone_by, current.undone_at = by, at
        current.save(update_fields=["undone_by", "undone_at"])
    return len(touched)


def _sheet_of(batch: MarkBatch) -> Sheet:
    marks = Mark.objects.filter(pk__in=[entry["mark"] for entry in batch.before])
    return sheet_of(batch.group, card_ids=set(marks.values_list("card_id", flat=True)), locked=True)


def _open_records(batch: MarkBatch) -> None:
    """Records that the batch took can be taken again."""
    records = [record for entry in batch.before for record in entry.get("records", ())]
    marks = [entry["mark"] for entry in batch.before]
    if records:
        RecordUse.objects.filter(mark__in=marks, record__in=records, is_taken=True).delete()


def _refuse_changed(batch: MarkBatch, sheet: Sheet, found: dict[int, tuple[tuple[int, str], Mark]]) -> None:
    """Marks that somebody entered again since, or that are no longer open, hold up the whole."""
    changed, gone = [], 0
    for entry in batch.before:
        place, mark = found.get(entry["mark"], ((0, ""), None))
        if mark is None or place[1] not in sheet.items[place[0]]:
            gone += 1
        elif mark.version != entry["version"] or sheet.cards[place[0]].state != CardState.CHECKING:
            changed.append(f"{sheet.cards[place[0]].name} {place[1]}")
    if gone:
        changed.append(f"{gone} 格已不在本组评分表中")
    if changed:
        more = f"等 {len(changed)} 处" if len(changed) > _NAMED else ""
        raise Refused(
            f"没有撤销：这一批录入以后，以下内容又有改动或已核定：{'、'.join(changed[:_NAMED])}{more}。",
            "撤销只能整批进行；请在审核矩阵里逐格修改。",
        )
