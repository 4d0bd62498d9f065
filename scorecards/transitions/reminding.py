"""催报: a notice to each person who still owes something, at most one a day."""

from django.db import transaction
from django.utils import timezone

from scorecards import locks
from scorecards.chasing import debts_of
from scorecards.models import Round
from scorecards.phases import SCORING, Phase
from scorecards.transitions.stages import require_stage
from units import notices
from units.transitions.refused import Refused


@transaction.atomic
def remind(round_: Round) -> int:
    """Tell everybody who owes now, and nobody who is done; returns how many cards were reminded of."""
    at = locks.hold_round(round_.pk)
    current = Round.objects.get(pk=round_.pk)
    require_stage(current, {Phase.FILLING, *SCORING})
    debts = [debt for debt in debts_of(current) if debt.who]
    if not debts:
        raise Refused("没有需要提醒的人：各单位都已办理，或者没有在任人员。")
    day = timezone.localdate(at)
    for debt in debts:
        until = f"，{debt.until}截止" if debt.due else ""
        notices.tell(debt.who, text=f"{current.title}：{debt.name}{debt.missing}{until}。",
                     url=debt.card.get_absolute_url(), key=f"chase:{debt.card.pk}:{day}")  # fmt: skip
    return len(debts)
