"""核定: one card by another hand than the last, whole groups by the head."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction

from scorecards import locks
from scorecards.models import TAKING_PART, Card, CardState, Group, Mark, MarkState, Round
from scorecards.phases import SCORING
from scorecards.transitions.stages import require_stage
from units.models import User
from units.transitions.acting import acting
from units.transitions.refused import Refused


@dataclass(frozen=True, slots=True)
class GroupConfirmed:
    """How many cards were confirmed, and why each of the others was left out."""

    count: int
    left_out: Sequence[str]


@transaction.atomic
def confirm_card(card: Card, *, by: User) -> Card:
    """核定 of one card, by anybody of the office but who typed its checked column last."""
    at = locks.hold_round(card.group.round_id)
    require_stage(Round.objects.get(pk=card.group.round_id), SCORING)
    current = Card.objects.select_for_update(of=("self",)).get(pk=card.pk)
    if missing := blocks_confirming(current, Mark.objects.filter(card=current), by=by):
        raise Refused(*missing)
    with acting(by, "核定"):
        current.state, current.confirmed_by, current.confirmed_at = CardState.CONFIRMED, by, at
        current.save(update_fields=["state", "confirmed_by", "confirmed_at"])
    return current


def blocks_confirming(card: Card, marks: Iterable[Mark], *, by: User) -> list[str]:
    """What keeps this person from confirming the card, as sentences; the marks are all of the card's."""
    found = list(marks)
    missing = what_is_left(card, changed=sum(mark.is_changed for mark in found))
    if not missing and by.pk in last_hands(found):
        return [f"{card.name}的核定栏由您最后录入，请另一位工作人员核定。"]
    return missing


def what_is_left(card: Card, *, changed: int) -> list[str]:
    """Why nobody can confirm it yet; `changed` counts items that the unit mended and nobody looked at."""
    if card.taking_part not in TAKING_PART:
        return [f"{card.name}本轮{card.get_taking_part_display()}，不用核定。"]
    if card.state == CardState.CONFIRMED:
        return [f"{card.name}已核定。"]
    if card.state != CardState.CHECKING:
        return [f"{card.name}的评分表现在是“{card.get_state_display()}”，还不能核定。"]
    counts = (
        (card.items - card.scored, "项未评，请评完后再核定"),
        (card.returned, "项退回单位修改，请等单位重新报送，或取消退回"),
        (changed, "项单位已修改、还没有看过，请看过后再核定"),
    )
    return [f"{card.name}还有 {count} {what}。" for count, what in counts if count]


def last_hands(marks: Iterable[Mark]) -> set[int]:
    """Who typed the checked column last; several where they saved in the same instant."""
    typed = [(mark.checked_at, mark.checked_by_id) for mark in marks if mark.checked_at]
    newest = max((at for at, _ in typed), default=None)
    return {who for at, who in typed if at == newest and who}


@transaction.atomic
def confirm_group(group: Group, *, by: User) -> GroupConfirmed:
    """核定 every card of the group that is ready; the others are named."""
    at = locks.hold_round(group.round_id)
    locks.hold_group(group.pk)
    require_stage(Round.objects.get(pk=group.round_id), SCORING)
    cards = Card.objects.filter(group=group).taking_part().exclude(state=CardState.CONFIRMED).order_by("pk")
    held = list(cards.select_for_update(of=("self",)))
    changed = list(
        Mark.objects.filter(card__in=held, state=MarkState.CHANGED).values_list("card_id", flat=True)
    )
    left = {card.pk: what_is_left(card, changed=changed.count(card.pk)) for card in held}
    ready = [pk for pk, sentences in left.items() if not sentences]
    left_out = [sentence for sentences in left.values() for sentence in sentences]
    if not ready:
        raise Refused(*(left_out or ["本组的评分表都已核定。"]))
    with acting(by, "整组核定"):
        Card.objects.filter(pk__in=ready).update(state=CardState.CONFIRMED, confirmed_by=by, confirmed_at=at)
    return GroupConfirmed(len(ready), left_out)
