"""按项目录入: one item for all units in official order, saved at once as one batch."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from scorecards import permissions
from scorecards.cards.item_marks import item_marks
from scorecards.forms.matrix_cells import Column, columns_of
from scorecards.forms.matrix_items import ItemForm
from scorecards.models import BatchKind, Group
from scorecards.rubrics.trees import tree_of
from scorecards.scoring import Part
from scorecards.transitions import Refused
from scorecards.transitions.checking import check_together
from scorecards.views.matrix_group import back_to, checked_group, typing_group
from units.access import about, recorded
from units.requests import SignedIn


@never_cache
@require_safe
def item_marks_page(request: SignedIn, pk: int, slot: str) -> HttpResponse:
    """Only exceptions are typed."""
    group = typing_group(request, pk)
    tree = tree_of(group.version_id)
    column = _column(tree, slot)
    return _page(request, group, tree, ItemForm(item_marks(group, tree, slot), column))


@recorded("按项目录入")
@require_POST
def item_marks_save(request: SignedIn, pk: int, slot: str) -> HttpResponse:
    """All that was typed, or nothing and it stays on the page."""
    group = checked_group(request, pk)
    tree = tree_of(group.version_id)
    column = _column(tree, slot)
    words = f"{column.heading} {column.item.title}"
    about(request, f"{group.round} {group} {words}")
    form = ItemForm(item_marks(group, tree, slot), column, request.POST)
    if not form.is_valid():
        return _page(request, group, tree, form, status=422)
    try:
        checked = check_together(group, form.cells, kind=BatchKind.ITEM, words=words, by=request.user)
    except Refused as refusal:
        return _refused(request, group, tree, form, str(refusal))
    if checked.problems:
        form = ItemForm(item_marks(group, tree, slot), column, request.POST)
        form.take(checked.problems)
        return _page(request, group, tree, form, status=422)
    written = len(checked.batch.before) if checked.batch else 0
    messages.success(request, f"{words}：已保存 {written} 格。" if written else "没有改动，不用保存。")
    return redirect("scorecards:item-marks", pk=pk, slot=slot)


def _refused(request: SignedIn, group: Group, tree: Part, form: ItemForm, refusal: str) -> HttpResponse:
    """Nothing was saved; what was typed stays on the page."""
    if not permissions.can_see_matrix(request.user, group):
        messages.error(request, refusal)
        return back_to(request, group)
    return _page(request, group, tree, form, status=409, refusal=refusal, unsaved=form.unsaved)


def _column(tree: Part, slot: str) -> Column:
    for column in columns_of(tree):
        if column.item.key == slot:
            return column
    raise Http404


def _page(request: SignedIn, group: Group, tree: Part, form: ItemForm, **more: Any) -> HttpResponse:
    columns = columns_of(tree)
    at = form.column.number - 1
    context = {
        "group": group,
        "form": form,
        "before": columns[at - 1] if at else None,
        "after": columns[at + 1] if at + 1 < len(columns) else None,
    }
    return render(request, "scorecards/matrix_items.html", context | more, status=more.pop("status", 200))
