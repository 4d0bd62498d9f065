"""佐证材料 of one item: what stands there, new pieces, earlier ones by ticking, and their files."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from scorecards.forms.evidence import EvidenceForm, chosen_ids
from scorecards.models import Evidence, Mark, MarkEvidence
from scorecards.transitions import Refused
from scorecards.transitions.evidence import remove_evidence, reuse_evidence
from scorecards.turns import fills_now
from scorecards.views.card_lookup import require_writable, writable_mark
from scorecards.views.evidence_adding import add_given
from scorecards.views.outcomes import carry_out
from units.access import about, recorded
from units.files import send_file
from units.pages import page_of
from units.requests import SignedIn


@never_cache
@require_safe
def mark_evidence(request: SignedIn, pk: int) -> HttpResponse:
    """One item's evidence, and all that the unit has proved before."""
    mark = writable_mark(request, pk)
    if not fills_now(request.user, mark.card):
        return redirect(mark.card)
    return _page(request, mark, EvidenceForm())


@recorded("添加佐证材料")
@require_POST
def mark_evidence_add(request: SignedIn, pk: int) -> HttpResponse:
    """By reference, link or files; a file that is bad is told and keeps no other out."""
    mark = writable_mark(request, pk)
    about(request, _thing(mark))
    form = EvidenceForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, mark, form, status=422)
    try:
        added = add_given(mark, form, by=request.user)
    except Refused as refusal:
        return _page(request, mark, form, status=409, refusal=str(refusal))
    if added:
        messages.success(request, "佐证材料已添加。" if added == 1 else f"已添加 {added} 份佐证材料。")
    if form.errors:
        return _page(request, mark, form, status=422)
    return redirect("scorecards:mark-evidence", pk=mark.pk)


@recorded("引用佐证材料")
@require_POST
def mark_evidence_reuse(request: SignedIn, pk: int) -> HttpResponse:
    """Earlier pieces, by ticking."""
    mark = writable_mark(request, pk)
    about(request, _thing(mark))
    chosen = chosen_ids(request.POST.getlist("evidence"))
    if not chosen:
        messages.error(request, "没有勾选材料，请先勾选再引用。")
        return redirect("scorecards:mark-evidence", pk=mark.pk)
    try:
        count = reuse_evidence(mark, chosen, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"已引用 {count} 份佐证材料。")
    return redirect("scorecards:mark-evidence", pk=mark.pk)


@recorded("移除佐证材料")
@require_POST
def evidence_remove(request: SignedIn, pk: int) -> HttpResponse:
    """Off this item."""
    uses = MarkEvidence.objects.visible_to(request.user).with_frame()
    use = get_object_or_404(uses, pk=pk)
    require_writable(request, use.mark.card)
    about(request, _thing(use.mark))
    back = reverse("scorecards:mark-evidence", args=[use.mark_id])
    return carry_out(
        request, lambda: remove_evidence(use, by=request.user), done="佐证材料已移除。", back=back
    )


@recorded("下载佐证材料", reading=True)
@require_safe
def evidence_file(request: SignedIn, pk: int) -> HttpResponseBase:
    """The file of a piece that one may see: the office's, the own unit's, the own branch's."""
    pieces = Evidence.objects.visible_to(request.user).select_related("file", "unit")
    evidence = get_object_or_404(pieces, pk=pk, file__isnull=False)
    about(request, f"{evidence.unit} 佐证材料 {evidence.pk}")
    return send_file(evidence.file, inline=True)  # type: ignore[arg-type]  # the query asks for it


def _page(
    request: SignedIn, mark: Mark, form: EvidenceForm, *, status: int = 200, refusal: str = ""
) -> HttpResponse:
    is_whole = status == 200  # the search and the pages of the list need this page's own address
    words = request.GET.get("q", "").replace("\x00", "").strip()[:60]
    uses = list(MarkEvidence.objects.filter(mark=mark).with_frame().order_by("pk"))
    earlier = Evidence.objects.visible_to(request.user).for_reuse(mark.card).select_related("file")
    earlier = earlier.exclude(pk__in=[use.evidence_id for use in uses])
    page = page_of(request, earlier.matching(words) if words else earlier) if is_whole else None
    context: dict[str, Any] = {
        "mark": mark,
        "card": mark.card,
        "form": form,
        "uses": uses,
        "is_whole": is_whole,
        "page": page,
        "words": words,
        "refusal": refusal,
    }
    return render(request, "scorecards/mark_evidence.html", context, status=status)


def _thing(mark: Mark) -> str:
    return f"{mark.card.group.round} {mark.card} {mark.node.key}"
