"""How far a round has come, counted from rows."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, F, Q, QuerySet, Sum

from scorecards.models import TAKING_PART, CardState, Group, Subject

# A card that came back is a draft again until it is reported anew; its first moment stays on it.
_REPORTED = Q(cards__submitted_at__isnull=False) & ~Q(cards__state=CardState.DRAFT)


def group_progress(groups: QuerySet[Group]) -> QuerySet[Group]:
    """Each group with its counts: cards, reported, confirmed, items scored and to score."""
    counted = Q(cards__taking_part__in=TAKING_PART)
    return (
        groups.select_related("version__rubric", "round")
        .annotate(
            members=Count("cards", filter=counted),
            reported=Count("cards", filter=counted & _REPORTED),
            confirmed=Count("cards", filter=counted & Q(cards__state=CardState.CONFIRMED)),
            scored=Sum("cards__scored", filter=counted, default=0),
            items=Sum("cards__items", filter=counted, default=0),
            unscored=F("items") - F("scored"),
        )
        .order_by("order", "pk")
    )


@dataclass(frozen=True, slots=True)
class Sums:
    """The same counts over all groups of a round."""

    members: int
    reported: int
    confirmed: int
    unscored: int
    counter: str

    @property
    def unreported(self) -> str:
        """How many have not sent their card: 3 家; empty when all have."""
        left = self.members - self.reported
        return f"{left} {self.counter[0]}" if left else ""

    @property
    def in_words(self) -> str:
        """How many are affected: 12 家参评单位."""
        return f"{self.members} {self.counter}"


def sums_of(groups: Iterable[Group]) -> Sums:
    """What the groups come to; they come from `group_progress`."""
    found = list(groups)

    def over(name: str) -> int:
        return sum(getattr(group, name) for group in found)

    units_only = all(group.subject == Subject.UNIT for group in found)
    counter = "家参评单位" if units_only else "个参评单位和党支部"
    return Sums(over("members"), over("reported"), over("confirmed"), over("unscored"), counter)
