"""The stages of a round: set up, 下发, 审核, 锁定. Each move holds the round alone."""

import datetime
from collections.abc import Iterable

from django.db import transaction
from django.db.models import F

from scorecards import locks
from scorecards.models import (
    TAKING_PART,
    Card,
    CardState,
    Group,
    Mark,
    Node,
    Round,
    RubricVersion,
    Standing,
    Subject,
)
from scorecards.phases import MOVES, Phase
from scorecards.rubrics.trees import CardTrees, tree_of
from scorecards.scoring import NodeKind, total, unslot
from scorecards.transitions.acting import acting
from scorecards.transitions.refused import Refused
from scorecards.transitions.rubrics import freeze
from scorecards.transitions.versions import blocks_freezing
from units import notices
from units.models import Branch, Unit, User
from units.roles import Role


@transaction.atomic
def create_round(
    *,
    year: int,
    term: str,
    title: str,
    plan_title: str,
    plan_number: str,
    fill_due_at: datetime.datetime,
    by: User,
    is_trial: bool = False,
) -> Round:
    """A round in 筹备, without groups."""
    with acting(by, "新建期次"):
        return Round.objects.create(
            year=year,
            term=term,
            title=title,
            plan_title=plan_title,
            plan_number=plan_number,
            fill_due_at=fill_due_at,
            is_trial=is_trial,
        )


@transaction.atomic
def add_group(
    round_: Round, *, name: str, version: RubricVersion, subject: str = Subject.UNIT, by: User
) -> Group:
    """A group that is scored against one rubric version; only in 筹备."""
    hold_in(round_, Phase.PREPARING)
    with acting(by, "增加组别"):
        order = Group.objects.filter(round=round_).count() + 1
        return Group.objects.create(round=round_, name=name, order=order, version=version, subject=subject)


@transaction.atomic
def add_member(
    group: Group, *, unit: Unit, branch: Branch | None = None, taking_part: str = Standing.RANKED, by: User
) -> Card:
    """A unit, or one branch of it, takes part; only in 筹备."""
    hold_in(group.round, Phase.PREPARING)
    if (group.subject == Subject.BRANCH) != (branch is not None):
        raise Refused(f"{group.name}的评分对象是{group.get_subject_display()},不能加入{branch or unit}。")
    with acting(by, "增加参评对象"):
        return Card.objects.create(group=group, unit=unit, branch=branch, taking_part=taking_part)


def blocks_opening(round_: Round) -> list[str]:
    """What is still missing before 下发, as sentences."""
    groups = list(Group.objects.filter(round=round_).in_order())
    if not groups:
        return ["还没有组别，请先增加组别。"]
    empty = [
        f"{group.name}还没有参评对象。"
        for group in groups
        if not Card.objects.filter(group=group).taking_part().exists()
    ]
    versions = RubricVersion.objects.filter(groups__round=round_).select_related("rubric").distinct()
    unwritten = [
        f"《{version.rubric}》第{version.number}版：{sentence}"
        for version in versions.order_by("pk")
        for sentence in blocks_freezing(version)
    ]
    return [*empty, *(unwritten or _without_items(groups))]


def _without_items(groups: Iterable[Group]) -> list[str]:
    """Members for whose class the rubric has nothing."""
    return [
        f"{group.name}的{card.name}（类别：{card.class_name or '未填'}）没有适用的指标，请核对类别或者评分细则。"
        for group in groups
        for trees in [CardTrees(tree_of(group.version_id))]
        for card in _named_cards(group)
        if not any(trees.of(card).items())
    ]


def _named_cards(group: Group) -> list[Card]:
    """The group's cards with the names, the class and the order that opening freezes; not saved."""
    cards = list(Card.objects.filter(group=group).select_related("unit", "branch").order_by("pk"))
    for card in cards:
        card.unit_name, card.class_name = card.unit.name, card.unit.category
        if card.branch:
            card.branch_name, card.class_name = card.branch.name, card.branch.kind
        card.official_order = card.unit.official_order
    return cards


@transaction.atomic
def open_round(round_: Round, *, by: User) -> Round:
    """下发: names and order are frozen, the rubric is frozen, every card gets its marks, units are told."""
    current = hold_in(round_, Phase.PREPARING)
    if missing := blocks_opening(current):
        raise Refused(*missing)
    if locks.clock() >= current.fill_due_at:
        raise Refused("填报截止时间已过，请先改期再下发。")
    with acting(by, "下发评分表"):
        for group in Group.objects.filter(round=current).select_related("version"):
            freeze(group.version)
            _prepare_cards(group)
        moved = _move(current, Phase.FILLING)
    units = Card.objects.filter(group__round=current).values_list("unit_id", flat=True)
    people = notices.of_units(units, Role.OFFICER, Role.UNIT_LEADER)
    notices.tell(people, text=f"{current.title}评分表已下发，请按时填报。", url=current.get_absolute_url(),
                 key=f"round-open:{current.pk}")  # fmt: skip
    return moved


def _prepare_cards(group: Group) -> None:
    """Names, class and order are frozen, and each card gets a mark for what its own class has to fill."""
    cards, trees = _named_cards(group), CardTrees(tree_of(group.version))
    for card in cards:
        card.items = total(trees.of(card), {}).items
    Card.objects.bulk_update(cards, ["unit_name", "branch_name", "class_name", "official_order", "items"])
    nodes = {node.key: node for node in Node.objects.filter(version=group.version, kind=NodeKind.ITEM)}
    scored = [card for card in cards if card.taking_part in TAKING_PART]
    Mark.objects.bulk_create(
        Mark(card=card, node=nodes[key], period=period)
        for card in scored
        for key, period in (unslot(item.key) for item in trees.of(card).items())
    )


@transaction.atomic
def start_checking(round_: Round, *, by: User) -> Round:
    """填报 ends and 审核 begins; a unit that sent nothing is checked all the same."""
    current = hold_in(round_, Phase.FILLING)
    with acting(by, "转入审核"):
        Card.objects.filter(group__round=current).update(state=CardState.CHECKING)
        return _move(current, Phase.CHECKING)


@transaction.atomic
def confirm_group(group: Group, *, by: User) -> int:
    """核定 every wholly scored card of the group; returns how many."""
    locks.hold_round(group.round_id)
    locks.hold_group(group.pk)
    _require_phase(Round.objects.get(pk=group.round_id), Phase.CHECKING)
    with acting(by, "整组核定"):
        ready = (
            Card.objects.filter(group=group, state=CardState.CHECKING).taking_part().filter(scored=F("items"))
        )
        confirmed = ready.update(state=CardState.CONFIRMED)
    if not confirmed:
        raise Refused("没有可以核定的评分表：各单位还有未评项，或都已核定。")
    return confirmed


def blocks_locking(round_: Round) -> list[str]:
    """What keeps the round from 锁定: each card with items 未评, or not yet 核定, as a sentence."""
    cards = (
        Card.objects.filter(group__round=round_).taking_part().exclude(state=CardState.CONFIRMED)
        .select_related("group").order_by("group__order", "official_order", "pk")
    )  # fmt: skip
    return [_why_not_ready(card) for card in cards]


def _why_not_ready(card: Card) -> str:
    if card.scored < card.items:
        return f"{card.group.name} {card.name}还有 {card.items - card.scored} 项未评。"
    return f"{card.group.name} {card.name}还没有核定。"


@transaction.atomic
def lock_round(round_: Round, *, by: User) -> Round:
    """锁定: after this nothing that feeds a total changes."""
    current = hold_in(round_, Phase.CHECKING)
    if missing := blocks_locking(current):
        raise Refused(*missing)
    with acting(by, "锁定"):
        return _move(current, Phase.LOCKED)


def seal_round(round_: Round) -> Round:
    """The last step of a release, in its transaction and under its lock."""
    return _move(round_, Phase.RELEASED)


def hold_in(round_: Round, phase: Phase) -> Round:
    """Hold the round alone, read it again, and refuse when it has moved on."""
    locks.hold_round(round_.pk, alone=True)
    current = Round.objects.select_for_update().get(pk=round_.pk)
    _require_phase(current, phase)
    return current


def _require_phase(current: Round, phase: Phase) -> None:
    if current.stage != phase:
        raise Refused(
            f"{current.title}现在处于“{current.stage.label}”阶段，只有“{phase.label}”阶段可以这样做。"
        )


def _move(current: Round, to: Phase) -> Round:
    if (current.stage, to) not in MOVES:
        raise Refused(f"{current.title}现在处于“{current.stage.label}”阶段，不能转到“{to.label}”。")
    current.phase = to
    current.revision += 1
    current.save(update_fields=["phase", "revision"])
    return current
