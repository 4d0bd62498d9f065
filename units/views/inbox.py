"""Notices, progress of background work, and the auditor's record."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from units import transitions
from units.access import recorded
from units.models import AccessLog, JobRun, Notice
from units.pages import page_of
from units.permissions import can_read_record, require
from units.requests import SignedIn


@require_safe
def notice_list(request: SignedIn) -> HttpResponse:
    """One's own notices."""
    notices = Notice.objects.visible_to(request.user).newest_first()
    return render(request, "units/notice_list.html", {"page": page_of(request, notices)})


@recorded("查阅消息")
@require_POST
def notice_read(request: SignedIn, pk: int) -> HttpResponse:
    """Mark as read and go where the notice points."""
    notice = get_object_or_404(Notice.objects.visible_to(request.user), pk=pk)
    transitions.read_notice(notice)
    return redirect(notice.url or "units:notice-list")


@require_safe
def job(request: SignedIn, pk: int) -> HttpResponse:
    """The progress fragment that a page asks for every two seconds."""
    run = get_object_or_404(JobRun.objects.visible_to(request.user), pk=pk)
    return render(request, "components/job.html", {"job": run})


@require_safe
def access_log(request: SignedIn) -> HttpResponse:
    """Who did what when."""
    require(can_read_record(request.user), "操作记录只对审计管理员开放。")
    words = request.GET.get("q", "")[:40]
    rows = AccessLog.objects.visible_to(request.user).matching(words).newest_first().select_related("user")
    return render(request, "units/access_log.html", {"page": page_of(request, rows), "words": words})
