"""试算 and 预览: a version on a card that nobody has; nothing is stored, and figures are answered to a POST only."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from scorecards.forms.rubrics.trial import Trial
from scorecards.models import RubricVersion
from scorecards.views.rubrics.lookup import office_version
from units.requests import SignedIn


@never_cache
@require_safe
def rubric_try(request: SignedIn, pk: int) -> HttpResponse:
    """The empty card of one class."""
    version = office_version(request, pk)
    return _page(request, version, Trial(version, whom=request.GET.get("whom", "")))


@require_POST
def rubric_figure(request: SignedIn, pk: int) -> HttpResponse:
    """计算: the total of what was typed, with every step; a script asks for it after each change."""
    version = office_version(request, pk)
    trial = Trial(version, whom=request.POST.get("whom", ""), data=request.POST)
    by_script = request.headers.get("HX-Request") == "true"
    status = 422 if trial.form.problems and not by_script else 200
    return _page(request, version, trial, is_computed=True, status=status)


@never_cache
@require_safe
def rubric_preview(request: SignedIn, pk: int) -> HttpResponse:
    """预览: the card as the secretary sees it."""
    version = office_version(request, pk)
    trial = Trial(version, whom=request.GET.get("whom", ""), reported=True)
    return render(request, "scorecards/rubric_preview.html", {"version": version, "trial": trial})


def _page(
    request: SignedIn, version: RubricVersion, trial: Trial, *, status: int = 200, **more: Any
) -> HttpResponse:
    context = {"version": version, "trial": trial, **more}
    return render(request, "scorecards/rubric_try.html", context, status=status)
