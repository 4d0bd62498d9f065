"""归档: the last stage; everything stays readable and nothing is corrected any more."""

from django.db import transaction

from scorecards.models import ReleaseCorrection, Round
from scorecards.phases import Phase
from scorecards.transitions.stages import hold_in, move
from units.models import User
from units.transitions.acting import acting
from units.transitions.refused import Refused


@transaction.atomic
def archive_round(round_: Round, *, by: User) -> Round:
    """归档, once no correction waits."""
    current = hold_in(round_, Phase.RELEASED)
    waiting = ReleaseCorrection.objects.waiting().filter(release__group__round=current)
    if missing := [
        f"{one.release.group}有待审定的更正稿，请先审定或撤回。"
        for one in waiting.select_related("release__group")
    ]:
        raise Refused(*missing)
    with acting(by, "归档"):
        return move(current, Phase.ARCHIVED)
