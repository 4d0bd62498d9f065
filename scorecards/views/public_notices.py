"""公示: putting it up, and what everybody of the round reads of it."""

from functools import partial

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_POST, require_safe

from scorecards import permissions
from scorecards.forms.public_notices import PublicNoticeForm
from scorecards.models import PublicNotice, Round, scope_in_words
from scorecards.phases import Act
from scorecards.results.scope_lists import from_json
from scorecards.results.snapshots import read
from scorecards.transitions.leaving import blocks_moving
from scorecards.transitions.public_notices import last_day_of, publish_notice
from scorecards.views.outcomes import carry_out
from units import submissions
from units.access import about, recorded
from units.permissions import require
from units.requests import SignedIn
from units.workdays import UnknownYear


@require_safe
def public_notice_list(request: SignedIn, pk: int) -> HttpResponse:
    """All 公示 of the round, and the form where the next stage is 公示."""
    return _list(request, _round(request, pk))


@recorded("转入公示")
@require_POST
def public_notice_publish(request: SignedIn, pk: int) -> HttpResponse:
    """转入公示."""
    round_ = _round(request, pk)
    about(request, round_)
    form = PublicNoticeForm(request.POST, hint=_hint(round_))
    if not form.is_valid():
        return _list(request, round_, form=form, status=422)
    act = partial(publish_notice, round_, **form.cleaned_data, by=request.user)
    return carry_out(request, act, done="已公示，并已通知各单位。", back=round_.get_absolute_url())


@require_safe
def public_notice(request: SignedIn, pk: int) -> HttpResponse:
    """What the scope lets out, from when until when, and whom to call."""
    notices = PublicNotice.objects.visible_to(request.user).select_related("round")
    notice = get_object_or_404(notices, pk=pk)
    lists = from_json(read(bytes(notice.content))["groups"])
    context = {
        "notice": notice,
        "round": notice.round,
        "lists": lists,
        "is_over": timezone.localdate() > notice.until,
        "links_round": Round.objects.visible_to(request.user).filter(pk=notice.round_id).exists(),
    }
    return render(request, "scorecards/public_notice.html", context)


def _round(request: SignedIn, pk: int) -> Round:
    round_ = get_object_or_404(Round.objects.visible_to(request.user), pk=pk)
    require(permissions.may_ever(Act.PUBLISH_NOTICE, request.user), "公示由工委工作人员和负责人办理。")
    return round_


def _hint(round_: Round) -> str:
    """The last day when it begins today, or that nobody knows."""
    try:
        until = last_day_of(timezone.localdate(), round_.notice_days)
    except UnknownYear as unknown:
        return f"{unknown.sentence}请先自行填写截止日期，公示期是 {round_.notice_days} 个工作日。"
    return (
        f"不填的按本期次规定的 {round_.notice_days} 个工作日推算；今天起算到{date_format(until, 'n月j日')}。"
    )


def _list(
    request: SignedIn, round_: Round, *, form: PublicNoticeForm | None = None, status: int = 200
) -> HttpResponse:
    can_publish = permissions.can_publish_notice(request.user, round_)
    fresh = PublicNoticeForm(
        hint=_hint(round_), initial={"key": submissions.new_key(), "starts_on": timezone.localdate()}
    )
    notices = PublicNotice.objects.visible_to(request.user).filter(round=round_).order_by("-number")
    context = {
        "round": round_,
        "notices": notices.select_related("published_by", "round").defer("content"),
        "can_publish": can_publish,
        "blocks": blocks_moving(round_) if can_publish else [],
        "form": form or fresh,
        "scope": scope_in_words(round_.notice_scope, round_.scope_top),
    }
    return render(request, "scorecards/public_notice_list.html", context, status=status)
