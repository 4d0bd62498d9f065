"""Released rounds scored by a small rubric: a book and a panel, each with a weight."""

import json
import uuid

from reports.releasing import approve_and_print
from scorecards import transitions
from scorecards.models import Card, Group, Mark, Round, Term
from scorecards.rubrics.exchange import FORMAT, load
from tests.factories import FAR, make_unit
from tests.scorecards.filling import item, part
from units.models import Unit, User

BOOK, MORE = item("1.1", "MANUAL", {}, points="60"), item("1.2", "MANUAL", {}, points="40")
VOTE = item("2.1", "PANEL", {"scale": "100", "numbers": {"trim_above": "2"}}, points="100")
RUBRIC = {
    "format": FORMAT,
    "code": "seating",
    "title": "台账和评议",
    "nodes": [part("一", BOOK, MORE, weight="0.7"), part("二", VOTE, weight="0.3")],
}
MARKS = {
    "甲局": ("60", "30", "70 80 90"),
    "乙局": ("50", "40", "60 90 100"),
    "丙局": ("40", "20", "100 100 100"),
}
"""By unit: the two items of the book, and the judges' numbers."""


def set_up(*, by: User, rubric: dict = RUBRIC, units: list[Unit] | None = None, **fields) -> Round:
    """A round in 筹备 with one group of these units, else of new ones named as `MARKS` has them."""
    values = {"year": 2026, "term": Term.FIRST_HALF, "title": "2026年上半年晒比评", "plan_title": "工作方案",
              "plan_number": "", "fill_due_at": FAR} | fields  # fmt: skip
    round_ = transitions.create_round(by=by, **values)
    version = transitions.import_rubric(load(json.dumps(rubric).encode()), by=by)
    group = transitions.add_group(round_, name="一组", version=version, by=by)
    for unit in units or [make_unit(name=name, short_name=name) for name in MARKS]:
        transitions.add_member(group, unit=unit, by=by)
    return round_


def score(round_: Round, marks: dict[str, tuple[str, ...]] = MARKS, *, by: User) -> None:
    """下发, 转入审核, and every mark typed; units that are not named get full marks."""
    transitions.open_round(round_, by=by)
    transitions.start_checking(round_, by=by)
    for group in Group.objects.filter(round=round_).select_related("round", "version"):
        typed = Mark.objects.filter(card__group=group).select_related("node", "card").order_by("card", "node")
        cells = [
            transitions.Cell(mark.card_id, mark.node.key, _text(mark, marks), mark.version) for mark in typed
        ]
        wrong = [
            one for one in transitions.save_checked(group, cells, by=by, from_sheets=True) if one.problem
        ]
        assert wrong == []


def release(round_: Round, *, clerk: User, head: User) -> Round:
    """From 审核 to 已通报."""
    for group in Group.objects.filter(round=round_):
        transitions.confirm_group(group, by=head)
    transitions.lock_round(round_, by=clerk)
    approve_and_print(transitions.prepare_release(round_, by=clerk), key=str(uuid.uuid4()), by=head)
    round_.refresh_from_db()
    return round_


def released(*, clerk: User, head: User, marks: dict[str, tuple[str, ...]] = MARKS, **fields) -> Round:
    """All of it."""
    round_ = set_up(by=clerk, **fields)
    score(round_, marks, by=clerk)
    return release(round_, clerk=clerk, head=head)


def units_of(round_: Round) -> list[Unit]:
    """In official order."""
    return [
        card.unit
        for card in Card.objects.filter(group__round=round_).select_related("unit").in_official_order()
    ]


def _text(mark: Mark, marks: dict[str, tuple[str, ...]]) -> str:
    keys = ("1.1", "1.2", "2.1")
    own = marks.get(mark.card.unit_name)
    if own and mark.node.key in keys:
        return own[keys.index(mark.node.key)]
    return "100 100 100" if mark.node.scoring_kind == "PANEL" else f"{mark.node.points.normalize():f}"
