"""Cards: the list, the read-only page, the page where a card is filled."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from scorecards import permissions
from scorecards.deadlines import Now
from scorecards.forms.card_filter import CardFilter
from scorecards.models import Card
from scorecards.phases import OPEN_TO_UNITS
from scorecards.round_burden import burdens_of_cards
from scorecards.turns import fills_now, turn_of_card
from scorecards.views.card_filling import fill_page
from scorecards.views.card_lookup import seen_card, writable_card
from scorecards.views.card_pages import detail_page
from units.pages import page_of
from units.requests import SignedIn


@require_safe
def card_list(request: SignedIn) -> HttpResponse:
    """All issued cards that one may see, newest round first."""
    issued = Card.objects.visible_to(request.user).filter(group__round__phase__in=OPEN_TO_UNITS)
    cards = issued.with_frame().newest_round_first()
    filters = CardFilter(request.GET, user=request.user) if permissions.is_staff(request.user) else None
    page = page_of(request, filters.apply(cards) if filters else cards)
    now = Now()
    rows = [(card, turn_of_card(request.user, card, now=now)) for card in page]
    asked = burdens_of_cards(card for card, turn in rows if turn.fills)
    shown = [(card, turn, asked.get(card.pk, "")) for card, turn in rows]
    return render(request, "scorecards/card_list.html", {"page": page, "rows": shown, "filters": filters})


@require_safe
def card_detail(request: SignedIn, pk: int) -> HttpResponse:
    """The card read-only: 自评 and 晒, and 核定 with its derivation for those who may see it."""
    return detail_page(request, seen_card(request, pk, with_sides=True))


@never_cache
@require_safe
def card_fill(request: SignedIn, pk: int) -> HttpResponse:
    """自评 and 晒, all on one page."""
    card = writable_card(request, pk, with_sides=True)
    if not fills_now(request.user, card):
        return redirect(card)
    return fill_page(request, card)
