"""Why a card came back to 草稿 as a whole, as the history has it."""

import datetime
from dataclasses import dataclass

from scorecards.models import Card, CardState


@dataclass(frozen=True, slots=True)
class SendBack:
    """The last 退回 of the card, or 不收 of 逾期报送: who, when, and why."""

    who: str
    at: datetime.datetime
    why: str


def last_send_back(card: Card) -> SendBack | None:
    """One query, and none for a card that was never reported or is not a draft."""
    if not card.came_back:
        return None
    events = Card.pgh_event_model.objects.filter(pgh_obj_id=card.pk)  # type: ignore[attr-defined]
    sent = (
        events.filter(state__in=[CardState.SUBMITTED, CardState.ENDORSED])
        .order_by("-pgh_id")
        .values("pgh_id")
    )
    back = events.filter(state=CardState.DRAFT, pgh_id__gt=sent[:1]).order_by("pgh_id")
    found = back.values("pgh_created_at", "pgh_context").first()
    context = (found or {}).get("pgh_context") or {}
    if found is None or "why" not in context:
        return None
    return SendBack(context.get("name", ""), found["pgh_created_at"], context["why"])
