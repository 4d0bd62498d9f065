"""Who can take part in a round: units or branches that stand on a day, by class, in the official order."""

import datetime
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from django.db.models import Count, Min, Q, QuerySet

from scorecards.models import Card, Group, Round, Subject
from units.models import Branch, Unit

Candidate: TypeAlias = Unit | Branch


def candidates(subject: str, *, today: datetime.date, class_name: str = "", words: str = "") -> QuerySet:  # type: ignore[type-arg]
    """Units, or branches with their units; no class and no words find all of them."""
    if subject == Subject.BRANCH:
        return _branches(today, class_name, words)
    units = Unit.objects.standing(today=today).matching(words).in_order()
    return units.filter(category=class_name) if class_name else units


def _branches(today: datetime.date, class_name: str, words: str) -> QuerySet[Branch]:
    standing = Q(valid_until=None) | Q(valid_until__gte=today)
    units = Unit.objects.standing(today=today)
    found = Branch.objects.filter(standing, valid_from__lte=today, unit__in=units)
    if words.strip():
        of_unit = units.matching(words)
        found = found.filter(Q(name__contains=words.strip()) | Q(unit__in=of_unit))
    if class_name:
        found = found.filter(kind=class_name)
    return found.select_related("unit").order_by("unit__official_order", "unit_id", "pk")


def class_of(thing: Candidate) -> str:
    """A unit's category, a branch's kind."""
    return thing.kind if isinstance(thing, Branch) else thing.category


def members_elsewhere(group: Group) -> dict[int, str]:
    """Units, or branches, that stand in a group of the same subject in this round, with the group's name."""
    field = "branch_id" if group.subject == Subject.BRANCH else "unit_id"
    cards = Card.objects.filter(group__round=group.round_id, group__subject=group.subject)
    return dict(cards.values_list(field, "group__name"))


@dataclass(frozen=True, slots=True)
class CandidateRow:
    """One candidate with its class, the group it is in already, and whether its box is ticked."""

    thing: Candidate
    class_name: str
    where: str
    ticked: bool


def candidate_rows(
    found: Iterable[Candidate], *, elsewhere: Mapping[int, str], ticked: Collection[int]
) -> list[CandidateRow]:
    """As the page lists them; `elsewhere` comes from `members_elsewhere`."""
    return [CandidateRow(one, class_of(one), elsewhere.get(one.pk, ""), one.pk in ticked) for one in found]


@dataclass(frozen=True, slots=True)
class ClassCount:
    """One class, how many stand in it, and how many of them are in a group of the round already."""

    name: str
    members: int
    taken: int

    @property
    def free(self) -> int:
        """How many a new group would get."""
        return self.members - self.taken


def classes_of(round_: Round, subject: str, *, today: datetime.date) -> list[ClassCount]:
    """Every class that has somebody, the empty one too, by the order of its first member; one query."""
    field = "kind" if subject == Subject.BRANCH else "category"
    held = "branch_id" if subject == Subject.BRANCH else "unit_id"
    cards = Card.objects.filter(group__round=round_, group__subject=subject)
    taken = Count("pk", filter=Q(pk__in=cards.values(held)))
    rows = candidates(subject, today=today).order_by().values(field)
    first = Min("unit__official_order" if subject == Subject.BRANCH else "official_order")
    counted = rows.annotate(members=Count("pk"), taken=taken, first=first).order_by("first", field)
    return [ClassCount(row[field], row["members"], row["taken"]) for row in counted]
