"""报审: putting a 送审稿 before leaders, and the 送审稿 as the office and those leaders read it."""

from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from scorecards import permissions
from scorecards.forms.approvals import GradeForm, MeetingForm, ReadersForm
from scorecards.models import Approval, Card, Group, Round
from scorecards.phases import Act
from scorecards.results.approval_sheets import approval_groups, of_units
from scorecards.standings.group_grades import grade_names
from scorecards.transitions.approvals import (
    add_readers,
    decide_grade,
    record_meeting,
    submit_for_approval,
    undo_grade,
)
from scorecards.transitions.leaving import blocks_moving
from scorecards.views.outcomes import carry_out
from units import notices, submissions
from units.access import about, recorded
from units.models import Unit
from units.permissions import require
from units.requests import SignedIn
from units.roles import Role

_OFFICE = "报审由工委工作人员和负责人办理。"


@never_cache
@require_safe
def approval_list(request: SignedIn, pk: int) -> HttpResponse:
    """All 送审稿 of the round, and the form where the next stage is 报审."""
    return _list(request, _round(request, pk))


@recorded("转入报审")
@require_POST
def approval_submit(request: SignedIn, pk: int) -> HttpResponse:
    """转入报审 with a new 送审稿."""
    round_ = _round(request, pk)
    about(request, round_)
    form = ReadersForm(request.POST, leaders=notices.holders(Role.COUNTY_LEADER))
    if not form.is_valid():
        return _list(request, round_, form=form, status=422)
    act = partial(
        submit_for_approval, round_, readers=form.users, key=form.cleaned_data["key"], by=request.user
    )
    return carry_out(request, act, done="已转入报审，并已通知送阅的县领导。", back=round_.get_absolute_url())


@recorded("查看送审稿", reading=True)
@never_cache
@require_safe
def approval_detail(request: SignedIn, pk: int) -> HttpResponse:
    """The standings as they were sealed; the leader's own units first."""
    approval = _visible(request, pk)
    about(request, approval)
    return _page(request, approval)


@recorded("送审稿增加送阅")
@require_POST
def approval_readers(request: SignedIn, pk: int) -> HttpResponse:
    """More leaders read it."""
    approval = _approval(request, pk)
    form = ReadersForm(request.POST, leaders=notices.holders(Role.COUNTY_LEADER))
    if not form.is_valid():
        return _page(request, approval, readers=form, status=422)
    act = partial(add_readers, approval, readers=form.users, by=request.user)
    return carry_out(request, act, done="已送阅，并已通知。", back=approval.get_absolute_url())


@recorded("记录会议决定")
@require_POST
def approval_meeting(request: SignedIn, pk: int) -> HttpResponse:
    """The meeting's name, date and decision."""
    approval = _approval(request, pk)
    form = MeetingForm(request.POST)
    if not form.is_valid():
        return _page(request, approval, meeting=form, status=422)
    act = partial(record_meeting, approval, **form.cleaned_data, by=request.user)
    return carry_out(request, act, done="会议决定已记录。", back=approval.get_absolute_url())


@recorded("录入审定等次")
@require_POST
def approval_grade(request: SignedIn, pk: int) -> HttpResponse:
    """One card's grade as the meeting decided it."""
    approval = _approval(request, pk)
    form = _grade_form(request, approval, request.POST)
    if not form.is_valid():
        return _page(request, approval, grade=form, status=422)
    card = _cards(request, approval).get(pk=int(form.cleaned_data["card"]))
    given = {name: form.cleaned_data[name] for name in ("grade", "why")}
    act = partial(decide_grade, approval, card, **given, by=request.user)
    return carry_out(request, act, done=f"{card.name}的审定等次已录入。", back=approval.get_absolute_url())


@recorded("撤销审定等次")
@require_POST
def approval_grade_undo(request: SignedIn, pk: int) -> HttpResponse:
    """The computed grade counts again."""
    approval = _approval(request, pk)
    given = request.POST.get("card", "")
    card = get_object_or_404(_cards(request, approval), pk=int(given) if given.isdecimal() else 0)
    act = partial(undo_grade, approval, card, by=request.user)
    return carry_out(request, act, done=f"{card.name}仍按测算等次。", back=approval.get_absolute_url())


def _round(request: SignedIn, pk: int) -> Round:
    round_ = get_object_or_404(Round.objects.visible_to(request.user), pk=pk)
    require(permissions.may_ever(Act.SUBMIT_APPROVAL, request.user), _OFFICE)
    return round_


def _visible(request: SignedIn, pk: int) -> Approval:
    approvals = Approval.objects.visible_to(request.user)
    return get_object_or_404(approvals.select_related("round", "prepared_by", "recorded_by"), pk=pk)


def _approval(request: SignedIn, pk: int) -> Approval:
    approval = _visible(request, pk)
    require(permissions.may_ever(Act.RECORD_MEETING, request.user), _OFFICE)
    about(request, approval)
    return approval


def _cards(request: SignedIn, approval: Approval) -> Any:
    cards = Card.objects.visible_to(request.user).filter(group__round=approval.round_id).taking_part()
    return cards.select_related("group").order_by("group__order", "official_order", "pk")


def _grade_form(request: SignedIn, approval: Approval, data: Any = None) -> GradeForm:
    groups = Group.objects.visible_to(request.user).filter(round=approval.round_id).in_order()
    names = dict.fromkeys(name for group in groups for name in grade_names(group))
    cards = [(str(card.pk), f"{card.group}：{card.name}") for card in _cards(request, approval)]
    return GradeForm(data, cards=cards, grades=names)


def _list(
    request: SignedIn, round_: Round, *, form: ReadersForm | None = None, status: int = 200
) -> HttpResponse:
    can_submit = permissions.can_submit_approval(request.user, round_)
    approvals = Approval.objects.visible_to(request.user).filter(round=round_).newest_first()
    fresh = ReadersForm(leaders=notices.holders(Role.COUNTY_LEADER), initial={"key": submissions.new_key()})
    context = {
        "round": round_,
        "approvals": approvals.select_related("prepared_by").prefetch_related("readers").defer("sealed"),
        "can_submit": can_submit,
        "blocks": blocks_moving(round_) if can_submit else [],
        "form": form or fresh,
    }
    return render(request, "scorecards/approval_list.html", context, status=status)


def _page(request: SignedIn, approval: Approval, *, status: int = 200, **typed: Any) -> HttpResponse:
    user, groups = request.user, approval_groups(approval)
    context: dict[str, Any] = {
        "approval": approval,
        "round": approval.round,
        "is_staff": permissions.is_staff(user),
        "groups": groups,
        "readers": approval.readers.order_by("pk"),
        "decided": [row for group in groups for row in group.rows if row.decided],
    }
    if user.has_role(Role.COUNTY_LEADER):
        led = set(Unit.objects.visible_to(user).led_by(user).values_list("pk", flat=True))
        context["own"] = of_units(groups, led)
    elif permissions.can_record_meeting(user, approval):
        context |= _forms(request, approval, **typed)
    return render(request, "scorecards/approval_detail.html", context, status=status)


def _forms(
    request: SignedIn,
    approval: Approval,
    *,
    meeting: MeetingForm | None = None,
    grade: GradeForm | None = None,
    readers: ReadersForm | None = None,
) -> dict[str, Any]:
    recorded_now = {name: getattr(approval, name) for name in ("meeting", "met_on", "decision")}
    has_read = set(approval.readers.values_list("pk", flat=True))
    others = [one for one in notices.holders(Role.COUNTY_LEADER) if one.pk not in has_read]
    fresh = ReadersForm(leaders=others, initial={"key": submissions.new_key()}) if others else None
    return {
        "can_record": True,
        "meeting_form": meeting or MeetingForm(initial=recorded_now),
        "grade_form": (grade or _grade_form(request, approval)) if approval.is_decided else None,
        "readers_form": readers or fresh,
        "decided_cards": _cards(request, approval).exclude(decided_grade=""),
    }
