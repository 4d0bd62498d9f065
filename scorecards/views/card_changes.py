"""改动记录 of a card."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from scorecards import permissions
from scorecards.cards.changes import changes_of
from scorecards.models import Card
from units.pages import page_of
from units.permissions import require
from units.requests import SignedIn


@never_cache
@require_safe
def card_changes(request: SignedIn, pk: int) -> HttpResponse:
    """Who changed which 核定, newest first."""
    card = get_object_or_404(Card.objects.visible_to(request.user).with_frame(), pk=pk)
    require(permissions.can_see_changes(request.user, card), "改动记录由工委和县领导查阅。")
    page = page_of(request, changes_of(card), size=100)
    return render(request, "scorecards/card_changes.html", {"card": card, "page": page})
