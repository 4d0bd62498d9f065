"""What keeps a round from 审核 and from 锁定."""

from scorecards.models import Card, CardState, LateDecision, Round, TallySheet


def blocks_checking(round_: Round) -> list[str]:
    """What keeps the round from 审核: cards that came late and wait for 收 or 不收, each as a sentence."""
    late = Card.objects.filter(group__round=round_, late_decision=LateDecision.PENDING).taking_part()
    return [
        f"{card.group.name} {card.name}逾期报送，还没有决定收或不收。"
        for card in late.select_related("group").order_by("group__order", "official_order", "pk")
    ]


def blocks_locking(round_: Round) -> list[str]:
    """What keeps the round from 锁定: each card with items 未评, or not yet 核定, as a sentence.

    晒问题 has nothing to score, so nothing has to be 核定 there and nothing keeps it.
    """
    if not round_.gives_scores:
        return []
    cards = (
        Card.objects.filter(group__round=round_).taking_part().exclude(state=CardState.CONFIRMED)
        .select_related("group").order_by("group__order", "official_order", "pk")
    )  # fmt: skip
    return [*(_why_not_ready(card) for card in cards), *_unconfirmed_sheets(round_)]


def _unconfirmed_sheets(round_: Round) -> list[str]:
    """计票表 that were entered and that nobody has confirmed."""
    waiting = TallySheet.objects.waiting().filter(mark__card__group__round=round_).count()
    return [f"还有 {waiting} 张计票表没有复核，请先在汇总录入里复核。"] if waiting else []


def _why_not_ready(card: Card) -> str:
    if card.scored < card.items:
        return f"{card.group.name} {card.name}还有 {card.items - card.scored} 项未评。"
    return f"{card.group.name} {card.name}还没有核定。"
