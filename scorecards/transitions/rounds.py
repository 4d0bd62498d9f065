"""A round is set up in 筹备: made, and changed until its cards are sent out."""

import datetime
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from scorecards.models import Endorsing, Group, GroupPeriod, Round, Scope, Term, Yields
from scorecards.models.rounds import named_as
from scorecards.phases import Phase
from scorecards.transitions.stages import hold_in
from units import submissions
from units.models import User
from units.transitions.acting import acting
from units.transitions.refused import Refused


class TitleTaken(Refused):
    """Another round has this name."""


_IN_THE_YEAR = (Term.FIRST_HALF, Term.YEAR_END)


@transaction.atomic
def create_round(
    *,
    year: int,
    term: str,
    title: str,
    plan_title: str,
    plan_number: str,
    fill_due_at: datetime.datetime,
    by: User,
    is_trial: bool = False,
    yields: str = Yields.RANKING,
    previous: Round | None = None,
    covers_from: datetime.date | None = None,
    covers_until: datetime.date | None = None,
    optional_phases: Collection[str] = (),
    endorsing: str = Endorsing.ON_PAPER,
    asks_paper: bool = False,
    review_days: int = 3,
    review_scope: str = Scope.OWN,
    notice_scope: str = Scope.MERIT,
    release_scope: str = Scope.MERIT,
    scope_top: int | None = None,
    notice_days: int = 5,
    key: str | None = None,
) -> Round:
    """A round in 筹备, without groups; `optional_phases` are the values of the optional stages that it walks.

    The same form (`key`) sent again gives the round that it made; raises `BadKey` for a key that is none.
    """
    if key is not None and not submissions.claim(by, key, result_url=reverse("scorecards:round-list")):
        return _made_before(named_as(title, is_trial=is_trial))
    title = named_as(title, is_trial=is_trial)
    _require_earlier(previous, year=year, term=term)
    with acting(by, "新建期次"), _title_used_once():
        return Round.objects.create(
            year=year,
            term=term,
            title=title,
            plan_title=plan_title,
            plan_number=plan_number,
            fill_due_at=fill_due_at,
            is_trial=is_trial,
            yields=yields,
            previous=previous,
            covers_from=covers_from,
            covers_until=covers_until,
            optional_phases=list(optional_phases),
            endorsing=endorsing,
            asks_paper=asks_paper,
            review_days=review_days,
            review_scope=review_scope,
            notice_scope=notice_scope,
            release_scope=release_scope,
            scope_top=scope_top,
            notice_days=notice_days,
        )


@transaction.atomic
def change_round(round_: Round, values: Mapping[str, Any], *, revision: int, by: User) -> Round:
    """The settings read as typed (by the names of `create_round`); periods due at the old deadline move with it."""
    current = hold_setup(round_, revision=revision)
    before = current.fill_due_at
    if values.get("is_trial", current.is_trial) != current.is_trial:
        _require_unused(current)
    for name, value in values.items():
        setattr(current, name, value)
    current.title = named_as(current.title, is_trial=current.is_trial)
    _require_earlier(current.previous, year=current.year, term=current.term, pk=current.pk)
    with acting(by, "修改期次"), _title_used_once():
        current.revision += 1
        current.save(update_fields=[*values, "title", "revision"])
        GroupPeriod.objects.filter(group__round=current, due_at=before).update(due_at=current.fill_due_at)
    return current


def hold_setup(round_: Round, *, revision: int | None = None) -> Round:
    """Hold the round alone in 筹备; refused when it was changed since the page with that revision was shown."""
    current = hold_in(round_, Phase.PREPARING)
    if revision is not None and current.revision != revision:
        raise Refused(_who_was_first(current))
    return current


def touch(current: Round) -> None:
    """Pages of the setup that were shown before are now old; the round is held."""
    current.revision += 1
    current.save(update_fields=["revision"])


def is_earlier(previous: Round, *, year: int, term: str, pk: int | None = None) -> bool:
    """By year, then 上半年 before 年终; of any other two the one that was made first."""
    if previous.year != year:
        return previous.year < year
    if previous.term != term and {previous.term, term} == set(_IN_THE_YEAR):
        return previous.term == Term.FIRST_HALF
    return pk is None or previous.pk < pk


def _require_earlier(previous: Round | None, *, year: int, term: str, pk: int | None = None) -> None:
    if previous is None:
        return
    if previous.is_trial:
        raise Refused("演练不能作为上一期次，请改选。")
    if not is_earlier(previous, year=year, term=term, pk=pk):
        raise Refused(f"上一期次“{previous}”不早于本期次，请改选更早的期次，或者不选。")


def _require_unused(current: Round) -> None:
    """A round becomes a trial, or stops being one, only before anybody has seen it; the database holds that too."""
    past = Round.pgh_event_model.objects.filter(pgh_obj_id=current.pk)  # type: ignore[attr-defined]
    if past.exclude(phase=Phase.PREPARING).exists():
        raise Refused("评分表下发过的期次，不能再改为演练，也不能由演练改为正式期次。")
    if Round.objects.filter(previous=current).exists():
        raise Refused("别的期次把本期次选作上一期次，不能改为演练。请先在那个期次里改选。")


def _made_before(title: str) -> Round:
    made = Round.objects.filter(title=title).first()
    if made is None:
        raise Refused("这张表单已经办理过。要再建一个期次，请从期次列表重新点“新建期次”。")
    return made


@contextmanager
def _title_used_once() -> Iterator[None]:
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        if "round_title_once" not in str(error):
            raise
        raise TitleTaken("已有同名的期次，请换一个名称。") from None


def _who_was_first(round_: Round) -> str:
    """The history knows who changed the setup last, and when."""
    found = [
        model.objects.filter(**mine).order_by("-pgh_id").values("pgh_created_at", "pgh_context").first()
        for model, mine in (
            (Round.pgh_event_model, {"id": round_.pk}),  # type: ignore[attr-defined]
            (Group.pgh_event_model, {"round_id": round_.pk}),  # type: ignore[attr-defined]
        )
    ]
    events = [event for event in found if event]
    last = max(events, key=lambda event: event["pgh_created_at"])
    who = (last["pgh_context"] or {}).get("name", "另一处")
    when = date_format(timezone.localtime(last["pgh_created_at"]), "n月j日 H:i")
    return f"{who}于{when}修改过本期次。请对照现在的内容，核对后再办理。"
