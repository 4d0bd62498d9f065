"""An exchange file's examples, walked through a round like any other: opened, filled, checked, ranked."""

import datetime
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from scorecards import transitions
from scorecards.locks import clock
from scorecards.models import Card, Group, Node, RubricVersion, Standing, Term
from scorecards.rubrics.examples import Example, ExampleCard
from scorecards.rubrics.trees import CardTrees, trees_of
from scorecards.scoring import CanonicalInput, laid_out, show_cell
from scorecards.scoring.panel import Judges
from scorecards.standings.places import Row, standings_of
from units.models import Unit, User

_DOCUMENT = "算例所设依据文件"


@dataclass(frozen=True, slots=True)
class Tried:
    """One card of an example with what it came to."""

    example: Example
    card: ExampleCard
    row: Row


def try_example(version: RubricVersion, example: Example, *, by: User) -> Iterator[Tried]:
    """The example as a round of its own; the caller's transaction is meant to be thrown away."""
    at = clock()
    round_ = transitions.create_round(
        year=at.year,
        term=Term.SPECIAL,
        title=f"算例 {version.pk} {secrets.token_hex(4)}",
        plan_title="细则算例",
        plan_number="",
        fill_due_at=at + datetime.timedelta(days=1),
        is_trial=True,
        by=by,
    )
    group = transitions.add_group(round_, name="算例", version=version, by=by)
    cards = {card.name: _join(group, card, order, by=by) for order, card in enumerate(example.cards, 1)}
    transitions.start_checking(transitions.open_round(round_, by=by), by=by)
    _enter(group, example, cards, by=by)
    rows = {row.card.unit_name: row for row in standings_of(group).rows}
    return (Tried(example, card, rows[card.name]) for card in example.cards)


def _join(group: Group, card: ExampleCard, order: int, *, by: User) -> Card:
    unit, _ = Unit.objects.get_or_create(
        name=card.name,
        defaults={
            "short_name": card.name[:20],
            "category": card.class_name,
            "official_order": order,
            "valid_from": datetime.date(2020, 1, 1),
        },
    )
    if unit.category != card.class_name:
        unit.category = card.class_name
        unit.save(update_fields=["category"])
    standing = Standing.UNRANKED if card.unranked else Standing.RANKED
    return transitions.add_member(group, unit=unit, taking_part=standing, by=by)


def _enter(group: Group, example: Example, cards: dict[str, Card], *, by: User) -> None:
    """核定 typed cell by cell as in the matrix, then the gates."""
    trees = trees_of(group.version_id)
    heard = _heard(example, trees)
    cells = []
    for one in example.cards:
        card = Card.objects.get(pk=cards[one.name].pk)
        inputs = {**one.inputs, **heard.get(one.name, {})}
        cells += [
            transitions.Cell(card.pk, item.key, show_cell(item, inputs[item.key]), version=0)
            for item in trees.of(card).items()
            if item.key in inputs
        ]
        for key in one.gates:
            _set_gate(card, Node.objects.get(version=group.version_id, key=key), by=by)
    for outcome in transitions.save_checked(group, cells, by=by, from_sheets=True):
        if outcome.problem:
            raise transitions.Refused(f"{outcome.key}：{outcome.problem}")


def _heard(example: Example, trees: CardTrees) -> dict[str, dict[str, CanonicalInput]]:
    """Whole ballots, counted: by card name and slot."""
    found: dict[str, dict[str, CanonicalInput]] = {}
    panels = {item.key: item.rule for item in laid_out(trees.tree).items() if isinstance(item.rule, Judges)}
    for slot, ballots in example.ballots.items():
        read = [{name: Fraction(number) for name, number in ballot.items()} for ballot in ballots]
        for name, given in panels[slot].heard(read).items():
            found.setdefault(name, {})[slot] = given
    return found


def _set_gate(card: Card, node: Node, *, by: User) -> None:
    today = clock().date()
    transitions.set_gate(card, node, basis_document=_DOCUMENT, decided_by="上级机关", decided_on=today, by=by)
