"""Fill an empty database with the invented county: one round released, the next one open for filling."""

import datetime
import uuid
from collections.abc import Collection

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from config.demo.county import (
    COUNTY,
    GROUP,
    LED_BY_THE_LEADER,
    LOSSES,
    OF_UNITS,
    PASSWORD,
    REPORTED,
    RUBRIC,
    STAFF,
    STANDARD,
    STANDARD_OF_BRANCHES,
    UNITS,
    WITH_TWO_BRANCHES,
    Account,
    Person,
)
from config.demo.running import check_branches, report_some
from reports.releasing import approve_and_print
from scorecards import transitions
from scorecards.models import Approval, Card, Group, Mark, Round, RubricVersion, Term
from scorecards.phases import Phase
from scorecards.rubrics.exchange import load as read_rubric
from scorecards.rubrics.standards import standard_rubrics
from scorecards.transitions.approvals import record_meeting, submit_for_approval
from units import notices, submissions
from units.models import Branch, Post, Unit, User
from units.published_days import seed_calendar
from units.roles import Role
from units.transitions import set_office

_FOUNDED = datetime.date(2019, 3, 1)


def load() -> list[Account]:
    """Load what is missing and give one account a post."""
    seed_calendar()
    if not User.objects.filter(username=STAFF[0].username).exists():
        with transaction.atomic():
            _organisation()
            _rounds(now=timezone.now())
    return [Account(person.role.label, person.username, PASSWORD) for person in _one_a_post()]


def _one_a_post() -> list[Person]:
    shown: dict[Role, Person] = {}
    for person in (*STAFF, *OF_UNITS):
        shown.setdefault(person.role, person)
    return [shown[role] for role in Role if role in shown]


def _organisation() -> None:
    for person in STAFF:
        _employ(person)
    _office(User.objects.get(username="gongwei"))
    leader = User.objects.get(username="xianlingdao")
    for order, (name, short) in enumerate(UNITS, start=1):
        _unit(order, f"{COUNTY}{name}", short, leader if short in LED_BY_THE_LEADER else None)
    for person in OF_UNITS:
        _employ(person)
    for unit in Unit.objects.exclude(short_name="县教体局").in_order():
        _employ(
            Person(
                f"lianluo{unit.official_order}", f"联络员{unit.official_order}", Role.OFFICER, unit.short_name
            )
        )


def _office(clerk: User) -> None:
    """The invented number is nobody's: there is no area code 0000."""
    key = submissions.new_key()
    set_office(county_name=COUNTY, name=settings.OFFICE_NAME, phone="0000-1234567", key=key, by=clerk)


def _unit(order: int, name: str, short: str, leader: User | None) -> None:
    unit = Unit(
        name=name,
        short_name=short,
        party_name=f"{name}党委",
        category="县直部门",
        official_order=order,
        leader_in_charge=leader,
        valid_from=_FOUNDED,
    )
    unit.full_clean()
    unit.save()
    for ordinal in "一二" if short in WITH_TWO_BRANCHES else "一":
        Branch.objects.create(unit=unit, name=f"{short}机关第{ordinal}党支部", valid_from=_FOUNDED)


def _employ(person: Person) -> None:
    user = User.objects.open_account(username=person.username, name=person.name, password=PASSWORD)
    User.objects.filter(pk=user.pk).update(must_change=False)
    unit = Unit.objects.get(short_name=person.unit) if person.unit else None
    branch = Branch.objects.get(name=person.branch) if person.branch else None
    Post.objects.create(
        user=user, role=person.role, unit=None if branch else unit, branch=branch, since=_FOUNDED
    )


def _rounds(*, now: datetime.datetime) -> None:
    clerk, head = User.objects.get(username="gongwei"), User.objects.get(username="fuzeren")
    version = transitions.import_rubric(read_rubric(RUBRIC.read_bytes()), by=clerk)
    year = timezone.localdate(now).year
    first = _round(
        year,
        Term.FIRST_HALF,
        version,
        clerk,
        due=now + datetime.timedelta(days=1),
        stages=[Phase.APPROVAL.value],
    )
    for card in Card.objects.filter(group__round=first).select_related("group__round"):
        _report(card)
    _check_and_release(first, clerk, head)
    standards = [transitions.import_rubric(one.document, by=clerk) for one in standard_rubrics()]
    departments = next(one for one in standards if one.rubric.code == STANDARD)
    due = _afternoon(now + datetime.timedelta(days=12))
    last = _round(year, Term.YEAR_END, departments, clerk, due=due, previous=first)
    report_some(last, names=REPORTED)
    branches = next(one for one in standards if one.rubric.code == STANDARD_OF_BRANCHES)
    check_branches(branches, now=now, clerk=clerk)


def _afternoon(moment: datetime.datetime) -> datetime.datetime:
    return timezone.localtime(moment).replace(hour=17, minute=0, second=0, microsecond=0)


def _round(
    year: int,
    term: Term,
    version: RubricVersion,
    clerk: User,
    *,
    due: datetime.datetime,
    previous: Round | None = None,
    stages: Collection[str] = (),
) -> Round:
    title = f"{year}年{term.label}晒比评"
    round_ = transitions.create_round(
        year=year,
        term=term,
        title=title,
        plan_title=f"{title}工作方案",
        plan_number=f"云机党〔{year}〕{12 if term is Term.FIRST_HALF else 31}号",
        fill_due_at=due,
        previous=previous,
        optional_phases=stages,
        by=clerk,
    )
    group = transitions.add_group(round_, name=GROUP, version=version, by=clerk)
    for unit in Unit.objects.standing(today=timezone.localdate()).in_order():
        transitions.add_member(group, unit=unit, by=clerk)
    return transitions.open_round(round_, by=clerk)


def _report(card: Card) -> None:
    """The unit reports everything full, as units do."""
    officer = Post.objects.current().get(role=Role.OFFICER, unit=card.unit_id).user
    marks = Mark.objects.filter(card=card).select_related("node")
    entries = [transitions.Entry(mark.node.key, _full(mark), "", mark.version) for mark in marks]
    transitions.save_reported(card, entries, by=officer)
    transitions.submit(
        card, endorser="单位书记", endorsed_on=timezone.localdate(), key=str(uuid.uuid4()), by=officer
    )


def _full(mark: Mark) -> dict[str, object]:
    levels = mark.node.params.get("levels")
    return {"level": levels[0]["name"]} if levels else {"counts": {}}


def _check_and_release(round_: Round, clerk: User, head: User) -> None:
    transitions.start_checking(round_, by=clerk)
    group = Group.objects.get(round=round_)
    marks = Mark.objects.filter(card__group=group).select_related("node", "card__unit")
    cells = [transitions.Cell(mark.card_id, mark.node.key, _typed(mark), mark.version) for mark in marks]
    problems = [saved.problem for saved in transitions.save_checked(group, cells, by=clerk) if saved.problem]
    if problems:
        raise RuntimeError(problems[0])
    transitions.confirm_group(group, by=head)
    transitions.lock_round(round_, by=clerk)
    leaders = notices.holders(Role.COUNTY_LEADER)
    submit_for_approval(round_, readers=leaders, key=str(uuid.uuid4()), by=clerk)
    record_meeting(
        Approval.objects.standing().get(round=round_),
        meeting="县委组织部部务会议",
        met_on=timezone.localdate(),
        decision="原则同意，按测算等次通报。",
        by=clerk,
    )
    draft = transitions.prepare_release(round_, by=clerk)
    approve_and_print(draft, key=str(uuid.uuid4()), by=head)


def _typed(mark: Mark) -> str:
    levels = mark.node.params.get("levels")
    full = levels[0]["name"] if levels else "0"
    return LOSSES[mark.card.unit.short_name].get(mark.node.key, full)
