"""单位审签: what waits for the leader, the card with what is different from last time, 通过 and 退回; and a signed
paper that came after 报送."""

from functools import partial

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from scorecards import permissions
from scorecards.cards.last import compare_with_last
from scorecards.cards.results import results_of
from scorecards.cards.sides import sides_of
from scorecards.deadlines import Now
from scorecards.forms.sending_back import SendBackForm
from scorecards.forms.signature import SignatureForm
from scorecards.models import Card
from scorecards.phases import Act
from scorecards.transitions import Refused, endorsing
from scorecards.turns import turn_of_card
from scorecards.views.card_filling import showing_of
from scorecards.views.card_lookup import seen_card
from scorecards.views.card_pages import detail_page
from scorecards.views.outcomes import carry_out
from units.access import about, recorded
from units.pages import page_of
from units.permissions import require
from units.requests import SignedIn

_LEADER_ONLY = "只有单位党委（党组）书记可以审签本单位的评分表。"
_NOT_YOURS_TO_SIGN = "审签由单位填报人或者工委登记。"


@require_safe
def endorsing_list(request: SignedIn) -> HttpResponse:
    """待审签: the unit's cards that wait for its leader."""
    require(permissions.may_ever(Act.ENDORSE, request.user), _LEADER_ONLY)
    cards = Card.objects.visible_to(request.user).awaiting_endorsement().with_frame().select_related("filler")
    page = page_of(request, cards.newest_round_first())
    now = Now()
    rows = [(card, turn_of_card(request.user, card, now=now)) for card in page]
    return render(request, "scorecards/endorsing_list.html", {"page": page, "rows": rows})


@never_cache
@require_safe
def card_endorsing(request: SignedIn, pk: int) -> HttpResponse:
    """The card to approve; one that does not wait for it is read as any other."""
    card = _card(request, pk)
    return _page(request, card) if permissions.can_endorse(request.user, card) else redirect(card)


@recorded("审签评分表")
@require_POST
def card_endorse(request: SignedIn, pk: int) -> HttpResponse:
    """通过."""
    card, shown = _card(request, pk), request.POST.get("row_version", "")
    version = int(shown) if shown.isascii() and shown.isdigit() and len(shown) < 10 else -1
    act = partial(endorsing.endorse, card, row_version=version, by=request.user)
    return carry_out(request, act, done=f"{card.name}评分表已审签通过。", back=card.get_endorsing_url())


@recorded("审签退回评分表")
@require_POST
def card_endorse_return(request: SignedIn, pk: int) -> HttpResponse:
    """退回, of the whole card or item by item."""
    card = _card(request, pk)
    results = results_of(card, shows_checked=False)
    form = SendBackForm(request.POST, lines=[line for part in results.parts for line in part.lines])
    if not form.is_valid():
        return _page(request, card, form=form, status=422)
    try:
        endorsing.send_back(card, reason=form.cleaned_data["reason"], items=form.items, by=request.user)
    except Refused as refusal:
        return _page(request, card, form=form, status=409, refusal=str(refusal))
    messages.success(request, "评分表已退回，已通知填报人。")
    return redirect(card)


@recorded("登记纸质审签")
@require_POST
def card_sign(request: SignedIn, pk: int) -> HttpResponse:
    """The signed paper of a card that was reported without."""
    card = seen_card(request, pk)
    is_whose = permissions.may_write(request.user, card) or permissions.is_staff(request.user)
    require(is_whose, _NOT_YOURS_TO_SIGN)
    about(request, f"{card.group.round} {card}")
    form = SignatureForm(request.POST, today=timezone.localdate())
    if not form.is_valid():
        return detail_page(request, seen_card(request, pk, with_sides=True), signature=form, status=422)
    act = partial(endorsing.record_signature, card, **form.cleaned_data, by=request.user)
    return carry_out(request, act, done="审签已登记。", back=card.get_absolute_url())


def _card(request: SignedIn, pk: int) -> Card:
    card = seen_card(request, pk, with_sides=True)
    require(permissions.may_ever(Act.ENDORSE, request.user), _LEADER_ONLY)
    about(request, f"{card.group.round} {card}")
    return card


def _page(
    request: SignedIn, card: Card, *, form: SendBackForm | None = None, status: int = 200, refusal: str = ""
) -> HttpResponse:
    results = results_of(card, shows_checked=False)
    lines = [line for part in results.parts for line in part.lines]
    context = {
        "card": card,
        "form": form or SendBackForm(lines=lines),
        "turn": turn_of_card(request.user, card, now=Now()),
        "results": results,
        "showing": showing_of(card, sides_of(card)),
        "comparison": compare_with_last(card, results),
        "refusal": refusal,
    }
    return render(request, "scorecards/card_endorsing.html", context, status=status)
