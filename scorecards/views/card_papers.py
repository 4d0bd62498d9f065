"""述职报告 and 交流材料 as files: the page of one paper, its file put there, replaced, taken off, given out."""

from functools import partial
from typing import Any

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from scorecards import permissions
from scorecards.forms.uploads import WORD_OR_PDF, OneFileForm
from scorecards.models import Card, CardPaper, PaperKind
from scorecards.transitions import Refused
from scorecards.transitions.papers import remove_paper_file, require_open_paper, set_paper_file
from scorecards.turns import fills_now
from scorecards.views.card_lookup import seen_card, writable_card
from scorecards.views.outcomes import carry_out
from scorecards.views.storing import store_or_tell
from units.access import about, recorded
from units.files import send_file
from units.permissions import require
from units.requests import SignedIn


@never_cache
@require_safe
def card_paper(request: SignedIn, pk: int, kind: str) -> HttpResponse:
    """One paper's file, and where another is chosen."""
    card, paper_kind = writable_card(request, pk), _kind(kind)
    if not fills_now(request.user, card):
        return redirect(card)
    return _page(request, card, paper_kind, _form())


@recorded("上传述职报告和交流材料")
@require_POST
def card_paper_upload(request: SignedIn, pk: int, kind: str) -> HttpResponse:
    """The file, or another in its place."""
    card, paper_kind = writable_card(request, pk), _kind(kind)
    about(request, f"{card.group.round} {card} {paper_kind.label}")
    form = _form(request)
    if not form.is_valid():
        return _page(request, card, paper_kind, form, status=422)
    try:
        require_open_paper(card, by=request.user)
    except Refused as refusal:
        return _page(request, card, paper_kind, form, status=409, refusal=str(refusal))
    file = store_or_tell(form, owner_unit=card.unit, by=request.user)
    if file is None:
        return _page(request, card, paper_kind, form, status=422)
    act = partial(set_paper_file, card, paper_kind, file=file, by=request.user)
    return carry_out(request, act, done=f"{paper_kind.label}已上传。", back=_here(card, paper_kind))


@recorded("移除述职报告和交流材料")
@require_POST
def card_paper_remove(request: SignedIn, pk: int, kind: str) -> HttpResponse:
    """Off the card; its text stays."""
    card, paper_kind = writable_card(request, pk), _kind(kind)
    about(request, f"{card.group.round} {card} {paper_kind.label}")
    act = partial(remove_paper_file, card, paper_kind, by=request.user)
    return carry_out(request, act, done=f"{paper_kind.label}的文件已移除。", back=_here(card, paper_kind))


@recorded("下载述职报告和交流材料", reading=True)
@require_safe
def card_paper_file(request: SignedIn, pk: int, kind: str) -> HttpResponseBase:
    """For the office and the card's own people."""
    card, paper_kind = seen_card(request, pk), _kind(kind)
    require(permissions.can_see_evidence(request.user, card), "文件由工委和本单位查看。")
    about(request, f"{card.group.round} {card} {paper_kind.label}")
    papers = CardPaper.objects.filter(card=card, kind=paper_kind, file__isnull=False)
    paper = get_object_or_404(papers.select_related("file"))
    return send_file(paper.file)  # type: ignore[arg-type]  # the query asks for it


def _page(
    request: SignedIn,
    card: Card,
    kind: PaperKind,
    form: OneFileForm,
    *,
    status: int = 200,
    refusal: str = "",
) -> HttpResponse:
    paper = CardPaper.objects.filter(card=card, kind=kind).select_related("file", "card").first()
    context: dict[str, Any] = {
        "card": card, "kind": kind, "form": form, "refusal": refusal,
        "file": paper.file_link if paper else None, "has_text": bool(paper and paper.text),
    }  # fmt: skip
    return render(request, "scorecards/card_paper.html", context, status=status)


def _form(request: SignedIn | None = None) -> OneFileForm:
    given = (request.POST, request.FILES) if request else ()
    return OneFileForm(*given, kinds=WORD_OR_PDF, words="PDF 或 Word 文档")


def _here(card: Card, kind: PaperKind) -> str:
    return reverse("scorecards:card-paper", args=[card.pk, kind.value])


def _kind(text: str) -> PaperKind:
    if text not in PaperKind.values:
        raise Http404
    return PaperKind(text)
