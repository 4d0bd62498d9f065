"""Many 核定 marks of a group written as one act, all or none, kept as a `MarkBatch`, and taken back as a whole."""

from collections.abc import Sequence

from django.db import transaction

from scorecards import locks
from scorecards.group_sheets import sheet_of
from scorecards.models import Group, Mark, MarkBatch
from scorecards.scoring import show_cell
from scorecards.transitions.checking import Cell, save_checked
from scorecards.transitions.refused import Refused
from scorecards.transitions.saving import Saved
from units.models import User

_MOST_NAMED = 10


@transaction.atomic
def write_whole(group: Group, cells: Sequence[Cell], *, kind: str, words: str, by: User) -> MarkBatch | None:
    """Write every cell or none; what stood there before stays in the batch. Nothing new makes no batch."""
    at = locks.hold_round(group.round_id)
    before = _marks(group, {cell.card_id for cell in cells})
    outcomes = save_checked(group, cells, by=by)
    require_all(cells, outcomes, before)
    by_name = {cell.name: before[cell.card_id, cell.key] for cell in cells}
    entries = [
        {"mark": mark.pk, "input": mark.checked_input, "basis": mark.basis, "version": outcome.version}
        for outcome in outcomes
        if outcome.is_written
        for mark in [by_name[outcome.key]]
    ]
    if not entries:
        return None
    return MarkBatch.objects.create(
        group=group, kind=kind, words=words[:200], before=entries, made_by=by, made_at=at
    )


@transaction.atomic
def take_back(batch: MarkBatch, *, by: User) -> None:
    """撤销 of a whole batch; refused, with names, when one of its marks was changed since."""
    at = locks.hold_round(batch.group.round_id)
    current = MarkBatch.objects.select_for_update(of=("self",)).select_related("group").get(pk=batch.pk)
    if current.undone_at is not None:
        raise Refused("这一批录入已经撤销过了。")
    before = {entry["mark"]: entry for entry in current.before}
    marks = list(Mark.objects.filter(pk__in=before).select_related("node", "card"))
    if moved := [_where(mark) for mark in marks if mark.version != before[mark.pk]["version"]]:
        raise Refused(f"以下得分在录入后又改过，不能整批撤销，请逐项修改：{_listed(moved)}。")
    sheet = sheet_of(current.group, card_ids={mark.card_id for mark in marks})
    cells = [
        Cell(mark.card_id, mark.slot, show_cell(sheet.item(mark.card, mark.slot), entry["input"]),
             mark.version, entry["basis"])
        for mark in marks
        for entry in [before[mark.pk]]
    ]  # fmt: skip
    require_all(
        cells, save_checked(current.group, cells, by=by), {(mark.card_id, mark.slot): mark for mark in marks}
    )
    current.undone_by, current.undone_at = by, at
    current.save(update_fields=["undone_by", "undone_at"])


def _marks(group: Group, card_ids: set[int]) -> dict[tuple[int, str], Mark]:
    found = Mark.objects.filter(card__group=group, card__in=card_ids).select_related("node", "card")
    return {(mark.card_id, mark.slot): mark for mark in found}


def require_all(cells: Sequence[Cell], outcomes: Sequence[Saved], marks: dict[tuple[int, str], Mark]) -> None:
    """One bad cell refuses the whole act."""
    if any((cell.card_id, cell.key) not in marks for cell in cells) or len(outcomes) != len(cells):
        raise Refused("有的项目已不在评分表上，没有录入。请刷新后重新核对。")
    cell_of = {cell.name: cell for cell in cells}
    wrong = [
        f"{_where(marks[cell.card_id, cell.key])}：{outcome.problem}"
        for outcome in outcomes
        if outcome.problem
        for cell in [cell_of[outcome.key]]
    ]
    if wrong:
        raise Refused("没有录入，以下各处先要处理：", *wrong[:_MOST_NAMED])


def _where(mark: Mark) -> str:
    return f"{mark.card.name}“{mark.node.title}”"


def _listed(names: Sequence[str]) -> str:
    more = f"等 {len(names)} 处" if len(names) > _MOST_NAMED else ""
    return f"{'、'.join(names[:_MOST_NAMED])}{more}"
