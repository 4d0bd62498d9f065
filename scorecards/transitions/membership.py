"""Who takes part in a round that is already open: a forgotten unit comes in, one is taken out, a card is reopened.

Nobody is deleted: whoever is taken out keeps the card as 免评, and comes back with all that it holds.
"""

import datetime
from typing import Any

from django.db.models import Q

from scorecards.cards.people import people_of
from scorecards.group_sheets import sheet_of
from scorecards.models import TAKING_PART, Card, CardState, Group, Round, Standing, Subject
from scorecards.phases import SCORING, Phase
from scorecards.rubrics.trees import trees_of
from scorecards.scoring import total
from scorecards.transitions.mark_layout import lay_out, layout_of
from scorecards.transitions.stages import require_stage
from scorecards.transitions.totals import store_totals
from units import notices
from units.models import Branch, Unit, User
from units.transitions.refused import Refused

OPEN_TO_MEMBERS = (Phase.FILLING, Phase.CHECKING, Phase.JUDGING)


def add_ground(current: Round, subject: dict[str, Any]) -> str:
    """Who comes into which group; refused when it is in one already or has nothing to be scored by."""
    require_stage(current, OPEN_TO_MEMBERS)
    group = Group.objects.get(pk=subject["group"], round=current)
    unit, branch = _who(subject)
    if (group.subject == Subject.BRANCH) != (branch is not None):
        raise Refused(f"{group.name}的评分对象是{group.get_subject_display()}，不能加入{branch or unit}。")
    same = Card.objects.filter(group__round=current, unit=unit, branch=branch).taking_part()
    if there := same.select_related("group").first():
        raise Refused(f"{there.name}已在{there.group.name}，不用再增加。")
    card = _named(Card(group=group, unit=unit, branch=branch))
    if group.version_id and not any(trees_of(group.version_id).of(card).items()):
        raise Refused(
            f"{card.name}（类别：{card.class_name or '未填'}）没有适用的指标，请核对类别或者评分细则。"
        )
    return f"在“{group.name}”增加{card.name}"


def add_member(current: Round, subject: dict[str, Any], *, by: User, at: datetime.datetime) -> None:
    """The card as its stage has it, with marks, the frozen names and the official order; the group is totalled."""
    group = Group.objects.get(pk=subject["group"])
    unit, branch = _who(subject)
    card, is_new = Card.objects.get_or_create(group=group, unit=unit, branch=branch)
    if is_new:
        _named(card)
    card.taking_part = Standing.RANKED
    card.items = total(trees_of(group.version_id).of(card), {}).items
    if current.stage in SCORING and card.state != CardState.CONFIRMED:
        card.state = CardState.CHECKING
    card.save()
    lay_out(layout_of([card], group.version_id), by=by, at=at)
    _total(group)
    notices.tell(people_of(Card.objects.filter(pk=card.pk)), text=f"{card.name}已列入{current.title}参评。",
                 url=card.get_absolute_url(), key=f"member:{card.pk}:{at.timestamp():.0f}")  # fmt: skip


def remove_ground(current: Round, subject: dict[str, Any]) -> str:
    """Who is taken out; the last one of a group stays."""
    require_stage(current, OPEN_TO_MEMBERS)
    card = Card.objects.select_related("group").get(pk=subject["card"], group__round=current)
    if card.taking_part not in TAKING_PART:
        raise Refused(f"{card.name}本轮{card.get_taking_part_display()}，不用移出。")
    if Card.objects.filter(group=card.group_id).taking_part().count() == 1:
        raise Refused(f"{card.name}是{card.group.name}最后一个参评对象，不能移出。")
    return f"把{card.name}移出“{card.group.name}”，改为免评"


def remove_member(current: Round, subject: dict[str, Any], *, by: User, at: datetime.datetime) -> None:  # noqa: ARG001
    """免评 from now on; the card and its marks stay, and the group is totalled without it."""
    card = Card.objects.select_related("group").get(pk=subject["card"])
    card.taking_part = Standing.EXEMPT
    card.save(update_fields=["taking_part"])
    _total(card.group)
    notices.tell(people_of(Card.objects.filter(pk=card.pk)), text=f"{card.name}在{current.title}改为免评，不用再填报。",
                 url=card.get_absolute_url(), key=f"member:{card.pk}:{at.timestamp():.0f}")  # fmt: skip


def reopen_ground(current: Round, subject: dict[str, Any]) -> str:
    """Whose card is opened again; only while marks are entered."""
    require_stage(current, SCORING)
    card = Card.objects.select_related("group").get(pk=subject["card"], group__round=current)
    if card.state != CardState.CONFIRMED:
        raise Refused(f"{card.name}的评分表现在是“{card.get_state_display()}”，不用取消核定。")
    return f"取消“{card.group.name}”{card.name}的核定"


def reopen_card(_current: Round, subject: dict[str, Any], *, by: User, at: datetime.datetime) -> None:  # noqa: ARG001
    """核定 → 审核中; its marks can be typed again."""
    Card.objects.filter(pk=subject["card"]).update(
        state=CardState.CHECKING, confirmed_by=None, confirmed_at=None
    )


def _who(subject: dict[str, Any]) -> tuple[Unit, Branch | None]:
    branch = Branch.objects.get(pk=subject["branch"]) if subject["branch"] else None
    return Unit.objects.get(pk=subject["unit"]), branch


def _named(card: Card) -> Card:
    """With the names, the class and the order that opening freezes; not saved."""
    card.unit_name, card.class_name = card.unit.name, card.unit.category
    card.official_order = card.unit.official_order
    if card.branch:
        card.branch_name, card.class_name = card.branch.name, card.branch.kind
        standing = Branch.objects.filter(Q(valid_until=None), unit=card.unit_id)
        card.needs_precheck = standing.count() > 1
    return card


def _total(group: Group) -> None:
    """Every card whose points can depend on who else is in the group."""
    store_totals(sheet_of(group), card_ids=None)
