"""Who is in a group: the list with how each takes part, and the candidates to tick."""

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from scorecards import permissions
from scorecards.candidates import candidate_rows, candidates, classes_of, members_elsewhere
from scorecards.forms.round_members import BadPick, StandingForm, picked_cards, picked_things, ticked
from scorecards.group_roster import labels_of, periods_shown, roster_of
from scorecards.models import Group
from scorecards.phases import Act
from scorecards.transitions import Refused, members
from scorecards.views.round_setup_lookup import office_group, require_open
from units.access import recorded
from units.requests import SignedIn


@never_cache
@require_safe
def group_setup(request: SignedIn, pk: int) -> HttpResponse:
    """The group whole: members, 评分部门, periods; read-only once the round is out."""
    return _group(request, office_group(request, pk), StandingForm())


def _group(
    request: SignedIn, group: Group, form: StandingForm, *, status: int = 200, refusal: str = ""
) -> HttpResponse:
    round_ = group.round
    context = {
        "group": group,
        "round": round_,
        "rows": roster_of(group),
        "labels": labels_of(group),
        "periods": periods_shown(group),
        "can_edit": permissions.may(Act.EDIT_ROUND, request.user, round_),
        "can_edit_labels": permissions.may(Act.EDIT_LABELS, request.user, round_),
        "can_edit_periods": permissions.may(Act.EDIT_PERIODS, request.user, round_),
        "form": form,
        "picked": ticked(request.POST),
        "lead": _lead(group),
        "delete_title": f"删除“{group}”？",
        "delete_effect": "组别和名单一并删除；单位和党支部本身不受影响，可以加入其他组别。",
        "refusal": refusal,
    }
    return render(request, "scorecards/setup/group.html", context, status=status)


def _lead(group: Group) -> str:
    what = f"评分对象：{group.get_subject_display()}"
    return f"{what}；评分细则：{group.version}。" if group.version else f"{what}。"


@never_cache
@require_safe
def member_choose(request: SignedIn, pk: int) -> HttpResponse:
    """增加参评对象: everybody who could be in the group, by class and by name."""
    group = office_group(request, pk)
    require_open(request, group.round)
    return _choose(request, group, request.GET)


def _choose(
    request: SignedIn, group: Group, asked: QueryDict, *, status: int = 200, refusal: str = ""
) -> HttpResponse:
    today, words = timezone.localdate(), asked.get("q", "")[:40]
    classes = [one.name for one in classes_of(group.round, group.subject, today=today) if one.name]
    chosen = asked.get("class", "") if asked.get("class") in classes else ""
    found = candidates(group.subject, today=today, class_name=chosen, words=words)
    rows = candidate_rows(found, elsewhere=members_elsewhere(group), ticked=ticked(request.POST))
    context = {
        "group": group,
        "round": group.round,
        "rows": rows,
        "free": sum(not row.where for row in rows),
        "classes": classes,
        "chosen": chosen,
        "words": words,
        "choose_url": reverse("scorecards:member-choose", args=[group.pk]),
        "refusal": refusal,
    }
    return render(request, "scorecards/setup/member_choose.html", context, status=status)


@recorded("增加参评对象")
@require_POST
def members_add(request: SignedIn, pk: int) -> HttpResponse:
    """Those that were ticked."""
    group = office_group(request, pk)
    try:
        count = members.add_members(group, picked_things(request.POST), by=request.user)
    except (Refused, BadPick) as refusal:
        return _choose(request, group, request.POST, status=409, refusal=str(refusal))
    messages.success(request, f"已加入 {count} 个参评对象。")
    return redirect("scorecards:group-setup", pk=pk)


@recorded("移出参评对象")
@require_POST
def members_remove(request: SignedIn, pk: int) -> HttpResponse:
    """Those that were ticked."""
    group = office_group(request, pk)

    try:
        count = members.remove_members(group, picked_cards(request.POST), by=request.user)
    except (Refused, BadPick) as refusal:
        return _group(request, group, StandingForm(), status=409, refusal=str(refusal))
    messages.success(request, f"已移出 {count} 个参评对象。")
    return redirect("scorecards:group-setup", pk=pk)


@recorded("修改参评方式")
@require_POST
def members_standing(request: SignedIn, pk: int) -> HttpResponse:
    """参评, 参评不排名, 缓评, 免评 for those that were ticked."""
    group = office_group(request, pk)
    form = StandingForm(request.POST)
    if not form.is_valid():
        return _group(request, group, form, status=422)
    try:
        picked = picked_cards(request.POST)
        members.set_standing(group, picked, **form.cleaned_data, by=request.user)
    except (Refused, BadPick) as refusal:
        return _group(request, group, form, status=409, refusal=str(refusal))
    messages.success(request, "已修改参评方式。")
    return redirect("scorecards:group-setup", pk=pk)
