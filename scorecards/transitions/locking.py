"""What keeps a round from 锁定."""

from scorecards.models import Card, CardState, Round


def blocks_locking(round_: Round) -> list[str]:
    """What keeps the round from 锁定: each card with items 未评, or not yet 核定, as a sentence."""
    cards = (
        Card.objects.filter(group__round=round_).taking_part().exclude(state=CardState.CONFIRMED)
        .select_related("group").order_by("group__order", "official_order", "pk")
    )  # fmt: skip
    return [_why_not_ready(card) for card in cards]


def _why_not_ready(card: Card) -> str:
    if card.scored < card.items:
        return f"{card.group.name} {card.name}还有 {card.items - card.scored} 项未评。"
    return f"{card.group.name} {card.name}还没有核定。"
