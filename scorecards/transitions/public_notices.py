"""公示: what the scope lets out is sealed and published from one day to another; nothing else is in it."""

import datetime
from collections.abc import Iterable

from django.db import transaction
from django.utils.formats import date_format

from scorecards import locks
from scorecards.cards.people import people_of
from scorecards.models import TO_THE_PUBLIC, Card, Group, PublicNotice, Round, scope_in_words
from scorecards.phases import Phase
from scorecards.results.scope_lists import GroupList, Result, let_out, to_json
from scorecards.results.snapshots import canonical, digest
from scorecards.standings.group_grades import top_grade
from scorecards.standings.places import Standings, standings_of
from scorecards.transitions.leaving import require_settled
from scorecards.transitions.stages import hold_in, move, require_next
from units import calendar, notices, submissions
from units.models import User
from units.transitions.acting import acting
from units.transitions.refused import Refused
from units.workdays import UnknownYear

_AHEAD = datetime.timedelta(days=15)


@transaction.atomic
def publish_notice(
    round_: Round, *, starts_on: datetime.date, until: datetime.date | None, contact: str, phone: str,
    key: str, by: User,
) -> Round:  # fmt: skip
    """转入公示; without a last day it is counted by the calendar, and where that does not reach it is asked for."""
    if not submissions.claim(by, key, result_url=round_.get_absolute_url()):
        return round_
    current = hold_in(round_, Phase.LOCKED, Phase.REVIEW, Phase.APPROVAL)
    require_next(current, Phase.NOTICE)
    require_settled(current)
    _require_days(starts_on)
    last = _last_day(current, starts_on, until)
    content = _content(current)
    with acting(by, "转入公示"):
        notice = PublicNotice.objects.create(
            round=current,
            number=PublicNotice.objects.filter(round=current).count() + 1,
            scope=current.notice_scope,
            scope_top=current.scope_top,
            content=content,
            sha256=digest(content),
            starts_on=starts_on,
            until=last,
            contact=contact,
            phone=phone,
            published_by=by,
            published_at=locks.clock(),
        )
        move(current, Phase.NOTICE)
    _tell(notice, f"{current.title}结果公示至{date_format(last, 'n月j日')}，请查看。")
    return current


def withdraw_standing(current: Round) -> None:
    """退回上一阶段: the notice no longer stands, and whoever was told of it is told so; the round is held."""
    notice = PublicNotice.objects.filter(round=current).standing().first()
    if notice is None:
        return
    notice.withdrawn_at = locks.clock()
    notice.save(update_fields=["withdrawn_at"])
    _tell(notice, f"{current.title}的公示已经撤回，请以重新公示的为准。")


def last_day_of(starts_on: datetime.date, days: int) -> datetime.date:
    """The first day counts when it is worked; raises `UnknownYear`."""
    return calendar.add_workdays(starts_on - datetime.timedelta(days=1), days)


def lists_of(standings: Iterable[Standings], *, scope: str, top: int | None) -> list[GroupList]:
    """What the scope lets out of each group's standings."""
    return [
        GroupList(
            one.group.name,
            let_out(_results(one), scope=scope, top=top, top_grade=top_grade(one.group)),
        )
        for one in standings
    ]


def _content(current: Round) -> bytes:
    scope, top = current.notice_scope, current.scope_top
    if scope not in TO_THE_PUBLIC:
        raise Refused("公示范围不能是“仅本单位”，请先调整公开范围。")
    groups = Group.objects.filter(round=current).select_related("round", "version__rubric").in_order()
    lists = lists_of(map(_agreeing, groups), scope=scope, top=top)
    if not any(one.lines for one in lists):
        raise Refused(
            f"按“{scope_in_words(scope, top)}”没有可以公示的名单，请核对各组的等次规则，或者调整公示范围。"
        )
    return canonical({"round": current.title, "scope": scope, "top": top, "groups": to_json(lists)})


def _agreeing(group: Group) -> Standings:
    standings = standings_of(group)
    if wrong := standings.disagreeing():
        raise Refused(f"{group}的总分与各项得分不一致（{'、'.join(wrong)}），不能公示，请联系系统管理员。")
    return standings


def _results(standings: Standings) -> list[Result]:
    return [
        Result(
            name=row.card.name,
            owner=row.card.unit_name if row.card.branch_id else "",
            official_order=row.card.official_order,
            place=row.placed.place,
            tied=row.placed.tied,
            grade=row.grade,
        )
        for row in standings.rows
    ]


def _require_days(starts_on: datetime.date) -> None:
    today = locks.today()
    if starts_on < today:
        raise Refused("公示起始日期不能早于今天，请改填。")
    if starts_on > today + _AHEAD:
        raise Refused("公示起始日期离今天太远，请核对。")


def _last_day(current: Round, starts_on: datetime.date, until: datetime.date | None) -> datetime.date:
    """Never shorter than the round says; a year that the calendar does not know is not guessed."""
    if until is not None and until < starts_on:
        raise Refused("公示截止日期不能早于起始日期，请改填。")
    try:
        least = last_day_of(starts_on, current.notice_days)
    except UnknownYear as unknown:
        if until is None:
            raise Refused(
                f"{unknown.sentence}请自行填写公示截止日期，公示期是 {current.notice_days} 个工作日。"
            ) from None
        return until
    if until is not None and until < least:
        raise Refused(
            f"公示期是 {current.notice_days} 个工作日，截止日期不能早于{date_format(least, 'n月j日')}，请改填。"
        )
    return until or least


def _tell(notice: PublicNotice, text: str) -> None:
    people = people_of(Card.objects.filter(group__round=notice.round_id).taking_part())
    state, about = ("withdrawn", notice.round) if notice.withdrawn_at else ("published", notice)
    notices.tell(people, text=text, url=about.get_absolute_url(), key=f"public-notice:{notice.pk}:{state}")
