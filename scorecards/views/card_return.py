"""退回 of items of a card, and taking it back while the unit has not answered."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from scorecards.forms.card_return import ReturnForm, WholeReturnForm
from scorecards.models import Card
from scorecards.transitions import Refused
from scorecards.transitions.returning import recall_return, return_items
from scorecards.transitions.returning_whole import return_card
from scorecards.views.check_page import (
    Again,
    after_saving,
    card_for_checking,
    check_page,
    check_url,
    refused_page,
    save_typed,
)
from units.access import about, recorded
from units.requests import SignedIn
from units.submissions import BadKey


@recorded("退回")
@require_POST
def card_return(request: SignedIn, pk: int) -> HttpResponse:
    """退回 n 项, each with its reason, until one moment; 晒问题 goes back as a whole."""
    card = card_for_checking(request, pk)
    about(request, f"{card.group.round} {card}")
    form = ReturnForm(request.POST) if card.group.round.gives_scores else WholeReturnForm(request.POST)
    if not form.is_valid():
        return refused_page(request, card, Again(going=form, is_undone=True))
    try:
        if isinstance(form, ReturnForm):
            return_items(card, form.items, **form.when, by=request.user)
        else:
            return_card(card, reason=form.cleaned_data["reason"], **form.when, by=request.user)
    except (Refused, BadKey) as refusal:
        return refused_page(
            request, card, Again(going=form, refusal=str(refusal), status=409, is_undone=True)
        )
    count = f" {len(form.items)} 项" if isinstance(form, ReturnForm) else ""
    messages.success(request, f"已退回{count}，并通知了单位。")
    return _after(request, card, has_gone=True)


@recorded("取消退回")
@require_POST
def card_recall(request: SignedIn, pk: int) -> HttpResponse:
    """The unit need not mend this item."""
    card = card_for_checking(request, pk)
    about(request, f"{card.group.round} {card}")
    try:
        recall_return(card, request.POST.get("slot", ""), by=request.user)
    except Refused as refusal:
        return refused_page(request, card, Again(refusal=str(refusal), status=409, is_undone=True))
    messages.success(request, "退回已取消，并通知了单位。")
    return _after(request, card, has_gone=False)


def _after(request: SignedIn, card: Card, *, has_gone: bool) -> HttpResponse:
    """What was typed beside the act is saved too; what could not be saved stays on the page."""
    try:
        _, outcomes = save_typed(request, card)
    except Refused as refusal:
        current = card_for_checking(request, card.pk)
        return refused_page(request, current, Again(refusal=str(refusal), status=409, is_undone=True))
    wrong = [outcome for outcome in outcomes if outcome.problem]
    if has_gone and not wrong:
        return redirect(check_url(request, card))
    if has_gone:
        return check_page(request, card_for_checking(request, card.pk), again=Again(outcomes))
    return after_saving(request, card, outcomes)
