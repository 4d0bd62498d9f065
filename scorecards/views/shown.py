"""晒问题: what the units of a group showed, live for the office while it works, as sealed for readers after release."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from scorecards import permissions
from scorecards.models import Group, Release
from scorecards.problem_sheets import shown_by, shown_in
from units.permissions import require
from units.requests import SignedIn


@require_safe
def group_shown(request: SignedIn, pk: int) -> HttpResponse:
    """成绩、做法 and 问题 of every unit, in the official order."""
    group = get_object_or_404(Group.objects.visible_to(request.user).select_related("round"), pk=pk)
    require(
        permissions.can_see_standings_of(request.user, group.round),
        "各单位晒出的内容在通报后才对您开放。",
    )
    if group.round.gives_scores:
        raise Http404
    releases = Release.objects.visible_to(request.user).select_related("prepared_by", "approved_by")
    release = releases.filter(group=group).order_by("-number").first()
    context = {
        "group": group,
        "release": release,
        "rows": shown_in(release) if release else shown_by(group),
    }
    return render(request, "scorecards/group_shown.html", context)
