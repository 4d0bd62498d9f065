"""What was imported, by whom and when, and taking it back."""

from collections.abc import Iterator

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from units.access import about, recorded
from units.models import BatchOf, Branch, ImportBatch, Unit
from units.pages import page_of
from units.permissions import can_edit_units, require
from units.requests import SignedIn
from units.transitions import Refused
from units.transitions.imports import undo_import

_ONLY_STAFF = "导入记录由工委工作人员查看。"


@require_safe
def import_list(request: SignedIn) -> HttpResponse:
    """Newest first."""
    require(can_edit_units(request.user), _ONLY_STAFF)
    batches = ImportBatch.objects.visible_to(request.user).select_related("applied_by", "undone_by")
    page = page_of(request, batches.defer("changes").newest_first())
    return render(request, "units/imports/list.html", {"page": page})


@require_safe
def import_detail(request: SignedIn, pk: int) -> HttpResponse:
    """Each row that was written: old and new."""
    batch = _batch(request, pk)
    can_undo = can_edit_units(request.user) and batch.can_be_undone(timezone.now())
    context = {"batch": batch, "lines": list(_lines(batch)), "can_undo": can_undo}
    more = {"undo_url": batch.get_undo_url(), "waiting": batch.waiting().count()}
    return render(request, "units/imports/detail.html", context | more)


@recorded("撤销导入")
@require_POST
def import_undo(request: SignedIn, pk: int) -> HttpResponse:
    """Everything as it was before, or nothing."""
    batch = _batch(request, pk)
    require(can_edit_units(request.user), _ONLY_STAFF)
    about(request, batch)
    try:
        undo_import(batch, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "这次导入已撤销，恢复为导入以前的样子。")
    return redirect(batch)


def _lines(batch: ImportBatch) -> Iterator[tuple[str, bool, list[tuple[str, object, object]]]]:
    """Name, whether it was new, and label, old and new of each field that was written otherwise than it stood."""
    models = {BatchOf.UNITS: Unit, BatchOf.BRANCHES: Branch}
    fields = models[BatchOf(batch.kind)]._meta.fields if batch.kind in models else ()
    labels = {"username": "账号", "role": "岗位"} | {field.name: str(field.verbose_name) for field in fields}
    for change in batch.changes:
        before, after = change["before"] or {}, change["after"]
        pairs = [
            (labels[name], before.get(name, ""), value) for name, value in after.items() if name in labels
        ]
        yield change["label"], not before, [(label, old, new) for label, old, new in pairs if old != new]


def _batch(request: SignedIn, pk: int) -> ImportBatch:
    batches = ImportBatch.objects.visible_to(request.user).select_related("applied_by", "undone_by")
    return get_object_or_404(batches, pk=pk)
