"""Cards: the list, the read-only page, filling."""

from django.contrib import messages
from django.http import HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from scorecards import permissions, transitions
from scorecards.card_history import last_send_back
from scorecards.forms.card import CardForm, read_typed
from scorecards.forms.card_filter import CardFilter
from scorecards.models import Card, Mark
from scorecards.phases import OPEN_TO_UNITS
from scorecards.round_burden import burdens_of_cards
from scorecards.rubrics.trees import card_tree
from scorecards.transitions import Refused, Saved
from scorecards.turns import turn_of_card
from scorecards.views.card_answers import card_answer
from scorecards.views.card_lookup import seen_card, writable_card
from scorecards.views.card_pages import detail_page
from scorecards.views.outcomes import wants_json
from units.pages import page_of
from units.requests import SignedIn


@require_safe
def card_list(request: SignedIn) -> HttpResponse:
    """All issued cards that one may see, newest round first."""
    issued = Card.objects.visible_to(request.user).filter(group__round__phase__in=OPEN_TO_UNITS)
    cards = issued.with_frame().newest_round_first()
    filters = CardFilter(request.GET, user=request.user) if permissions.is_staff(request.user) else None
    page = page_of(request, filters.apply(cards) if filters else cards)
    now = timezone.now()
    rows = [(card, turn_of_card(request.user, card, now=now)) for card in page]
    asked = burdens_of_cards(card for card, turn in rows if turn.fills)
    shown = [(card, turn, asked.get(card.pk, "")) for card, turn in rows]
    return render(request, "scorecards/card_list.html", {"page": page, "rows": shown, "filters": filters})


@require_safe
def card_detail(request: SignedIn, pk: int) -> HttpResponse:
    """The card read-only: 自评, and 核定 with its derivation for those who may see it."""
    return detail_page(request, seen_card(request, pk))


@never_cache
@require_safe
def card_fill(request: SignedIn, pk: int) -> HttpResponse:
    """自评, item by item."""
    card = writable_card(request, pk)
    if not turn_of_card(request.user, card, now=timezone.now()).fills:
        return redirect(card)
    return _fill_page(request, card, _form(card))


@require_POST
def card_save(request: SignedIn, pk: int) -> HttpResponse:
    """保存草稿, by the script every few seconds or by the button; the history of marks is its record."""
    card = writable_card(request, pk)
    typed = read_typed(card_tree(card), request.POST)
    try:
        outcomes = transitions.save_reported(card, typed.entries, by=request.user)
    except Refused as refusal:
        if wants_json(request):
            return JsonResponse({"refused": str(refusal)}, status=409)
        return _fill_page(request, card, _form(card, request.POST), status=409, refusal=str(refusal))
    form = _form(card, request.POST, (*outcomes, *typed.refused))
    if wants_json(request):
        return JsonResponse(card_answer(form))
    if form.problems:
        return _fill_page(request, card, form, status=422)
    return _after_saving(request, card)


def _form(card: Card, data: QueryDict | None = None, outcomes: tuple[Saved, ...] = ()) -> CardForm:
    marks = Mark.objects.filter(card=card).select_related("node")
    return CardForm(card_tree(card), marks, data, outcomes)


def _after_saving(request: SignedIn, card: Card) -> HttpResponse:
    if request.POST.get("then") == "review":
        return redirect("scorecards:card-review", pk=card.pk)
    messages.success(request, "草稿已保存。")
    return redirect("scorecards:card-fill", pk=card.pk)


def _fill_page(
    request: SignedIn, card: Card, form: CardForm, *, status: int = 200, refusal: str = ""
) -> HttpResponse:
    turn = turn_of_card(request.user, card, now=timezone.now())
    context = {"card": card, "form": form, "turn": turn, "refusal": refusal, "back": last_send_back(card)}
    return render(request, "scorecards/card_fill.html", context, status=status)
