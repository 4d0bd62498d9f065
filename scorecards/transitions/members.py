"""Who takes part in a group, and how, while the round is in 筹备."""

from collections.abc import Collection, Mapping, Sequence

from django.db import transaction
from django.db.models import F

from scorecards import locks
from scorecards.candidates import Candidate, candidates, members_elsewhere
from scorecards.models import Card, Group, Standing, Subject
from scorecards.phases import Phase
from scorecards.transitions.stages import hold_in
from units.models import Branch, Unit, User
from units.transitions.acting import acting
from units.transitions.refused import Refused

_MOST_NAMED = 10


@transaction.atomic
def add_member(
    group: Group, *, unit: Unit, branch: Branch | None = None, taking_part: str = Standing.RANKED, by: User
) -> Card:
    """A unit, or one branch of it, takes part; only in 筹备."""
    thing = branch or unit
    if (group.subject == Subject.BRANCH) != (branch is not None):
        raise Refused(f"{group.name}的评分对象是{group.get_subject_display()},不能加入{thing}。")
    add_members(group, [thing.pk], taking_part=taking_part, by=by)
    return Card.objects.get(group=group, unit=unit, branch=branch)


@transaction.atomic
def add_members(group: Group, pks: Collection[int], *, taking_part: str = Standing.RANKED, by: User) -> int:
    """Many at once, units or branches as the group's subject has it; how many are new. One that is in stays in."""
    current = _hold(group)
    if not pks:
        raise Refused("还没有勾选，没有加入。请先勾选要加入的。")
    elsewhere = members_elsewhere(current)
    things: list[Candidate] = list(candidates(current.subject, today=locks.today()).filter(pk__in=pks))
    if len(things) < len(set(pks)):
        raise Refused("所选的有些已经撤销或者不存在，没有加入。请刷新后重新勾选。")
    own = set(Card.objects.filter(group=current).values_list(_held(current), flat=True))
    fresh = [thing for thing in things if thing.pk not in own]
    if taken := [f"{thing}（在{elsewhere[thing.pk]}）" for thing in fresh if thing.pk in elsewhere]:
        raise Refused(f"一个期次里只能在一个组别参评，没有加入：{_names(taken)}。请先从原组别移出。")
    with acting(by, "增加参评对象"):
        Card.objects.bulk_create(cards_for(current, fresh, taking_part=taking_part))
    return len(fresh)


@transaction.atomic
def remove_members(group: Group, picked: Mapping[int, int], *, by: User) -> int:
    """Cards by key, with the row version that the page showed; refused for those that were already sent out."""
    cards = _picked(_hold(group), picked)
    if issued := [card.name for card in cards if card.unit_name]:
        raise Refused(
            f"{_names(issued)}已经下发过评分表，不能直接移出。请在填报阶段按“移出参评对象”由两人办理。"
        )
    with acting(by, "移出参评对象"):
        Card.objects.filter(pk__in=[card.pk for card in cards]).delete()
    return len(cards)


@transaction.atomic
def set_standing(
    group: Group, picked: Mapping[int, int], *, taking_part: str, reason: str = "", by: User
) -> int:
    """参评, 参评不排名, 缓评 or 免评, the last three for a reason, which goes with the card."""
    cards = _picked(_hold(group), picked)
    label = Standing(taking_part).label
    if taking_part == Standing.RANKED:
        reason = ""
    elif not reason:
        raise Refused(f"改为{label}要写明原因。")
    with acting(by, f"改为{label}"):
        Card.objects.filter(pk__in=[card.pk for card in cards]).update(
            taking_part=taking_part, standing_reason=reason, row_version=F("row_version") + 1
        )
    return len(cards)


def cards_for(group: Group, things: Sequence[Candidate], *, taking_part: str = Standing.RANKED) -> list[Card]:
    """A card for each, not saved."""
    return [
        Card(group=group, unit=thing.unit, branch=thing, taking_part=taking_part)
        if isinstance(thing, Branch)
        else Card(group=group, unit=thing, taking_part=taking_part)
        for thing in things
    ]


def _hold(group: Group) -> Group:
    current = hold_in(group.round, Phase.PREPARING)
    found = Group.objects.filter(pk=group.pk).first()
    if found is None:
        raise Refused("这个组别刚被删除，没有办理。")
    found.round = current
    return found


def _picked(group: Group, picked: Mapping[int, int]) -> list[Card]:
    """The cards that were picked, if they are still as the page showed them."""
    cards = list(Card.objects.filter(group=group, pk__in=picked).select_related("unit", "branch"))
    if not cards and not picked:
        raise Refused("还没有勾选参评对象，没有办理。")
    if len(cards) < len(picked):
        raise Refused("所选的有些已经移出本组，没有办理。请刷新后重新勾选。")
    stale = [name_of(card) for card in cards if card.row_version != picked[card.pk]]
    if stale:
        raise Refused(f"{_names(stale)}刚被另一处修改，没有办理。请核对后重新勾选。")
    return cards


def name_of(card: Card) -> str:
    """Its name, frozen or not; unit and branch have to be loaded."""
    return card.name or str(card.branch or card.unit)


def _held(group: Group) -> str:
    return "branch_id" if group.subject == Subject.BRANCH else "unit_id"


def _names(names: Sequence[str]) -> str:
    more = f"等 {len(names)} 个" if len(names) > _MOST_NAMED else ""
    return "、".join(names[:_MOST_NAMED]) + more
