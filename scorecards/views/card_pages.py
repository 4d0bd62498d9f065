"""The card's reading page, which an act that was refused leads back to as well."""

from django.http import HttpResponse
from django.shortcuts import render

from scorecards import permissions
from scorecards.cards.history import last_send_back
from scorecards.cards.results import Results, results_of
from scorecards.cards.sides import sides_of
from scorecards.deadlines import Now
from scorecards.forms.signature import SignatureForm
from scorecards.models import Card
from scorecards.phases import Act
from scorecards.transitions.confirming import blocks_confirming
from scorecards.turns import turn_of_card
from scorecards.views.card_acts import acts_on
from scorecards.views.card_filling import showing_of
from units.models import User
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
        "turn": turn_of_card(user, card, now=Now()),
        "results": results,
        "is_staff": permissions.is_staff(user),
        "showing": showing_of(card, sides_of(card)),
        "shows_evidence": permissions.can_see_evidence(user, card),
        "can_see_feedback": permissions.can_see_feedback(user, card),
        "can_see_history": card.group.version_id
        and permissions.can_see_history(user, unit_id=card.unit_id, branch_id=card.branch_id),
        "can_see_changes": card.group.version_id and permissions.can_see_changes(user, card),
        "can_see_matrix": permissions.can_see_matrix(user, card.group),
        "acts": acts_on(user, card, signature=signature),
        "can_check": permissions.may(Act.SEND_BACK, user, card.group.round),
        "confirming": _confirming(user, card, results),
        "back": last_send_back(card),
    }
    return render(request, "scorecards/card_detail.html", context, status=status)


def _confirming(user: User, card: Card, results: Results) -> list[str] | None:
    """What keeps this person from 核定; nothing at all for those whose act it is not, or where it is done."""
    if not permissions.can_confirm(user, card):
        return None
    return blocks_confirming(card, [line.mark for part in results.parts for line in part.lines], by=user)
