"""否决: the gates of a card, set and taken back by the office while it checks."""

from functools import partial

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from scorecards import permissions, transitions
from scorecards.cards.gates import gates_of
from scorecards.forms.gate import GateForm
from scorecards.models import Card, GateHit, Node
from scorecards.phases import Act
from scorecards.views.outcomes import carry_out
from units.access import about, recorded
from units.permissions import require
from units.requests import SignedIn

_OFFICE_ONLY = "否决情形由工委工作人员和负责人登记。"


@require_safe
def card_gates(request: SignedIn, pk: int) -> HttpResponse:
    """What the rubric names, and what is set on this card."""
    card = _card(request, pk)
    return _page(request, card)


@recorded("登记否决情形")
@require_POST
def card_gate_set(request: SignedIn, pk: int) -> HttpResponse:
    """One gate counts from now on."""
    card = _card(request, pk)
    nodes = Node.objects.filter(version=card.group.version_id, kind="gate")
    number = request.POST.get("gate", "")
    node = get_object_or_404(
        nodes, pk=int(number) if number.isascii() and number.isdigit() and len(number) < 10 else 0
    )
    about(request, f"{card.group.round} {card} {node.title}")
    form = GateForm(request.POST, today=timezone.localdate())
    if not form.is_valid():
        return _page(request, card, form=form, wrong=node.pk, status=422)
    act = partial(transitions.set_gate, card, node, **form.cleaned_data, by=request.user)
    return carry_out(request, act, done="否决情形已登记，总分和等次随之计算。", back=_back(card))


@recorded("撤销否决情形")
@require_POST
def gate_hit_clear(request: SignedIn, pk: int) -> HttpResponse:
    """Taken back with a reason."""
    cards = Card.objects.visible_to(request.user)
    hit = get_object_or_404(
        GateHit.objects.filter(card__in=cards).select_related("card__group__round", "node"), pk=pk
    )
    require(permissions.may_ever(Act.CHECK, request.user), _OFFICE_ONLY)
    about(request, f"{hit.card.group.round} {hit.card} {hit.node.title}")
    reason = request.POST.get("reason", "").strip()
    act = partial(transitions.clear_gate, hit, reason=reason, by=request.user)
    return carry_out(request, act, done="否决情形已撤销。", back=_back(hit.card))


def _card(request: SignedIn, pk: int) -> Card:
    card = get_object_or_404(Card.objects.visible_to(request.user).with_frame(), pk=pk)
    require(permissions.may_ever(Act.CHECK, request.user), _OFFICE_ONLY)
    return card


def _page(
    request: SignedIn, card: Card, *, form: GateForm | None = None, wrong: int = 0, status: int = 200
) -> HttpResponse:
    require(permissions.can_see_matrix(request.user, card.group), "转入审核后才登记否决情形。")
    today = timezone.localdate()
    forms = [
        (
            one,
            form
            if form and one.node_id == wrong
            else GateForm(initial={"decided_on": today}, today=today, auto_id=f"g{one.node_id}-%s"),
        )
        for one in gates_of(card)
    ]
    context = {
        "card": card,
        "rows": forms,
        "wrong": wrong,
        "can_set": permissions.can_check(request.user, card.group),
    }
    return render(request, "scorecards/card_gates.html", context, status=status)


def _back(card: Card) -> str:
    return reverse("scorecards:card-gates", args=[card.pk])
