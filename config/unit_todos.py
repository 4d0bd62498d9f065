"""What waits for the people of a unit: cards to fill, to mend, to endorse and to look at first, items to score."""

from collections.abc import Iterator

from django.urls import reverse

from config.todos import Todo, until
from scorecards.deadlines import Now
from scorecards.models import Card, CardState, Group
from scorecards.models.card_lists import CardQuerySet
from scorecards.permissions import can_fill, can_precheck, can_see_feedback
from scorecards.phases import SCORING, Phase
from scorecards.review_dates import review_deadline
from units.models import User
from units.roles import Role


def unit_todos(user: User, now: Now) -> list[Todo]:
    """Of this person, whichever post of a unit."""
    if user.has_role(Role.SCORER):
        return [_scoring(group) for group in Group.objects.scored_by(user).select_related("round").in_order()]
    cards = Card.objects.visible_to(user).taking_part().with_frame().newest_round_first()
    return [
        *_filling(user, cards, now),
        *_prechecking(user, cards),
        *_endorsing(user, cards, now),
        *_reviewing(user, cards, now),
    ]


def _filling(user: User, cards: CardQuerySet, now: Now) -> Iterator[Todo]:
    drafts = cards.filter(group__round__phase=Phase.FILLING, state=CardState.DRAFT)
    back = cards.filter(group__round__phase__in=SCORING, state=CardState.CHECKING, returned__gt=0)
    for card in (*drafts, *back):
        fills = can_fill(user, card)
        yield Todo(
            what=f"{_verb(card) if fills else '查看'}{card.group.round}评分表",
            for_unit=card.name,
            word=f"已退回 {card.returned} 项" if card.returned else card.get_state_display(),
            url=reverse("scorecards:card-fill" if fills else "scorecards:card-detail", args=[card.pk]),
            act=f"去{_verb(card)}" if fills else "查看",
            **until(card.due_at, now),
        )


def _verb(card: Card) -> str:
    return "修改" if card.returned else "填报"


def _prechecking(user: User, cards: CardQuerySet) -> Iterator[Todo]:
    if not user.has_role(Role.OFFICER):
        return
    waiting = cards.to_precheck().filter(prechecked_at=None, submitted_at__isnull=False)
    for card in waiting.exclude(state=CardState.CONFIRMED):
        if can_precheck(user, card):
            yield Todo(what=f"初评{card.group.round}评分表", for_unit=card.name, word="待初评",
                       url=card.get_precheck_url(), act="去初评")  # fmt: skip


def _endorsing(user: User, cards: CardQuerySet, now: Now) -> Iterator[Todo]:
    if not user.has_role(Role.UNIT_LEADER):
        return
    for card in cards.awaiting_endorsement():
        yield Todo(what=f"审签{card.group.round}评分表", for_unit=card.name, word="待审签",
                   url=card.get_endorsing_url(), act="去审签", **until(card.due_at, now))  # fmt: skip


def _reviewing(user: User, cards: CardQuerySet, now: Now) -> Iterator[Todo]:
    for card in cards.filter(group__round__phase=Phase.REVIEW):
        due = review_deadline(card.group.round, now=now)
        if can_see_feedback(user, card):
            yield Todo(what=f"核对{card.group.round}得分", for_unit=card.name, act="去核对",
                       url=reverse("scorecards:card-feedback", args=[card.pk]),
                       when=due.when if due else "", left=due.left if due else "",
                       tone=due.tone if due else "")  # fmt: skip


def _scoring(group: Group) -> Todo:
    url = reverse("scorecards:scoring-detail", args=[group.pk])
    return Todo(what="录入本部门评分", for_unit=f"{group.round} {group}", url=url, act="去录入")
