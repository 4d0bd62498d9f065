"""Which group a page of the matrix is about, and who may come there."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from scorecards import permissions
from scorecards.models import Group
from scorecards.phases import Act
from units.permissions import require
from units.requests import SignedIn


def seen_group(request: SignedIn, pk: int) -> Group:
    """A group that this person sees, scored or not."""
    groups = Group.objects.visible_to(request.user).select_related("round", "version__rubric")
    return get_object_or_404(groups, pk=pk)


def scored_group(request: SignedIn, pk: int) -> Group:
    """One that is scored; 晒问题 has no matrix."""
    group = seen_group(request, pk)
    if group.version is None:
        raise Http404
    return group


def require_reading(request: SignedIn, group: Group) -> None:
    """The office from 审核 on."""
    require(permissions.can_see_matrix(request.user, group), "转入审核后，工委工作人员可以查看审核矩阵。")


def read_group(request: SignedIn, pk: int) -> Group:
    """A scored group, for reading."""
    group = scored_group(request, pk)
    require_reading(request, group)
    return group


def checked_group(request: SignedIn, pk: int) -> Group:
    """For an act: the office; the transition says when the stage is wrong."""
    group = scored_group(request, pk)
    require(permissions.may_ever(Act.CHECK, request.user), "只有工委工作人员和负责人可以核定得分。")
    return group


def typing_group(request: SignedIn, pk: int) -> Group:
    """For pages that lead to an act: while marks are entered."""
    group = scored_group(request, pk)
    require(permissions.can_check(request.user, group), "审核、评议阶段，由工委工作人员批量录入核定得分。")
    return group


def back_to(request: SignedIn, group: Group) -> HttpResponse:
    """The matrix, or the round while there is no matrix yet."""
    if permissions.can_see_matrix(request.user, group):
        return redirect("scorecards:matrix", pk=group.pk)
    return redirect(group.round)
