"""审核矩阵: units by items of one group, typed in place."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_POST, require_safe

from scorecards import permissions, transitions
from scorecards.forms.matrix import MatrixForm, cells_from
from scorecards.models import Card, Group, Mark
from scorecards.phases import Act
from scorecards.rubric_trees import tree_of
from scorecards.transitions import Refused, Saved
from scorecards.views.outcomes import wants_json
from units.permissions import require


@require_safe
def matrix(request: HttpRequest, pk: int) -> HttpResponse:
    """Read by the office from 审核 on; typed while 审核 lasts."""
    group = _group(request, pk)
    require(permissions.can_see_matrix(request.user, group), "转入审核后,工委工作人员可以查看审核矩阵。")
    return _page(request, group, _form(group))


@require_POST
def matrix_save(request: HttpRequest, pk: int) -> HttpResponse:
    """Save the cells that came; the history of marks is its record."""
    group = _group(request, pk)
    require(permissions.may_ever(Act.CHECK, request.user), "只有工委工作人员和负责人可以核定得分。")
    cells = cells_from(request.POST)
    try:
        outcomes = transitions.save_checked(group, cells, by=request.user)
    except Refused as refusal:
        if wants_json(request):
            return JsonResponse({"refused": str(refusal)}, status=409)
        return _page(request, group, _form(group), status=409, refusal=str(refusal))
    if wants_json(request):
        return JsonResponse(_answer(group, cells, outcomes))
    form = _form(group)
    form.take(cells, outcomes)
    return _page(request, group, form, status=422) if form.problems else redirect("scorecards:matrix", pk=pk)


def _group(request: HttpRequest, pk: int) -> Group:
    groups = Group.objects.visible_to(request.user).select_related("round", "version__rubric")
    return get_object_or_404(groups, pk=pk)


def _form(group: Group) -> MatrixForm:
    cards = Card.objects.filter(group=group).taking_part().in_official_order()
    marks = Mark.objects.filter(card__in=cards.values("pk").order_by()).select_related("node")
    return MatrixForm(tree_of(group.version_id), cards, marks)


def _page(
    request: HttpRequest, group: Group, form: MatrixForm, *, status: int = 200, refusal: str = ""
) -> HttpResponse:
    context = {
        "group": group,
        "form": form,
        "can_check": permissions.can_check(request.user, group),
        "refusal": refusal,
    }
    return render(request, "scorecards/matrix.html", context, status=status)


def _answer(group: Group, cells: list[transitions.Cell], outcomes: tuple[Saved, ...]) -> dict[str, Any]:
    touched = Card.objects.filter(group=group, pk__in={cell.card_id for cell in cells})
    return {
        "saved_at": date_format(timezone.localtime(), "H:i"),
        "cells": {outcome.key: _outcome(outcome) for outcome in outcomes},
        "cards": {
            card.pk: {"total": f"{card.total:.2f}" if card.total is not None else "", "scored": card.scored,
                      "items": card.items}
            for card in touched
        },
    }  # fmt: skip


def _outcome(outcome: Saved) -> dict[str, Any]:
    return {
        "version": outcome.version,
        "points": None if outcome.points is None else f"{outcome.points:.2f}",
        "problem": outcome.problem,
        "conflict": outcome.is_conflict,
    }
