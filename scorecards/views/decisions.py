"""Acts that take two people: the list, 退回上一阶段, and the second person's part of every kind."""

from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from scorecards import permissions
from scorecards.forms.round_acts import ReasonForm
from scorecards.models import DecisionKind, Group, Round, RoundDecision
from scorecards.phases import Act, stage_before
from scorecards.transitions.decisions import approve_decision, propose, withdraw_decision
from scorecards.transitions.stepping_back import takes_password
from scorecards.views.decision_rows import decision_rows
from scorecards.views.outcomes import carry_out, password_given
from units import submissions
from units.access import about, recorded
from units.permissions import require
from units.requests import SignedIn

OFFICE_ONLY = "须两人办理的事项由工委工作人员和负责人办理。"


@require_safe
def round_decisions(request: SignedIn, pk: int) -> HttpResponse:
    """What waits, what was done, and what can be put up."""
    return _page(request, _round(request, pk))


@recorded("提出退回上一阶段")
@require_POST
def round_step_back(request: SignedIn, pk: int) -> HttpResponse:
    """The first person's part of 退回上一阶段."""
    round_ = _round(request, pk)
    about(request, round_)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _page(request, round_, form=form, status=422)
    subject = {"from": request.POST.get("from", "")}
    act = partial(
        propose, round_, kind=DecisionKind.STEP_BACK, subject=subject, by=request.user, **form.cleaned_data
    )
    return carry_out(request, act, done="已提出，等待另一人审定。", back=round_.get_absolute_url())


@recorded("审定两人办理事项")
@require_POST
def decision_approve(request: SignedIn, pk: int) -> HttpResponse:
    """The second person's part: it is done at once."""
    decision = _decision(request, pk)
    if takes_password(decision) and not password_given(request):
        return redirect(decision.round)
    act = partial(approve_decision, decision, by=request.user)
    done = f"{decision.get_kind_display()}已审定办理。"
    return carry_out(request, act, done=done, back=decision.round.get_absolute_url())


@recorded("撤回两人办理事项")
@require_POST
def decision_withdraw(request: SignedIn, pk: int) -> HttpResponse:
    """Whoever put it up takes it back."""
    decision = _decision(request, pk)
    act = partial(withdraw_decision, decision, by=request.user)
    return carry_out(request, act, done="已撤回。", back=decision.round.get_absolute_url())


def _round(request: SignedIn, pk: int) -> Round:
    round_ = get_object_or_404(Round.objects.visible_to(request.user), pk=pk)
    require(permissions.may_ever(Act.DECIDE_BY_TWO, request.user), OFFICE_ONLY)
    return round_


def _decision(request: SignedIn, pk: int) -> RoundDecision:
    decisions = RoundDecision.objects.visible_to(request.user).select_related("round")
    decision = get_object_or_404(decisions, pk=pk)
    about(request, f"{decision.round} {decision.get_kind_display()}")
    return decision


def _page(
    request: SignedIn, round_: Round, *, form: ReasonForm | None = None, status: int = 200
) -> HttpResponse:
    can_decide = permissions.can_decide_by_two(request.user, round_)
    rows = decision_rows(request.user, round_)
    before = stage_before(round_.stage, round_.optional_phases)
    is_asked = any(row.decision.kind == DecisionKind.STEP_BACK for row in rows.waiting)
    context: dict[str, Any] = {
        "round": round_,
        "rows": rows,
        "can_decide": can_decide,
        "before": before.label if before and not is_asked else "",
        "form": form or ReasonForm(initial={"key": submissions.new_key()}),
        "groups": Group.objects.visible_to(request.user).filter(round=round_).in_order(),
    }
    return render(request, "scorecards/round_decisions.html", context, status=status)
