"""The card's reading page, which an act that was refused leads back to as well."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from scorecards import permissions
from scorecards.card_history import last_send_back
from scorecards.card_results import results_of
from scorecards.forms.signature import SignatureForm
from scorecards.models import Card
from scorecards.turns import turn_of_card
from scorecards.views.card_acts import acts_on
from units.requests import SignedIn


def detail_page(
    request: SignedIn, card: Card, *, signature: SignatureForm | None = None, status: int = 200
) -> HttpResponse:
    """自评, 初评 and 核定 as far as they may be seen; `signature` is a form that was refused, as typed."""
    user = request.user
    results = results_of(
        card,
        shows_checked=permissions.can_see_checked(user, card),
        shows_precheck=permissions.can_see_precheck(user, card),
    )
    context = {
        "card": card,
        "turn": turn_of_card(user, card, now=timezone.now()),
        "results": results,
        "is_staff": permissions.is_staff(user),
        "can_see_matrix": permissions.can_see_matrix(user, card.group),
        "acts": acts_on(user, card, signature=signature),
        "back": last_send_back(card),
    }
    return render(request, "scorecards/card_detail.html", context, status=status)
