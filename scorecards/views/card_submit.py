"""检查并报送: everything read-only, what is missing, one confirmation; after the deadline 逾期报送 instead."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from scorecards import permissions, transitions
from scorecards.cards.history import last_send_back
from scorecards.cards.results import results_of
from scorecards.cards.sides import sides_of
from scorecards.deadlines import Now
from scorecards.forms.reporting import Asked, ReportForm
from scorecards.models import Card
from scorecards.phases import Phase
from scorecards.transitions import Refused
from scorecards.transitions.returned_items import untouched_items
from scorecards.transitions.showing import missing_showing
from scorecards.transitions.submitting import TooLate, signs_on_paper
from scorecards.turns import fills_now, turn_of_card
from scorecards.views.card_filling import showing_of
from scorecards.views.card_lookup import writable_card
from units import submissions
from units.access import about, recorded
from units.models import User
from units.requests import SignedIn
from units.submissions import BadKey


@never_cache
@require_safe
def card_review(request: SignedIn, pk: int) -> HttpResponse:
    """What will be reported, and the form that reports it."""
    card = writable_card(request, pk, with_sides=True)
    if not fills_now(request.user, card):
        return redirect(card)
    form = _form(request.user, card, late=_is_overdue(card), initial={"key": submissions.new_key()})
    return _page(request, card, form)


@recorded("报送评分表")
@require_POST
def card_submit(request: SignedIn, pk: int) -> HttpResponse:
    """报送; a second click with the same form changes nothing."""
    return _submit(request, writable_card(request, pk, with_sides=True), late=False)


@recorded("逾期报送评分表")
@require_POST
def card_submit_late(request: SignedIn, pk: int) -> HttpResponse:
    """逾期报送 with its reason; the office decides 收 or 不收."""
    return _submit(request, writable_card(request, pk, with_sides=True), late=True)


def _submit(request: SignedIn, card: Card, *, late: bool) -> HttpResponse:
    about(request, f"{card.group.round} {card}")
    form = _form(request.user, card, late=late, data=request.POST)
    if not form.is_valid():
        return _page(request, card, form, status=422)
    try:
        sent = transitions.submit(card, **form.report, by=request.user)
    except TooLate as refusal:
        again = _form(request.user, card, late=True, initial=form.typed)
        return _page(request, card, again, status=409, refusal=str(refusal))
    except (Refused, BadKey) as refusal:
        return _page(request, card, form, status=409, refusal=str(refusal))
    messages.success(
        request, "已作逾期报送，等待工委决定收或不收。" if sent.is_late_pending else "评分表已报送。"
    )
    return redirect(card)


def _is_overdue(card: Card) -> bool:
    """For the form to show; the transition asks the database's clock."""
    return card.group.round.stage == Phase.FILLING and timezone.now() >= card.due_at


def _form(
    user: User, card: Card, *, late: bool, data: QueryDict | None = None, initial: Any = None
) -> ReportForm:
    today = timezone.localdate()
    asked = Asked(
        paper=signs_on_paper(card, user),
        may_follow=not permissions.is_staff(user),
        late=late,
        untouched=untouched_items(card) if card.returned else (),
    )
    return ReportForm(data, initial={"endorsed_on": today, **(initial or {})}, asked=asked, today=today)


def _page(
    request: SignedIn, card: Card, form: ReportForm, *, status: int = 200, refusal: str = ""
) -> HttpResponse:
    results = results_of(card, shows_checked=False)
    context = {
        "card": card,
        "form": form,
        "turn": turn_of_card(request.user, card, now=Now()),
        "results": results,
        "missing": [line for line in results.missing if not card.returned or line.mark.is_returned],
        "showing": showing_of(card, sides_of(card)),
        "lacking": [] if card.returned else missing_showing(card),
        "back": last_send_back(card),
        "refusal": refusal,
    }
    return render(request, "scorecards/card_review.html", context, status=status)
