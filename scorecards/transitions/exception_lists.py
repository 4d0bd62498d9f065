"""Signed lists of other offices: kept as delivered, entered as 核定 as a whole, taken back as a whole."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from scorecards import locks
from scorecards.models import (
    BatchKind,
    Card,
    ExceptionList,
    ExceptionRow,
    Group,
    GroupLabel,
    ListState,
    Round,
)
from scorecards.phases import SCORING, Phase
from scorecards.transitions.batches import bring_back
from scorecards.transitions.checking import Cell
from scorecards.transitions.stages import require_stage
from scorecards.transitions.whole_writes import write_whole
from units import submissions
from units.models import Unit, User
from units.transitions.acting import acting
from units.transitions.refused import Refused

TAKEN_IN = (Phase.FILLING, *SCORING)
"""Stages in which a list can be kept; it is entered in those of 核定 only."""


@dataclass(frozen=True, slots=True)
class ListHead:
    """What the paper says about itself."""

    scorer: str
    title: str
    number: str
    dated_on: datetime.date
    rest_is_full: bool = False

    @property
    def source(self) -> str:
        """How a basis names the paper: 《名单》（文号）."""
        return f"《{self.title}》（{self.number}）" if self.number else f"《{self.title}》"


@dataclass(frozen=True, slots=True)
class RowFacts:
    """One line as it is kept: the name on paper, the item it means (nobody's where it was left out), text, basis."""

    raw_name: str
    card_id: int | None
    node_id: int | None
    period: int
    text: str
    basis: str


@transaction.atomic
def deliver_list(
    round_: Round,
    head: ListHead,
    rows: Sequence[RowFacts],
    *,
    key: str,
    by: User,
    cells: Mapping[int, Sequence[Cell]] | None = None,
) -> ExceptionList:
    """The list has come, with every line; with cells it is entered as well, or nothing is kept."""
    at = locks.hold_round(round_.pk)
    current = Round.objects.get(pk=round_.pk)
    require_stage(current, TAKEN_IN)
    if not submissions.claim(by, key, result_url=round_.get_absolute_url()):
        raise Refused("这份名单已经保存过了，请在名单列表里查看。")
    if head.dated_on > timezone.localdate(at):
        raise Refused("落款日期不能晚于今天。")
    _require_members(current, rows)
    with acting(by, f"登记名单《{head.title}》"):
        stored = ExceptionList.objects.create(
            round=current, scorer=head.scorer, source_unit=_source(current, head.scorer), title=head.title,
            number=head.number, dated_on=head.dated_on, rest_is_full=head.rest_is_full, entered_by=by, entered_at=at,
        )  # fmt: skip
        ExceptionRow.objects.bulk_create(
            ExceptionRow(list=stored, order=order, raw_name=row.raw_name, card_id=row.card_id,
                         node_id=row.node_id, period=row.period, text=row.text, basis=row.basis)
            for order, row in enumerate(rows, 1)
        )  # fmt: skip
    counted = sum(row.card_id is not None for row in rows)
    return stored if cells is None else enter_list(stored, cells, counted=counted, by=by)


@transaction.atomic
def enter_list(
    stored: ExceptionList, cells: Mapping[int, Sequence[Cell]], *, counted: int, by: User
) -> ExceptionList:
    """录入核定: the cells by group, all or none; `counted` is how many lines they were made from."""
    locks.hold_round(stored.round_id)
    current = ExceptionList.objects.select_for_update(of=("self",)).select_related("round").get(pk=stored.pk)
    require_stage(current.round, SCORING)
    if current.state != ListState.DRAFT:
        raise Refused(f"这份名单{current.get_state_display()}，不能再录入。")
    if counted != ExceptionRow.objects.filter(list=current, card__isnull=False).count():
        raise Refused("名单所涉及的评分表有变动，没有录入。请重新核对。")
    groups = Group.objects.filter(round=current.round_id).in_bulk(list(cells))
    with acting(by, f"录入名单《{current.title}》"):
        for pk, chosen in sorted(cells.items()):
            batch = write_whole(
                groups[pk], chosen, kind=BatchKind.LIST, words=f"名单《{current.title}》", by=by
            )
            if batch is not None:
                current.batches.add(batch)
        current.state = ListState.APPLIED
        current.save(update_fields=["state"])
    return current


@transaction.atomic
def undo_list(stored: ExceptionList, *, by: User) -> ExceptionList:
    """撤销: every mark is again what it was before; the list stays to be read."""
    locks.hold_round(stored.round_id)
    current = ExceptionList.objects.select_for_update(of=("self",)).select_related("round").get(pk=stored.pk)
    require_stage(current.round, SCORING if current.state == ListState.APPLIED else TAKEN_IN)
    if current.state == ListState.UNDONE:
        raise Refused("这份名单已经撤销过了。")
    with acting(by, f"撤销名单《{current.title}》"):
        for batch in current.batches.select_related("group").order_by("pk"):
            bring_back(batch, by=by)
        current.state = ListState.UNDONE
        current.save(update_fields=["state"])
    return current


def _require_members(round_: Round, rows: Sequence[RowFacts]) -> None:
    wanted = {row.card_id for row in rows if row.card_id is not None}
    if Card.objects.filter(group__round=round_, pk__in=wanted).count() != len(wanted):
        raise Refused("名单里有不在本期次的单位，没有保存。请重新核对。")


def _source(round_: Round, scorer: str) -> Unit | None:
    """The unit that the label is mapped to, when it is the same in every group."""
    labels = GroupLabel.objects.filter(group__round=round_, label=scorer, unit__isnull=False)
    units = {label.unit_id: label.unit for label in labels.select_related("unit")}
    return next(iter(units.values())) if len(units) == 1 else None
