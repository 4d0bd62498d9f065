"""审核矩阵: units by items of one group, typed in place."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from scorecards import permissions
from scorecards.forms.matrix import LOOKS, MatrixForm, cells_from
from scorecards.forms.matrix_cells import Box, relative_points, total_of
from scorecards.forms.matrix_print import blocks_of, paper_of
from scorecards.group_sheets import sheet_of
from scorecards.models import Group, MarkBatch
from scorecards.transitions import Cell, Refused, Saved
from scorecards.transitions.checking import Checked, check_cells
from scorecards.views.matrix_group import back_to, checked_group, require_reading, seen_group
from scorecards.views.outcomes import wants_json
from scorecards.views.unscored import without_scores
from units.permissions import require
from units.requests import SignedIn


@never_cache
@require_safe
def matrix(request: SignedIn, pk: int) -> HttpResponse:
    """Read by the office from 审核 on; typed while 审核 lasts."""
    group = seen_group(request, pk)
    require_reading(request, group)
    if group.version is None:
        return without_scores(request, group)
    form = MatrixForm(sheet_of(group), look_for=request.GET.get("only", ""))
    if "print" not in request.GET:
        return _page(request, group, form)
    paper = paper_of(request.GET["print"])
    context = {"group": group, "paper": paper, "blocks": blocks_of(form, paper)}
    return render(request, "scorecards/matrix_print.html", context)


@require_POST
def matrix_save(request: SignedIn, pk: int) -> HttpResponse:
    """Save the cells that came; the history of marks is its record."""
    group = checked_group(request, pk)
    require(request.POST.get("by", own := str(request.user.pk)) == own, "现在登录的是另一个账号，没有保存。")
    cells = cells_from(request.POST)
    try:
        checked = check_cells(group, cells, by=request.user)
    except Refused as refusal:
        return _refused(request, group, cells, str(refusal))
    if wants_json(request):
        return JsonResponse(_answer(cells, checked))
    form = MatrixForm(sheet_of(group))
    form.take(cells, checked.outcomes)
    return _page(request, group, form, status=422) if form.problems else _back(request, pk)


def _back(request: SignedIn, pk: int) -> HttpResponse:
    only = request.POST.get("only", "")
    return redirect(reverse("scorecards:matrix", args=[pk]) + (f"?only={only}" if only in LOOKS else ""))


def _page(request: SignedIn, group: Group, form: MatrixForm, **more: Any) -> HttpResponse:
    can_check = permissions.can_check(request.user, group) and form.is_open
    batches = MarkBatch.objects.visible_to(request.user).filter(group=group).with_people().newest_first()
    context = {
        "group": group,
        "form": form,
        "can_check": can_check,
        "batch": batches.standing().first(),
        "first_slot": form.columns[0].item.key if form.columns else "",
    }
    status = more.pop("status", 200)
    return render(request, "scorecards/matrix.html", context | more, status=status)


def _refused(request: SignedIn, group: Group, cells: Iterable[Cell], refusal: str) -> HttpResponse:
    """Nothing was saved; a page without script lists what was typed."""
    if wants_json(request):
        return JsonResponse({"refused": refusal}, status=409)
    if not permissions.can_see_matrix(request.user, group):
        messages.error(request, refusal)
        return back_to(request, group)
    form = MatrixForm(sheet_of(group))
    unsaved = [(form.boxes[cell.name].label, cell.text) for cell in cells if cell.name in form.boxes]
    return _page(request, group, form, status=409, refusal=refusal, unsaved=unsaved)


def _answer(cells: Iterable[Cell], checked: Checked) -> dict[str, Any]:
    """What now stands in each cell that was sent, and in its row."""
    sheet = checked.sheet
    form = MatrixForm(sheet, only={cell.card_id for cell in cells})
    return {
        "saved_at": date_format(timezone.localtime(), "H:i"),
        "cells": {outcome.key: _outcome(outcome, form.boxes[outcome.key]) for outcome in checked.outcomes},
        "cards": {pk: {"total": total_of(card), "scored": card.scored} for pk, card in sheet.cards.items()},
        "points": relative_points(sheet),
    }


def _outcome(outcome: Saved, box: Box) -> dict[str, Any]:
    return {
        "version": box.version,
        "text": box.stored,
        "points": box.points,
        "unscored": box.is_unscored,
        "changed": box.is_changed,
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
