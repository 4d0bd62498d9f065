"""报表 of a round and of a card: what can be made is ordered here, and the workbook is made at once."""

from collections.abc import Callable
from functools import partial

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from reports import excel, ordering
from reports.models import Document, DocumentKind, Face
from reports.papers import note_of, sheet_of
from reports.permissions import can_order, can_read_papers
from reports.round_papers import offers_of
from scorecards import permissions
from scorecards.models import Approval, Card, PublicNotice, Release, ReleaseDraft, Round
from scorecards.models.releases import ReleaseQuerySet
from scorecards.transitions import Refused
from scorecards.views.outcomes import carry_out
from units.access import about, recorded
from units.models import Office, User
from units.pages import page_of
from units.permissions import require
from units.requests import SignedIn

_READERS = "报表对工委、县领导和审计管理员开放。"


@require_safe
def round_papers(request: SignedIn, pk: int) -> HttpResponse:
    """What has been made of a round and, for the office, what can be."""
    user = request.user
    round_ = get_object_or_404(Round.objects.visible_to(user), pk=pk)
    require(can_read_papers(user), _READERS)
    documents = Document.objects.visible_to(user).filter(round=round_).without_single_sheets()
    page = page_of(request, documents.with_source().newest_first())
    releases = Release.objects.visible_to(user).current().filter(group__round=round_).scored()
    context = {
        "round": round_,
        "page": page,
        "offers": offers_of(user, round_) if can_order(user) else [],
        "releases": releases.select_related("group").defer("snapshot").order_by("group__order", "pk"),
        "can_retry": can_order(user),
        "is_waiting": any(document.is_under_way for document in page),
    }
    return render(request, "reports/round_papers.html", context)


@recorded("生成文件")
@require_POST
def paper_order(request: SignedIn, pk: int) -> HttpResponse:
    """One paper of the round, by its kind, its source and its face."""
    round_ = get_object_or_404(Round.objects.visible_to(request.user), pk=pk)
    require(can_order(request.user), "文件由工委工作人员生成。")
    about(request, round_)
    act = _order_of(request, round_)
    back = reverse("reports:round-papers", args=[pk])
    return carry_out(request, act, done="已开始生成，完成后在本页下载。", back=back)


@recorded("生成得分反馈单")
@require_POST
def feedback_order(request: SignedIn, pk: int) -> HttpResponse:
    """得分反馈单 of one card, by the office or the unit's own people."""
    card = get_object_or_404(Card.objects.visible_to(request.user).with_frame(), pk=pk)
    require(permissions.can_see_feedback(request.user, card), "得分还没有公开，或者不向您公开。")
    about(request, f"{card.group.round} {card}")
    try:
        document = ordering.order_feedback(card, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("scorecards:card-feedback", pk=pk)
    return redirect(document)


@recorded("下载排名表 Excel", reading=True)
@require_safe
def release_xlsx(request: SignedIn, pk: int) -> HttpResponse:
    """The ranking of one release as a workbook."""
    release = get_object_or_404(_loaded(request.user).filter(pk=pk))
    about(request, release)
    return _workbook([release], f"{release.group.round}{release.group}排名")


@recorded("下载排名表 Excel", reading=True)
@require_safe
def round_xlsx(request: SignedIn, pk: int) -> HttpResponse:
    """All groups of a round, a sheet each."""
    round_ = get_object_or_404(Round.objects.visible_to(request.user), pk=pk)
    require(can_read_papers(request.user), _READERS)
    about(request, round_)
    releases = list(
        _loaded(request.user).current().filter(group__round=round_).order_by("group__order", "pk")
    )
    if not releases:
        raise Http404
    return _workbook(releases, f"{round_}排名")


def _loaded(user: User) -> ReleaseQuerySet:
    releases = Release.objects.visible_to(user).scored()
    return releases.select_related(
        "group__round__previous", "group__version", "prepared_by", "approved_by", "replaces"
    )


def _workbook(releases: list[Release], name: str) -> HttpResponse:
    issues = [(sheet_of(release), note_of(release)) for release in releases]
    content = excel.ranking_workbook(issues, office=Office.objects.here().name)
    response = HttpResponse(content, content_type=excel.CONTENT_TYPE)
    response.headers["Content-Disposition"] = excel.disposition(f"{name}.xlsx")
    return response


def _order_of(request: SignedIn, round_: Round) -> Callable[[], object]:
    """What the form asks for; a kind, face or source that is not there is not found."""
    user, kind, source = request.user, request.POST.get("kind", ""), request.POST.get("source", "")
    face = request.POST.get("face", "")
    if kind not in DocumentKind.values:
        return _nothing_chosen
    if (face and face not in Face.values) or not source.isdecimal():
        raise Http404
    if len(source) > 18 or (kind in {DocumentKind.RANKING, DocumentKind.ROUND_RANKING} and not face):
        raise Http404
    of_round: dict[str, Callable[[], object]] = {
        DocumentKind.ROUND_RANKING: lambda: ordering.order_round_ranking(round_, Face(face), by=user),
        DocumentKind.FEEDBACKS: lambda: ordering.order_feedbacks(round_, by=user),
    }
    return of_round.get(kind) or _order_of_source(user, round_, DocumentKind(kind), int(source), face)


def _nothing_chosen() -> object:
    raise Refused("请选择要生成的文件。")


def _order_of_source(
    user: User, round_: Round, kind: DocumentKind, pk: int, face: str
) -> Callable[[], object]:
    """Foreign ids are looked for like those of an address, and inside the round alone."""
    if kind in {DocumentKind.RANKING, DocumentKind.CORRECTION}:
        release = get_object_or_404(_loaded(user), pk=pk, group__round=round_)
        if kind is DocumentKind.CORRECTION:
            return partial(ordering.order_correction, release, by=user)
        return partial(ordering.order_ranking, release, Face(face), by=user)
    if kind is DocumentKind.FEEDBACK:
        card = get_object_or_404(Card.objects.visible_to(user).with_frame(), pk=pk, group__round=round_)
        return partial(ordering.order_feedback, card, by=user)
    if kind is DocumentKind.APPROVAL:
        approval = get_object_or_404(Approval.objects.visible_to(user), pk=pk, round=round_)
        return partial(ordering.order_approval, approval, by=user)
    if kind is DocumentKind.NOTICE:
        notice = get_object_or_404(PublicNotice.objects.visible_to(user), pk=pk, round=round_)
        return partial(ordering.order_notice, notice, by=user)
    drafts = ReleaseDraft.objects.visible_to(user).select_related("round", "prepared_by")
    return partial(ordering.order_signing, get_object_or_404(drafts, pk=pk, round=round_), by=user)
