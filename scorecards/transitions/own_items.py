"""自选动作: the unit proposes items of its own under a bonus item and its cap; the office grants or declines each."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from django.db import transaction
from django.db.models import Sum

from scorecards.models import Card, Mark, OwnItem, OwnItemState
from scorecards.rubrics.trees import card_tree
from scorecards.scoring import Item, Kind, NodeKind, Part
from scorecards.scoring.numbers import canonical, in_print
from scorecards.transitions.checking import Cell, save_checked
from scorecards.transitions.checking_hold import hold_for_checking
from scorecards.transitions.open_cards import hold_open_mark
from units.models import User
from units.transitions.acting import acting
from units.transitions.refused import Refused

MOST = 20
"""How many one item takes."""


@dataclass(frozen=True, slots=True)
class Place:
    """The bonus item that takes 自选动作, and the most that it or its part can bring; None where nothing is written."""

    item: Item
    cap: Fraction | None


def places_in(tree: Part) -> dict[str, Place]:
    """The items of a card that take 自选动作: MANUAL ones of a bonus part, by slot."""
    return dict(_places(tree, None))


def _places(part: Part, above: Fraction | None) -> list[tuple[str, Place]]:
    found = []
    limit = _less(above, part.hi) if part.kind is NodeKind.BONUS else above
    for child in part.children:
        if isinstance(child, Part):
            found += _places(child, limit)
        elif isinstance(child, Item) and child.within is NodeKind.BONUS and child.kind is Kind.MANUAL:
            found.append((child.key, Place(child, _less(limit, child.points))))
    return found


def _less(one: Fraction | None, other: Fraction | None) -> Fraction | None:
    return min(limits) if (limits := [limit for limit in (one, other) if limit is not None]) else None


@transaction.atomic
def propose(mark: Mark, *, title: str, basis: str, asked: Decimal, by: User) -> OwnItem:
    """The unit asks; more than the cap may be asked for, the office grants within it."""
    _, current = hold_open_mark(mark, by=by)
    place = places_in(card_tree(current.card)).get(current.slot)
    if place is None:
        raise Refused("这一项不接受自选动作，只有加分部分里直接给分的指标可以申报。")
    if asked <= 0:
        raise Refused("申报分值要大于 0。")
    if OwnItem.objects.filter(mark=current).count() >= MOST:
        raise Refused(f"每一项最多申报 {MOST} 个自选动作。")
    with acting(by, "申报自选动作"):
        return OwnItem.objects.create(mark=current, title=title, basis=basis, asked=asked)


@transaction.atomic
def withdraw(own_item: OwnItem, *, by: User) -> None:
    """Taken back by the unit, as long as the office has not decided."""
    hold_open_mark(own_item.mark, by=by)
    with acting(by, "撤回自选动作"):
        gone, _ = OwnItem.objects.filter(pk=own_item.pk, state=OwnItemState.PROPOSED).delete()
        if not gone:
            raise Refused("这个自选动作已撤回或者已有认定结果，不能撤回。")


@transaction.atomic
def decide(own_item: OwnItem, *, granted: Decimal | None, opinion: str, by: User) -> str:
    """认定 with its points, or 不予认定 (None), with an opinion; the item's 核定 is what was granted in all.

    Returns a sentence where the sum was cut to the item's bounds, else nothing.
    """
    at, card = hold_for_checking(own_item.mark.card, what="认定自选动作")
    current = OwnItem.objects.select_for_update(of=("self",)).get(pk=own_item.pk)
    if granted is None and not opinion:
        raise Refused("不予认定的，请写明认定意见。")
    if granted is not None and granted < 0:
        raise Refused("认定分值不能小于 0。")
    was_granted = current.state == OwnItemState.GRANTED
    current.state = OwnItemState.DECLINED if granted is None else OwnItemState.GRANTED
    current.granted, current.opinion = granted, opinion
    current.decided_by, current.decided_at = by, at
    with acting(by, "认定自选动作"):
        current.save(update_fields=["state", "granted", "opinion", "decided_by", "decided_at"])
        return _write_sum(card, current.mark_id, by=by) if was_granted or granted is not None else ""


def _write_sum(card: Card, mark_id: int, *, by: User) -> str:
    mark = Mark.objects.select_related("node").get(pk=mark_id)
    granted = OwnItem.objects.filter(mark=mark, state=OwnItemState.GRANTED)
    wanted = Fraction(granted.aggregate(sum=Sum("granted"))["sum"] or 0)
    item = places_in(card_tree(card))[mark.slot].item
    low, high = item.rule.bounds()
    value = max(low, min(wanted, high))
    words = f"自选动作认定合计 {in_print(wanted)} 分"
    (saved,) = save_checked(
        card.group, [Cell(card.pk, mark.slot, canonical(value), mark.version, basis=words)], by=by
    )
    if saved.problem:
        raise Refused(saved.problem)
    if value == wanted:
        return ""
    return f"{words}，本项最多 {in_print(high)} 分，已按 {in_print(value)} 分核定。"
