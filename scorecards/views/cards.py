"""Cards: the list, the read-only page, filling, 检查并报送."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from scorecards import permissions, transitions
from scorecards.card_results import results_of
from scorecards.card_sides import sides_of, with_sides
from scorecards.forms.card_filter import CardFilter
from scorecards.forms.endorsement import EndorsementForm
from scorecards.models import Card
from scorecards.phases import OPEN_TO_UNITS
from scorecards.transitions import Refused
from scorecards.turns import turn_of_card
from scorecards.views.own_cards import cards_for, fill_page, own_card, own_card_with_sides, showing_of
from units import submissions
from units.access import about, recorded
from units.pages import page_of
from units.requests import SignedIn
from units.submissions import BadKey


@require_safe
def card_list(request: SignedIn) -> HttpResponse:
    """All issued cards that one may see, newest round first."""
    issued = Card.objects.visible_to(request.user).filter(group__round__phase__in=OPEN_TO_UNITS)
    cards = issued.with_frame().newest_round_first()
    filters = CardFilter(request.GET, user=request.user) if permissions.is_staff(request.user) else None
    page = page_of(request, filters.apply(cards) if filters else cards)
    now = timezone.now()
    rows = [(card, turn_of_card(request.user, card, now=now)) for card in page]
    return render(request, "scorecards/card_list.html", {"page": page, "rows": rows, "filters": filters})


@require_safe
def card_detail(request: SignedIn, pk: int) -> HttpResponse:
    """The card read-only: 自评, and 核定 with its derivation for those who may see it."""
    card = get_object_or_404(with_sides(cards_for(request)), pk=pk)
    shows_checked = permissions.can_see_checked(request.user, card)
    context = {
        "card": card,
        "showing": showing_of(card, sides_of(card)),
        "shows_evidence": permissions.can_see_evidence(request.user, card),
        "turn": turn_of_card(request.user, card, now=timezone.now()),
        "results": results_of(card, shows_checked=shows_checked),
        "is_staff": permissions.is_staff(request.user),
        "can_see_matrix": permissions.can_see_matrix(request.user, card.group),
    }
    return render(request, "scorecards/card_detail.html", context)


@never_cache
@require_safe
def card_fill(request: SignedIn, pk: int) -> HttpResponse:
    """自评 and 晒, all on one page."""
    card = own_card_with_sides(request, pk)
    if not turn_of_card(request.user, card, now=timezone.now()).fills:
        return redirect(card)
    return fill_page(request, card)


@never_cache
@require_safe
def card_review(request: SignedIn, pk: int) -> HttpResponse:
    """检查并报送: everything read-only, what is missing with links, one confirmation."""
    card = own_card(request, pk)
    if not turn_of_card(request.user, card, now=timezone.now()).fills:
        return redirect(card)
    return _review_page(request, card, _endorsement(key=submissions.new_key()))


@recorded("报送评分表")
@require_POST
def card_submit(request: SignedIn, pk: int) -> HttpResponse:
    """报送; a second click with the same form changes nothing."""
    card = own_card(request, pk)
    about(request, f"{card.group.round} {card}")
    form = _endorsement(request.POST)
    if not form.is_valid():
        return _review_page(request, card, form, status=422)
    try:
        transitions.submit(card, **form.signed, by=request.user)
    except (Refused, BadKey) as refusal:
        return _review_page(request, card, form, status=409, refusal=str(refusal))
    messages.success(request, "评分表已报送。")
    return redirect(card)


def _endorsement(data: QueryDict | None = None, **initial: Any) -> EndorsementForm:
    today = timezone.localdate()
    return EndorsementForm(data, initial={"endorsed_on": today, **initial}, today=today)


def _review_page(
    request: SignedIn, card: Card, form: EndorsementForm, *, status: int = 200, refusal: str = ""
) -> HttpResponse:
    context = {
        "card": card,
        "form": form,
        "turn": turn_of_card(request.user, card, now=timezone.now()),
        "results": results_of(card, shows_checked=False),
        "refusal": refusal,
    }
    return render(request, "scorecards/card_review.html", context, status=status)
