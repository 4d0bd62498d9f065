"""核定 of one card by a second hand, and of a whole group by the head."""

from collections.abc import Sequence
from functools import partial

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from scorecards import permissions, transitions
from scorecards.models import Group
from scorecards.phases import Act
from scorecards.transitions import Refused
from scorecards.views.check_page import Again, card_for_checking, check_url, refused_page, save_typed
from scorecards.views.outcomes import carry_out
from units.access import about, recorded
from units.permissions import require
from units.requests import SignedIn

_MOST_NAMED = 20


@recorded("核定")
@require_POST
def card_confirm(request: SignedIn, pk: int) -> HttpResponse:
    """From the card's page, or from where it is checked; what was typed there is saved first."""
    card = card_for_checking(request, pk)
    about(request, f"{card.group.round} {card}")
    try:
        _, outcomes = save_typed(request, card)
    except Refused as refusal:
        return refused_page(request, card, Again(refusal=str(refusal), status=409, is_undone=True))
    if any(outcome.problem for outcome in outcomes):
        return refused_page(request, card, Again(outcomes))
    back = check_url(request, card) if "by" in request.POST else card.get_absolute_url()
    act = partial(transitions.confirm_card, card, by=request.user)
    return carry_out(request, act, done=f"{card.name}已核定。", back=back)


@recorded("整组核定")
@require_POST
def group_confirm(request: SignedIn, pk: int) -> HttpResponse:
    """Every card that is ready; those left out are named."""
    group = get_object_or_404(Group.objects.visible_to(request.user).select_related("round"), pk=pk)
    require(permissions.may_ever(Act.CONFIRM, request.user), "只有工委负责人可以整组核定。")
    about(request, f"{group.round} {group}")
    try:
        confirmed = transitions.confirm_group(group, by=request.user)
    except Refused as refusal:
        _name(request, refusal.sentences)
        return redirect(group.round)
    messages.success(request, f"已核定 {confirmed.count} 张评分表。")
    _name(request, confirmed.left_out)
    return redirect(group.round)


def _name(request: SignedIn, sentences: Sequence[str]) -> None:
    """Why cards were left out, not more than one can read."""
    for sentence in sentences[:_MOST_NAMED]:
        messages.warning(request, sentence)
    if len(sentences) > _MOST_NAMED:
        messages.warning(request, f"另有 {len(sentences) - _MOST_NAMED} 处没有列出，请到审核队列查看。")
