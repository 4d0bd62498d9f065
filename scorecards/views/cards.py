"""Cards: the list, the read-only page, filling, 检查并报送."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, JsonResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from scorecards import permissions, transitions
from scorecards.card_results import results_of
from scorecards.forms.card import CardForm, read_typed
from scorecards.forms.card_filter import CardFilter
from scorecards.forms.endorsement import EndorsementForm
from scorecards.models import Card, Mark
from scorecards.phases import OPEN_TO_UNITS, Act
from scorecards.rubrics.trees import card_tree
from scorecards.transitions import Refused, Saved
from scorecards.turns import turn_of_card
from scorecards.views.card_answers import card_answer
from scorecards.views.outcomes import wants_json
from units import submissions
from units.access import about, recorded
from units.pages import page_of
from units.permissions import require
from units.requests import SignedIn
from units.submissions import BadKey

_NOT_YOURS = "只有本单位联络员（党支部的评分表由支部书记）可以填报。"


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
    card = _card(request, pk)
    shows_checked = permissions.can_see_checked(request.user, card)
    context = {
        "card": card,
        "turn": turn_of_card(request.user, card, now=timezone.now()),
        "results": results_of(card, shows_checked=shows_checked),
        "is_staff": permissions.is_staff(request.user),
        "can_see_matrix": permissions.can_see_matrix(request.user, card.group),
        "can_see_feedback": permissions.can_see_feedback(request.user, card),
    }
    return render(request, "scorecards/card_detail.html", context)


@never_cache
@require_safe
def card_fill(request: SignedIn, pk: int) -> HttpResponse:
    """自评, item by item."""
    card = _own_card(request, pk)
    if not turn_of_card(request.user, card, now=timezone.now()).fills:
        return redirect(card)
    return _fill_page(request, card, _form(card))


@require_POST
def card_save(request: SignedIn, pk: int) -> HttpResponse:
    """保存草稿, by the script every few seconds or by the button; the history of marks is its record."""
    card = _own_card(request, pk)
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


@never_cache
@require_safe
def card_review(request: SignedIn, pk: int) -> HttpResponse:
    """检查并报送: everything read-only, what is missing with links, one confirmation."""
    card = _own_card(request, pk)
    if not turn_of_card(request.user, card, now=timezone.now()).fills:
        return redirect(card)
    return _review_page(request, card, _endorsement(key=submissions.new_key()))


@recorded("报送评分表")
@require_POST
def card_submit(request: SignedIn, pk: int) -> HttpResponse:
    """报送; a second click with the same form changes nothing."""
    card = _own_card(request, pk)
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


def _card(request: SignedIn, pk: int) -> Card:
    cards = Card.objects.visible_to(request.user).with_frame().select_related("filler")
    return get_object_or_404(cards, pk=pk)


def _own_card(request: SignedIn, pk: int) -> Card:
    card = _card(request, pk)
    require(
        permissions.may_ever(Act.FILL, request.user) and permissions.is_own(request.user, card), _NOT_YOURS
    )
    return card


def _form(card: Card, data: QueryDict | None = None, outcomes: tuple[Saved, ...] = ()) -> CardForm:
    marks = Mark.objects.filter(card=card).select_related("node")
    return CardForm(card_tree(card), marks, data, outcomes)


def _endorsement(data: QueryDict | None = None, **initial: Any) -> EndorsementForm:
    today = timezone.localdate()
    return EndorsementForm(data, initial={"endorsed_on": today, **initial}, today=today)


def _after_saving(request: SignedIn, card: Card) -> HttpResponse:
    if request.POST.get("then") == "review":
        return redirect("scorecards:card-review", pk=card.pk)
    messages.success(request, "草稿已保存。")
    return redirect("scorecards:card-fill", pk=card.pk)


def _fill_page(
    request: SignedIn, card: Card, form: CardForm, *, status: int = 200, refusal: str = ""
) -> HttpResponse:
    turn = turn_of_card(request.user, card, now=timezone.now())
    context = {"card": card, "form": form, "turn": turn, "refusal": refusal}
    return render(request, "scorecards/card_fill.html", context, status=status)


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
