"""Rows for tests, made by plain functions. A round goes through the same transitions as in real use."""

import datetime
import itertools
import uuid
from collections.abc import Collection
from pathlib import Path

from django.utils import timezone

from reports.releasing import approve_and_print
from scorecards import transitions
from scorecards.models import (
    Approval,
    Card,
    Group,
    Mark,
    PublicNotice,
    Round,
    RubricVersion,
    Scope,
    Term,
)
from scorecards.phases import Phase
from scorecards.rubrics.exchange import load
from scorecards.standings.group_grades import grade_names
from scorecards.transitions.approvals import record_meeting, submit_for_approval
from scorecards.transitions.archiving import archive_round
from scorecards.transitions.public_notices import publish_notice
from units import notices
from units.models import Branch, DayOrigin, Post, Unit, User, Workday
from units.roles import Role
from units.workdays import whole_year

START = datetime.date(2026, 1, 1)
REVIEW_UNTIL = datetime.date(2999, 7, 8)
FAR = datetime.datetime(2999, 7, 3, 17, 0, tzinfo=datetime.UTC)
RUBRIC = Path(__file__).parent / "rubrics" / "07-biaozhunhua-zhibu-baifenzhi.json"
# The State Council's notice for 2026: first and last days off, and the weekend days that are worked instead.
OFF = {2026: ("0101-0103", "0215-0223", "0404-0406", "0501-0505", "0619-0621", "0925-0927", "1001-1007")}
WORKING = {2026: ("0104", "0214", "0228", "0509", "0920", "1010")}
_numbers = itertools.count(1)


def make_unit(**fields) -> Unit:
    """A department; fields replace the defaults."""
    number = next(_numbers)
    values = {
        "name": f"示范县第{number}局",
        "short_name": f"第{number}局",
        "party_name": f"示范县第{number}局党委",
        "category": "县直部门",
        "official_order": number,
        "valid_from": START,
    } | fields
    unit = Unit(**values)
    unit.clean()
    unit.save()
    return unit


def make_branch(unit: Unit | None = None, **fields) -> Branch:
    """A branch of the unit."""
    values = {"name": f"第{next(_numbers)}党支部", "valid_from": START} | fields
    return Branch.objects.create(unit=unit or make_unit(), **values)


def make_user(role: Role, *, unit: Unit | None = None, branch: Branch | None = None, **fields) -> User:
    """A person in post who has changed the first password (`pass-word-2026`)."""
    number = next(_numbers)
    values = {"username": f"user{number}", "name": f"测试员{number}", "must_change": False} | fields
    user = User(**values)
    user.set_password("pass-word-2026")
    user.save()
    Post.objects.create(user=user, role=role, unit=unit, branch=branch, since=START)
    return user


def make_calendar(year: int = 2026) -> list[Workday]:
    """Every day of the year by the real notice."""
    days = [
        Workday(date=date, is_workday=is_workday, origin=DayOrigin.NOTICE)
        for date, is_workday in days_of(year).items()
    ]
    return Workday.objects.bulk_create(days)


def days_of(year: int) -> dict[datetime.date, bool]:
    """Which days of the year are worked."""
    off = [
        datetime.date.fromordinal(number)
        for span in OFF[year]
        for number in range(*(_day(year, text).toordinal() + at for at, text in enumerate(span.split("-"))))
    ]
    return whole_year(year, off=off, working=[_day(year, text) for text in WORKING[year]])


def _day(year: int, text: str) -> datetime.date:
    return datetime.date(year, int(text[:2]), int(text[2:]))


def make_version(by: User, path: Path = RUBRIC) -> RubricVersion:
    """A real rubric, imported as the office does."""
    return transitions.import_rubric(load(path.read_bytes()), by=by)


def make_round(by: User, *, units: int = 2, **fields) -> Round:
    """A round in 筹备 with one group of that many units."""
    values = {
        "year": 2026,
        "term": Term.FIRST_HALF,
        "title": f"2026年上半年晒比评{next(_numbers)}",
        "plan_title": "2026年上半年机关党建晒比评工作方案",
        "plan_number": "示机党〔2026〕12号",
        "fill_due_at": FAR,
    } | fields
    round_ = transitions.create_round(by=by, **values)
    version = make_version(by) if round_.gives_scores else None
    group = transitions.add_group(round_, name="县直部门一组", version=version, by=by)
    for _ in range(units):
        transitions.add_member(group, unit=make_unit(), by=by)
    return round_


def group_of(round_: Round) -> Group:
    """The round's only group."""
    return Group.objects.select_related("round", "version").get(round=round_)


def cards_of(round_: Round) -> list[Card]:
    """The round's cards in official order."""
    return list(Card.objects.filter(group__round=round_).with_frame().in_official_order())


def fill_all(round_: Round, *, by: User, **texts: str) -> None:
    """Type a mark into every cell of the matrix: full marks, or the text given for an item's key."""
    for group in Group.objects.filter(round=round_).select_related("round", "version"):
        marks = Mark.objects.filter(card__group=group).select_related("node")
        cells = [
            transitions.Cell(
                mark.card_id, mark.node.key, texts.get(mark.node.key, full_text(mark.node)), mark.version
            )
            for mark in marks
        ]
        transitions.save_checked(group, cells, by=by)


def full_text(node) -> str:
    """What a clerk types for no loss."""
    return node.params["levels"][0]["name"] if node.scoring_kind == "LEVEL" else "0"


def advance(round_: Round, to: Phase, *, clerk: User, head: User) -> Round:
    """Walk the round to the stage, each card scored in full on the way."""
    steps = {
        Phase.JUDGING: lambda: transitions.start_judging(round_, by=clerk),
        Phase.REVIEW: lambda: transitions.start_review(round_, until=REVIEW_UNTIL, by=clerk),
        Phase.FILLING: lambda: transitions.open_round(round_, by=clerk),
        Phase.CHECKING: lambda: transitions.start_checking(round_, by=clerk),
        Phase.LOCKED: lambda: _check_and_lock(round_, clerk=clerk, head=head),
        Phase.APPROVAL: lambda: submit_to(round_, _leaders(), by=clerk),
        Phase.NOTICE: lambda: publish(round_, by=clerk),
        Phase.RELEASED: lambda: _release(round_, clerk=clerk, head=head),
        Phase.ARCHIVED: lambda: archive_round(round_, by=clerk),
    }
    path = round_.path
    for phase in path[path.index(round_.stage) + 1 : path.index(to) + 1]:
        steps[phase]()
        round_.refresh_from_db()
    return round_


def _check_and_lock(round_: Round, *, clerk: User, head: User) -> None:
    fill_all(round_, by=clerk)
    for group in Group.objects.filter(round=round_):
        transitions.confirm_group(group, by=head)
    transitions.lock_round(round_, by=clerk)


def end_review(round_: Round) -> None:
    """The last day of asking for 复核 is over."""
    Round.objects.filter(pk=round_.pk, phase=Phase.REVIEW).update(review_until=START)


def submit_to(round_: Round, leaders: Collection[User], *, by: User) -> Approval:
    """转入报审; 核对 is over by then."""
    end_review(round_)
    submit_for_approval(round_, readers=leaders, key=str(uuid.uuid4()), by=by)
    return Approval.objects.standing().get(round=round_)


def meet(round_: Round, *, by: User) -> Approval:
    """The meeting on the standing 送审稿 agreed."""
    approval = Approval.objects.standing().get(round=round_)
    return record_meeting(approval, meeting="部务会议", met_on=START, decision="原则同意。", by=by)


def publish(round_: Round, *, by: User, until: datetime.date = REVIEW_UNTIL) -> PublicNotice:
    """转入公示, from today on, after the meeting where there was one; all names are let out."""
    end_review(round_)
    if round_.stage is Phase.APPROVAL:
        meet(round_, by=by)
    if round_.notice_scope == Scope.MERIT and not any(map(grade_names, Group.objects.filter(round=round_))):
        Round.objects.filter(pk=round_.pk).update(notice_scope=Scope.ALL)
    publish_notice(round_, starts_on=timezone.localdate(), until=until, contact="县直机关工委",
                   phone="0550-1234567", key=str(uuid.uuid4()), by=by)  # fmt: skip
    return PublicNotice.objects.standing().get(round=round_)


def end_notice(round_: Round) -> None:
    """The last day of 公示 is over."""
    PublicNotice.objects.filter(round=round_, withdrawn_at=None).update(starts_on=START, until=START)


def _leaders() -> list[User]:
    return notices.holders(Role.COUNTY_LEADER) or [make_user(Role.COUNTY_LEADER)]


def _release(round_: Round, *, clerk: User, head: User) -> None:
    if round_.stage is Phase.APPROVAL:
        meet(round_, by=clerk)
    draft = transitions.prepare_release(round_, by=clerk)
    end_review(round_)
    end_notice(round_)
    approve_and_print(draft, key=str(uuid.uuid4()), by=head)
