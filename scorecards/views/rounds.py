"""Rounds, their stages, and the rubric that a group is scored against."""

from functools import partial

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_POST, require_safe

from scorecards import permissions, transitions
from scorecards.models import Group, Round, RubricVersion
from scorecards.phases import Act
from scorecards.progress import group_progress
from scorecards.rubric_trees import tree_of
from scorecards.scoring import Part, rule_in_words
from scorecards.views.outcomes import carry_out
from units.access import about, recorded
from units.models import User
from units.pages import page_of
from units.permissions import require
from units.requests import SignedIn


@require_safe
def round_list(request: SignedIn) -> HttpResponse:
    """All rounds that one may see."""
    rounds = Round.objects.visible_to(request.user).newest_first()
    return render(request, "scorecards/round_list.html", {"page": page_of(request, rounds)})


@require_safe
def round_detail(request: SignedIn, pk: int) -> HttpResponse:
    """The stage bar, the groups with their counts, and what comes next."""
    user = request.user
    round_ = get_object_or_404(Round.objects.visible_to(user), pk=pk)
    is_staff = permissions.is_staff(user)
    context = {
        "round": round_,
        "groups": group_progress(Group.objects.visible_to(user).filter(round=round_)) if is_staff else [],
        "own_groups": [] if is_staff else Group.objects.visible_to(user).filter(round=round_).in_order(),
        "can_open": permissions.can_open(user, round_),
        "can_start_checking": permissions.can_start_checking(user, round_),
        "can_lock": permissions.can_lock(user, round_),
        "can_confirm": permissions.can_confirm_in(user, round_),
        "can_prepare_release": permissions.can_prepare_release(user, round_),
        "shows_standings": permissions.can_see_standings_of(user, round_),
        "blocks": _blocks(user, round_),
    }
    return render(request, "scorecards/round_detail.html", context)


def _blocks(user: User, round_: Round) -> list[str]:
    if permissions.can_open(user, round_):
        return transitions.blocks_opening(round_)
    return transitions.blocks_locking(round_) if permissions.can_lock(user, round_) else []


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


@require_safe
def rubric_detail(request: SignedIn, pk: int) -> HttpResponse:
    """The tree of parts and items with each formula in words."""
    versions = RubricVersion.objects.visible_to(request.user).select_related("rubric")
    version = get_object_or_404(versions, pk=pk)
    parts = [node for node in tree_of(version).children if isinstance(node, Part)]
    blocks = [(part, [(item, rule_in_words(item)) for item in part.items()]) for part in parts]
    return render(request, "scorecards/rubric_detail.html", {"version": version, "blocks": blocks})


def _round_for(request: SignedIn, pk: int, act: Act, sentence: str) -> Round:
    round_ = get_object_or_404(Round.objects.visible_to(request.user), pk=pk)
    require(permissions.may_ever(act, request.user), sentence)
    about(request, round_)
    return round_
