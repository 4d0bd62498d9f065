"""复核 as the office decides it: the list of a round, and one request with what a correction would come to."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from scorecards import permissions
from scorecards.forms.recheck_decision import CorrectionForm, OpinionForm, correction_form
from scorecards.group_sheets import sheet_of
from scorecards.models import Recheck, Round
from scorecards.phases import Act
from scorecards.recheck_derivations import derived, derived_from
from scorecards.transitions import Refused
from scorecards.transitions.rechecking import (
    correct_score,
    keep_score,
    preview,
    why_not_correct,
    why_not_keep,
)
from units.access import about, recorded
from units.pages import page_of
from units.permissions import require
from units.requests import SignedIn

_OFFICE = "复核由工委工作人员和负责人办理；结果在得分反馈单查看。"


@never_cache
@require_safe
def recheck_list(request: SignedIn, pk: int) -> HttpResponse:
    """All requests of the round, those that wait first, each with how the points came about."""
    round_ = get_object_or_404(Round.objects.visible_to(request.user), pk=pk)
    require(permissions.can_decide_rechecks(request.user), _OFFICE)
    rechecks = Recheck.objects.visible_to(request.user).filter(card__group__round=round_)
    page = page_of(request, rechecks.with_frame().open_first())
    context = {"round": round_, "page": page, "rows": derived(page), "waiting": rechecks.waiting().count()}
    return render(request, "scorecards/recheck_list.html", context)


@never_cache
@require_safe
def recheck_detail(request: SignedIn, pk: int) -> HttpResponse:
    """One request, to be decided."""
    return _page(request, _recheck(request, pk))


@recorded("复核维持原分")
@require_POST
def recheck_keep(request: SignedIn, pk: int) -> HttpResponse:
    """维持原分."""
    recheck = _recheck(request, pk)
    opinion = OpinionForm(request.POST, auto_id="keep-%s")
    if not opinion.is_valid():
        return _page(request, recheck, keeping=opinion, status=422)
    return _decide(
        request,
        recheck,
        lambda: keep_score(recheck, opinion=opinion.cleaned_data["opinion"], by=request.user),
        keeping=opinion,
    )


@recorded("试算复核更正")
@require_POST
def recheck_preview(request: SignedIn, pk: int) -> HttpResponse:
    """What 予以更正 would come to; nothing is written."""
    recheck = _recheck(request, pk)
    form = _typed(request, recheck)
    if form.problems:
        return _page(request, recheck, form=form, status=422)
    return _page(request, recheck, form=form, effect=preview(recheck, form.corrections))


@recorded("复核更正得分")
@require_POST
def recheck_correct(request: SignedIn, pk: int) -> HttpResponse:
    """予以更正, as it was shown before."""
    recheck = _recheck(request, pk)
    form = _typed(request, recheck)
    if form.problems:
        return _page(request, recheck, form=form, status=422)
    said = {"opinion": form.opinion.cleaned_data["opinion"], "seen": request.POST.get("seen", "")}
    return _decide(
        request,
        recheck,
        lambda: correct_score(recheck, form.corrections, **said, by=request.user),
        form=form,
    )


def _recheck(request: SignedIn, pk: int) -> Recheck:
    recheck = get_object_or_404(Recheck.objects.visible_to(request.user).with_frame(), pk=pk)
    require(permissions.can_decide_rechecks(request.user), _OFFICE)
    if request.method == "POST":
        about(request, f"{recheck.card.group.round} {recheck.card} {recheck.subject}")
    return recheck


def _typed(request: SignedIn, recheck: Recheck) -> CorrectionForm:
    return correction_form(sheet_of(recheck.card.group), recheck.card, recheck.slots, request.POST)


def _decide(request: SignedIn, recheck: Recheck, act: Callable[[], Recheck], **typed: Any) -> HttpResponse:
    """Done, or refused with all that was typed still on the page."""
    try:
        done = act()
    except Refused as refusal:
        return _page(request, _recheck(request, recheck.pk), **typed, status=409, refusal=str(refusal))
    messages.success(request, f"已复核：{done.get_state_display()}，{done.card}会收到消息。")
    return redirect("scorecards:recheck-list", pk=recheck.card.group.round_id)


def _page(
    request: SignedIn, recheck: Recheck, *, form: CorrectionForm | None = None,
    keeping: OpinionForm | None = None, status: int = 200, **more: Any,
) -> HttpResponse:  # fmt: skip
    group = recheck.card.group
    sheet = sheet_of(group)
    decides = recheck.is_open and permissions.may(Act.DECIDE_RECHECK, request.user, group.round)
    marks = [] if recheck.mark is None else [recheck.mark]
    context = {
        "row": derived_from(recheck, sheet),
        "decides": decides,
        "not_keep": why_not_keep(recheck, sheet, request.user) if decides else "",
        "not_correct": why_not_correct(recheck, marks, request.user) if decides else "",
        "form": form or correction_form(sheet, recheck.card, recheck.slots),
        "keeping": keeping or OpinionForm(auto_id="keep-%s"),
    }
    return render(request, "scorecards/recheck_detail.html", context | more, status=status)
