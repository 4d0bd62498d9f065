"""日常记录 as a round may count them: taken, left out, taken back."""

from functools import partial

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from scorecards import permissions
from scorecards.group_sheets import sheet_of
from scorecards.models import BatchKind, Group, MarkBatch
from scorecards.phases import OPEN_TO_UNITS, Act
from scorecards.proposals import period_of, proposals_of
from scorecards.transitions.batches import undo_batch
from scorecards.transitions.record_uses import leave_record, reconsider_record, take_records
from scorecards.views.outcomes import carry_out
from scorecards.views.records import number_in
from units.access import about, recorded
from units.permissions import require
from units.requests import SignedIn

_OFFICE_ONLY = "日常记录由工委工作人员和负责人计入。"


@never_cache
@require_safe
def proposal_list(request: SignedIn, pk: int) -> HttpResponse:
    """Records of the round's period: open ones to decide, decided ones, and what was taken by one act."""
    group = _group(request, pk)
    require(group.round.stage in OPEN_TO_UNITS, "评分表下发后，才能计入日常记录。")
    found = proposals_of(group, sheet_of(group))
    batches = MarkBatch.objects.visible_to(request.user).filter(group=group, kind=BatchKind.RECORDS)
    context = {
        "group": group,
        "period": period_of(group.round),
        "open": [one for one in found if one.is_open],
        "takable": [one for one in found if one.can_be_taken],
        "decided": [one for one in found if not one.is_open],
        "batches": batches.select_related("made_by", "undone_by").order_by("-pk"),
        "can_take": permissions.can_check(request.user, group),
    }
    return render(request, "scorecards/lists/proposals.html", context)


@recorded("计入日常记录")
@require_POST
def proposal_take(request: SignedIn, pk: int) -> HttpResponse:
    """One record, or all that were listed."""
    group = _group(request, pk)
    about(request, f"{group.round} {group}")
    pairs = (one.partition(":") for one in request.POST.getlist("record"))
    chosen = {
        int(number): request.POST.get(f"slot-{number}", slot)
        for number, _, slot in pairs
        if number.isascii() and number.isdigit() and len(number) < 10
    }
    act = partial(take_records, group, chosen, by=request.user)
    return carry_out(request, act, done=f"已计入 {len(chosen)} 条日常记录。", back=_back(group))


@recorded("不计入日常记录")
@require_POST
def proposal_leave(request: SignedIn, pk: int) -> HttpResponse:
    """One record is left out."""
    group = _group(request, pk)
    about(request, f"{group.round} {group}")
    act = partial(leave_record, group, number_in(request.POST, "record"), by=request.user)
    return carry_out(request, act, done="这条日常记录不计入本期次。", back=_back(group))


@recorded("重新考虑日常记录")
@require_POST
def proposal_reconsider(request: SignedIn, pk: int) -> HttpResponse:
    """A record that was left out is open again."""
    group = _group(request, pk)
    about(request, f"{group.round} {group}")
    act = partial(reconsider_record, group, number_in(request.POST, "record"), by=request.user)
    return carry_out(request, act, done="这条日常记录可以重新计入。", back=_back(group))


@recorded("撤销计入日常记录")
@require_POST
def proposal_undo(request: SignedIn, pk: int) -> HttpResponse:
    """Everything that one act took goes back."""
    batches = MarkBatch.objects.visible_to(request.user).filter(kind=BatchKind.RECORDS)
    batch = get_object_or_404(batches.select_related("group__round"), pk=pk)
    about(request, f"{batch.group.round} {batch.group}")
    act = partial(undo_batch, batch, by=request.user)
    return carry_out(request, act, done="已撤销计入。", back=_back(batch.group))


def _group(request: SignedIn, pk: int) -> Group:
    groups = Group.objects.visible_to(request.user).filter(version__isnull=False)
    group = get_object_or_404(groups.select_related("round", "version__rubric"), pk=pk)
    require(permissions.may_ever(Act.CHECK, request.user), _OFFICE_ONLY)
    return group


def _back(group: Group) -> str:
    return reverse("scorecards:proposal-list", args=[group.pk])
