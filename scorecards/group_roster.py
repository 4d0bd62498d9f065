"""A group as its page in 筹备 shows it: who is in it and how, who the 评分部门 are, when periods are due."""

from dataclasses import dataclass

from scorecards.candidates import class_of
from scorecards.models import Card, Group, GroupLabel, GroupPeriod
from scorecards.transitions.group_labels import matches, periods_of, scorers_of
from units.models import Unit


@dataclass(frozen=True, slots=True)
class Member:
    """One row; `pick` is what its box posts."""

    card: Card
    name: str
    unit_name: str
    class_name: str
    reason: str

    @property
    def pick(self) -> str:
        """The card and the version of it that the page shows."""
        return f"{self.card.pk}:{self.card.row_version}"


@dataclass(frozen=True, slots=True)
class Scorer:
    """One 评分部门 with its unit, and whether the program found it by name."""

    label: str
    unit: Unit | None
    is_automatic: bool


@dataclass(frozen=True, slots=True)
class Period:
    """One period of a time node; no moment when the rubric got it after the group was made."""

    title: str
    name: str
    row: GroupPeriod | None


def roster_of(group: Group) -> list[Member]:
    """In official order; one query."""
    found = Card.objects.filter(group=group).select_related("unit", "branch")
    return [
        Member(
            card,
            card.name or (card.branch.name if card.branch else card.unit.name),
            card.unit.name,
            class_of(card.branch or card.unit),
            card.standing_reason,
        )
        for card in found.order_by("unit__official_order", "unit_id", "branch_id", "pk")
    ]


def labels_of(group: Group) -> list[Scorer]:
    """As stored, and what the rubric has named since."""
    rows = GroupLabel.objects.filter(group=group).select_related("unit")
    stored = {row.label: row.unit for row in rows}
    names = scorers_of(group)
    found = matches(names)
    return [
        Scorer(name, unit, unit is not None and found.get(name) == unit)
        for name in names
        for unit in [stored[name] if name in stored else found.get(name)]
    ]


def periods_shown(group: Group) -> list[Period]:
    """As stored, and what the rubric has got since."""
    rows = {(row.node_id, row.number): row for row in GroupPeriod.objects.filter(group=group)}
    return [
        Period(node.title, row.name if row else name, row)
        for node, number, name in periods_of(group)
        for row in [rows.get((node.pk, number))]
    ]
