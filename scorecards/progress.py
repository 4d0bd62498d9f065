"""How far a round has come, counted from rows."""

from django.db.models import Count, F, Q, QuerySet, Sum

from scorecards.models import TAKING_PART, CardState, Group


def group_progress(groups: QuerySet[Group]) -> QuerySet[Group]:
    """Each group with its counts: cards, reported, confirmed, items scored and to score."""
    counted = Q(cards__taking_part__in=TAKING_PART)
    return (
        groups.select_related("version__rubric", "round")
        .annotate(
            members=Count("cards", filter=counted),
            reported=Count("cards", filter=counted & Q(cards__submitted_at__isnull=False)),
            confirmed=Count("cards", filter=counted & Q(cards__state=CardState.CONFIRMED)),
            scored=Sum("cards__scored", filter=counted, default=0),
            items=Sum("cards__items", filter=counted, default=0),
            unscored=F("items") - F("scored"),
        )
        .order_by("order", "pk")
    )
