"""A list that has come: its lines, entering it, taking it back, and its signed scan."""

from functools import partial

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from scorecards.forms.exception_lists import seal_versions, unseal_versions
from scorecards.forms.uploads import SCAN, OneFileForm
from scorecards.imports.kept_lists import kept_rows, lines_of
from scorecards.imports.list_changes import Plan, plan_of
from scorecards.imports.list_lines import ListLine
from scorecards.models import ExceptionList, ListState
from scorecards.phases import SCORING, SEALED
from scorecards.scorers import ground_of
from scorecards.transitions.exception_lists import TAKEN_IN, ListHead, enter_list, undo_list
from scorecards.transitions.list_scans import attach_scan
from scorecards.views.outcomes import carry_out
from scorecards.views.storing import store_or_tell
from units.access import about, recorded
from units.files import send_file
from units.requests import SignedIn


@never_cache
@require_safe
def delivery_detail(request: SignedIn, pk: int) -> HttpResponse:
    """Every line as it stands on paper; while it waits, what entering it would change."""
    return _page(request, _list(request, pk), _scan_form())


def _page(request: SignedIn, stored: ExceptionList, form: OneFileForm, *, status: int = 200) -> HttpResponse:
    stage = stored.round.stage
    is_waiting = stored.state == ListState.DRAFT
    lines, plan = _read(stored)
    context = {
        "list": stored, "lines": lines, "plan": plan if is_waiting else None,
        "parcel": seal_versions(plan.versions, list_id=stored.pk, by=request.user) if is_waiting else "",
        "can_enter": is_waiting and stage in SCORING,
        "can_undo": stored.state != ListState.UNDONE and stage in (TAKEN_IN if is_waiting else SCORING),
        "problems": [*(line for line in lines if line.problem), *plan.problems] if is_waiting else [],
        "batches": stored.batches.select_related("group", "undone_by").order_by("pk"),
        "scan_form": form if form.is_bound or stage not in SEALED else None,
    }  # fmt: skip
    return render(request, "scorecards/lists/detail.html", context, status=status)


@recorded("录入评分部门名单")
@require_POST
def delivery_enter(request: SignedIn, pk: int) -> HttpResponse:
    """录入核定 of a list that was kept."""
    stored = _list(request, pk)
    about(request, f"{stored.round} {stored.title}")
    versions = unseal_versions(request.POST.get("parcel", ""), list_id=stored.pk, by=request.user)
    if versions is None:
        messages.error(request, "页面已过期，没有录入。请重新核对后再录入。")
        return redirect("scorecards:delivery-detail", pk=pk)
    lines, plan = _read(stored)
    good = [line for line in lines if not line.problem and not line.is_left_out]
    act = partial(enter_list, stored, plan.cells(versions), counted=len(good), by=request.user)
    return carry_out(request, act, done=f"名单《{stored.title}》已录入核定。", back=_back(stored))


@recorded("撤销评分部门名单")
@require_POST
def delivery_undo(request: SignedIn, pk: int) -> HttpResponse:
    """Every mark goes back to what it was; the list stays to be read."""
    stored = _list(request, pk)
    about(request, f"{stored.round} {stored.title}")
    act = partial(undo_list, stored, by=request.user)
    return carry_out(request, act, done=f"名单《{stored.title}》已撤销。", back=_back(stored))


@recorded("上传名单扫描件")
@require_POST
def delivery_scan(request: SignedIn, pk: int) -> HttpResponse:
    """The signed list as it came on paper; another one takes its place."""
    stored = _list(request, pk)
    about(request, f"{stored.round} {stored.title}")
    form = _scan_form(request)
    if not form.is_valid():
        return _page(request, stored, form, status=422)
    file = store_or_tell(form, owner_unit=None, by=request.user)
    if file is None:
        return _page(request, stored, form, status=422)
    act = partial(attach_scan, stored, file=file, by=request.user)
    return carry_out(request, act, done="扫描件已保存。", back=_back(stored))


@recorded("下载名单扫描件", reading=True)
@require_safe
def delivery_scan_file(request: SignedIn, pk: int) -> HttpResponseBase:
    """The scan."""
    stored = _list(request, pk)
    about(request, f"{stored.round} {stored.title}")
    if stored.file is None:
        raise Http404
    return send_file(stored.file, inline=True)


def _scan_form(request: SignedIn | None = None) -> OneFileForm:
    given = (request.POST, request.FILES) if request else ()
    return OneFileForm(*given, kinds=SCAN, words="PDF 或图片（JPG、PNG）")


def _list(request: SignedIn, pk: int) -> ExceptionList:
    lists = ExceptionList.objects.visible_to(request.user).select_related(
        "round", "source_unit", "entered_by", "file"
    )
    return get_object_or_404(lists, pk=pk)


def _back(stored: ExceptionList) -> str:
    return stored.get_absolute_url()


def _read(stored: ExceptionList) -> tuple[list[ListLine], Plan]:
    ground = ground_of(stored.round, stored.scorer)
    lines = lines_of(ground, kept_rows(stored))
    head = ListHead(stored.scorer, stored.title, stored.number, stored.dated_on, stored.rest_is_full)
    return lines, plan_of(ground, lines, source=head.source, rest_is_full=stored.rest_is_full)
