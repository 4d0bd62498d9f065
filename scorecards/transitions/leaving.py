"""What keeps a round in its stage on the way to 通报: what somebody has to do, and days that have to pass."""

import datetime

from django.utils.formats import date_format

from scorecards import locks
from scorecards.models import Approval, PublicNotice, Round
from scorecards.phases import SCORING, SETTLED, Phase
from scorecards.transitions.locking import blocks_locking
from scorecards.transitions.rechecks import blocks_leaving_review
from units.transitions.refused import Refused


def undone(current: Round) -> list[str]:
    """What somebody has still to do in this stage, each as a sentence."""
    if current.stage == Phase.REVIEW:
        return blocks_leaving_review(current)
    if current.stage == Phase.APPROVAL:
        return _undecided(current)
    return []


def too_early(current: Round) -> list[str]:
    """Which last day is not over yet, by the database's clock."""
    if current.stage == Phase.REVIEW:
        until, what = current.review_until, "复核申请{day}（含当日）截止，过后才能{then}。"
    elif current.stage == Phase.NOTICE:
        until, what = _notice_end(current), "公示到{day}（含当日）期满，过后才能{then}。"
    else:
        return []
    if until is None or locks.today() > until:
        return []
    then = "审定通报" if current.leads_to(Phase.RELEASED) else "转入下一阶段"
    return [what.format(day=date_format(until, "n月j日"), then=then)]


def blocks_release(current: Round) -> list[str]:
    """All that stands between the round and 通报, in the order in which it is to be settled; before 锁定 what keeps it
    from that."""
    if current.stage not in SETTLED:
        return blocks_locking(current) if current.stage in SCORING else []
    ahead = current.path[current.path.index(current.stage) + 1 : current.path.index(Phase.RELEASED)]
    return [
        *blocks_moving(current),
        *(f"本期次设有“{stage.label}”阶段，还没有转入。" for stage in ahead),
    ]


def blocks_moving(current: Round) -> list[str]:
    """What keeps it from the next stage: something is not done, or a day is not over."""
    return [*undone(current), *too_early(current)]


def require_settled(current: Round) -> None:
    """To go on to the next stage."""
    if missing := blocks_moving(current):
        raise Refused(*missing)


def _undecided(current: Round) -> list[str]:
    standing = Approval.objects.filter(round=current).standing()
    if standing.filter(recorded_at__isnull=False).exists():
        return []
    return ["送审稿还没有记录会议决定，请先记录会议名称、日期和决定。"]


def _notice_end(current: Round) -> datetime.date | None:
    standing = PublicNotice.objects.filter(round=current).standing()
    return standing.values_list("until", flat=True).first()
