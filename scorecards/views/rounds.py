"""Rounds and their stages."""

from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from scorecards import permissions, transitions
from scorecards.deadlines import Now
from scorecards.forms.round_acts import ReviewForm
from scorecards.models import Card, Group, Round, RoundExtension
from scorecards.phases import Act, Phase
from scorecards.progress import group_progress, sums_of
from scorecards.review_dates import proposed_end
from scorecards.setup_overview import setup_of
from scorecards.turns import turn_of_card, turn_of_round
from scorecards.views.decision_rows import decision_rows
from scorecards.views.outcomes import carry_out, password_given
from scorecards.views.round_acts import acts_of
from scorecards.views.round_links import links_of, links_of_groups, reader_links
from scorecards.views.trials import trial_acts_of
from units.access import about, recorded
from units.models import User
from units.pages import page_of
from units.permissions import require
from units.requests import SignedIn


@require_safe
def round_list(request: SignedIn) -> HttpResponse:
    """All rounds that one may see."""
    page = page_of(request, Round.objects.visible_to(request.user).newest_first())
    now = Now()
    rows = [(round_, turn_of_round(request.user, round_, now=now)) for round_ in page]
    context = {"page": page, "rows": rows, "can_create": permissions.is_staff(request.user)}
    return render(request, "scorecards/round_list.html", context)


@require_safe
def round_detail(request: SignedIn, pk: int) -> HttpResponse:
    """The stage bar, the groups with their counts, and what comes next."""
    return _page(request, get_object_or_404(Round.objects.visible_to(request.user), pk=pk))


def _page(
    request: SignedIn, round_: Round, *, review: ReviewForm | None = None, status: int = 200
) -> HttpResponse:
    now = Now()
    extensions = RoundExtension.objects.visible_to(request.user).filter(round=round_)
    context = {
        "round": round_,
        "turn": turn_of_round(request.user, round_, now=now),
        "can_download_archive": round_.stage == Phase.ARCHIVED
        and permissions.can_download_archive(request.user),
        "shows_standings": permissions.can_see_standings_of(request.user, round_),
        "extensions": extensions.select_related("unit", "made_by"),
    }
    if permissions.is_staff(request.user):
        starts = permissions.can_start_review(request.user, round_)
        context |= _for_the_office(request.user, round_, now)
        context["review"] = review or (_review_form(round_) if starts else None)
    else:
        context |= _for_readers(request.user, round_, now)
    return render(request, "scorecards/round_detail.html", context, status=status)


def _review_form(round_: Round, data: Any = None) -> ReviewForm:
    today = timezone.localdate()
    return ReviewForm(data, today=today, proposed=proposed_end(round_, today))


def _for_the_office(user: User, round_: Round, now: Now) -> dict[str, Any]:
    groups = list(group_progress(Group.objects.visible_to(user).filter(round=round_)))
    return {
        "is_staff": True,
        "groups": groups,
        "sums": sums_of(groups),
        "setup": setup_of(round_) if permissions.may(Act.EDIT_ROUND, user, round_) else None,
        "acts": acts_of(user, round_, groups, now=now),
        "links": links_of(user, round_),
        "group_links": links_of_groups(user, round_, groups),
        "can_start_review": permissions.can_start_review(user, round_),
        "decisions": decision_rows(user, round_),
        "trial": trial_acts_of(user, round_, groups),
    }


def _for_readers(user: User, round_: Round, now: Now) -> dict[str, Any]:
    groups = Group.objects.visible_to(user).filter(round=round_).select_related("version__rubric")
    cards = Card.objects.visible_to(user).filter(group__round=round_).with_frame().in_official_order()
    is_of_a_unit = user.post is not None and user.post.home_unit_id is not None
    return {
        "groups": groups.in_order(),
        "is_of_a_unit": is_of_a_unit,
        "rows": [(card, turn_of_card(user, card, now=now)) for card in cards] if is_of_a_unit else [],
        "links": reader_links(user, round_),
    }


@recorded("下发评分表")
@require_POST
def round_open(request: SignedIn, pk: int) -> HttpResponse:
    """下发."""
    round_ = _round_for(request, pk, Act.OPEN, "只有工委工作人员和负责人可以下发评分表。")
    act = partial(transitions.open_round, round_, by=request.user)
    return carry_out(request, act, done="评分表已下发。", back=round_.get_absolute_url())


@recorded("转入审核")
@require_POST
def round_start_checking(request: SignedIn, pk: int) -> HttpResponse:
    """填报 ends."""
    round_ = _round_for(request, pk, Act.START_CHECKING, "只有工委工作人员和负责人可以转入审核。")
    act = partial(transitions.start_checking, round_, by=request.user)
    return carry_out(request, act, done="已转入审核，单位不能再修改。", back=round_.get_absolute_url())


@recorded("转入评议")
@require_POST
def round_start_judging(request: SignedIn, pk: int) -> HttpResponse:
    """转入评议."""
    round_ = _round_for(request, pk, Act.START_JUDGING, "只有工委工作人员和负责人可以转入评议。")
    act = partial(transitions.start_judging, round_, by=request.user)
    return carry_out(request, act, done="已转入评议。", back=round_.get_absolute_url())


@recorded("锁定")
@require_POST
def round_lock(request: SignedIn, pk: int) -> HttpResponse:
    """锁定."""
    round_ = _round_for(request, pk, Act.LOCK, "只有工委工作人员和负责人可以锁定。")
    if not password_given(request):
        return redirect(round_)
    act = partial(transitions.lock_round, round_, by=request.user)
    return carry_out(
        request,
        act,
        done=f"已锁定，{'得分' if round_.gives_scores else '晒出的内容'}不再变动。",
        back=round_.get_absolute_url(),
    )


@recorded("转入核对")
@require_POST
def round_start_review(request: SignedIn, pk: int) -> HttpResponse:
    """转入核对, up to and including the day that was written."""
    round_ = _round_for(request, pk, Act.START_REVIEW, "只有工委工作人员和负责人可以转入核对。")
    form = _review_form(round_, request.POST)
    if permissions.can_start_review(request.user, round_) and not form.is_valid():
        return _page(request, round_, review=form, status=422)
    until = form.cleaned_data["until"] if form.is_valid() else timezone.localdate()
    act = partial(transitions.start_review, round_, until=until, by=request.user)
    return carry_out(request, act, done="已转入核对，并已通知各单位。", back=round_.get_absolute_url())


def _round_for(request: SignedIn, pk: int, act: Act, sentence: str) -> Round:
    round_ = get_object_or_404(Round.objects.visible_to(request.user), pk=pk)
    require(permissions.may_ever(act, request.user), sentence)
    about(request, round_)
    return round_
