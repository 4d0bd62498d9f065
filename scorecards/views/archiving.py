"""归档 of a released round."""

from functools import partial

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from scorecards import permissions
from scorecards.models import Round
from scorecards.phases import Act
from scorecards.transitions.archiving import archive_round
from scorecards.views.outcomes import carry_out, password_given
from units.access import about, recorded
from units.permissions import require
from units.requests import SignedIn


@recorded("归档")
@require_POST
def round_archive(request: SignedIn, pk: int) -> HttpResponse:
    """The last stage."""
    round_ = get_object_or_404(Round.objects.visible_to(request.user), pk=pk)
    require(permissions.may_ever(Act.ARCHIVE, request.user), "归档由工委工作人员和负责人办理。")
    about(request, round_)
    if not password_given(request):
        return redirect(round_)
    act = partial(archive_round, round_, by=request.user)
    return carry_out(request, act, done="已归档。", back=round_.get_absolute_url())
