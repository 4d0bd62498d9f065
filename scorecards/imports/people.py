"""Units and branches as somebody writes them down: what can be chosen, and what a name means."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from units.imports.names import Choice
from units.matching import Names
from units.models import Branch, Unit, User
from units.naming import Member, member_names


@dataclass(frozen=True, slots=True)
class Whom:
    """A unit, or one branch of it."""

    unit: Unit
    branch: Branch | None = None

    @property
    def key(self) -> str:
        """As a form sends it: u12 or b34."""
        return f"b{self.branch.pk}" if self.branch else f"u{self.unit.pk}"

    @property
    def name(self) -> str:
        """In full."""
        return f"{self.unit.name}{self.branch.name}" if self.branch else self.unit.name


def names_of_people(people: Mapping[str, Whom]) -> tuple[Names, dict[int, Choice]]:
    """The matcher of all of them, and the choice of each owner; one query."""
    found = list(people.values())
    names = member_names([Member(owner, one.unit, one.branch) for owner, one in enumerate(found)])
    return names, {owner: Choice(one.key, one.name) for owner, one in enumerate(found)}


def everybody(user: User, *, today: datetime.date) -> dict[str, Whom]:
    """All units that stand, each with its branches, in the official order; two queries."""
    units = {unit.pk: unit for unit in Unit.objects.visible_to(user).standing(today=today).in_order()}
    branches: dict[int, list[Branch]] = {}
    for branch in Branch.objects.visible_to(user).filter(unit__in=units, valid_until=None).order_by("pk"):
        branches.setdefault(branch.unit_id, []).append(branch)
    found = (
        whom
        for unit in units.values()
        for whom in (Whom(unit), *(Whom(unit, branch) for branch in branches.get(unit.pk, [])))
    )
    return {one.key: one for one in found}


def as_choices(found: Iterable[Whom]) -> list[tuple[str, list[tuple[str, str]]]]:
    """For a select: a group a unit, the unit itself first."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for one in found:
        label = one.branch.name if one.branch else one.unit.name
        groups.setdefault(one.unit.name, []).append((one.key, label))
    return list(groups.items())
