"""退回 in 晒问题: nothing is scored and there are no items, so the card goes back as a whole."""

import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format

from scorecards.models import Card
from scorecards.transitions.reasons import require_reason
from scorecards.transitions.returning import hold_returnable, put_back, require_time, tell_the_unit
from units import submissions
from units.models import User
from units.transitions.acting import acting
from units.transitions.refused import Refused

LONGEST = 80
"""Signs of the reason: the unit reads it in its notice, the office in the history."""


def return_card(card: Card, *, reason: str, due_at: datetime.datetime, key: str, by: User) -> Card:
    """退回 of 成绩、做法 and 问题 until `due_at`, with the reason in the unit's notice; the same key does it once."""
    with transaction.atomic():
        if not submissions.claim(by, key, result_url=card.get_absolute_url()):
            return Card.objects.get(pk=card.pk)
        at, current = hold_returnable(card)
        require_time(due_at, at)
        require_reason(reason, "退回原因", most=LONGEST)
        if current.group.round.gives_scores:
            raise Refused("本期次按指标评分，请选择要退回的指标。")
        if current.returned:
            raise Refused(f"{current.name}已经退回，单位还没有重新报送。")
        with acting(by, f"退回：{reason}"):
            put_back(current, returned=1, due_at=due_at)
        until = date_format(timezone.localtime(current.return_due_at), "Y年n月j日 H:i")
        tell_the_unit(current, f"{current.name}的材料退回修改，请在{until}前重新报送：{reason}")
        return current
