"""核定: whole groups by the head."""

from django.db import transaction
from django.db.models import F

from scorecards import locks
from scorecards.models import Card, CardState, Group, Round
from scorecards.phases import SCORING
from scorecards.transitions.acting import acting
from scorecards.transitions.refused import Refused
from scorecards.transitions.stages import require_stage
from units.models import User


@transaction.atomic
def confirm_group(group: Group, *, by: User) -> int:
    """核定 every wholly scored card of the group; returns how many."""
    at = locks.hold_round(group.round_id)
    locks.hold_group(group.pk)
    require_stage(Round.objects.get(pk=group.round_id), SCORING)
    with acting(by, "整组核定"):
        ready = (
            Card.objects.filter(group=group, state=CardState.CHECKING).taking_part().filter(scored=F("items"))
        )
        confirmed = ready.update(state=CardState.CONFIRMED, confirmed_by=by, confirmed_at=at)
    if not confirmed:
        raise Refused("没有可以核定的评分表：各单位还有未评项，或都已核定。")
    return confirmed
