"""Rounds and their stages."""

from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from scorecards import permissions, transitions
from scorecards.models import Card, Group, Round
from scorecards.phases import Act
from scorecards.progress import group_progress, sums_of
from scorecards.setup_overview import setup_of
from scorecards.turns import turn_of_card, turn_of_round
from scorecards.views.outcomes import carry_out, password_given
from scorecards.views.round_acts import acts_of
from units.access import about, recorded
from units.models import User
from units.pages import page_of
from units.permissions import require
from units.requests import SignedIn


@require_safe
def round_list(request: SignedIn) -> HttpResponse:
    """All rounds that one may see."""
    page = page_of(request, Round.objects.visible_to(request.user).newest_first())
    now = timezone.now()
    rows = [(round_, turn_of_round(request.user, round_, now=now)) for round_ in page]
    context = {"page": page, "rows": rows, "can_create": permissions.is_staff(request.user)}
    return render(request, "scorecards/round_list.html", context)


@require_safe
def round_detail(request: SignedIn, pk: int) -> HttpResponse:
    """The stage bar, the groups with their counts, and what comes next."""
    round_ = get_object_or_404(Round.objects.visible_to(request.user), pk=pk)
    context = {
        "round": round_,
        "turn": turn_of_round(request.user, round_, now=timezone.now()),
        "shows_standings": permissions.can_see_standings_of(request.user, round_),
    }
    more = _for_the_office if permissions.is_staff(request.user) else _for_readers
    return render(request, "scorecards/round_detail.html", context | more(request.user, round_))


def _for_the_office(user: User, round_: Round) -> dict[str, Any]:
    groups = list(group_progress(Group.objects.visible_to(user).filter(round=round_)))
    return {
        "is_staff": True,
        "groups": groups,
        "sums": sums_of(groups),
        "setup": setup_of(round_) if permissions.may(Act.EDIT_ROUND, user, round_) else None,
        "acts": acts_of(user, round_, groups, now=timezone.now()),
        "shows_release": permissions.can_prepare_release(user, round_) or round_.is_sealed,
    }


def _for_readers(user: User, round_: Round) -> dict[str, Any]:
    groups = Group.objects.visible_to(user).filter(round=round_).select_related("version__rubric")
    cards = Card.objects.visible_to(user).filter(group__round=round_).with_frame().in_official_order()
    now = timezone.now()
    is_of_a_unit = user.post is not None and user.post.home_unit_id is not None
    return {
        "groups": groups.in_order(),
        "is_of_a_unit": is_of_a_unit,
        "rows": [(card, turn_of_card(user, card, now=now)) for card in cards] if is_of_a_unit else [],
    }


@recorded("下发评分表")
@require_POST
def round_open(request: SignedIn, pk: int) -> HttpResponse:
    """下发."""
    round_ = _round_for(request, pk, Act.OPEN, "只有工委工作人员和负责人可以下发评分表。")
    act = partial(transitions.open_round, round_, by=request.user)
    return carry_out(request, act, done="评分表已下发。", back=round_.get_absolute_url())


@recorded("转入审核")
@require_POST
def round_start_checking(request: SignedIn, pk: int) -> HttpResponse:
    """填报 ends."""
    round_ = _round_for(request, pk, Act.START_CHECKING, "只有工委工作人员和负责人可以转入审核。")
    act = partial(transitions.start_checking, round_, by=request.user)
    return carry_out(request, act, done="已转入审核，单位不能再修改。", back=round_.get_absolute_url())


@recorded("锁定")
@require_POST
def round_lock(request: SignedIn, pk: int) -> HttpResponse:
    """锁定."""
    round_ = _round_for(request, pk, Act.LOCK, "只有工委工作人员和负责人可以锁定。")
    if not password_given(request):
        return redirect(round_)
    act = partial(transitions.lock_round, round_, by=request.user)
    return carry_out(request, act, done="已锁定，得分不再变动。", back=round_.get_absolute_url())


@recorded("整组核定")
@require_POST
def group_confirm(request: SignedIn, pk: int) -> HttpResponse:
    """整组核定."""
    group = get_object_or_404(Group.objects.visible_to(request.user).select_related("round"), pk=pk)
    require(permissions.may_ever(Act.CONFIRM, request.user), "只有工委负责人可以整组核定。")
    about(request, f"{group.round} {group}")
    act = partial(transitions.confirm_group, group, by=request.user)
    return carry_out(request, act, done="已核定。", back=group.round.get_absolute_url())


def _round_for(request: SignedIn, pk: int, act: Act, sentence: str) -> Round:
    round_ = get_object_or_404(Round.objects.visible_to(request.user), pk=pk)
    require(permissions.may_ever(act, request.user), sentence)
    about(request, round_)
    return round_
