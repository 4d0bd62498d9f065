"""下发: what is missing before it, and what it freezes."""

from collections import Counter
from collections.abc import Iterable

from django.db import transaction

from scorecards import locks
from scorecards.models import Card, Group, Round, RubricVersion
from scorecards.phases import Phase
from scorecards.rubrics.trees import trees_of
from scorecards.scoring import total
from scorecards.transitions.acting import acting
from scorecards.transitions.mark_layout import lay_out, layout_of
from scorecards.transitions.refused import Refused
from scorecards.transitions.rubrics import freeze
from scorecards.transitions.stages import hold_in, move
from scorecards.transitions.versions import blocks_freezing
from units import notices
from units.models import Branch, User
from units.roles import Role

_FROZEN = ["unit_name", "branch_name", "class_name", "official_order", "needs_precheck", "items"]


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
    if not round_.gives_scores:
        return empty
    return [*empty, *(unwritten or _without_items(groups))]


def _without_items(groups: Iterable[Group]) -> list[str]:
    """Members for whose class the rubric has nothing."""
    return [
        f"{group.name}的{card.name}（类别：{card.class_name or '未填'}）没有适用的指标，请核对类别或者评分细则。"
        for group in groups
        for trees in [trees_of(group.version_id)]
        for card in _named_cards(group)
        if not any(trees.of(card).items())
    ]


def _named_cards(group: Group) -> list[Card]:
    """The group's cards with the names, the class and the order that opening freezes; not saved."""
    cards = list(Card.objects.filter(group=group).select_related("unit", "branch").order_by("pk"))
    branches = Counter(
        Branch.objects.filter(unit__in={card.unit_id for card in cards}, valid_until=None).values_list(
            "unit_id", flat=True
        )
    )
    for card in cards:
        card.unit_name, card.class_name = card.unit.name, card.unit.category
        if card.branch:
            card.branch_name, card.class_name = card.branch.name, card.branch.kind
            card.needs_precheck = (
                branches[card.unit_id] > 1
            )  # 初评 is left out where there is nothing to compare
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
            if group.version:
                freeze(group.version)
            _prepare_cards(group, by=by)
        moved = move(current, Phase.FILLING)
    units = Card.objects.filter(group__round=current).values_list("unit_id", flat=True)
    people = notices.of_units(units, Role.OFFICER, Role.UNIT_LEADER)
    notices.tell(people, text=f"{current.title}评分表已下发，请按时填报。", url=current.get_absolute_url(),
                 key=f"round-open:{current.pk}:{moved.revision}")  # fmt: skip
    return moved


def _prepare_cards(group: Group, *, by: User) -> None:
    """Names, class and order are frozen, and each card gets a mark for what its own class has to fill.

    A round that was stepped back to 筹备 keeps what was filled where the item still counts the same.
    """
    cards, trees = _named_cards(group), trees_of(group.version_id)
    for card in cards:
        card.items = total(trees.of(card), {}).items
    Card.objects.bulk_update(cards, _FROZEN)
    lay_out(layout_of(cards, group.version_id), by=by, at=locks.clock())
