"""保存 of what is typed on a card: items and 晒 alike, by the script or by a button, and where each button leads."""

from django.contrib import messages
from django.http import HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from scorecards.cards.sides import sides_of
from scorecards.forms.card import read_typed
from scorecards.forms.highlights import place_of, read_showing
from scorecards.models import Card, Mark
from scorecards.rubrics.trees import CardTrees, trees_to_score
from scorecards.transitions import Refused, Saved
from scorecards.transitions.cards import Entered, enter_reported
from scorecards.transitions.showing import drop_highlight, move_highlight, save_showing
from scorecards.views.card_answers import card_answer
from scorecards.views.card_filling import fill_page, form_of, showing_of
from scorecards.views.card_lookup import card_to_save, seen_card
from scorecards.views.outcomes import wants_json
from units.models import User
from units.requests import SignedIn


@require_POST
def card_save(request: SignedIn, pk: int) -> HttpResponse:
    """保存草稿, by the script every few seconds or by a button; the history of marks is its record."""
    card = card_to_save(request, pk)
    trees = trees_to_score(card.group.version)
    try:
        outcomes, entered = _save(card, trees, request.POST, by=request.user)
    except Refused as refusal:
        if wants_json(request):
            return JsonResponse({"refused": str(refusal)}, status=409)
        page_card = seen_card(request, card.pk, with_sides=True)
        return fill_page(request, page_card, data=request.POST, status=409, refusal=str(refusal))
    if wants_json(request):
        return JsonResponse(_answer(request, card, trees, outcomes, entered))
    if any(outcome.problem for outcome in outcomes):
        page_card = seen_card(request, card.pk, with_sides=True)
        return fill_page(request, page_card, data=request.POST, outcomes=outcomes, status=422)
    return _after_saving(request, card)


def _save(
    card: Card, trees: CardTrees, data: QueryDict, *, by: User
) -> tuple[tuple[Saved, ...], Entered | None]:
    """Items first, then 晒; what is wrong by itself is not asked of the database."""
    typed = read_typed(trees.of(card), data, open_slots=_open_slots(card))
    texts, wrong = read_showing(data)
    outcomes: tuple[Saved, ...] = (*typed.refused, *wrong)
    entered = None
    if typed.entries or not (texts or outcomes):
        entered = enter_reported(card, typed.entries, by=by, trees=trees)
        outcomes += entered.outcomes
    return outcomes + (save_showing(card, texts, by=by) if texts else ()), entered


def _open_slots(card: Card) -> set[str] | None:
    """After a 退回 the items that came back; otherwise all are open."""
    if not card.returned:
        return None
    return {mark.slot for mark in Mark.objects.filter(card=card).select_related("node") if mark.is_returned}


def _answer(
    request: SignedIn,
    card: Card,
    trees: CardTrees,
    outcomes: tuple[Saved, ...],
    entered: Entered | None,
) -> dict[str, object]:
    """晒 is read again only where some of it was saved."""
    form = form_of(request, card, trees=trees, entered=entered, data=request.POST, outcomes=outcomes)
    keys = {outcome.key for outcome in outcomes} - {row.key for row in form.rows}
    if not keys:
        return card_answer(form)
    sides = sides_of(seen_card(request, card.pk, with_sides=True))
    return card_answer(form, showing_of(card, sides, data=request.POST, outcomes=outcomes))


def _after_saving(request: SignedIn, card: Card) -> HttpResponse:
    """Where the button leads; a button that is none of ours leads back."""
    verb, _, rest = request.POST.get("then", "").partition(":")
    if verb == "review":
        return redirect("scorecards:card-review", pk=card.pk)
    if verb == "full":
        return redirect(f"{reverse('scorecards:card-full', args=[card.pk])}?{_scope(rest)}")
    if verb in {"evidence", "own-items"} and rest.isascii() and rest.isdigit() and len(rest) < 10:
        return redirect(f"scorecards:mark-{verb}", pk=int(rest))
    if verb in {"up", "down", "drop"} and (place := place_of(rest)):
        return _arrange(request, card, verb, *place)
    messages.success(request, "草稿已保存。")
    return redirect("scorecards:card-fill", pk=card.pk)


def _scope(key: str) -> str:
    scope = QueryDict(mutable=True)
    scope["of"] = key
    return scope.urlencode()


def _arrange(request: SignedIn, card: Card, verb: str, kind: str, order: int) -> HttpResponse:
    """上移, 下移 or 删除 of one text; all typing was saved before."""
    try:
        if verb == "drop":
            drop_highlight(card, kind=kind, order=order, by=request.user)
        else:
            order = move_highlight(card, kind=kind, order=order, up=verb == "up", by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect(f"{reverse('scorecards:card-fill', args=[card.pk])}#show-{kind}-{order}-text")
