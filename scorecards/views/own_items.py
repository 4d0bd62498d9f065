"""自选动作: proposed by the unit on its card, decided by the office for a whole group."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from scorecards import permissions
from scorecards.forms.card_beside import asked_in_words
from scorecards.forms.own_items import DecisionForm, ProposalForm
from scorecards.models import Group, Mark, OwnItem
from scorecards.phases import Act
from scorecards.rubrics.trees import CardTrees, card_tree, tree_of
from scorecards.transitions import Refused
from scorecards.transitions.own_items import decide, places_in, propose, withdraw
from scorecards.turns import fills_now
from scorecards.views.card_lookup import require_writable, writable_mark
from scorecards.views.outcomes import carry_out
from units.access import about, recorded
from units.permissions import require
from units.requests import SignedIn

_OFFICE_ONLY = "自选动作由工委工作人员和负责人认定。"


@never_cache
@require_safe
def mark_own_items(request: SignedIn, pk: int) -> HttpResponse:
    """What the unit proposes under one bonus item."""
    mark = writable_mark(request, pk)
    if not fills_now(request.user, mark.card):
        return redirect(mark.card)
    return _unit_page(request, mark, ProposalForm())


@recorded("申报自选动作")
@require_POST
def own_item_propose(request: SignedIn, pk: int) -> HttpResponse:
    """One more."""
    mark = writable_mark(request, pk)
    about(request, f"{mark.card.group.round} {mark.card} {mark.node.key}")
    form = ProposalForm(request.POST)
    if not form.is_valid():
        return _unit_page(request, mark, form, status=422)
    try:
        propose(mark, **form.cleaned_data, by=request.user)
    except Refused as refusal:
        return _unit_page(request, mark, form, status=409, refusal=str(refusal))
    messages.success(request, "自选动作已申报，由工委认定。")
    return redirect("scorecards:mark-own-items", pk=mark.pk)


@recorded("撤回自选动作")
@require_POST
def own_item_withdraw(request: SignedIn, pk: int) -> HttpResponse:
    """Taken back before the office decided."""
    own_item = get_object_or_404(OwnItem.objects.visible_to(request.user).with_frame(), pk=pk)
    require_writable(request, own_item.mark.card)
    about(request, f"{own_item.mark.card.group.round} {own_item.mark.card} {own_item}")
    back = reverse("scorecards:mark-own-items", args=[own_item.mark_id])
    return carry_out(request, lambda: withdraw(own_item, by=request.user), done="已撤回。", back=back)


@never_cache
@require_safe
def group_own_items(request: SignedIn, pk: int) -> HttpResponse:
    """All 自选动作 of a group, to be decided in 审核 and 评议."""
    groups = Group.objects.visible_to(request.user).select_related("round", "version__rubric")
    group = get_object_or_404(groups, pk=pk)
    return _office_page(request, group)


@recorded("认定自选动作")
@require_POST
def own_item_decide(request: SignedIn, pk: int) -> HttpResponse:
    """认定 or 不予认定; the item's 核定 follows."""
    own_item = get_object_or_404(OwnItem.objects.visible_to(request.user).with_frame(), pk=pk)
    require(permissions.may_ever(Act.CHECK, request.user), _OFFICE_ONLY)
    card = own_item.mark.card
    about(request, f"{card.group.round} {card} {own_item}")
    form = DecisionForm(request.POST, auto_id=f"o{pk}-%s")
    if not form.is_valid():
        return _office_page(request, card.group, form=form, wrong=pk, status=422)
    given = form.cleaned_data
    try:
        cut = decide(own_item, granted=given["granted"], opinion=given["opinion"], by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "认定结果已保存。")
        if cut:
            messages.warning(request, cut)
    return redirect(f"{reverse('scorecards:group-own-items', args=[card.group_id])}#own-{pk}")


def _unit_page(
    request: SignedIn, mark: Mark, form: ProposalForm, *, status: int = 200, refusal: str = ""
) -> HttpResponse:
    place = places_in(card_tree(mark.card)).get(mark.slot)
    own_items = list(OwnItem.objects.visible_to(request.user).filter(mark=mark))
    context: dict[str, Any] = {
        "mark": mark,
        "card": mark.card,
        "place": place,
        "form": form,
        "own_items": own_items,
        "asked_words": asked_in_words([one.asked for one in own_items], place),
        "shows_granted": permissions.can_see_checked(request.user, mark.card),
        "refusal": refusal,
    }
    return render(request, "scorecards/mark_own_items.html", context, status=status)


def _office_page(
    request: SignedIn, group: Group, *, form: DecisionForm | None = None, wrong: int = 0, status: int = 200
) -> HttpResponse:
    require(permissions.can_see_matrix(request.user, group), f"{_OFFICE_ONLY}转入审核后可以查看。")
    own_items = OwnItem.objects.visible_to(request.user).filter(mark__card__group=group).with_frame()
    trees = CardTrees(tree_of(group.version_id))
    rows: list[dict[str, Any]] = []
    for one in own_items.select_related("decided_by").in_official_order():
        place = places_in(trees.of(one.mark.card)).get(one.mark.slot)
        shown = form if form and one.pk == wrong else _filled(one)
        rows.append({"own_item": one, "place": place, "form": shown})
    context = {
        "group": group,
        "rows": rows,
        "wrong": wrong,
        "waiting": sum(row["own_item"].is_proposed for row in rows),
        "can_decide": permissions.can_check(request.user, group),
    }
    return render(request, "scorecards/group_own_items.html", context, status=status)


def _filled(own_item: OwnItem) -> DecisionForm:
    """What was decided before."""
    answer = {"granted": "grant", "declined": "decline"}.get(own_item.state, "")
    initial = {"answer": answer, "granted": own_item.granted, "opinion": own_item.opinion}
    return DecisionForm(initial=initial, auto_id=f"o{own_item.pk}-%s")
