"""导入: a list as it comes, what it would change, and only then the rows."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from units import submissions
from units.access import about, recorded
from units.categories import USUAL
from units.forms.name_picks import picks_from
from units.forms.sheet_imports import (
    BranchListForm,
    ImportForm,
    Parcel,
    PeopleListForm,
    UnitListForm,
    sealed,
    unsealed,
)
from units.imports.branch_rows import plan_branches
from units.imports.people_rows import House, PersonLine, plan_people
from units.imports.plans import NEW, Line, Plan
from units.imports.tables import text_of
from units.imports.unit_rows import plan_units
from units.models import BatchOf, Branch, Post, Unit, User
from units.naming import unit_names
from units.permissions import can_appoint, can_edit_units, require
from units.requests import SignedIn
from units.roles import Role
from units.submissions import BadKey
from units.transitions import Refused
from units.transitions.imports import import_rows, imported_with
from units.transitions.people import open_accounts
from units.transitions.sources import Source
from units.views.slips import slips_page

_ONLY_STAFF = "只有工委工作人员可以导入名单。"


@dataclass(frozen=True, slots=True)
class _List:
    """One kind of list: its form, its table on the page, and how its rows are planned (`typed` is what somebody
    corrected beside a row)."""

    kind: BatchOf
    lead: str
    form: type[ImportForm]
    lines: str
    plan: Callable[[SignedIn, Parcel, Mapping[str, str]], Plan[Any]]
    write: Callable[[SignedIn, Plan[Any], Parcel, str], HttpResponse]


@never_cache
@require_safe
def import_new(request: SignedIn, kind: str) -> HttpResponse:
    """Choose a file or paste."""
    what = _what(request, kind)
    is_first = not Unit.objects.visible_to(request.user).exists()
    return _page(request, what, what.form(initial={"reorders": is_first}))


@recorded("核对名单")
@require_POST
def import_check(request: SignedIn, kind: str) -> HttpResponse:
    """What each row comes to; nothing is written."""
    what = _what(request, kind)
    form = what.form(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, what, form, status=422)
    source = Source(form.source_name, form.sha256)
    about(request, f"{what.kind.label} {source.name}")
    options = {name: value for name, value in form.cleaned_data.items() if name not in {"text", "file"}}
    parcel = Parcel(form.rows, picks_from(request.POST), options, source)
    return _preview(request, what, form.with_rows(), parcel, what.plan(request, parcel, {}))


@recorded("导入名单")
@require_POST
def import_apply(request: SignedIn, kind: str) -> HttpResponse:
    """All rows or none, as they were shown."""
    what = _what(request, kind)
    parcel = unsealed(request.POST.get("parcel", ""), kind=kind, by=request.user)
    if parcel is None:
        messages.error(request, "这次核对已过期，没有写入。请重新粘贴或选择文件。")
        return redirect("units:import-new", kind)
    about(request, f"{what.kind.label} {parcel.source.name}")
    key = request.POST.get("key", "")
    if done := imported_with(key, by=request.user):
        return redirect(done)
    plan = what.plan(request, parcel, _typed(request))
    form = what.form(initial={**parcel.options, "text": text_of(parcel.rows, what.form.columns)})
    if plan.problems or plan.open:
        return _preview(request, what, form, parcel, plan)
    if plan.fingerprint != parcel.fingerprint:
        messages.warning(
            request, "核对以后有了变动，没有写入。下面是按现在的情况重新核对的结果，请再看一遍。"
        )
        return _preview(request, what, form, parcel, plan, status=409)
    try:
        return what.write(request, plan, parcel, key)
    except (Refused, BadKey) as refusal:
        messages.error(request, str(refusal))
        return _preview(request, what, form, parcel, what.plan(request, parcel, {}), status=409)


def _write_rows(
    request: SignedIn, plan: Plan[Line], parcel: Parcel, key: str, *, kind: BatchOf
) -> HttpResponse:
    writes = [line.write for line in plan.to_write]
    batch = import_rows(kind, writes, source=parcel.source, key=key, by=request.user)
    messages.success(request, f"{kind.label}已导入：新增 {batch.added} 个，变更 {batch.changed} 个。")
    return redirect(batch)


def _open_accounts(request: SignedIn, plan: Plan[PersonLine], parcel: Parcel, key: str) -> HttpResponse:
    """The slips are the answer itself: their passwords are kept nowhere."""
    people = [line.person for line in plan.to_write if line.person]
    batch, slips = open_accounts(people, source=parcel.source, key=key, by=request.user)
    return slips_page(request, slips, back=batch.get_absolute_url()) if slips else redirect(batch)


def _what(request: SignedIn, kind: str) -> _List:
    require(can_edit_units(request.user), _ONLY_STAFF)
    if kind not in _LISTS:
        raise Http404
    return _LISTS[kind]


def _typed(request: SignedIn) -> dict[str, str]:
    names, values = request.POST.getlist("typed_name"), request.POST.getlist("typed")
    return {name: "".join(value.split()) for name, value in zip(names, values, strict=False) if value.strip()}


def _plan_units(request: SignedIn, parcel: Parcel, typed: Mapping[str, str]) -> Plan[Line]:
    units = Unit.objects.visible_to(request.user).in_order()
    return plan_units(
        parcel.rows, list(units), unit_names(units), picks=parcel.picks, typed=typed,
        reorders=parcel.options.get("reorders", False),
    )  # fmt: skip


def _plan_branches(request: SignedIn, parcel: Parcel, _: Mapping[str, str]) -> Plan[Line]:
    units = Unit.objects.visible_to(request.user).in_order()
    branches = Branch.objects.visible_to(request.user).filter(valid_until=None)
    return plan_branches(parcel.rows, list(units), unit_names(units), list(branches), picks=parcel.picks)


def _plan_people(request: SignedIn, parcel: Parcel, _: Mapping[str, str]) -> Plan[PersonLine]:
    units = Unit.objects.visible_to(request.user).in_order()
    posts = list(Post.objects.visible_to(request.user).current().select_related("user"))
    held = {post.role for post in posts}
    house = House(
        list(units), unit_names(units), list(Branch.objects.visible_to(request.user).filter(valid_until=None)), posts,
        set(User.objects.values_list("username", flat=True)),
        {role for role in Role if can_appoint(request.user, role, held=held)},
    )  # fmt: skip
    return plan_people(parcel.rows, house, picks=parcel.picks)


_LISTS = {
    "units": _List(
        BatchOf.UNITS, "直接用手头的名单，不用编码，不用改表头；核对无误、确认导入之前，不写入任何内容。",
        UnitListForm, "units/imports/unit_lines.html", _plan_units, partial(_write_rows, kind=BatchOf.UNITS),
    ),
    "branches": _List(
        BatchOf.BRANCHES, "单位写全称、简称都可以；核对无误、确认导入之前，不写入任何内容。",
        BranchListForm, "units/imports/branch_lines.html", _plan_branches, partial(_write_rows, kind=BatchOf.BRANCHES),
    ),
    "people": _List(
        BatchOf.PEOPLE, "开通账号并确定岗位；确认导入后当场打印账号条，一次性密码只显示这一次。",
        PeopleListForm, "units/imports/people_lines.html", _plan_people, _open_accounts,
    ),
}  # fmt: skip


def _preview(
    request: SignedIn, what: _List, form: ImportForm, parcel: Parcel, plan: Plan[Any], *, status: int = 200
) -> HttpResponse:
    problems = [
        {"field_id": "id_text", "label": place, "sentence": sentence} for place, sentence in plan.problems
    ]
    is_good = not problems and not plan.open and plan.to_write
    shown = replace(parcel, fingerprint=plan.fingerprint)
    return _page(
        request, what, form, status=422 if problems else status, plan=plan, problems=problems, new=NEW,
        picks=parcel.picks, key=submissions.new_key(), usual=USUAL, lines=what.lines,
        parcel=sealed(shown, kind=what.kind, by=request.user) if is_good else "",
    )  # fmt: skip


def _page(
    request: SignedIn, what: _List, form: ImportForm, *, status: int = 200, **more: Any
) -> HttpResponse:
    context = {"form": form, "kind": what.kind, "lead": what.lead, "title": f"导入{what.kind.label}"}
    return render(request, "units/imports/new.html", context | more, status=status)
