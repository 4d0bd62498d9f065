"""The two small sheets about a draft as a whole: its heading, and how places and grades are decided."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from scorecards.forms.rubrics.ranking import RankingSheet
from scorecards.forms.rubrics.whole import HeadingForm
from scorecards.models import RubricVersion
from scorecards.permissions import can_edit_draft
from scorecards.rubrics.draft_trees import Plain
from scorecards.transitions import Refused, drafting, versions
from scorecards.views.rubrics.lookup import office_version, revision_in
from units.access import recorded
from units.requests import SignedIn


@never_cache
@require_safe
def heading_edit(request: SignedIn, pk: int) -> HttpResponse:
    """名称和备注."""
    version = office_version(request, pk)
    if not can_edit_draft(request.user, version):
        return redirect("scorecards:rubric-detail", pk=pk)
    form = HeadingForm(initial={"title": version.rubric.title, "remark": version.remark})
    return render(request, "scorecards/rubric_heading.html", {"version": version, "form": form})


@recorded("编写评分细则")
@require_POST
def heading_save(request: SignedIn, pk: int) -> HttpResponse:
    """Store it."""
    version = office_version(request, pk)
    form, status, refusal = HeadingForm(request.POST), 422, ""
    if form.is_valid():
        try:
            versions.head_draft(
                version.pk, **form.cleaned_data, revision=revision_in(request), by=request.user
            )
            return _back(request, version)
        except Refused as error:
            status, refusal = 409, str(error)
    context = {"version": version, "form": form, "refusal": refusal}
    return render(request, "scorecards/rubric_heading.html", context, status=status)


@never_cache
@require_safe
def ranking_edit(request: SignedIn, pk: int) -> HttpResponse:
    """名次与等次."""
    version = office_version(request, pk)
    if not can_edit_draft(request.user, version):
        return redirect("scorecards:rubric-detail", pk=pk)
    return _ranking_page(request, version, RankingSheet(version.ranking, nodes=_nodes(version)))


@recorded("编写评分细则")
@require_POST
def ranking_save(request: SignedIn, pk: int) -> HttpResponse:
    """Store it."""
    version = office_version(request, pk)
    sheet = RankingSheet(version.ranking, nodes=_nodes(version), data=request.POST)
    if "more" in request.POST:
        return _ranking_page(request, version, sheet.with_more_rows())
    if not sheet.is_valid():
        return _ranking_page(request, version, sheet, status=422)
    revision = revision_in(request)
    try:
        versions.rank_draft(version.pk, ranking=sheet.ranking(), revision=revision, by=request.user)
    except drafting.Unreadable as fault:
        sheet.blame(fault.path, str(fault))
        return _ranking_page(request, version, sheet, status=422)
    except Refused as refusal:
        return _ranking_page(request, version, sheet, status=409, refusal=str(refusal))
    return _back(request, version)


def _ranking_page(
    request: SignedIn, version: RubricVersion, sheet: RankingSheet, *, status: int = 200, refusal: str = ""
) -> HttpResponse:
    context = {"version": version, "sheet": sheet, "summary": sheet.summary, "refusal": refusal}
    return render(request, "scorecards/rubric_ranking.html", context, status=status)


def _nodes(version: RubricVersion) -> list[Plain]:
    return [node.as_plain() for node in drafting.nodes_of(version).values()]


def _back(request: SignedIn, version: RubricVersion) -> HttpResponse:
    messages.success(request, "已保存。")
    return redirect("scorecards:rubric-edit", pk=version.pk)
