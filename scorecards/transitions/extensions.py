"""延期: later for all, or for one unit with all its cards of the round; on record and told."""

import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format

from scorecards import locks
from scorecards.cards.people import people_of
from scorecards.models import Card, Round, RoundExtension
from scorecards.models.card_lists import CardQuerySet
from scorecards.phases import Act, stages_of
from scorecards.transitions.stages import hold_in
from units import notices, submissions
from units.models import Unit, User
from units.transitions.acting import acting
from units.transitions.refused import Refused


@transaction.atomic
def extend_round(
    round_: Round, *, until: datetime.datetime, reason: str, key: str, by: User, unit: Unit | None = None
) -> None:
    """统一延期, or 单独延期 of this unit; later than now and than what held before. The same key changes nothing."""
    if not submissions.claim(by, key, result_url=round_.get_absolute_url()):
        return
    current = hold_in(round_, *stages_of(Act.EXTEND))
    at = locks.clock()
    cards = Card.objects.filter(group__round=current).taking_part()
    cards = cards.filter(unit=unit) if unit else cards
    _require_later(current, cards, until, at=at, unit=unit)
    with acting(by, f"{'单独' if unit else '统一'}延期：{reason}"):
        if unit:
            cards.update(extended_until=until)
        else:
            current.fill_due_at = until
            current.save(update_fields=["fill_due_at"])
        made = RoundExtension.objects.create(
            round=current, unit=unit, until=until, reason=reason, made_by=by, made_at=at
        )
    notices.tell(people_of(cards), text=f"{current.title}填报截止时间延至{_moment(until)}。",
                 url=current.get_absolute_url(), key=f"extension:{made.pk}")  # fmt: skip


def _require_later(
    current: Round,
    cards: CardQuerySet,
    until: datetime.datetime,
    *,
    at: datetime.datetime,
    unit: Unit | None,
) -> None:
    if until <= at:
        raise Refused("延期后的截止时间必须晚于现在。")
    present = current.fill_due_at
    if unit:
        moments = list(cards.values_list("extended_until", flat=True))
        if not moments:
            raise Refused(f"{unit}没有参加本期次，不用延期。")
        present = max([present, *filter(None, moments)])
    if until <= present:
        raise Refused(f"延期后的截止时间必须晚于原来的截止时间（{_moment(present)}）。")


def _moment(at: datetime.datetime) -> str:
    return date_format(timezone.localtime(at), "Y年n月j日 H:i")
