"""否决: a gate is set on a card, or taken back, while it is checked; the total follows at once."""

import datetime

from django.db import transaction
from django.utils import timezone

from scorecards import locks
from scorecards.group_sheets import sheet_of
from scorecards.models import Card, CardState, GateHit, Group, Node, Round
from scorecards.phases import SCORING
from scorecards.rubrics.trees import card_tree
from scorecards.transitions.acting import acting
from scorecards.transitions.refused import Refused
from scorecards.transitions.totals import store_totals
from units.models import User

_LONGEST_REASON = 500


@transaction.atomic
def set_gate(
    card: Card, node: Node, *, basis_document: str, decided_by: str, decided_on: datetime.date, by: User
) -> GateHit:
    """The gate counts from now on, by this document of a higher office."""
    current, today = _hold(card)
    if node.key not in {gate.key for gate in card_tree(current).gates()}:
        raise Refused(f"{current.name}的评分表上没有这一否决情形。")
    if GateHit.objects.filter(card=current, node=node).exists():
        raise Refused(f"{current.name}已登记过“{node.title}”。")
    if decided_on > today:
        raise Refused("认定日期不能晚于今天。")
    with acting(by, "登记否决情形"):
        hit = GateHit.objects.create(
            card=current,
            node=node,
            basis_document=basis_document,
            decided_by=decided_by,
            decided_on=decided_on,
            entered_by=by,
        )
        _total(current)
    return hit


@transaction.atomic
def clear_gate(hit: GateHit, *, reason: str, by: User) -> None:
    """Taken back, with a reason that the history keeps."""
    if not reason:
        raise Refused("请写明撤销原因。")
    if len(reason) > _LONGEST_REASON:
        raise Refused(f"撤销原因最多 {_LONGEST_REASON} 个字，现在有 {len(reason)} 个字，请删减。")
    current, _ = _hold(hit.card)
    with acting(by, f"撤销否决情形：{reason}"):
        gone, _ = GateHit.objects.filter(pk=hit.pk).delete()
        if not gone:
            raise Refused("这一否决情形已被撤销。")
        _total(current)


def _hold(card: Card) -> tuple[Card, datetime.date]:
    at = locks.hold_round(card.group.round_id)
    round_ = Round.objects.get(pk=card.group.round_id)
    locks.hold_group(card.group_id)
    current = Card.objects.select_for_update(of=("self",)).select_related("group").get(pk=card.pk)
    if round_.stage not in SCORING:
        raise Refused(f"{round_.title}现在处于“{round_.stage.label}”阶段，不能登记或撤销否决情形。")
    if current.state != CardState.CHECKING:
        raise Refused(f"{current.name}已核定，不能再改。")
    return current, timezone.localdate(at)


def _total(card: Card) -> None:
    """The group's figures do not depend on gates, but the total of this card may look at the group."""
    store_totals(sheet_of(Group.objects.get(pk=card.group_id), card_ids={card.pk}), card_ids={card.pk})
