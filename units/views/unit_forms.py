"""新增单位, 修改单位, 顺序与类别."""

import json
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from units import submissions
from units.access import about, recorded
from units.categories import USUAL
from units.forms.units import OrderRow, UnitForm
from units.models import AliasOrigin, Unit, UnitAlias
from units.permissions import can_edit_units, require
from units.requests import SignedIn
from units.submissions import BadKey
from units.transitions import BadAlias, Refused, forget, remember
from units.transitions.units import change_unit, enter_unit, facts_of, put_in_order

_ONLY_STAFF = "单位由工委工作人员录入和修改。"


@never_cache
@require_safe
def unit_new(request: SignedIn) -> HttpResponse:
    """An empty form."""
    require(can_edit_units(request.user), _ONLY_STAFF)
    return _page(request, UnitForm())


@recorded("新增单位")
@require_POST
def unit_enter(request: SignedIn) -> HttpResponse:
    """As typed."""
    require(can_edit_units(request.user), _ONLY_STAFF)
    form = UnitForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    try:
        unit = enter_unit(form.cleaned_data, key=request.POST.get("key", ""), by=request.user)
    except (Refused, BadKey) as refusal:
        return _page(request, form, status=409, refusal=str(refusal))
    about(request, unit.name)
    messages.success(request, f"{unit.name}已新增。")
    return redirect("units:unit-detail", pk=unit.pk)


@never_cache
@require_safe
def unit_edit(request: SignedIn, pk: int) -> HttpResponse:
    """As it stands."""
    require(can_edit_units(request.user), _ONLY_STAFF)
    unit = _unit(request, pk)
    return _page(request, UnitForm(instance=unit), unit=unit, seen=facts_of(unit))


@recorded("修改单位")
@require_POST
def unit_change(request: SignedIn, pk: int) -> HttpResponse:
    """As typed, on what was shown."""
    require(can_edit_units(request.user), _ONLY_STAFF)
    unit = _unit(request, pk)
    about(request, unit.name)
    seen = _read(request.POST.get("seen", ""))
    form = UnitForm(request.POST, instance=_unit(request, pk))
    if not form.is_valid():
        return _page(request, form, unit=unit, seen=seen, status=422)
    try:
        change_unit(unit, form.cleaned_data, seen=seen, by=request.user)
    except Refused as refusal:
        return _page(request, form, unit=unit, seen=facts_of(unit), status=409, refusal=str(refusal))
    messages.success(request, "已保存。")
    return redirect("units:unit-detail", pk=pk)


@never_cache
@require_safe
def unit_order(request: SignedIn) -> HttpResponse:
    """All units with their numbers and kinds."""
    require(can_edit_units(request.user), _ONLY_STAFF)
    return _order(request, [OrderRow(unit=unit) for unit in _units(request)])


@recorded("调整单位的顺序和类别")
@require_POST
def unit_order_save(request: SignedIn) -> HttpResponse:
    """All that was changed, or nothing."""
    require(can_edit_units(request.user), _ONLY_STAFF)
    rows = [
        OrderRow(request.POST, unit=unit) for unit in _units(request) if f"u{unit.pk}-was" in request.POST
    ]
    if any(row.errors for row in rows):
        return _order(request, rows, status=422)
    try:
        moved = put_in_order([row.spot for row in rows], by=request.user)
    except Refused as refusal:
        return _order(
            request, [OrderRow(unit=unit) for unit in _units(request)], status=409, refusal=str(refusal)
        )
    messages.success(request, f"已保存，{moved} 个单位有变动。" if moved else "没有变动。")
    return redirect("units:unit-order")


@recorded("增加单位别名")
@require_POST
def alias_add(request: SignedIn, pk: int) -> HttpResponse:
    """A former name, or how another office writes it."""
    require(can_edit_units(request.user), _ONLY_STAFF)
    unit = _unit(request, pk)
    text = request.POST.get("text", "").strip()
    about(request, f"{unit} {text}")
    try:
        kept = remember(unit, text, by=request.user, origin=AliasOrigin.FORMER)
    except BadAlias as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(
            request,
            f"以后写“{text}”的都对应{unit.name}。" if kept else f"“{text}”本来就是{unit.name}的名称。",
        )
    return redirect("units:unit-detail", pk=pk)


@recorded("删除单位别名")
@require_POST
def alias_forget(request: SignedIn, pk: int) -> HttpResponse:
    """It was confirmed by mistake."""
    require(can_edit_units(request.user), _ONLY_STAFF)
    alias = get_object_or_404(UnitAlias.objects.visible_to(request.user).select_related("unit"), pk=pk)
    about(request, f"{alias.unit} {alias}")
    forget(alias, by=request.user)
    messages.success(request, f"已删除别名“{alias}”；以前按它录入的内容不变。")
    return redirect("units:unit-detail", pk=alias.unit_id)


def _units(request: SignedIn) -> list[Unit]:
    return list(Unit.objects.visible_to(request.user).filter(valid_until=None).in_order())


def _unit(request: SignedIn, pk: int) -> Unit:
    return get_object_or_404(Unit.objects.visible_to(request.user), pk=pk)


def _read(text: str) -> dict[str, Any]:
    """What the page was looking at; anything else is nothing that stands there."""
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _page(
    request: SignedIn, form: UnitForm, *, unit: Unit | None = None, seen: dict[str, Any] | None = None,
    status: int = 200, refusal: str = "",
) -> HttpResponse:  # fmt: skip
    context = {
        "form": form, "unit": unit, "seen": json.dumps(seen or {}, ensure_ascii=False), "key": submissions.new_key(),
        "refusal": refusal,
    }  # fmt: skip
    return render(request, "units/unit_form.html", context, status=status)


def _order(request: SignedIn, rows: list[OrderRow], *, status: int = 200, refusal: str = "") -> HttpResponse:
    kinds = dict.fromkeys([*(row.unit.category for row in rows), *USUAL])
    problems = [
        {"field_id": row[name].id_for_label, "label": str(row.fields[name].label), "sentence": str(sentence)}
        for row in rows
        for name, sentences in row.errors.items()
        for sentence in sentences
    ]
    context = {"rows": rows, "kinds": [*kinds], "problems": problems, "refusal": refusal}
    return render(request, "units/unit_order.html", context, status=status)
