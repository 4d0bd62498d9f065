"""The POST that removes a trial round."""

from functools import partial

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from reports.removing import remove_trial
from scorecards.models import Round
from scorecards.permissions import may_ever
from scorecards.phases import Act
from scorecards.views.outcomes import carry_out, password_given
from units.access import about, recorded
from units.permissions import require
from units.requests import SignedIn


@recorded("删除演练期次")
@require_POST
def trial_remove(request: SignedIn, pk: int) -> HttpResponse:
    """The head alone, with the password; a second click finds the round gone and says so."""
    round_ = Round.objects.visible_to(request.user).filter(pk=pk).first()
    if round_ is None:
        return _gone(request)
    require(may_ever(Act.REMOVE_TRIAL, request.user), "只有工委负责人可以删除演练期次。")
    about(request, round_)
    if not password_given(request):
        return redirect(round_)
    try:
        return carry_out(
            request,
            partial(remove_trial, round_, by=request.user),
            done=f"“{round_}”已整体删除，没有留下得分和文件。",
            back=reverse("scorecards:round-list"),
        )
    except Round.DoesNotExist:
        return _gone(request)


def _gone(request: SignedIn) -> HttpResponse:
    if not may_ever(Act.REMOVE_TRIAL, request.user):
        raise Http404
    messages.info(request, "这个期次已经不在了，可能刚刚删除。")
    return redirect("scorecards:round-list")
