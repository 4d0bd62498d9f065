"""历年得分 of a unit or a branch: for its own people, the office and the readers."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from scorecards import permissions
from scorecards.models import ReleasedRow
from scorecards.results.past import history_of
from units.models import Branch, Unit
from units.permissions import require
from units.requests import SignedIn

_WHOSE = "历年得分只供本单位、工委和县领导查看。"


@never_cache
@require_safe
def unit_history(request: SignedIn, pk: int) -> HttpResponse:
    """The unit's own cards, and where those of its branches are."""
    return _of_unit(request, get_object_or_404(Unit.objects.visible_to(request.user), pk=pk))


@never_cache
@require_safe
def branch_history(request: SignedIn, pk: int) -> HttpResponse:
    """The cards of one branch."""
    branches = Branch.objects.visible_to(request.user).select_related("unit")
    return _of_branch(request, get_object_or_404(branches, pk=pk))


@never_cache
@require_safe
def own_history(request: SignedIn) -> HttpResponse:
    """Of whom one's post is about."""
    post = request.user.post
    require(post is not None and permissions.can_see_own_history(request.user), _WHOSE)
    if post is None or post.home_unit is None:
        raise Http404
    return _of_branch(request, post.branch) if post.branch else _of_unit(request, post.home_unit)


def _of_unit(request: SignedIn, unit: Unit) -> HttpResponse:
    require(permissions.can_see_history(request.user, unit_id=unit.pk), _WHOSE)
    rows = ReleasedRow.objects.visible_to(request.user)
    of_branches = rows.filter(card__branch__unit=unit).values("card__branch")
    branches = Branch.objects.visible_to(request.user).filter(pk__in=of_branches).order_by("pk")
    context = {
        "unit": unit,
        "history": history_of(rows.filter(card__unit=unit, card__branch=None), request.user),
    }
    return _page(request, context | {"branches": branches})


def _of_branch(request: SignedIn, branch: Branch) -> HttpResponse:
    is_allowed = permissions.can_see_history(request.user, unit_id=branch.unit_id, branch_id=branch.pk)
    require(is_allowed, _WHOSE)
    rows = ReleasedRow.objects.visible_to(request.user).filter(card__branch=branch)
    return _page(request, {"unit": branch.unit, "branch": branch, "history": history_of(rows, request.user)})


def _page(request: SignedIn, context: dict[str, Any]) -> HttpResponse:
    more = {"is_reader": not permissions.can_see_own_history(request.user)}
    return render(request, "scorecards/history.html", context | more)
