"""催报名单: who owes, ready to copy and to print, and notices to them."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from scorecards import permissions
from scorecards.chasing import debts_of, in_words
from scorecards.models import Round
from scorecards.phases import Act
from scorecards.transitions import Refused
from scorecards.transitions.reminding import remind
from units.access import about, recorded
from units.permissions import require
from units.requests import SignedIn

_OFFICE = "只有工委工作人员和负责人可以催报。"


@require_safe
def chase_list(request: SignedIn, pk: int) -> HttpResponse:
    """The list."""
    round_ = _round(request, pk)
    debts = debts_of(round_)
    context = {
        "round": round_,
        "debts": debts,
        "text": in_words(round_, debts),
        "remind_url": reverse("scorecards:chase-remind", args=[pk]),
        "reminds": permissions.may(Act.CHASE, request.user, round_) and any(debt.who for debt in debts),
    }
    return render(request, "scorecards/chase_list.html", context)


@recorded("催报")
@require_POST
def chase_remind(request: SignedIn, pk: int) -> HttpResponse:
    """One notice to each who owes."""
    round_ = _round(request, pk)
    about(request, round_)
    try:
        count = remind(round_)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"已就 {count} 张评分表发出提醒；同一天内不重复提醒。")
    return redirect("scorecards:chase-list", pk=pk)


def _round(request: SignedIn, pk: int) -> Round:
    round_ = get_object_or_404(Round.objects.visible_to(request.user), pk=pk)
    require(permissions.may_ever(Act.CHASE, request.user), _OFFICE)
    return round_
