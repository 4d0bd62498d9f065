"""得分反馈单 of a card, and 复核 asked for on it."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from scorecards import permissions
from scorecards.cards.feedback import Feedback, feedback_of
from scorecards.deadlines import Now
from scorecards.forms.recheck import LetterForm, RecheckForm
from scorecards.models import Card, Mark, Recheck
from scorecards.phases import SCORING, Act, Phase
from scorecards.review_dates import is_in_time, review_deadline
from scorecards.transitions import Refused
from scorecards.transitions.rechecks import ask_recheck, withdraw_recheck
from scorecards.views.outcomes import carry_out
from units import submissions
from units.access import about, recorded
from units.models import User
from units.permissions import require
from units.requests import SignedIn
from units.submissions import BadKey

_NOT_YOURS = "单位的评分表由联络员、党支部的评分表由支部书记或者联络员申请复核。"


@never_cache
@require_safe
def card_feedback(request: SignedIn, pk: int) -> HttpResponse:
    """One unit's own sheet, with the whole derivation."""
    card = _card(request, pk)
    feedback = feedback_of(card)
    initial = {"item": request.GET.get("item", ""), "key": submissions.new_key()}
    return _page(request, card, feedback, _form(request.user, feedback, initial=initial))


@recorded("申请复核")
@require_POST
def card_recheck(request: SignedIn, pk: int) -> HttpResponse:
    """申请复核 of an item or of the whole card."""
    card = _card(request, pk)
    require(permissions.can_ask_recheck(request.user, card), _NOT_YOURS)
    about(request, f"{card.group.round} {card}")
    feedback = feedback_of(card)
    form = _form(request.user, feedback, request.POST)
    if not form.is_valid():
        return _page(request, card, feedback, form, status=422)
    try:
        ask_recheck(card, mark=_mark(card, form.mark_id), **form.asked, by=request.user)
    except (Refused, BadKey) as refusal:
        return _page(request, card, feedback, form, status=409, refusal=str(refusal))
    messages.success(request, "复核申请已提交，结果会在本页和消息里告知。")
    return redirect("scorecards:card-feedback", pk=pk)


@recorded("撤回复核申请")
@require_POST
def recheck_withdraw(request: SignedIn, pk: int) -> HttpResponse:
    """撤回 while it waits."""
    recheck = get_object_or_404(Recheck.objects.visible_to(request.user).with_frame(), pk=pk)
    require(permissions.can_withdraw_recheck(request.user, recheck), "复核申请由提出申请的单位撤回。")
    about(request, f"{recheck.card.group.round} {recheck.card}")
    back = reverse("scorecards:card-feedback", args=[recheck.card_id])
    return carry_out(
        request, lambda: withdraw_recheck(recheck, by=request.user), done="复核申请已撤回。", back=back
    )


def _card(request: SignedIn, pk: int) -> Card:
    cards = Card.objects.visible_to(request.user).with_frame().with_group_totals()
    card = get_object_or_404(cards, pk=pk)
    require(card.group.round.gives_scores, "本期次晒问题、不评分，没有得分反馈单。")
    require(permissions.can_see_feedback(request.user, card), _when(request.user, card))
    return card


def _mark(card: Card, mark_id: int | None) -> Mark | None:
    """The form's choices are the card's own marks."""
    return None if mark_id is None else Mark.objects.select_related("node").get(card=card, pk=mark_id)


def _when(user: User, card: Card) -> str:
    """Why not now, or not for this person."""
    if not permissions.can_see_feedback_ever(user):
        return "得分反馈单只供本单位和工委查看。"
    round_ = card.group.round
    if permissions.is_staff(user):
        return f"现在是“{round_.stage.label}”阶段，转入审核后才有得分反馈单。"
    opens = "核对" if Phase.REVIEW in round_.path else "通报"
    return f"现在是“{round_.stage.label}”阶段，得分还没有向单位公开；{opens}开始后，可以在这里查看本单位的得分反馈单。"


def _form(user: User, feedback: Feedback, data: QueryDict | None = None, **more: Any) -> RecheckForm:
    parts = feedback.results.parts
    if permissions.is_staff(user):
        return LetterForm(data, parts=parts, today=timezone.localdate(), **more)
    return RecheckForm(data, parts=parts, **more)


def _page(
    request: SignedIn,
    card: Card,
    feedback: Feedback,
    form: RecheckForm,
    *,
    status: int = 200,
    refusal: str = "",
) -> HttpResponse:
    user, round_, now = request.user, card.group.round, Now()
    is_review, is_staff = round_.stage == Phase.REVIEW, permissions.is_staff(user)
    asks = permissions.may(Act.ASK_RECHECK, user, round_) and permissions.can_ask_recheck(user, card)
    in_time = is_in_time(round_, now.today)
    context = {
        "card": card,
        "feedback": feedback,
        "form": form,
        "refusal": refusal,
        "is_staff": is_staff,
        "is_review": is_review,
        "can_print": round_.stage not in SCORING and bool(feedback.results.parts),
        "is_over": not in_time,
        "deadline": review_deadline(round_, now=now) if is_review else None,
        "can_ask": asks and (is_staff or in_time or bool(refusal)),
        "withdraws": _withdraws(user, feedback) if asks else set(),
    }
    return render(request, "scorecards/card_feedback.html", context, status=status)


def _withdraws(user: User, feedback: Feedback) -> set[int]:
    """Ids of the requests that this person may take back."""
    return {
        one.pk for one, _ in feedback.rechecks if one.is_open and permissions.can_withdraw_recheck(user, one)
    }
