"""代录: the basis first, then the same pages as the unit's own."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from scorecards import permissions
from scorecards.deadlines import Now
from scorecards.forms.entering import EnteringForm
from scorecards.models import Card
from scorecards.phases import Act
from scorecards.transitions import Refused, entering
from scorecards.turns import turn_of_card
from scorecards.views.card_lookup import seen_card
from units.access import about, recorded
from units.permissions import require
from units.requests import SignedIn

_OFFICE_ONLY = "只有工委工作人员和负责人可以代录。"


@never_cache
@require_safe
def card_entering(request: SignedIn, pk: int) -> HttpResponse:
    """The form; a card that cannot be taken on is read as any other."""
    card = _card(request, pk)
    if card.entered_for_by_id is not None or not permissions.can_enter_for(request.user, card):
        return redirect(card)
    return _page(request, card, EnteringForm(is_taken_over=entering.is_filled_by_unit(card)))


@recorded("代录评分表")
@require_POST
def card_enter_for(request: SignedIn, pk: int) -> HttpResponse:
    """Take the card on, and go on to fill it."""
    card = _card(request, pk)
    about(request, f"{card.group.round} {card}")
    form = EnteringForm(request.POST, is_taken_over=entering.is_filled_by_unit(card))
    if not form.is_valid():
        return _page(request, card, form, status=422)
    try:
        entering.enter_for(card, **form.cleaned_data, by=request.user)
    except Refused as refusal:
        return _page(request, card, form, status=409, refusal=str(refusal))
    messages.success(request, "代录依据已登记，已通知单位。请按纸质评分表录入。")
    return redirect("scorecards:card-fill", pk=card.pk)


def _card(request: SignedIn, pk: int) -> Card:
    card = seen_card(request, pk)
    require(permissions.may_ever(Act.ENTER_FOR, request.user), _OFFICE_ONLY)
    return card


def _page(
    request: SignedIn, card: Card, form: EnteringForm, *, status: int = 200, refusal: str = ""
) -> HttpResponse:
    turn = turn_of_card(request.user, card, now=Now())
    context = {"card": card, "form": form, "turn": turn, "refusal": refusal}
    return render(request, "scorecards/card_entering.html", context, status=status)
