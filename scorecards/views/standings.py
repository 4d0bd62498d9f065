"""名次与等次 of a group and of a whole round: live for the office while it works; after release what was sealed."""

from collections.abc import Sequence

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from scorecards import permissions
from scorecards.models import Group, Round
from scorecards.standings.groups import StandingGroup, standing_groups
from scorecards.views.standing_boards import Board, live_board, sealed_board
from scorecards.views.unscored import without_scores
from units.permissions import require
from units.requests import SignedIn

_NOT_YET = "名次在通报后才对您开放。"


@require_safe
def standings(request: SignedIn, pk: int) -> HttpResponse:
    """One group; a fixed number of queries at any size."""
    groups = Group.objects.visible_to(request.user).filter(pk=pk)
    found = standing_groups(groups, user=request.user)
    group = found[0].group if found else get_object_or_404(groups.select_related("round"), pk=pk)
    require(permissions.can_see_standings_of(request.user, group.round), _NOT_YET)
    if not found:
        return without_scores(request, group)
    context = {"group": group, "release": found[0].sealed, "board": _board(request, group.round, found)}
    if group.round.is_sealed:
        return render(request, "scorecards/standings_sealed.html", context)
    return render(request, "scorecards/standings_live.html", context)


@require_safe
def round_standings(request: SignedIn, pk: int) -> HttpResponse:
    """All groups of the round, one below the other; a fixed number of queries at any size."""
    found = standing_groups(Group.objects.visible_to(request.user).filter(round=pk), user=request.user)
    rounds = Round.objects.visible_to(request.user)
    round_ = found[0].group.round if found else get_object_or_404(rounds, pk=pk)
    require(permissions.can_see_standings_of(request.user, round_), _NOT_YET)
    if not found:
        raise Http404
    context = {"round": round_, "groups": found, "board": _board(request, round_, found)}
    return render(request, "scorecards/standings_round.html", context)


def _board(request: SignedIn, round_: Round, groups: Sequence[StandingGroup]) -> Board:
    return sealed_board(request, groups) if round_.is_sealed else live_board(request, groups)
