"""复核: asked for while 核对 lasts, taken back, and what keeps a round from leaving 核对."""

import datetime

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from scorecards import locks
from scorecards.models import TAKING_PART, Card, Mark, Recheck, RecheckState, Round
from scorecards.permissions import is_staff
from scorecards.phases import Phase
from scorecards.review_dates import is_in_time
from scorecards.transitions.stages import require_stage
from units import notices, submissions
from units.models import User
from units.roles import STAFF
from units.transitions.acting import acting
from units.transitions.refused import Refused

_LETTER = 120


@transaction.atomic
def ask_recheck(
    card: Card,
    *,
    mark: Mark | None,
    text: str,
    key: str,
    by: User,
    letter: str = "",
    received_on: datetime.date | None = None,
) -> Recheck | None:
    """申请复核 of one item, or with no mark of the whole card; None when the same form was taken before.

    The day that counts is today by the database, or the day on which the office received the unit's letter.
    """
    if not submissions.claim(by, key, result_url=reverse("scorecards:card-feedback", args=[card.pk])):
        return None
    at, current = hold_in_review(card.group.round_id)
    today = timezone.localdate(at)
    named = _letter(letter, received_on, today=today, by=by)
    _require_in_time(current, received_on or today)
    if card.taking_part not in TAKING_PART:
        raise Refused(f"{card.name}本轮{card.get_taking_part_display()}，没有得分，不用复核。")
    if mark is not None and mark.card_id != card.pk:
        raise Refused("这一项不在本评分表上，请重新选择。")
    if Recheck.objects.filter(card=card, mark=mark).waiting().exists():
        raise Refused("这一项已有待复核的申请，请等待结果，或者撤回后重新申请。")
    with acting(by, "申请复核"):
        asked = _store(card=card, mark=mark, text=text, letter=named, filed_by=by, filed_at=at)
    _tell_office(asked, round_=current, by=by)
    return asked


@transaction.atomic
def withdraw_recheck(recheck: Recheck, *, by: User) -> None:
    """撤回 while nobody has decided."""
    hold_in_review(recheck.card.group.round_id)
    current = hold_waiting(recheck)
    with acting(by, "撤回复核申请"):
        current.state = RecheckState.WITHDRAWN
        current.save(update_fields=["state"])


def blocks_leaving_review(round_: Round) -> list[str]:
    """Each request that nobody has decided, as a sentence."""
    waiting = Recheck.objects.filter(card__group__round=round_).waiting().with_frame().open_first()
    return [
        f"{one.card.group} {one.card}的复核申请（{one.subject}）还没有办结，请先复核。" for one in waiting
    ]


def hold_in_review(round_id: int) -> tuple[datetime.datetime, Round]:
    """Share the round's lock and refuse outside 核对; the database's time after the lock, and the round as it is."""
    at = locks.hold_round(round_id)
    current = Round.objects.get(pk=round_id)
    require_stage(current, {Phase.REVIEW})
    return at, current


def hold_waiting(recheck: Recheck) -> Recheck:
    """Hold the request, and refuse when it does not wait any more."""
    current = Recheck.objects.select_for_update(of=("self",)).with_frame().get(pk=recheck.pk)
    if not current.is_open:
        raise Refused(f"这条复核申请的状态已是“{current.get_state_display()}”，不能再办理。请刷新页面查看。")
    return current


def _letter(letter: str, received_on: datetime.date | None, *, today: datetime.date, by: User) -> str:
    """The office enters what a letter asks for, and says which and when it came; a unit asks by itself."""
    if not is_staff(by):
        return ""
    if not letter or received_on is None:
        raise Refused("工委代为录入复核申请，要写明来函和收到日期。")
    if received_on > today:
        raise Refused("收到日期不能晚于今天。")
    return f"{letter}（{date_format(received_on, 'Y年n月j日')}收到）"[:_LETTER]


def _require_in_time(current: Round, day: datetime.date) -> None:
    if not is_in_time(current, day):
        until = date_format(current.review_until, "Y年n月j日") if current.review_until else ""
        raise Refused(
            f"复核申请已于{until}截止，没有提交。期限内已经来函的，请工委按收到日期代为录入。"
            if until
            else "本期次没有设定复核申请期限，请联系工委。"
        )


def _store(**values: object) -> Recheck:
    """Two who ask for the same item at once: the second is told."""
    try:
        with transaction.atomic():
            return Recheck.objects.create(**values)
    except IntegrityError:
        raise Refused("这一项已有待复核的申请，请等待结果，或者撤回后重新申请。") from None


def _tell_office(asked: Recheck, *, round_: Round, by: User) -> None:
    people = [one for one in notices.holders(*STAFF) if one != by]
    notices.tell(people, text=f"{round_.title}：{asked.card.name}申请复核，请办理。",
                 url=asked.get_absolute_url(), key=f"recheck-asked:{asked.pk}")  # fmt: skip
