"""公开范围 of a round: how much the units are shown at 核对, 公示 and 通报."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from scorecards import permissions
from scorecards.forms.scopes import ScopeForm, scopes_of
from scorecards.models import Round
from scorecards.phases import Act
from scorecards.setup_overview import scopes_in_words
from scorecards.transitions import Refused
from scorecards.transitions.scopes import change_scopes
from units import submissions
from units.access import about, recorded
from units.permissions import require
from units.requests import SignedIn
from units.submissions import BadKey


@never_cache
@require_safe
def round_scopes(request: SignedIn, pk: int) -> HttpResponse:
    """How it is set now, and the form until 通报 is put up."""
    round_ = _round(request, pk)
    return _page(
        request, round_, ScopeForm(initial=scopes_of(round_) | {"key": submissions.new_key()}, round_=round_)
    )


@recorded("调整公开范围")
@require_POST
def round_scopes_save(request: SignedIn, pk: int) -> HttpResponse:
    """As typed."""
    round_ = _round(request, pk)
    about(request, round_)
    form = ScopeForm(request.POST, round_=round_)
    if not form.is_valid():
        return _page(request, round_, form, status=422)
    values = dict(form.cleaned_data)
    try:
        change_scopes(round_, values, key=values.pop("key"), by=request.user)
    except (Refused, BadKey) as refusal:
        return _page(request, round_, form, status=409, refusal=str(refusal))
    messages.success(request, "公开范围已调整。")
    return redirect(round_)


def _round(request: SignedIn, pk: int) -> Round:
    round_ = get_object_or_404(Round.objects.visible_to(request.user), pk=pk)
    require(permissions.may_ever(Act.SET_SCOPES, request.user), "公开范围由工委工作人员和负责人确定。")
    require(round_.gives_scores, "本期次晒问题、不评分，没有公开范围。")
    return round_


def _page(
    request: SignedIn, round_: Round, form: ScopeForm, *, status: int = 200, refusal: str = ""
) -> HttpResponse:
    context = {
        "round": round_,
        "form": form,
        "refusal": refusal,
        "facts": scopes_in_words(round_),
        "can_set": permissions.can_set_scopes(request.user, round_),
    }
    return render(request, "scorecards/round_scopes.html", context, status=status)
