"""逾期报送: the round's list, and 收 or 不收 from there or from the card."""

from collections.abc import Callable
from functools import partial

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from scorecards import permissions
from scorecards.deadlines import overdue
from scorecards.models import Card, Round
from scorecards.phases import Act
from scorecards.transitions import late
from scorecards.views.card_lookup import seen_card
from scorecards.views.outcomes import carry_out
from units.access import about, recorded
from units.permissions import require
from units.requests import SignedIn

_OFFICE_ONLY = "逾期报送由工委工作人员和负责人决定收或不收。"


@require_safe
def round_late(request: SignedIn, pk: int) -> HttpResponse:
    """All late cards of the round, undecided ones first."""
    round_ = get_object_or_404(Round.objects.visible_to(request.user), pk=pk)
    require(permissions.may_ever(Act.DECIDE_LATE, request.user), _OFFICE_ONLY)
    cards = Card.objects.visible_to(request.user).filter(group__round=round_).with_frame().ever_late()
    context = {
        "round": round_,
        "rows": [(card, overdue(card.due_at, at=card.submitted_at)) for card in cards],
        "can_decide": permissions.may(Act.DECIDE_LATE, request.user, round_),
    }
    return render(request, "scorecards/round_late.html", context)


@recorded("收逾期报送的评分表")
@require_POST
def card_late_accept(request: SignedIn, pk: int) -> HttpResponse:
    """收."""
    card = _card(request, pk)
    return _decide(request, card, partial(late.accept_late, card, by=request.user), done="已收。")


@recorded("不收逾期报送的评分表")
@require_POST
def card_late_decline(request: SignedIn, pk: int) -> HttpResponse:
    """不收."""
    card, reason = _card(request, pk), request.POST.get("reason", "").strip()
    act = partial(late.decline_late, card, reason=reason, by=request.user)
    return _decide(request, card, act, done="已退为草稿，并通知单位。")


def _card(request: SignedIn, pk: int) -> Card:
    card = seen_card(request, pk)
    require(permissions.may_ever(Act.DECIDE_LATE, request.user), _OFFICE_ONLY)
    about(request, f"{card.group.round} {card}")
    return card


def _decide(request: SignedIn, card: Card, act: Callable[[], object], *, done: str) -> HttpResponse:
    is_list = request.POST.get("back") == "late"
    back = (
        reverse("scorecards:round-late", args=[card.group.round_id]) if is_list else card.get_absolute_url()
    )
    return carry_out(request, act, done=f"{card.name}逾期报送的评分表{done}", back=back)
