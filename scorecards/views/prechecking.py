"""初评: the unit's branch cards, one card beside its 自评, 按自评, 完成初评."""

from functools import partial

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from scorecards import permissions
from scorecards.cards.results import Results, results_of
from scorecards.deadlines import Now
from scorecards.forms.card import read_typed
from scorecards.forms.precheck import PrecheckForm
from scorecards.models import Card
from scorecards.phases import Act
from scorecards.rubrics.trees import card_tree
from scorecards.transitions import Refused, prechecking
from scorecards.turns import turn_of_card
from scorecards.views.card_lookup import seen_card
from scorecards.views.outcomes import carry_out
from units.access import about, recorded
from units.pages import page_of
from units.permissions import require
from units.requests import SignedIn

_OFFICER_ONLY = "只有本单位联络员可以初评本单位党支部的评分表。"


@require_safe
def precheck_list(request: SignedIn) -> HttpResponse:
    """The unit's branch cards, and how far 初评 is."""
    require(permissions.may_ever(Act.PRECHECK, request.user), _OFFICER_ONLY)
    cards = Card.objects.visible_to(request.user).to_precheck().taking_part().with_frame()
    counted = cards.with_prechecks().newest_round_first()
    page = page_of(request, counted)
    now = Now()
    rows = [
        (card, turn_of_card(request.user, card, now=now), permissions.can_precheck(request.user, card))
        for card in page
    ]
    return render(request, "scorecards/precheck_list.html", {"page": page, "rows": rows})


@never_cache
@require_safe
def card_precheck(request: SignedIn, pk: int) -> HttpResponse:
    """自评 and 初评 side by side; a card that is not open for it is read as any other."""
    card = _card(request, pk)
    if not permissions.can_precheck(request.user, card):
        return redirect(card)
    results = _results(card)
    return _page(request, card, results, PrecheckForm(results))


@recorded("保存初评")
@require_POST
def card_precheck_save(request: SignedIn, pk: int) -> HttpResponse:
    """保存初评; with the other button 完成初评 at once."""
    card = _card(request, pk)
    typed = read_typed(card_tree(card), request.POST)
    try:
        outcomes = prechecking.save_prechecked(card, typed.entries, by=request.user)
    except Refused as refusal:
        results = _results(card)
        form = PrecheckForm(results, request.POST, unsaved=True)
        return _page(request, card, results, form, status=409, refusal=str(refusal))
    results = _results(card)
    form = PrecheckForm(results, request.POST, (*outcomes, *typed.refused))
    if form.summary:
        return _page(request, card, results, form, status=422)
    if request.POST.get("then") == "finish":
        return _finish(request, card, results)
    messages.success(request, "初评已保存。")
    return redirect("scorecards:card-precheck", pk=card.pk)


@recorded("初评按自评")
@require_POST
def card_precheck_copy(request: SignedIn, pk: int) -> HttpResponse:
    """按自评."""
    card = _card(request, pk)
    act = partial(prechecking.copy_reported, card, by=request.user)
    return carry_out(
        request, act, done="还空着的初评已按自评填好，请逐项核对后完成初评。", back=card.get_precheck_url()
    )


def _finish(request: SignedIn, card: Card, results: Results) -> HttpResponse:
    try:
        prechecking.finish_precheck(card, by=request.user)
    except Refused as refusal:
        return _page(request, card, results, PrecheckForm(results), status=409, refusal=str(refusal))
    messages.success(request, f"{card.name}初评已完成。")
    return redirect(card)


def _card(request: SignedIn, pk: int) -> Card:
    card = seen_card(request, pk)
    require(permissions.may_ever(Act.PRECHECK, request.user), _OFFICER_ONLY)
    about(request, f"{card.group.round} {card}")
    return card


def _results(card: Card) -> Results:
    return results_of(card, shows_checked=False, shows_precheck=True)


def _page(
    request: SignedIn,
    card: Card,
    results: Results,
    form: PrecheckForm,
    *,
    status: int = 200,
    refusal: str = "",
) -> HttpResponse:
    context = {
        "card": card,
        "results": results,
        "form": form,
        "turn": turn_of_card(request.user, card, now=Now()),
        "refusal": refusal,
    }
    return render(request, "scorecards/card_precheck.html", context, status=status)
