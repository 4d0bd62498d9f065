"""The second hand: a correction approved, and approval by the head's signed 签批单; papers are ordered with it."""

from collections.abc import Callable
from functools import partial

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from reports import releasing
from scorecards import permissions
from scorecards.forms.signed_papers import SignedPaperForm
from scorecards.models import ReleaseDraft
from scorecards.phases import Act
from scorecards.transitions.signatures import Signature
from scorecards.views.outcomes import carry_out, password_given
from scorecards.views.release_corrections import OFFICE, correction_page, find_correction
from scorecards.views.results import release_page
from scorecards.views.storing import store_or_tell
from units.access import about, recorded
from units.permissions import require
from units.requests import SignedIn

_NOT_TWICE = "签批单由拟稿人以外的工委工作人员录入。"


@recorded("录入通报签批单")
@require_POST
def release_sign(request: SignedIn, pk: int) -> HttpResponse:
    """通报 approved on paper."""
    drafts = ReleaseDraft.objects.visible_to(request.user).select_related("round", "prepared_by")
    draft = get_object_or_404(drafts, pk=pk)
    require(draft.prepared_by_id != request.user.pk, _NOT_TWICE)
    about(request, draft)
    act = partial(releasing.approve_and_print, draft)
    return _sign(
        request,
        act,
        lambda form: release_page(request, draft.round, sign=form, status=422),
        done="已按签批单通报，正在生成排名文件。"
        if draft.round.gives_scores
        else "已按签批单通报，本期次办结。",
        back=draft.get_absolute_url(),
    )


@recorded("审定更正")
@require_POST
def correction_approve(request: SignedIn, pk: int) -> HttpResponse:
    """更正 approved by the head."""
    correction = find_correction(request, pk)
    require(permissions.may_ever(Act.APPROVE_CORRECTION, request.user), "只有工委负责人可以审定更正。")
    if not password_given(request):
        return redirect(correction)
    act = partial(releasing.correct_and_print, correction, key=request.POST.get("key", ""), by=request.user)
    return carry_out(request, act, done="已更正，新的版次已经封存。", back=correction.get_absolute_url())


@recorded("录入更正签批单")
@require_POST
def correction_sign(request: SignedIn, pk: int) -> HttpResponse:
    """更正 approved on paper."""
    correction = find_correction(request, pk)
    require(permissions.may_ever(Act.CORRECT_RELEASE, request.user), OFFICE)
    require(correction.prepared_by_id != request.user.pk, _NOT_TWICE)
    act = partial(releasing.correct_and_print, correction)
    return _sign(
        request,
        act,
        lambda form: correction_page(request, correction, sign=form, status=422),
        done="已按签批单更正，新的版次已经封存。",
        back=correction.get_absolute_url(),
    )


def _sign(
    request: SignedIn,
    act: Callable[..., object],
    again: Callable[[SignedPaperForm], HttpResponse],
    *,
    done: str,
    back: str,
) -> HttpResponse:
    form = SignedPaperForm(request.POST, request.FILES, today=timezone.localdate())
    if not form.is_valid():
        return again(form)
    if not password_given(request):
        return redirect(back)
    file = store_or_tell(form, owner_unit=None, by=request.user)
    if file is None:
        return again(form)
    signature = Signature(form.cleaned_data["signed_by"], form.cleaned_data["signed_on"], file)
    whole = partial(act, key=request.POST.get("key", ""), by=request.user, signature=signature)
    return carry_out(request, whole, done=done, back=back)
