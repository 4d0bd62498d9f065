"""Cards: the list, the read-only page, filling, 检查并报送."""

from functools import partial
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_POST, require_safe

from scorecards import permissions, transitions
from scorecards.card_results import results_of
from scorecards.forms.card import CardForm
from scorecards.forms.endorsement import EndorsementForm
from scorecards.models import Card, Mark
from scorecards.phases import Act
from scorecards.rubric_trees import tree_of
from scorecards.transitions import Refused, Saved
from scorecards.views.outcomes import carry_out, wants_json
from units import submissions
from units.access import about, recorded
from units.pages import page_of
from units.permissions import require
from units.requests import SignedIn

_NOT_YOURS = "只有本单位联络员（党支部的评分表由支部书记）可以填报。"


@require_safe
def card_list(request: SignedIn) -> HttpResponse:
    """All cards that one may see, newest round first."""
    cards = Card.objects.visible_to(request.user).with_frame().newest_round_first()
    return render(request, "scorecards/card_list.html", {"page": page_of(request, cards)})


@require_safe
def card_detail(request: SignedIn, pk: int) -> HttpResponse:
    """The card read-only: 自评, and 核定 with its derivation for those who may see it."""
    card = _card(request, pk)
    shows_checked = permissions.can_see_checked(request.user, card)
    context = {
        "card": card,
        "results": results_of(card, shows_checked=shows_checked),
        "shows_checked": shows_checked,
        "can_fill": permissions.can_fill(request.user, card),
    }
    return render(request, "scorecards/card_detail.html", context)


@require_safe
def card_fill(request: SignedIn, pk: int) -> HttpResponse:
    """自评, item by item."""
    card = _own_card(request, pk)
    if not permissions.can_fill(request.user, card):
        return redirect(card)
    return _fill_page(request, card, _form(card))


@require_POST
def card_save(request: SignedIn, pk: int) -> HttpResponse:
    """保存草稿, by the script every few seconds or by the button; the history of marks is its record."""
    card = _own_card(request, pk)
    form = _form(card, request.POST)
    try:
        form.take(transitions.save_reported(card, form.entries(), by=request.user))
    except Refused as refusal:
        if wants_json(request):
            return JsonResponse({"refused": str(refusal)}, status=409)
        return _fill_page(request, card, form, status=409, refusal=str(refusal))
    if wants_json(request):
        return JsonResponse(_answer(form))
    if form.problems:
        return _fill_page(request, card, form, status=422)
    return redirect("scorecards:card-fill", pk=card.pk)


@require_safe
def card_review(request: SignedIn, pk: int) -> HttpResponse:
    """检查并报送: everything read-only, what is missing with links, one confirmation."""
    card = _own_card(request, pk)
    if not permissions.can_fill(request.user, card):
        return redirect(card)
    form = EndorsementForm(initial={"key": submissions.new_key(), "endorsed_on": timezone.localdate()})
    return _review_page(request, card, form)


@recorded("报送评分表")
@require_POST
def card_submit(request: SignedIn, pk: int) -> HttpResponse:
    """报送; a second click with the same form changes nothing."""
    card = _own_card(request, pk)
    about(request, f"{card.group.round} {card}")
    form = EndorsementForm(request.POST)
    if not form.is_valid():
        return _review_page(request, card, form, status=422)
    typed = form.cleaned_data
    act = partial(transitions.submit, card, endorser=typed["endorser"], endorsed_on=typed["endorsed_on"],
                  key=typed["key"], by=request.user)  # fmt: skip
    return carry_out(request, act, done="评分表已报送。", back=card.get_absolute_url())


def _card(request: SignedIn, pk: int) -> Card:
    return get_object_or_404(Card.objects.visible_to(request.user).with_frame(), pk=pk)


def _own_card(request: SignedIn, pk: int) -> Card:
    card = _card(request, pk)
    require(permissions.may_ever(Act.FILL, request.user) and permissions.is_own(request.user, card), _NOT_YOURS)
    return card


def _form(card: Card, data: Any = None) -> CardForm:
    marks = Mark.objects.filter(card=card).select_related("node")
    return CardForm(tree_of(card.group.version_id), marks, data)


def _fill_page(
    request: SignedIn, card: Card, form: CardForm, *, status: int = 200, refusal: str = ""
) -> HttpResponse:
    context = {"card": card, "form": form, "refusal": refusal}
    return render(request, "scorecards/card_fill.html", context, status=status)


def _review_page(request: SignedIn, card: Card, form: EndorsementForm, *, status: int = 200) -> HttpResponse:
    context = {
        "card": card,
        "form": form,
        "missing": transitions.missing_items(card),
        "results": results_of(card, shows_checked=False),
    }
    return render(request, "scorecards/card_review.html", context, status=status)


def _answer(form: CardForm) -> dict[str, Any]:
    outcomes = {row.key: _outcome(row.outcome) for row in form.rows if row.outcome}
    return {
        "saved_at": date_format(timezone.localtime(), "H:i"),
        "filled": form.filled,
        "items": len(form.rows),
        "entries": outcomes,
    }


def _outcome(outcome: Saved) -> dict[str, Any]:
    return {
        "version": outcome.version,
        "points": None if outcome.points is None else f"{outcome.points:.2f}",
        "problem": outcome.problem,
        "field": outcome.field,
        "conflict": outcome.is_conflict,
    }
