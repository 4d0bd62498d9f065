"""按满分计: list what is 未评 of an item, a card or the group; confirm exactly that."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from scorecards.forms.matrix_cells import columns_of
from scorecards.forms.matrix_full import Scope, left_out_of, lines_of
from scorecards.group_sheets import sheet_of
from scorecards.models import Group
from scorecards.transitions import Refused
from scorecards.transitions.full_marks import ListChanged, give_full, plan_full
from scorecards.views.matrix_group import back_to, checked_group, typing_group
from units import submissions
from units.access import about, recorded
from units.requests import SignedIn


@never_cache
@require_safe
def full_list(request: SignedIn, pk: int) -> HttpResponse:
    """Of what, and which cells."""
    return _page(request, typing_group(request, pk), request.GET)


@recorded("按满分计")
@require_POST
def full_give(request: SignedIn, pk: int) -> HttpResponse:
    """Write what was listed."""
    group = checked_group(request, pk)
    scope = _scope(group, request.POST)
    about(request, f"{group.round} {group} {scope.words}")
    try:
        batch = give_full(
            group,
            slot=scope.slot,
            card_id=scope.card_id,
            words=scope.words,
            digest=request.POST.get("digest", ""),
            key=request.POST.get("key", ""),
            by=request.user,
        )
    except ListChanged as changed:
        return _page(request, group, request.POST, status=409, refusal=str(changed))
    except (Refused, submissions.BadKey) as refusal:
        messages.error(request, str(refusal))
        return back_to(request, group)
    if batch:
        messages.success(request, f"{scope.words}：已按满分计 {len(batch.before)} 格。")
    return redirect("scorecards:matrix", pk=pk)


def _scope(group: Group, asked: Any) -> Scope:
    sheet = sheet_of(group)
    scope = Scope(sheet, columns_of(sheet.trees.tree), asked)
    if not scope.is_known:
        raise Http404
    return scope


def _page(request: SignedIn, group: Group, asked: Any, **more: Any) -> HttpResponse:
    sheet = sheet_of(group)
    columns = columns_of(sheet.trees.tree)
    scope = Scope(sheet, columns, asked)
    if not scope.is_known:
        raise Http404
    plan = plan_full(sheet, slot=scope.slot, card_id=scope.card_id)
    context = {
        "group": group,
        "scope": scope,
        "plan": plan,
        "lines": lines_of(plan, columns),
        "left_out": left_out_of(plan, columns),
        "key": submissions.new_key(),
    }
    return render(request, "scorecards/matrix_full.html", context | more, status=more.pop("status", 200))
