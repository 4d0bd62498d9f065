"""The county becomes units, branches, and one round in 审核 whose cards are scored in full."""

import datetime
import secrets

from django.db import transaction
from django.utils import timezone

from config.bench.copying import copy_rows
from config.bench.county import County
from config.bench.rubric import PANEL, document_of
from scorecards import locks, transitions
from scorecards.group_sheets import sheet_of
from scorecards.models import Card, Group, Mark, Node, Round, RubricVersion, Term
from scorecards.scoring import CanonicalInput, Item, parse_input
from scorecards.transitions.checked_marks import put_checked
from scorecards.transitions.totals import store_totals
from units.models import Branch, Post, Unit, User
from units.roles import Role
from units.transitions.acting import acting

_FOUNDED = datetime.date(2019, 3, 1)
_WHY = "装入测试县"


@transaction.atomic
def load_county(county: County) -> Round:
    """All of it or nothing; totals are not made yet."""
    by = _clerk()
    units = _units(county, by)
    version = transitions.import_rubric(document_of(county), by=by)
    round_ = transitions.create_round(
        year=2026, term=Term.FIRST_HALF, title="测试县晒比评", plan_title="测试县晒比评方案", plan_number="",
        fill_due_at=locks.clock() + datetime.timedelta(days=1), by=by,
    )  # fmt: skip
    groups = {
        name: transitions.add_group(round_, name=f"{name}组", version=version, by=by)
        for name in county.groups
    }
    cards = [Card(group=groups[line["group"]], unit=units[line["unit"]]) for line in county.units]
    copy_rows(cards, why=_WHY, by=by)
    copy_rows(_marks(county, round_, version, by), why=_WHY, by=by)
    transitions.open_round(round_, by=by)
    return transitions.start_checking(round_, by=by)


@transaction.atomic
def total_county(round_: Round) -> None:
    """Every card by the product's own scoring, as a save in the matrix stores it."""
    for group in Group.objects.filter(round=round_).select_related("round").in_order():
        store_totals(sheet_of(group), card_ids=None)


def _clerk() -> User:
    """Whose hand it was; nobody can sign in with it."""
    password = secrets.token_urlsafe(9)
    user = User.objects.open_account(username="ceshi", name="测试员", password=password)
    with acting(user, _WHY):
        Post.objects.create(user=user, role=Role.CLERK, since=timezone.localdate())
    return user


def _units(county: County, by: User) -> dict[str, Unit]:
    """By the county's own keys."""
    lines = {line["name"]: line["unit"] for line in county.units}
    copy_rows(
        [_unit(order, line["name"], line["kind"]) for order, line in enumerate(county.units, 1)],
        why=_WHY,
        by=by,
    )
    units = {lines[unit.name]: unit for unit in Unit.objects.filter(name__in=lines).in_order()}
    branches = [
        Branch(unit=units[line["unit"]], name=line["name"], kind=line["kind"], valid_from=_FOUNDED)
        for line in county.branches
    ]
    copy_rows(branches, why=_WHY, by=by)
    return units


def _unit(order: int, name: str, kind: str) -> Unit:
    unit = Unit(name=name, short_name=name, category=kind, official_order=order, valid_from=_FOUNDED)
    unit.clean()
    return unit


def _marks(county: County, round_: Round, version: RubricVersion, by: User) -> list[Mark]:
    """核定 is the reviewers' mean; the judges' numbers stand as they were given."""
    nodes = {node.key: node for node in Node.objects.filter(version=version)}
    items = {item.key: item for item in document_of(county).tree.items()}
    keys = {line["name"]: line["unit"] for line in county.units}
    at, found = locks.clock(), []
    for card in Card.objects.filter(group__round=round_).select_related("unit").in_official_order():
        unit = keys[card.unit.name]
        for key, item in items.items():
            mark = Mark(card=card, node=nodes[key])
            given, basis = _given(county, unit, item), county.remarks.get((unit, key), "")
            put_checked(mark, item, given, basis, by=by, at=at)
            found.append(mark)
    return found


def _given(county: County, unit: str, item: Item) -> CanonicalInput:
    if item.key == PANEL:
        return parse_input(item, {"numbers": county.judged[unit]})
    return parse_input(item, {"value": county.means[unit, item.key]})
