"""A round in 审核 with units of given classes, and its marks typed by name of the unit."""

from scorecards import transitions
from scorecards.models import Card, Group, Mark, Term
from scorecards.rubrics.exchange import load
from tests.factories import FAR, make_unit
from units.models import User


def group_in_checking(rubric: bytes, classes: dict[str, str], *, by: User) -> Group:
    """One unit by name and class each, all ranked together against this rubric."""
    round_ = transitions.create_round(
        year=2026,
        term=Term.FIRST_HALF,
        title="2026年上半年晒比评",
        plan_title="工作方案",
        plan_number="",
        fill_due_at=FAR,
        by=by,
    )
    group = transitions.add_group(
        round_, name="一组", version=transitions.import_rubric(load(rubric), by=by), by=by
    )
    for order, (name, class_name) in enumerate(classes.items(), 1):
        unit = make_unit(name=name, category=class_name, official_order=order)
        transitions.add_member(group, unit=unit, by=by)
    transitions.start_checking(transitions.open_round(round_, by=by), by=by)
    return Group.objects.select_related("round", "version").get(pk=group.pk)


def card_of(group: Group, name: str) -> Card:
    """The card of the unit of this name."""
    return Card.objects.with_frame().get(group=group, unit_name=name)


def mark_of(group: Group, name: str, slot: str) -> Mark:
    """The mark in one slot of this unit's card."""
    marks = Mark.objects.filter(card__group=group, card__unit_name=name).select_related("node")
    return next(mark for mark in marks if mark.slot == slot)


def type_in(group: Group, texts: dict[tuple[str, str], str], *, by: User) -> list[str]:
    """Type these cells by unit and slot; what was refused."""
    cells = []
    for (name, slot), text in texts.items():
        mark = mark_of(group, name, slot)
        cells.append(transitions.Cell(mark.card_id, slot, text, mark.version))
    saved = transitions.save_checked(group, cells, by=by, from_sheets=True)
    return [outcome.problem for outcome in saved if outcome.problem]
