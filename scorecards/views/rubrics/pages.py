"""评分细则: the list, one version as it is read, what differs from the one before, and the files that go out."""

from io import BytesIO
from typing import Any

from django.contrib import messages
from django.db.models import Count, Prefetch, Q, QuerySet
from django.http import FileResponse, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from scorecards.models import Group, RubricVersion
from scorecards.permissions import can_edit_draft, can_edit_rubrics
from scorecards.rubrics.differences import differences
from scorecards.rubrics.exchange import dump
from scorecards.rubrics.outline import outline_of
from scorecards.rubrics.sheets import write_rubric
from scorecards.rubrics.standards import standard_rubrics
from scorecards.rubrics.trees import document_of
from scorecards.scoring import NodeKind
from scorecards.transitions.versions import blocks_freezing
from scorecards.views.rubrics.lookup import office_version, readable_version
from units.access import recorded
from units.models import Office, User
from units.pages import page_of
from units.requests import SignedIn

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
def rubric_list(request: SignedIn) -> HttpResponse:
    """Every version that one may read, with the rounds that use it."""
    page = page_of(request, _listed(request.user))
    edits = can_edit_rubrics(request.user)
    context = {"page": page, "edits": edits, "standard": standard_rubrics() if edits else []}
    return render(request, "scorecards/rubric_list.html", context)


@require_safe
def rubric_detail(request: SignedIn, pk: int) -> HttpResponse:
    """The tree of parts and items with each formula in words; for the office the acts and the lint too."""
    version = readable_version(request, pk)
    edits = can_edit_rubrics(request.user)
    context = {"version": version, "outline": outline_of(version, warns=edits), "edits": edits}
    if edits:
        context |= _acts_of(request.user, version)
    return render(request, "scorecards/rubric_detail.html", context)


@require_safe
def rubric_compare(request: SignedIn, pk: int) -> HttpResponse:
    """与上一版比较."""
    version = office_version(request, pk)
    earlier = _earlier(version)
    context: dict[str, Any] = {"version": version, "earlier": earlier, "differences": ()}
    if earlier:
        old, new = document_of(earlier), document_of(version)
        context["lead"] = f"第 {version.number} 版和第 {earlier.number} 版不同的地方。"
        context["differences"] = differences(old.nodes, new.nodes, ranking=(old.ranking, new.ranking))
    return render(request, "scorecards/rubric_compare.html", context)


@recorded("导出评分细则", reading=True)
@require_safe
def rubric_json(request: SignedIn, pk: int) -> FileResponse | HttpResponseRedirect:
    """The exchange file."""
    version = office_version(request, pk)
    if unfinished := _unfinished(request, version):
        return unfinished
    content = dump(document_of(version))
    return _file(content, f"{version.rubric}第{version.number}版.json", "application/json")


@recorded("导出评分细则", reading=True)
@require_safe
def rubric_xlsx(request: SignedIn, pk: int) -> FileResponse | HttpResponseRedirect:
    """The office's own layout."""
    version = office_version(request, pk)
    if unfinished := _unfinished(request, version):
        return unfinished
    content = write_rubric(document_of(version), office=Office.objects.here().name, date=timezone.localdate())
    return _file(content, f"{version.rubric}第{version.number}版.xlsx", _XLSX)


def _acts_of(user: User, version: RubricVersion) -> dict[str, Any]:
    is_draft = can_edit_draft(user, version)
    return {
        "is_draft": is_draft,
        "has_earlier": _earlier(version) is not None,
        "blocks": blocks_freezing(version) if is_draft else [],
        "is_used": Group.objects.filter(version=version).exists(),
    }


def _listed(user: User) -> QuerySet[RubricVersion]:
    groups = Group.objects.visible_to(user).select_related("round").in_order()
    items = Count("nodes", filter=Q(nodes__kind=NodeKind.ITEM), distinct=True)
    versions = RubricVersion.objects.visible_to(user).select_related("rubric").annotate(items=items)
    return versions.prefetch_related(Prefetch("groups", queryset=groups)).order_by("-rubric_id", "-number")


def _earlier(version: RubricVersion) -> RubricVersion | None:
    versions = RubricVersion.objects.filter(rubric=version.rubric_id, number__lt=version.number)
    return versions.select_related("rubric").order_by("-number").first()


def _unfinished(request: SignedIn, version: RubricVersion) -> HttpResponseRedirect | None:
    """A file has to come in again; one with an empty part would not."""
    blocks = blocks_freezing(version)
    for sentence in blocks:
        messages.error(request, sentence.replace("不能定稿", "不能导出"))
    return redirect("scorecards:rubric-detail", pk=version.pk) if blocks else None


def _file(content: bytes, name: str, kind: str) -> FileResponse:
    return FileResponse(BytesIO(content), as_attachment=True, filename=name, content_type=kind)
