"""How views come by a card: through what one may see, and then through what one may do."""

from django.shortcuts import get_object_or_404

from scorecards import permissions
from scorecards.cards.sides import cards_with_sides
from scorecards.models import Card, Mark
from units.permissions import require
from units.requests import SignedIn

_NOT_YOURS = "只有本单位联络员（党支部的评分表由支部书记）可以填报；工委代录的，先登记代录依据。"
_PEOPLE = ("filler", "confirmed_by")


def seen_card(request: SignedIn, pk: int, *, with_sides: bool = False) -> Card:
    """A card that one may see; for a page with what stands beside its marks and whoever stands in its foot."""
    plain = Card.objects.visible_to(request.user)
    sided = cards_with_sides().select_related(*_PEOPLE).visible_to(request.user)
    return get_object_or_404((sided if with_sides else plain).with_frame(), pk=pk)


def writable_card(request: SignedIn, pk: int, *, with_sides: bool = False) -> Card:
    """A card that is one's own to fill, or that the office enters for a unit."""
    card = seen_card(request, pk, with_sides=with_sides)
    require_writable(request, card)
    return card


def card_to_save(request: SignedIn, pk: int) -> Card:
    """The same without what only a page shows."""
    cards = Card.objects.visible_to(request.user).select_related("group__round", "group__version")
    card = get_object_or_404(cards, pk=pk)
    require_writable(request, card)
    return card


def writable_mark(request: SignedIn, pk: int) -> Mark:
    """One item of such a card."""
    marks = Mark.objects.visible_to(request.user).select_related("node", "card__group__round")
    mark = get_object_or_404(marks.select_related("card__group__version__rubric"), pk=pk)
    require_writable(request, mark.card)
    return mark


def require_writable(request: SignedIn, card: Card) -> None:
    """Only who fills the card in some stage; the transition then says when the stage is wrong."""
    require(permissions.may_write(request.user, card), _NOT_YOURS)
