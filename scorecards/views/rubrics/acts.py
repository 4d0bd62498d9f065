"""What the office does with a version as a whole: begin, adopt, copy, freeze, throw away, correct a word."""

from functools import partial

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from scorecards.forms.rubrics.whole import BlankForm, ErratumForm
from scorecards.models import Node, RubricVersion
from scorecards.permissions import can_edit_draft
from scorecards.rubrics.standards import standard_rubric
from scorecards.scoring import BadRubric
from scorecards.transitions import Refused, import_rubric, versions
from scorecards.transitions.correcting import correct_words, words_now
from scorecards.views.outcomes import carry_out
from scorecards.views.rubrics.lookup import office_node, office_version, require_office, revision_in
from units.access import about, recorded
from units.requests import SignedIn


@never_cache
@require_safe
def rubric_new(request: SignedIn) -> HttpResponse:
    """新建空白."""
    require_office(request)
    return render(request, "scorecards/rubric_new.html", {"form": BlankForm()})


@recorded("新建评分细则")
@require_POST
def rubric_create(request: SignedIn) -> HttpResponse:
    """An empty draft; then its tree."""
    require_office(request)
    form, refusal, status = BlankForm(request.POST), "", 422
    if form.is_valid():
        about(request, form.cleaned_data["title"])
        try:
            version = versions.create_blank(**form.cleaned_data, by=request.user)
            return redirect("scorecards:rubric-edit", pk=version.pk)
        except Refused as error:
            refusal, status = str(error), 409
    context = {"form": form, "refusal": refusal}
    return render(request, "scorecards/rubric_new.html", context, status=status)


@recorded("采用标准细则")
@require_POST
def rubric_adopt(request: SignedIn) -> HttpResponse:
    """采用标准细则: a draft of one's own."""
    require_office(request)
    standard = standard_rubric(request.POST.get("name", ""))
    if standard is None:
        raise Http404
    about(request, standard.document.title)
    try:
        version = import_rubric(standard.document, by=request.user)
    except BadRubric as error:
        messages.error(request, str(error))
        return redirect("scorecards:rubric-list")
    messages.success(request, "已采用标准细则，可以按本地情况修改。")
    return redirect("scorecards:rubric-detail", pk=version.pk)


@recorded("复制评分细则")
@require_POST
def rubric_copy(request: SignedIn, pk: int) -> HttpResponse:
    """复制为新版."""
    version = office_version(request, pk)
    try:
        copy = versions.copy_version(version, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("scorecards:rubric-list")
    messages.success(request, f"已复制为第{copy.number}版草稿，可以修改。")
    return redirect("scorecards:rubric-edit", pk=copy.pk)


@recorded("定稿评分细则")
@require_POST
def rubric_freeze(request: SignedIn, pk: int) -> HttpResponse:
    """定稿."""
    version = office_version(request, pk)
    act = partial(versions.freeze_draft, version.pk, revision=revision_in(request), by=request.user)
    return carry_out(request, act, done="已定稿，分值和计分不再改动。", back=_detail(version))


@recorded("删除评分细则草稿")
@require_POST
def rubric_delete(request: SignedIn, pk: int) -> HttpResponse:
    """删除草稿."""
    version = office_version(request, pk)
    try:
        versions.delete_draft(version.pk, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect(_detail(version))
    messages.success(request, f"已删除《{version.rubric}》第{version.number}版草稿。")
    return redirect("scorecards:rubric-list")


@never_cache
@require_safe
def node_correct(request: SignedIn, pk: int) -> HttpResponse:
    """勘误: the form; a draft is simply edited."""
    node = office_node(request, pk)
    if can_edit_draft(request.user, node.version):
        return redirect("scorecards:node-edit", pk=pk)
    return _correcting(request, node, ErratumForm(words=words_now(node)))


@recorded("勘误")
@require_POST
def node_erratum(request: SignedIn, pk: int) -> HttpResponse:
    """勘误: words only, on record."""
    node = office_node(request, pk)
    form = ErratumForm(request.POST, words=words_now(node))
    if not form.is_valid():
        return _correcting(request, node, form, status=422)
    try:
        correct_words(node, **form.cleaned_data, by=request.user)
    except Refused as refusal:
        return _correcting(request, node, form, status=409, refusal=str(refusal))
    messages.success(request, "已勘误，原文和原因可在本页查看。")
    return redirect(f"{_detail(node.version)}#node-{node.pk}")


def _correcting(
    request: SignedIn, node: Node, form: ErratumForm, *, status: int = 200, refusal: str = ""
) -> HttpResponse:
    context = {"node": node, "version": node.version, "form": form, "refusal": refusal}
    return render(request, "scorecards/rubric_correct.html", context, status=status)


def _detail(version: RubricVersion) -> str:
    return reverse("scorecards:rubric-detail", args=[version.pk])
