"""导入单位名单: the list as it comes, what it would change, and only then the units."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from units import submissions
from units.access import about, recorded
from units.categories import USUAL
from units.forms.name_picks import picks_from
from units.forms.unit_list import Parcel, UnitListForm, sealed, unsealed
from units.imports.unit_rows import NEW, UnitPlan, plan_units
from units.models import Unit
from units.naming import unit_names
from units.permissions import can_edit_units, require
from units.requests import SignedIn
from units.submissions import BadKey
from units.transitions import Refused
from units.transitions.unit_imports import Source, import_units, imported_with

ONLY_STAFF = "只有工委工作人员可以导入单位名单。"


@never_cache
@require_safe
def unit_import(request: SignedIn) -> HttpResponse:
    """Choose a file or paste."""
    require(can_edit_units(request.user), ONLY_STAFF)
    is_first = not Unit.objects.visible_to(request.user).exists()
    return _page(request, UnitListForm(initial={"reorders": is_first}))


@recorded("核对单位名单")
@require_POST
def unit_import_check(request: SignedIn) -> HttpResponse:
    """What each row comes to; nothing is written."""
    require(can_edit_units(request.user), ONLY_STAFF)
    form = UnitListForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, form, status=422)
    source = Source(form.source_name, form.sha256)
    about(request, source.name)
    parcel = Parcel(form.rows, picks_from(request.POST), form.cleaned_data["reorders"], source, "")
    return _preview(request, form.with_rows(), parcel, _planned(request, parcel, {}))


@recorded("导入单位名单")
@require_POST
def unit_import_apply(request: SignedIn) -> HttpResponse:
    """All rows or none, as they were shown."""
    require(can_edit_units(request.user), ONLY_STAFF)
    parcel = unsealed(request.POST.get("parcel", ""), by=request.user)
    if parcel is None:
        messages.error(request, "这次核对已过期，没有写入。请重新粘贴或选择文件。")
        return redirect("units:unit-import")
    about(request, parcel.source.name)
    key = request.POST.get("key", "")
    if done := imported_with(key, by=request.user):
        return redirect(done)
    names, kinds = request.POST.getlist("category_name"), request.POST.getlist("category")
    categories = {
        name: "".join(kind.split()) for name, kind in zip(names, kinds, strict=False) if kind.strip()
    }
    plan = _planned(request, parcel, categories)
    form = UnitListForm(initial={"reorders": parcel.reorders})
    if plan.problems or plan.open:
        return _preview(request, form, parcel, plan)
    if plan.fingerprint != parcel.fingerprint:
        messages.warning(
            request, "核对以后单位有了变动，没有写入。下面是按现在的单位重新核对的结果，请再看一遍。"
        )
        return _preview(request, form, parcel, plan, status=409)
    try:
        batch = import_units(
            [line.write for line in plan.to_write],
            source=parcel.source,
            key=request.POST.get("key", ""),
            by=request.user,
        )
    except (Refused, BadKey) as refusal:
        messages.error(request, str(refusal))
        return redirect("units:unit-import")
    messages.success(request, f"单位名单已导入：新增 {batch.added} 个，变更 {batch.changed} 个。")
    return redirect(batch)


def _planned(request: SignedIn, parcel: Parcel, categories: dict[str, str]) -> UnitPlan:
    units = Unit.objects.visible_to(request.user).in_order()
    return plan_units(parcel.rows, list(units), unit_names(units), picks=parcel.picks, categories=categories,
                      reorders=parcel.reorders)  # fmt: skip


def _preview(
    request: SignedIn, form: UnitListForm, parcel: Parcel, plan: UnitPlan, *, status: int = 200
) -> HttpResponse:
    problems = [
        {"field_id": "id_text", "label": place, "sentence": sentence} for place, sentence in plan.problems
    ]
    is_good = not problems and not plan.open and plan.to_write
    shown = Parcel(parcel.rows, parcel.picks, parcel.reorders, parcel.source, plan.fingerprint)
    return _page(
        request, form, status=422 if problems else status, plan=plan, problems=problems, new=NEW,
        picks=parcel.picks, key=submissions.new_key(), usual=_kinds(plan),
        parcel=sealed(shown, by=request.user) if is_good else "",
    )  # fmt: skip


def _kinds(plan: UnitPlan) -> list[str]:
    """Offered beside every guess: those of the list and the usual ones."""
    return list(dict.fromkeys([*(line.facts.category for line in plan.lines), *USUAL]))


def _page(request: SignedIn, form: UnitListForm, *, status: int = 200, **more: Any) -> HttpResponse:
    return render(request, "units/imports/units.html", {"form": form} | more, status=status)
