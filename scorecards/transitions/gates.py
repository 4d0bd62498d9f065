"""否决: a gate is set on a card, or taken back, while it is checked; the total follows at once."""

import datetime

from django.db import transaction
from django.utils import timezone

from scorecards.group_sheets import sheet_of
from scorecards.models import Card, GateHit, Group, Node
from scorecards.rubrics.trees import card_tree
from scorecards.transitions.checking_hold import hold_for_checking
from scorecards.transitions.reasons import require_reason
from scorecards.transitions.totals import store_totals
from units.models import User
from units.transitions.acting import acting
from units.transitions.refused import Refused

_WHAT = "登记或撤销否决情形"


@transaction.atomic
def set_gate(
    card: Card, node: Node, *, basis_document: str, decided_by: str, decided_on: datetime.date, by: User
) -> GateHit:
    """The gate counts from now on, by this document of a higher office."""
    at, current = hold_for_checking(card, what=_WHAT)
    if node.key not in {gate.key for gate in card_tree(current).gates()}:
        raise Refused(f"{current.name}的评分表上没有这一否决情形。")
    if GateHit.objects.filter(card=current, node=node).exists():
        raise Refused(f"{current.name}已登记过“{node.title}”。")
    if decided_on > timezone.localdate(at):
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
    require_reason(reason, "撤销原因")
    _, current = hold_for_checking(hit.card, what=_WHAT)
    with acting(by, f"撤销否决情形：{reason}"):
        gone, _ = GateHit.objects.filter(pk=hit.pk).delete()
        if not gone:
            raise Refused("这一否决情形已被撤销。")
        _total(current)


def _total(card: Card) -> None:
    """The group's figures do not depend on gates, but the total of this card may look at the group."""
    store_totals(sheet_of(Group.objects.get(pk=card.group_id), card_ids={card.pk}), card_ids={card.pk})
