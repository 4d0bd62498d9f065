"""审核矩阵: units by items of one group, typed in place."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from scorecards import permissions, transitions
from scorecards.forms.matrix import MatrixForm, cells_from
from scorecards.forms.matrix_cells import Box, relative_points, total_of
from scorecards.group_sheets import sheet_of
from scorecards.models import Group
from scorecards.phases import Act
from scorecards.transitions import Cell, Refused, Saved
from scorecards.views.outcomes import wants_json
from scorecards.views.unscored import without_scores
from units.permissions import require
from units.requests import SignedIn


@never_cache
@require_safe
def matrix(request: SignedIn, pk: int) -> HttpResponse:
    """Read by the office from 审核 on; typed while 审核 lasts."""
    group = _group(request, pk)
    require(permissions.can_see_matrix(request.user, group), "转入审核后，工委工作人员可以查看审核矩阵。")
    if not group.round.gives_scores:
        return without_scores(request, group)
    return _page(request, group, MatrixForm(sheet_of(group)))


@require_POST
def matrix_save(request: SignedIn, pk: int) -> HttpResponse:
    """Save the cells that came; the history of marks is its record."""
    group = _group(request, pk)
    require(permissions.may_ever(Act.CHECK, request.user), "只有工委工作人员和负责人可以核定得分。")
    require(request.POST.get("by", own := str(request.user.pk)) == own, "现在登录的是另一个账号，没有保存。")
    cells = cells_from(request.POST)
    try:
        outcomes = transitions.save_checked(group, cells, by=request.user)
    except Refused as refusal:
        return _refused(request, group, cells, str(refusal))
    if wants_json(request):
        return JsonResponse(_answer(group, cells, outcomes))
    form = MatrixForm(sheet_of(group))
    form.take(cells, outcomes)
    return _page(request, group, form, status=422) if form.problems else redirect("scorecards:matrix", pk=pk)


def _group(request: SignedIn, pk: int) -> Group:
    groups = Group.objects.visible_to(request.user).select_related("round", "version__rubric")
    return get_object_or_404(groups, pk=pk)


def _page(request: SignedIn, group: Group, form: MatrixForm, **more: Any) -> HttpResponse:
    can_check = permissions.can_check(request.user, group) and form.is_open
    context = {"group": group, "form": form, "can_check": can_check}
    status = more.pop("status", 200)
    return render(request, "scorecards/matrix.html", context | more, status=status)


def _refused(request: SignedIn, group: Group, cells: Iterable[Cell], refusal: str) -> HttpResponse:
    """Nothing was saved; a page without script lists what was typed."""
    if wants_json(request):
        return JsonResponse({"refused": refusal}, status=409)
    if not permissions.can_see_matrix(request.user, group):
        messages.error(request, refusal)
        return redirect(group.round)
    form = MatrixForm(sheet_of(group))
    unsaved = [(form.boxes[cell.name].label, cell.text) for cell in cells if cell.name in form.boxes]
    return _page(request, group, form, status=409, refusal=refusal, unsaved=unsaved)


def _answer(group: Group, cells: Iterable[Cell], outcomes: tuple[Saved, ...]) -> dict[str, Any]:
    """What now stands in each cell that was sent, and in its row."""
    touched = {cell.card_id for cell in cells}
    sheet = sheet_of(group, card_ids=touched)
    form = MatrixForm(sheet, only=touched)
    return {
        "saved_at": date_format(timezone.localtime(), "H:i"),
        "cells": {outcome.key: _outcome(outcome, form.boxes[outcome.key]) for outcome in outcomes},
        "cards": {pk: {"total": total_of(card), "scored": card.scored} for pk, card in sheet.cards.items()},
        "points": relative_points(sheet),
    }


def _outcome(outcome: Saved, box: Box) -> dict[str, Any]:
    return {
        "version": box.version,
        "text": box.stored,
        "points": box.points,
        "unscored": box.is_unscored,
        "problem": outcome.problem,
        "conflict": _who_and_when(outcome),
    }


def _who_and_when(outcome: Saved) -> dict[str, str] | None:
    if outcome.changed_at is None:
        return None
    return {
        "who": outcome.changed_by,
        "at": date_format(timezone.localtime(outcome.changed_at), "n月j日 H:i"),
    }
