"""How views come by a card: through what one may see, and then through what one may do."""

from django.shortcuts import get_object_or_404

from scorecards import permissions
from scorecards.models import Card
from units.permissions import require
from units.requests import SignedIn

_NOT_YOURS = "只有本单位联络员（党支部的评分表由支部书记）可以填报；工委代录的，先登记代录依据。"


def seen_card(request: SignedIn, pk: int) -> Card:
    """A card that one may see; else it is not there."""
    cards = Card.objects.visible_to(request.user).with_frame().select_related("filler")
    return get_object_or_404(cards, pk=pk)


def writable_card(request: SignedIn, pk: int) -> Card:
    """A card that is one's own to fill, or that the office enters for a unit."""
    card = seen_card(request, pk)
    require(permissions.may_write(request.user, card), _NOT_YOURS)
    return card
