"""What is left to do on each card while it is checked, counted from stored figures and from marks."""

from dataclasses import dataclass

from django.db.models import Count, F, IntegerField, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from scorecards.models import Card, CardState, Mark, MarkState
from scorecards.models.card_lists import CardQuerySet

_OPEN = Q(state=CardState.CHECKING)
_UNSCORED, _CHANGED, _RETURNED = Q(unscored__gt=0), Q(changed__gt=0), Q(returned__gt=0)

# What one can look for in the queue: the word, and the cards that it finds.
KINDS: dict[str, tuple[str, Q]] = {
    "work": ("有待办的", _OPEN & (_UNSCORED | _CHANGED)),
    "unscored": ("有未评项", _OPEN & _UNSCORED),
    "changed": ("有已修改项", _OPEN & _CHANGED),
    "returned": ("有已退回项", _OPEN & _RETURNED),
    "ready": ("可核定", _OPEN & ~(_UNSCORED | _CHANGED | _RETURNED)),
    "confirmed": ("已核定", Q(state=CardState.CONFIRMED)),
}


def with_work_left(cards: CardQuerySet) -> CardQuerySet:
    """Cards that take part, in official order by group, with `unscored` and `changed` beside the stored `returned`."""
    changed = Mark.objects.filter(card=OuterRef("pk"), state=MarkState.CHANGED).order_by().values("card")
    counted = Subquery(changed.annotate(count=Count("pk")).values("count"), output_field=IntegerField())
    return (
        cards.taking_part()
        .annotate(unscored=F("items") - F("scored"), changed=Coalesce(counted, 0))
        .order_by("group__order", "group_id", "official_order", "pk")
    )


def counts_of(cards: CardQuerySet) -> dict[str, int]:
    """How many cards each kind finds; the cards come from `with_work_left`."""
    found = cards.aggregate(
        **{f"with_{name}": Count("pk", filter=wanted) for name, (_, wanted) in KINDS.items()}
    )
    return {name: found[f"with_{name}"] for name in KINDS}


def word_of(card: Card) -> str:
    """The card's state as the queue says it; the card comes from `with_work_left`."""
    if card.state == CardState.CHECKING and not (card.unscored or card.changed or card.returned):  # type: ignore[attr-defined]
        return "可核定"
    return card.get_state_display()


@dataclass(frozen=True, slots=True)
class Place:
    """Where a card stands in the list that one walks through; none before the first and after the last."""

    number: int
    count: int
    before: int | None
    after: int | None


def place_of(cards: CardQuerySet, card: Card, wanted: Q) -> Place | None:
    """The neighbours of a card among those wanted, whether it is one of them or is no longer; one query.

    A card that takes no part has no place.
    """
    walked = cards.filter(wanted | Q(pk=card.pk)) if wanted else cards
    found = list(walked.values_list("pk", flat=True))
    if card.pk not in found:
        return None
    at = found.index(card.pk)
    return Place(
        at + 1,
        len(found),
        found[at - 1] if at else None,
        found[at + 1] if at + 1 < len(found) else None,
    )
