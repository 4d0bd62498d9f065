"""What of a card its filler may write in besides 自评: all of a draft, or what stands by the items that came back."""

import datetime

from scorecards.models import Card, Mark
from scorecards.transitions.filling_hold import hold_for_filling
from units.models import User
from units.transitions.refused import Refused


def hold_whole_card(card: Card, *, by: User) -> tuple[datetime.datetime, Card]:
    """For what is no item: after a 退回 only the items that came back are open."""
    held = hold_for_filling(card, by=by)
    if held.only_returned:
        raise Refused("评分表已退回，只能修改退回的指标，其他内容不能改；需要更正请联系工委。")
    return held.at, held.card


def hold_open_mark(mark: Mark, *, by: User) -> tuple[datetime.datetime, Mark]:
    """One item of it; after a 退回 only if it is among those that came back."""
    held = hold_for_filling(mark.card, by=by)
    current = Mark.objects.select_for_update(of=("self",)).select_related("node").get(pk=mark.pk)
    current.card = held.card
    if held.only_returned and not current.is_returned:
        raise Refused("这一项没有退回，不能修改；需要更正请联系工委。")
    return held.at, current
