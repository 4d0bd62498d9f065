"""按满分计 of 自评: listed, confirmed, and taken back right after."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from scorecards.forms.card import CardForm
from scorecards.forms.card_full import fillable
from scorecards.models import Card
from scorecards.rubrics.trees import card_tree
from scorecards.transitions import Refused, Saved
from scorecards.transitions.reported_full import fill_in_full, take_back_full
from scorecards.turns import fills_now
from scorecards.views.card_filling import FULL_ACT, form_of
from scorecards.views.card_lookup import writable_card
from units.access import about, recorded
from units.requests import SignedIn


@never_cache
@require_safe
def card_full(request: SignedIn, pk: int) -> HttpResponse:
    """What would be filled, item by item: of one item, of one part, or of the whole card."""
    card = writable_card(request, pk)
    if not fills_now(request.user, card):
        return redirect(card)
    form = form_of(request, card)
    scope = request.GET.get("of", "")
    context = {"card": card, "title": _title(form, scope), "lines": fillable(form, scope), "scope": scope}
    return render(request, "scorecards/card_full.html", context)


@recorded("按满分计")
@require_POST
def card_full_fill(request: SignedIn, pk: int) -> HttpResponse:
    """The listed items, where they still stand as listed."""
    card = writable_card(request, pk)
    about(request, f"{card.group.round} {card}")
    try:
        outcomes = fill_in_full(card, _versions(card, request.POST), by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("scorecards:card-fill", pk=card.pk)
    written = {outcome.key: outcome.version for outcome in outcomes if outcome.is_written}
    request.session[FULL_ACT] = {"card": card.pk, "marks": written}
    _tell(request, outcomes, done=f"已按满分计 {len(written)} 项。", left="已另行填写，没有按满分计。")
    return redirect("scorecards:card-fill", pk=card.pk)


@recorded("撤销按满分计")
@require_POST
def card_full_undo(request: SignedIn, pk: int) -> HttpResponse:
    """未填 again, but for what was changed since."""
    card = writable_card(request, pk)
    about(request, f"{card.group.round} {card}")
    act: dict[str, Any] = request.session.get(FULL_ACT) or {}
    if act.get("card") != card.pk:
        messages.error(request, "没有可以撤销的按满分计，请返回填报页核对。")
        return redirect("scorecards:card-fill", pk=card.pk)
    try:
        outcomes = take_back_full(card, act["marks"], by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("scorecards:card-fill", pk=card.pk)
    del request.session[FULL_ACT]
    count = sum(outcome.is_written for outcome in outcomes)
    _tell(request, outcomes, done=f"已撤销 {count} 项的按满分计。", left="已另行修改，没有撤销。")
    return redirect("scorecards:card-fill", pk=card.pk)


def _versions(card: Card, data: QueryDict) -> dict[str, int]:
    """The listed items of this card, each with the version that it was listed by."""
    found = {}
    for item in card_tree(card).items():
        text = data.get(f"{item.key}:version", "")
        if text.isascii() and text.isdigit() and len(text) < 10:
            found[item.key] = int(text)
    return found


def _title(form: CardForm, scope: str) -> str:
    """Whose items they are."""
    blocks = {block.part.key: block.part.title for block in form.blocks}
    rows = {row.key: f"{row.item.number} {row.item.title}" for row in form.rows}
    return blocks.get(scope) or rows.get(scope) or "整张评分表"


def _tell(request: SignedIn, outcomes: Iterable[Saved], *, done: str, left: str) -> None:
    kept = [outcome.key for outcome in outcomes if outcome.problem]
    messages.success(request, done)
    if kept:
        messages.warning(request, f"{'、'.join(kept)} {left}")
