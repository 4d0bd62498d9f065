"""批量录入 of a group: who wrote what into many cells at once, and 撤销 of a whole one."""

from functools import partial

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from scorecards import permissions
from scorecards.models import MarkBatch
from scorecards.phases import Act
from scorecards.transitions.batches import undo_batch
from scorecards.views.matrix_group import read_group
from scorecards.views.outcomes import carry_out
from units.access import about, recorded
from units.pages import page_of
from units.permissions import require
from units.requests import SignedIn


@never_cache
@require_safe
def batch_list(request: SignedIn, pk: int) -> HttpResponse:
    """The newest first."""
    group = read_group(request, pk)
    batches = MarkBatch.objects.visible_to(request.user).filter(group=group).with_people().newest_first()
    context = {
        "group": group,
        "page": page_of(request, batches),
        "can_undo": permissions.can_check(request.user, group),
    }
    return render(request, "scorecards/matrix_batches.html", context)


@recorded("撤销批量录入")
@require_POST
def batch_undo(request: SignedIn, pk: int) -> HttpResponse:
    """All of its cells are again what they were, or none is."""
    batches = MarkBatch.objects.visible_to(request.user).with_people()
    batch = get_object_or_404(batches.select_related("group__round"), pk=pk)
    require(permissions.may_ever(Act.CHECK, request.user), "只有工委工作人员和负责人可以撤销批量录入。")
    about(request, f"{batch.group.round} {batch.group} {batch.words}")
    act = partial(undo_batch, batch, by=request.user)
    done = f"已撤销“{batch.get_kind_display()}”，{batch.size} 格恢复为原来的内容。"
    back = "batch-list" if request.POST.get("from") == "list" else "matrix"
    return carry_out(request, act, done=done, back=reverse(f"scorecards:{back}", args=[batch.group_id]))
