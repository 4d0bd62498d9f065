"""新建期次 and 修改期次."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from scorecards.forms.rounds import RoundForm, first_values, values_of
from scorecards.models import Round
from scorecards.transitions import Refused, rounds
from scorecards.views.round_setup_lookup import office_round, require_office, require_open, revision_in
from units.access import about, recorded
from units.requests import SignedIn
from units.submissions import BadKey, new_key


@never_cache
@require_safe
def round_new(request: SignedIn) -> HttpResponse:
    """新建期次: the form with what is usual."""
    require_office(request)
    last = Round.objects.visible_to(request.user).filter(is_trial=False).newest_first().first()
    proposed = first_values(today=timezone.localdate(), last=last)
    if request.GET.get("trial"):
        proposed |= {"is_trial": True, "plan_title": "晒比评演练", "previous": None}
    return _new(request, RoundForm(user=request.user, initial=proposed))


@recorded("新建期次")
@require_POST
def round_create(request: SignedIn) -> HttpResponse:
    """A round in 筹备; then its page, where groups are added."""
    require_office(request)
    form = RoundForm(request.POST, user=request.user)
    if not form.is_valid():
        return _new(request, form, status=422)
    about(request, form.cleaned_data["title"])
    try:
        made = rounds.create_round(**form.cleaned_data, key=request.POST.get("key", ""), by=request.user)
    except rounds.TitleTaken as error:
        form.add_error("title", str(error))
        return _new(request, form, status=422)
    except (Refused, BadKey) as refusal:
        return _new(request, form, status=409, refusal=str(refusal))
    return redirect(made)


def _new(request: SignedIn, form: RoundForm, *, status: int = 200, refusal: str = "") -> HttpResponse:
    context = {"form": form, "refusal": refusal, "key": new_key()}
    return render(request, "scorecards/setup/round_new.html", context, status=status)


@never_cache
@require_safe
def round_edit(request: SignedIn, pk: int) -> HttpResponse:
    """修改期次: the form."""
    round_ = office_round(request, pk)
    require_open(request, round_)
    form = RoundForm(user=request.user, round_=round_, initial=values_of(round_))
    return _edit(request, round_, form)


@recorded("修改期次")
@require_POST
def round_save(request: SignedIn, pk: int) -> HttpResponse:
    """修改期次."""
    round_ = office_round(request, pk)
    form = RoundForm(request.POST, user=request.user, round_=round_)
    if not form.is_valid():
        return _edit(request, round_, form, status=422)
    try:
        rounds.change_round(round_, form.cleaned_data, revision=revision_in(request), by=request.user)
    except rounds.TitleTaken as error:
        form.add_error("title", str(error))
        return _edit(request, round_, form, status=422)
    except Refused as refusal:
        return _edit(request, round_, form, status=409, refusal=str(refusal))
    return redirect(round_)


def _edit(
    request: SignedIn, round_: Round, form: RoundForm, *, status: int = 200, refusal: str = ""
) -> HttpResponse:
    """After a refusal the page carries the revision of now, so that a second press means it."""
    revision = request.POST.get("revision", round_.revision) if status == 422 else round_.revision
    context = {"round": round_, "form": form, "refusal": refusal, "revision": revision}
    return render(request, "scorecards/setup/round_edit.html", context, status=status)
