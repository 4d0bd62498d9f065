"""Who is told about cards: those who fill them, those who approve them, the office."""

from django.db.models import Q

from scorecards.models import Card
from scorecards.models.card_lists import CardQuerySet
from units import notices
from units.models import Post, User
from units.roles import STAFF, Role


def fillers_of(card: Card) -> list[User]:
    """The unit's officers; of a branch's card its secretary, and the officers too where 初评 is left out."""
    officers = Q(role=Role.OFFICER, unit=card.unit_id)
    secretaries = Q(role=Role.SECRETARY, branch=card.branch_id)
    wanted = officers
    if card.branch_id is not None:
        wanted = secretaries if card.needs_precheck else secretaries | officers
    return [post.user for post in Post.objects.current().filter(wanted).select_related("user").order_by("pk")]


def leaders_of(card: Card) -> list[User]:
    """The unit's Party secretary, for unit and branch cards alike."""
    return notices.of_units([card.unit_id], Role.UNIT_LEADER)


def people_of(cards: CardQuerySet) -> list[User]:
    """联络员 and leader of the units, secretaries of the branches; two queries at any size."""
    of_units = notices.of_units(cards.values_list("unit", flat=True), Role.OFFICER, Role.UNIT_LEADER)
    secretaries = Post.objects.current().filter(role=Role.SECRETARY, branch__in=cards.values("branch"))
    return [*of_units, *(post.user for post in secretaries.select_related("user"))]


def tell_fillers(card: Card, *, text: str, key: str) -> None:
    """One sentence into the inbox of whoever fills the card."""
    notices.tell(fillers_of(card), text=text[:200], url=card.get_absolute_url(), key=key)


def tell_office(*, text: str, url: str, key: str) -> None:
    """One sentence into the inbox of everybody in the office."""
    notices.tell(notices.holders(*sorted(STAFF)), text=text[:200], url=url, key=key)
