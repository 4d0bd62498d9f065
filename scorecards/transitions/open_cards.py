"""A card that its unit may write in: held, read again, and refused with the reason where it is closed."""

import datetime

from scorecards import locks, permissions
from scorecards.models import TAKING_PART, Card, Mark
from scorecards.transitions.refused import Refused
from units.models import User


def hold_open_card(card: Card, *, by: User) -> tuple[datetime.datetime, Card]:
    """The round's lock shared, then the card's row; the clock is the database's, read after the lock.

    A draft can be written as long as 填报 lasts, after the deadline too: only 报送 looks at that.
    """
    at = locks.hold_round(card.group.round_id)
    cards = Card.objects.select_for_update(of=("self",)).select_related("group__round", "group__version")
    current = cards.get(pk=card.pk)
    round_ = current.group.round
    if current.taking_part not in TAKING_PART:
        raise Refused(f"本轮{current.get_taking_part_display()}，不需要填报。")
    if not permissions.may_fill_in(by, round_):
        raise Refused(f"{round_.title}现在处于“{round_.stage.label}”阶段，不能再填报。")
    if not permissions.can_fill(by, current):
        raise Refused(f"评分表现在是“{current.get_state_display()}”，不能再修改；需要更正请联系工委。")
    return at, current


def hold_whole_card(card: Card, *, by: User) -> tuple[datetime.datetime, Card]:
    """The same for what is no item: after a 退回 only the items that came back are open."""
    at, current = hold_open_card(card, by=by)
    if current.returned:
        raise Refused("评分表已退回，只能修改退回的指标，其他内容不能改；需要更正请联系工委。")
    return at, current


def hold_open_mark(mark: Mark, *, by: User) -> tuple[datetime.datetime, Mark]:
    """One item of it; after a 退回 only if it is among those that came back."""
    at, card = hold_open_card(mark.card, by=by)
    current = Mark.objects.select_for_update(of=("self",)).select_related("node").get(pk=mark.pk)
    current.card = card
    if card.returned and not current.is_returned:
        raise Refused("这一项没有退回，不能修改；需要更正请联系工委。")
    return at, current
