"""延期: the form for all or for one unit, and what was granted so far."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from scorecards import permissions
from scorecards.deadlines import Now, deadline
from scorecards.forms.round_acts import ALL, ExtensionForm
from scorecards.models import Card, Round, RoundExtension
from scorecards.phases import Act
from scorecards.transitions import Refused
from scorecards.transitions.extensions import extend_round
from units import submissions
from units.access import about, recorded
from units.models import Unit
from units.permissions import require
from units.requests import SignedIn
from units.submissions import BadKey


@require_safe
def round_extensions(request: SignedIn, pk: int) -> HttpResponse:
    """Until when now, who has more time, and the form while 填报 lasts."""
    round_ = _round(request, pk)
    return _page(request, round_, _form(request, round_, initial={"key": submissions.new_key()}))


@recorded("延期")
@require_POST
def round_extend(request: SignedIn, pk: int) -> HttpResponse:
    """统一延期 or 单独延期; what was typed stays when it is refused."""
    round_ = _round(request, pk)
    about(request, round_)
    form = _form(request, round_, request.POST)
    if not form.is_valid():
        return _page(request, round_, form, status=422)
    typed = dict(form.cleaned_data)
    whom = typed.pop("unit")
    unit = None if whom == ALL else _units(request, round_).get(pk=int(whom))
    try:
        extend_round(round_, unit=unit, by=request.user, **typed)
    except (Refused, BadKey) as refusal:
        return _page(request, round_, form, status=409, refusal=str(refusal))
    messages.success(request, f"{unit or '全部参评单位'}已延期，并已通知。")
    return redirect("scorecards:round-extensions", pk=pk)


def _round(request: SignedIn, pk: int) -> Round:
    round_ = get_object_or_404(Round.objects.visible_to(request.user), pk=pk)
    require(permissions.may_ever(Act.EXTEND, request.user), "延期由工委工作人员和负责人办理。")
    return round_


def _units(request: SignedIn, round_: Round) -> Any:
    """Units that take part in this round, in the official order."""
    cards = Card.objects.filter(group__round=round_).taking_part()
    return Unit.objects.visible_to(request.user).filter(pk__in=cards.values("unit")).in_order()


def _form(request: SignedIn, round_: Round, data: Any = None, **more: Any) -> ExtensionForm:
    units = [(str(unit.pk), f"{unit.name}（单独延期）") for unit in _units(request, round_)]
    return ExtensionForm(data, units=units, **more)


def _page(
    request: SignedIn, round_: Round, form: ExtensionForm, *, status: int = 200, refusal: str = ""
) -> HttpResponse:
    extensions = RoundExtension.objects.visible_to(request.user).filter(round=round_)
    context = {
        "round": round_,
        "form": form,
        "refusal": refusal,
        "due": deadline(round_.fill_due_at, now=Now()),
        "can_extend": permissions.can_extend(request.user, round_),
        "extensions": extensions.select_related("unit", "made_by"),
    }
    return render(request, "scorecards/round_extensions.html", context, status=status)
