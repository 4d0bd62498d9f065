"""本期结果 as a unit reads it."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from scorecards import permissions
from scorecards.models import Card, Round
from scorecards.results.of_round import results_of
from units.permissions import require
from units.requests import SignedIn


@never_cache
@require_safe
def round_results(request: SignedIn, pk: int) -> HttpResponse:
    """The own cards, and what the scope lets out of the groups."""
    round_ = get_object_or_404(Round.objects.visible_to(request.user), pk=pk)
    require(permissions.is_of_a_unit(request.user), "本页供参评单位查看；完整名次请看“名次”。")
    require(permissions.can_see_results(request.user, round_), "本期次还没有可以公开的结果。")
    results = results_of(round_, Card.objects.visible_to(request.user))
    return render(request, "scorecards/round_results.html", {"round": round_, "results": results})
