"""A unit with two branches whose cards are filled by their secretaries and looked at by the unit's officer."""

from dataclasses import dataclass

from scorecards import transitions
from scorecards.models import Card, Group, Mark, Subject
from scorecards.rubrics.exchange import load
from tests.factories import RUBRIC, make_branch, make_round, make_unit, make_user
from tests.scorecards.reporting import again, report
from tests.scorecards.test_path import full_raw
from units.models import Unit, User
from units.roles import Role


@dataclass
class Branches:
    """The group, its cards in order, and who fills each; the officer looks at all."""

    group: Group
    cards: list[Card]
    secretaries: list[User]
    officer: User


def make_branches(*, by: User, unit: Unit | None = None, branches: int = 2) -> Branches:
    """A round in 填报 with one group of this unit's branches."""
    unit = unit or make_unit()
    made = [make_branch(unit) for _ in range(branches)]
    round_ = make_round(by, units=0)
    round_.groups.all().delete()
    version = transitions.import_rubric(load(RUBRIC.read_bytes()), by=by)
    group = transitions.add_group(round_, name="党支部组", version=version, subject=Subject.BRANCH, by=by)
    for branch in made:
        transitions.add_member(group, unit=unit, branch=branch, by=by)
    transitions.open_round(round_, by=by)
    cards = list(Card.objects.filter(group=group).with_frame().order_by("pk"))
    secretaries = [make_user(Role.SECRETARY, branch=branch) for branch in made]
    return Branches(cards[0].group, cards, secretaries, make_user(Role.OFFICER, unit=unit))


def report_branch(card: Card, *, by: User) -> Card:
    """All of it typed and reported by its secretary."""
    transitions.save_reported(card, full_entries(card), by=by)
    return again(report(card, by=by))


def full_entries(card: Card) -> list[transitions.Entry]:
    """No loss anywhere, on the versions of now."""
    marks = Mark.objects.filter(card=card).select_related("node")
    return [transitions.Entry(mark.slot, full_raw(mark.node), "", mark.version) for mark in marks]
