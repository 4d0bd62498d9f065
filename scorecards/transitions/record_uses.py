"""What a round makes of daily records: taken into the marks, or left out."""

from collections.abc import Mapping, Sequence

from django.db import transaction

from scorecards.group_sheets import Sheet, sheet_of
from scorecards.models import BatchKind, Group, Mark, MarkBatch, RecordUse
from scorecards.proposals import Proposal, proposals_of
from scorecards.scoring import BadInput, is_na, show_cell
from scorecards.scoring.adding import add_up, of_cause
from scorecards.transitions.checking import Cell
from scorecards.transitions.holding import hold_scoring
from scorecards.transitions.whole_writes import write_whole
from units.models import User
from units.transitions.acting import acting
from units.transitions.refused import Refused

_LONGEST_BASIS = 500


@transaction.atomic
def take_records(group: Group, chosen: Mapping[int, str], *, by: User) -> MarkBatch:
    """计入: each record (by id) in its slot, added to what stands there; all or none, undone as a whole."""
    at = hold_scoring(group)
    sheet = sheet_of(group)
    open_ones = {one.record.pk: one for one in proposals_of(group, sheet) if one.is_open}
    if not chosen or any(pk not in open_ones for pk in chosen):
        raise Refused("所选的日常记录有的已经处理过，或者不在本期次的时段和项目里，请刷新后再选。")
    by_slot: dict[tuple[int, str], list[Proposal]] = {}
    for pk, slot in chosen.items():
        one = open_ones[pk]
        if slot not in {item.key for item in one.items}:
            raise Refused(f"{one.record.whom}没有所选的这一项，请刷新后再选。")
        by_slot.setdefault((one.card.pk, slot), []).append(one)
    cells = [_cell(sheet, key, ones) for key, ones in by_slot.items()]
    words = f"计入 {len(chosen)} 条日常记录"
    with acting(by, words):
        batch = write_whole(group, cells, kind=BatchKind.RECORDS, words=words, by=by)
        if batch is None:
            raise Refused("所选的日常记录没有改变得分，没有计入。")
        uses = {sheet.marks[key].pk: [one.record.pk for one in ones] for key, ones in by_slot.items()}
        batch.before = [entry | {"records": uses[entry["mark"]]} for entry in batch.before]
        batch.save(update_fields=["before"])
        RecordUse.objects.bulk_create(
            RecordUse(record_id=record, mark_id=mark, is_taken=True, decided_by=by, decided_at=at)
            for mark, records in uses.items()
            for record in records
        )
    return batch


@transaction.atomic
def leave_record(group: Group, record_id: int, *, by: User) -> RecordUse:
    """不计入."""
    at = hold_scoring(group)
    sheet = sheet_of(group)
    one = next((one for one in proposals_of(group, sheet) if one.record.pk == record_id), None)
    if one is None or not one.is_open:
        raise Refused("这条日常记录已经处理过，请刷新后再看。")
    with acting(by, "不计入日常记录"):
        mark = sheet.marks[one.card.pk, one.first_slot]
        return RecordUse.objects.create(
            record=one.record, mark=mark, is_taken=False, decided_by=by, decided_at=at
        )


@transaction.atomic
def reconsider_record(group: Group, record_id: int, *, by: User) -> None:
    """A record that was left out is open again."""
    hold_scoring(group)
    uses = RecordUse.objects.filter(record=record_id, mark__card__group=group, is_taken=False)
    with acting(by, "重新考虑日常记录"):
        if not uses.delete()[0]:
            raise Refused("这条日常记录没有被列为不计入，请刷新后再看。")


def _cell(sheet: Sheet, key: tuple[int, str], ones: Sequence[Proposal]) -> Cell:
    """What stands there with the records added."""
    mark, item, card = sheet.marks[key], sheet.items[key[0]][key[1]], ones[0].card
    where = f"{card.name}“{item.title}”"
    if mark.checked_input is not None and is_na(mark.checked_input):
        raise Refused(f"{where}已核定为不适用，不能计入日常记录。")
    try:
        added = [
            of_cause(one.cause, one.record.figure, reason=one.record.reason)
            for one in ones
            if one.cause is not None
        ]
        text = show_cell(item, add_up(item, [mark.checked_input or {"counts": {}}, *added]))
    except BadInput as error:
        raise Refused(f"{where}：{error.sentence}") from None
    if len(added) < len(ones):
        raise Refused(f"{where}：本期次的细则里没有日常记录所写的情形，不能计入。")
    return Cell(card.pk, key[1], text, mark.version, _basis(mark, ones, where))


def _basis(mark: Mark, ones: Sequence[Proposal], where: str) -> str:
    """The old basis and the records', with their own basis as far as the room goes."""
    brief = [_in_brief(one) for one in ones]
    long = [f"{words}（{one.record.basis}）" for words, one in zip(brief, ones, strict=True)]
    counted = [f"另计日常记录 {len(ones)} 条，依据见日常记录"]
    for words in (long, brief, counted):
        basis = "；".join([*([mark.basis] if mark.basis else []), *words])
        if len(basis) <= _LONGEST_BASIS:
            return basis
    raise Refused(f"{where}的核定依据已近 {_LONGEST_BASIS} 个字，写不下日常记录的依据，请先精简。")


def _in_brief(one: Proposal) -> str:
    day, cause = one.record.date, one.cause.text if one.cause else ""
    return f"日常记录{day.month}月{day.day}日“{cause}”{one.record.figure}"
