"""抽样核定 of a branch group: what was drawn, drawing, and 未抽中的按初评计."""

from collections.abc import Callable
from functools import partial

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from scorecards import permissions
from scorecards.forms.sampling import DrawForm, TickForm
from scorecards.models import Card, Group, Subject
from scorecards.phases import COUNTED, Act
from scorecards.transitions import sampling
from scorecards.views.outcomes import carry_out
from units.access import about, recorded
from units.permissions import require
from units.requests import SignedIn

_OFFICE_ONLY = "抽样核定由工委工作人员和负责人办理。"


@require_safe
def group_sample(request: SignedIn, pk: int) -> HttpResponse:
    """The group's cards: drawn or not, how far 初评 and 核定 are."""
    group = _group(request, pk)
    if group.round.stage not in COUNTED or group.subject != Subject.BRANCH:
        return redirect(group.round)
    return _page(request, group)


@recorded("登记抽样")
@require_POST
def group_sample_tick(request: SignedIn, pk: int) -> HttpResponse:
    """A sample that was drawn elsewhere."""
    group = _group(request, pk)
    form = TickForm(request.POST, cards=_cards(request, group))
    if not form.is_valid():
        return _page(request, group, tick=form, status=422)
    given = form.cleaned_data
    act = partial(sampling.tick_sample, group, how=given["how"], card_ids=given["card"], by=request.user)
    return _answer(request, group, act, done="抽样已登记。")


@recorded("随机抽样")
@require_POST
def group_sample_draw(request: SignedIn, pk: int) -> HttpResponse:
    """随机抽取."""
    group = _group(request, pk)
    form = DrawForm(request.POST, most=sum(card.needs_precheck for card in _cards(request, group)))
    if not form.is_valid():
        return _page(request, group, draw=form, status=422)
    act = partial(sampling.draw_sample, group, count=form.cleaned_data["count"], by=request.user)
    return _answer(request, group, act, done="已随机抽取并登记。")


@recorded("未抽中的按初评计")
@require_POST
def group_sample_count(request: SignedIn, pk: int) -> HttpResponse:
    """未抽中的按初评计."""
    group = _group(request, pk)
    act = partial(sampling.count_unsampled, group, by=request.user)
    return _answer(request, group, act, done="未抽中的评分表已按初评计，总分随之计算。")


def _group(request: SignedIn, pk: int) -> Group:
    group = get_object_or_404(
        Group.objects.visible_to(request.user).select_related("round", "sampled_by"), pk=pk
    )
    require(permissions.may_ever(Act.CHECK, request.user), _OFFICE_ONLY)
    about(request, f"{group.round} {group}")
    return group


def _cards(request: SignedIn, group: Group) -> list[Card]:
    cards = Card.objects.visible_to(request.user).filter(group=group).taking_part()
    return list(cards.with_prechecks().in_official_order())


def _answer(request: SignedIn, group: Group, act: Callable[[], object], *, done: str) -> HttpResponse:
    return carry_out(request, act, done=done, back=reverse("scorecards:group-sample", args=[group.pk]))


def _page(
    request: SignedIn,
    group: Group,
    *,
    tick: TickForm | None = None,
    draw: DrawForm | None = None,
    status: int = 200,
) -> HttpResponse:
    cards = _cards(request, group)
    most = sum(card.needs_precheck for card in cards)
    drawn = [card.pk for card in cards if card.is_sampled]
    left_out = [card for card in cards if sampling.is_left_out(card)]
    context = {
        "group": group,
        "cards": cards,
        "left_out": len(left_out),
        "unready": sum(
            card.needs_precheck and not card.is_sampled and card.prechecked_at is None for card in cards
        ),
        "tick": tick or TickForm(initial={"card": drawn}, cards=cards),
        "draw": draw or DrawForm(most=most),
        "most": most,
        "can_sample": permissions.can_sample(request.user, group),
    }
    return render(request, "scorecards/group_sample.html", context, status=status)
