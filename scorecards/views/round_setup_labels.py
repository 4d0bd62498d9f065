"""评分部门对应 and 分期截止 of a group."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from scorecards.forms.box_names import box_key
from scorecards.forms.group_labels import LabelsForm, PeriodsForm
from scorecards.group_roster import labels_of, periods_shown
from scorecards.models import Group
from scorecards.phases import Act
from scorecards.transitions import Refused, group_labels
from scorecards.views.round_setup_lookup import office_group, require_open
from units.access import recorded
from units.requests import SignedIn


@never_cache
@require_safe
def group_labels_edit(request: SignedIn, pk: int) -> HttpResponse:
    """评分部门对应: a select for each."""
    group = office_group(request, pk)
    require_open(request, group.round, Act.EDIT_LABELS, "得分已锁定，评分部门对应不能再改。")
    return _labels(request, group, _labels_form(request, group))


@recorded("修改评分部门对应")
@require_POST
def group_labels_save(request: SignedIn, pk: int) -> HttpResponse:
    """评分部门对应."""
    group = office_group(request, pk)
    form = _labels_form(request, group, request.POST)
    if not form.is_valid():
        return _labels(request, group, form, status=422)
    try:
        group_labels.match_labels(group, form.chosen, by=request.user)
    except Refused as refusal:
        return _labels(request, group, form, status=409, refusal=str(refusal))
    return redirect("scorecards:group-setup", pk=pk)


def _labels_form(request: SignedIn, group: Group, data: Any = None) -> LabelsForm:
    scorers = labels_of(group)
    shown = {f"label-{box_key(one.label)}": one.unit.pk if one.unit else "" for one in scorers}
    labels = [one.label for one in scorers]
    return LabelsForm(data, labels=labels, user=request.user, today=timezone.localdate(), initial=shown)


def _labels(
    request: SignedIn, group: Group, form: LabelsForm, *, status: int = 200, refusal: str = ""
) -> HttpResponse:
    context = {"group": group, "form": form, "refusal": refusal}
    return render(request, "scorecards/setup/group_labels.html", context, status=status)


@never_cache
@require_safe
def group_periods_edit(request: SignedIn, pk: int) -> HttpResponse:
    """分期截止: name and moment of each period."""
    group = office_group(request, pk)
    require_open(request, group.round, Act.EDIT_PERIODS, "审核已经结束，分期截止不能再改。")
    return _periods(request, group, _periods_form(group))


@recorded("修改分期截止")
@require_POST
def group_periods_save(request: SignedIn, pk: int) -> HttpResponse:
    """分期截止."""
    group = office_group(request, pk)
    form = _periods_form(group, request.POST)
    if not form.is_valid():
        return _periods(request, group, form, status=422)
    try:
        group_labels.set_periods(group, form.given, by=request.user)
    except Refused as refusal:
        return _periods(request, group, form, status=409, refusal=str(refusal))
    return redirect("scorecards:group-setup", pk=pk)


def _periods_form(group: Group, data: Any = None) -> PeriodsForm:
    shown: dict[str, Any] = {}
    for (node, number, _), period in zip(group_labels.periods_of(group), periods_shown(group), strict=True):
        shown[f"name-{node.pk}-{number}"] = period.name
        shown[f"due-{node.pk}-{number}"] = period.row.due_at if period.row else group.round.fill_due_at
    return PeriodsForm(data, periods=group_labels.periods_of(group), initial=shown)


def _periods(
    request: SignedIn, group: Group, form: PeriodsForm, *, status: int = 200, refusal: str = ""
) -> HttpResponse:
    context = {"group": group, "form": form, "refusal": refusal}
    return render(request, "scorecards/setup/group_periods.html", context, status=status)
