"""日常记录: entered all year, mended with versions, taken back; what a round has counted stays as it is."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from scorecards import locks
from scorecards.models import DailyRecord, RecordUse, Rubric
from units import submissions
from units.models import Branch, Unit, User
from units.transitions.acting import acting
from units.transitions.refused import Refused


@dataclass(frozen=True, slots=True)
class RecordFacts:
    """What happened: `figure` is the times, or the amounts with plus signs between."""

    date: datetime.date
    unit: Unit
    branch: Branch | None
    rubric: Rubric
    node_key: str
    cause: str
    figure: str
    reason: str
    basis: str
    told: bool


_FIELDS = ("date", "unit", "branch", "rubric", "node_key", "cause", "figure", "reason", "basis", "told")


@transaction.atomic
def add_records(facts: Sequence[RecordFacts], *, key: str, by: User) -> list[DailyRecord]:
    """登记: one or many, all or none; the same form again adds nothing."""
    at = locks.clock()
    if not submissions.claim(by, key, result_url=reverse("scorecards:record-list")):
        raise Refused("这些日常记录已经登记过了，请在列表里查看。")
    for one in facts:
        _require_past(one, at)
    with acting(by, "登记日常记录"):
        return DailyRecord.objects.bulk_create(
            DailyRecord(entered_by=by, entered_at=at, **{name: getattr(one, name) for name in _FIELDS})
            for one in facts
        )


@transaction.atomic
def change_record(record: DailyRecord, facts: RecordFacts, *, version: int, by: User) -> DailyRecord:
    """Mend it; who was second is told."""
    current = _hold(record, version=version)
    _require_past(facts, locks.clock())
    with acting(by, "修改日常记录"):
        for name in _FIELDS:
            setattr(current, name, getattr(facts, name))
        current.version += 1
        current.save(update_fields=[*_FIELDS, "version"])
    return current


@transaction.atomic
def withdraw_record(record: DailyRecord, *, version: int, by: User) -> DailyRecord:
    """撤销: it stays to be read and is offered to no round."""
    current = _hold(record, version=version)
    with acting(by, "撤销日常记录"):
        current.withdrawn_at = locks.clock()
        current.version += 1
        current.save(update_fields=["withdrawn_at", "version"])
    return current


def _hold(record: DailyRecord, *, version: int) -> DailyRecord:
    current = DailyRecord.objects.select_for_update(of=("self",)).get(pk=record.pk)
    if current.withdrawn_at is not None:
        raise Refused("这条日常记录已经撤销，不能再改。")
    if current.version != version:
        raise Refused("这条日常记录刚被他人修改，请对比后再保存。")
    uses = RecordUse.objects.filter(record=current, is_taken=True).select_related("mark__card__group__round")
    if use := uses.first():
        raise Refused(f"这条日常记录已计入{use.mark.card.group.round}，请先在那里撤销计入，再修改或撤销。")
    return current


def _require_past(facts: RecordFacts, at: datetime.datetime) -> None:
    if facts.date > timezone.localdate(at):
        raise Refused("日常记录的日期不能晚于今天。")
