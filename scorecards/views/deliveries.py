"""评分部门报送情况: the board of a round."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from scorecards import permissions
from scorecards.deliveries import deliveries_of
from scorecards.models import Round
from scorecards.transitions.exception_lists import TAKEN_IN
from units.permissions import require
from units.requests import SignedIn

OFFICE_ONLY = "评分部门的名单由工委工作人员和负责人登记、录入。"


@require_safe
def round_deliveries(request: SignedIn, pk: int) -> HttpResponse:
    """Who has to give what, what has come, and who is not there yet."""
    round_ = round_for_office(request, pk)
    context = {
        "round": round_,
        "deliveries": deliveries_of(round_, today=timezone.localdate()),
        "can_take": round_.stage in TAKEN_IN,
    }
    return render(request, "scorecards/lists/board.html", context)


def round_for_office(request: SignedIn, pk: int) -> Round:
    """The round, for the office alone."""
    round_ = get_object_or_404(Round.objects.visible_to(request.user), pk=pk)
    require(permissions.is_staff(request.user), OFFICE_ONLY)
    return round_
