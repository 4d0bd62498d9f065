"""报表: approve and print, the list of papers, download, and the page that confirms a code."""

import unicodedata
from functools import partial
from io import BytesIO

from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from reports import ordering, releasing
from reports.models import Document
from reports.permissions import can_open_list, can_order, can_read_papers, can_retry
from reports.throttle import has_asked_too_often
from scorecards.models import Release, ReleaseDraft, Round
from scorecards.permissions import may_ever
from scorecards.phases import Act
from scorecards.views.outcomes import carry_out, password_given
from units.access import about, recorded
from units.pages import page_of
from units.permissions import require
from units.requests import SignedIn

VERIFY = "查验文件"


@recorded("审定通报")
@require_POST
def release_approve(request: SignedIn, pk: int) -> HttpResponse:
    """The second person's act: results are sealed and papers ordered."""
    draft = get_object_or_404(ReleaseDraft.objects.visible_to(request.user).select_related("round"), pk=pk)
    require(may_ever(Act.APPROVE_RELEASE, request.user), "只有工委负责人可以审定通报。")
    about(request, draft)
    if not password_given(request):
        return redirect(draft)
    act = partial(releasing.approve_and_print, draft, key=request.POST.get("key", ""), by=request.user)
    done = "已通报，正在生成排名文件。" if draft.round.gives_scores else "已通报，本期次办结。"
    return carry_out(request, act, done=done, back=draft.get_absolute_url())


@require_safe
def document_list(request: SignedIn) -> HttpResponse:
    """All papers that one may read, newest first, with the progress of those under way."""
    user = request.user
    require(can_open_list(user), "报表对工委、县领导、审计管理员和参评单位开放。")
    documents = Document.objects.visible_to(user).with_source().newest_first()
    orders = can_order(user)
    page = page_of(request, documents.without_single_sheets() if orders else documents)
    rounds = Round.objects.visible_to(user).newest_first() if can_read_papers(user) else ()
    context = {
        "page": page,
        "rounds": rounds[:8],
        "can_retry": orders,
        "is_reader": can_read_papers(user),
        "is_waiting": any(document.is_under_way for document in page),
    }
    return render(request, "reports/document_list.html", context)


@never_cache
@require_safe
def document_detail(request: SignedIn, pk: int) -> HttpResponse:
    """One paper: where it stands, and its download."""
    documents = Document.objects.visible_to(request.user).with_source().select_related("card")
    document = get_object_or_404(documents, pk=pk)
    context = {"document": document, "can_retry": can_retry(request.user, document)}
    return render(request, "reports/document_detail.html", context)


@recorded("下载文件", reading=True)
@require_safe
def document_download(request: SignedIn, pk: int) -> FileResponse:
    """The stored bytes."""
    done = Document.objects.visible_to(request.user).done()
    document = get_object_or_404(done, pk=pk)
    about(request, document)
    content = BytesIO(bytes(document.content or b""))
    return FileResponse(
        content, as_attachment=True, filename=document.file_name, content_type="application/pdf"
    )


@recorded("重新生成文件")
@require_POST
def document_retry(request: SignedIn, pk: int) -> HttpResponse:
    """Another try after a failure."""
    document = get_object_or_404(Document.objects.visible_to(request.user), pk=pk)
    require(can_retry(request.user, document), "请工委工作人员重新生成。")
    about(request, document)
    act = partial(ordering.order_again, document, by=request.user)
    return carry_out(request, act, done="已重新排队生成。", back=document.get_absolute_url())


@recorded(VERIFY, reading=True)
@login_not_required
@require_safe
def verify(request: HttpRequest) -> HttpResponse:
    """Anybody with the paper in hand: what was released when under this code, never a score."""
    typed = request.GET.get("code", "")
    if typed and has_asked_too_often(request, VERIFY):
        return render(request, "reports/verify.html", {"code": typed[:40], "is_too_often": True}, status=429)
    code = _tidy(typed)
    release = Release.objects.by_code(code) if code else None
    documents = Document.objects.of_release(release) if release else []
    context = {"code": typed[:40], "is_whole": bool(code), "release": release, "documents": documents}
    return render(request, "reports/verify.html", context)


def _tidy(typed: str) -> str:
    """Full-width signs, spaces, hyphens and small letters are forgiven."""
    signs = [sign for sign in unicodedata.normalize("NFKC", typed).upper() if sign.isalnum()]
    return "-".join("".join(signs[start : start + 4]) for start in (0, 4, 8)) if len(signs) == 12 else ""
