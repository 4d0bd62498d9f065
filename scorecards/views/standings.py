"""名次与等次 of a group: live for the office while it works; after release what was sealed."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from scorecards import permissions
from scorecards.models import Group
from scorecards.standing_groups import standing_groups
from scorecards.views.standing_tables import live_table, sealed_table
from scorecards.views.unscored import without_scores
from units.permissions import require
from units.requests import SignedIn

NOT_YET = "名次在通报后才对您开放。"


@require_safe
def standings(request: SignedIn, pk: int) -> HttpResponse:
    """One group; a fixed number of queries at any size."""
    groups = Group.objects.visible_to(request.user).filter(pk=pk)
    found = standing_groups(groups, user=request.user)
    group = found[0].group if found else get_object_or_404(groups.select_related("round"), pk=pk)
    require(permissions.can_see_standings_of(request.user, group.round), NOT_YET)
    if not found:
        return without_scores(request, group)
    standing = found[0]
    sealed = standing.sealed if group.round.is_sealed else None
    if sealed is None:
        context = {"group": group, "table": live_table(request, standing)}
        return render(request, "scorecards/standings_live.html", context)
    context = {"group": group, "release": sealed, "table": sealed_table(request, standing, sealed)}
    return render(request, "scorecards/standings_sealed.html", context)
