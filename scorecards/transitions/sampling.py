"""抽样核定 of branch cards: which were drawn, how, and the unsampled counted by 初评."""

import datetime
import secrets
from collections.abc import Collection

from django.db import transaction

from scorecards import locks
from scorecards.drawing import draw
from scorecards.group_sheets import Sheet, sheet_of
from scorecards.models import BatchKind, Card, CardState, Group, Mark, MarkBatch, Round, Subject
from scorecards.models.card_lists import CardQuerySet
from scorecards.phases import SCORING
from scorecards.scoring import Input, show_cell
from scorecards.transitions.checking import Cell
from scorecards.transitions.reasons import require_reason
from scorecards.transitions.whole_writes import write_whole
from units.models import User
from units.transitions.acting import acting
from units.transitions.refused import Refused

_LONGEST = 200
BASIS = "未抽中，按初评计"


@transaction.atomic
def tick_sample(group: Group, *, how: str, card_ids: Collection[int], by: User) -> int:
    """Record a sample that was drawn elsewhere: these cards, and how; how many."""
    require_reason(how, "抽样办法")
    at, current = _hold(group)
    known = set(_cards(current).values_list("pk", flat=True))
    return _write(current, set(card_ids) & known, how=how, at=at, by=by)


@transaction.atomic
def draw_sample(group: Group, *, count: int, by: User) -> int:
    """随机抽取 so many of the cards that have 初评; the seed stands in the text, so that it can be checked again."""
    at, current = _hold(group)
    names = {card.pk: f"{card.unit_name}{card.branch_name}" for card in _cards(current).to_precheck()}
    if not 0 < count <= len(names):
        raise Refused(f"本组有 {len(names)} 张经初评的评分表，请填 1 到 {len(names)} 之间的数。")
    seed = f"{secrets.randbelow(10**8):08d}"
    how = f"系统随机抽取 {count} 个，种子 {seed}（按“种子:单位名称党支部名称”的 SHA-256 值从小到大取前 {count} 个）"
    return _write(current, draw(names, count=count, seed=seed), how=how, at=at, by=by)


@transaction.atomic
def count_unsampled(group: Group, *, by: User) -> int:
    """未抽中的按初评计: 初评 into each 核定 that is still empty, by the door that typing goes through; how many.

    Kept as one batch, so that it can be undone as a whole. Cards whose 初评 is not completed are left alone.
    """
    _, current = _hold(group)
    if current.sampled_at is None:
        raise Refused("还没有登记抽样，请先登记抽中的评分表。")
    sheet = sheet_of(current)
    marks = _to_count(sheet)
    cells = [
        Cell(mark.card_id, mark.slot, show_cell(sheet.item(sheet.cards[mark.card_id], mark.slot), given), mark.version,
             BASIS)
        for mark, given in marks
    ]  # fmt: skip
    if not cells:
        raise Refused("没有可以按初评计的项：未抽中的评分表要先完成初评，已有核定得分的项不再改动。")
    words = f"{BatchKind.SAMPLE.label}：{len(cells)} 项"
    write_whole(current, cells, kind=BatchKind.SAMPLE, words=words, by=by)
    return len(cells)


def is_left_out(card: Card) -> bool:
    """Whether 未抽中的按初评计 is for this card: not drawn, 初评 complete, and not confirmed."""
    return not card.is_sampled and card.prechecked_at is not None and card.state == CardState.CHECKING


def _to_count(sheet: Sheet) -> list[tuple[Mark, Input]]:
    """Empty 核定 of the unsampled, each with its 初评."""
    cards = [pk for pk, card in sheet.cards.items() if is_left_out(card)]
    given = dict(
        Mark.objects.filter(card__in=cards, checked_input__isnull=True, prechecked_input__isnull=False)
        .values_list("pk", "prechecked_input")
    )  # fmt: skip
    return [(mark, found) for mark in sheet.marks.values() if (found := given.get(mark.pk)) is not None]


def _hold(group: Group) -> tuple[datetime.datetime, Group]:
    at = locks.hold_round(group.round_id)
    locks.hold_group(group.pk)
    round_ = Round.objects.get(pk=group.round_id)
    if round_.stage not in SCORING:
        raise Refused(f"{round_.title}现在处于“{round_.stage.label}”阶段，审核阶段才能抽样。")
    current = Group.objects.select_for_update(of=("self",)).select_related("round").get(pk=group.pk)
    if current.subject != Subject.BRANCH:
        raise Refused("只有党支部组可以抽样核定。")
    return at, current


def _cards(group: Group) -> CardQuerySet:
    return Card.objects.filter(group=group).taking_part()


def _write(group: Group, drawn: Collection[int], *, how: str, at: datetime.datetime, by: User) -> int:
    if not drawn:
        raise Refused("请勾选抽中的评分表。")
    if MarkBatch.objects.filter(group=group, kind=BatchKind.SAMPLE, undone_at=None).exists():
        raise Refused("未抽中的已按初评计，不能再改抽样；确需重抽，请先撤销“未抽中的按初评计”。")
    if len(how) > _LONGEST:
        raise Refused(f"抽样办法最多 {_LONGEST} 个字，请删减。")
    with acting(by, "登记抽样"):
        _cards(group).filter(is_sampled=True).exclude(pk__in=drawn).update(is_sampled=False)
        _cards(group).filter(pk__in=drawn, is_sampled=False).update(is_sampled=True)
        group.sampled_how, group.sampled_by, group.sampled_at = how, by, at
        group.save(update_fields=["sampled_how", "sampled_by", "sampled_at"])
    return len(drawn)
