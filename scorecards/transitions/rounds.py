"""A round is set up in 筹备: itself, its groups, who takes part."""

import datetime
from collections.abc import Collection

from django.db import transaction

from scorecards.models import Card, Endorsing, Group, Round, RubricVersion, Standing, Subject, Yields
from scorecards.phases import Phase
from scorecards.transitions.acting import acting
from scorecards.transitions.refused import Refused
from scorecards.transitions.stages import hold_in
from units.models import Branch, Unit, User


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
) -> Round:
    """A round in 筹备, without groups; `optional_phases` are the values of the optional stages that it walks."""
    with acting(by, "新建期次"):
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
        )


@transaction.atomic
def add_group(
    round_: Round, *, name: str, version: RubricVersion | None, subject: str = Subject.UNIT, by: User
) -> Group:
    """A group that is scored against one rubric version; only in 筹备."""
    hold_in(round_, Phase.PREPARING)
    with acting(by, "增加组别"):
        order = Group.objects.filter(round=round_).count() + 1
        return Group.objects.create(round=round_, name=name, order=order, version=version, subject=subject)


@transaction.atomic
def add_member(
    group: Group, *, unit: Unit, branch: Branch | None = None, taking_part: str = Standing.RANKED, by: User
) -> Card:
    """A unit, or one branch of it, takes part; only in 筹备."""
    hold_in(group.round, Phase.PREPARING)
    if (group.subject == Subject.BRANCH) != (branch is not None):
        raise Refused(f"{group.name}的评分对象是{group.get_subject_display()},不能加入{branch or unit}。")
    with acting(by, "增加参评对象"):
        return Card.objects.create(group=group, unit=unit, branch=branch, taking_part=taking_part)
