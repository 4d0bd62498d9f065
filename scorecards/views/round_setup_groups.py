"""Groups of a round in 筹备: by hand or from classes, renamed, moved, deleted."""

from functools import partial

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from scorecards.candidates import classes_of
from scorecards.forms.round_groups import ClassesForm, GroupForm
from scorecards.models import Group, Round, Subject
from scorecards.transitions import Refused, groups
from scorecards.views.outcomes import carry_out
from scorecards.views.round_setup_lookup import office_group, office_round, require_open, revision_in
from units.access import recorded
from units.requests import SignedIn


@never_cache
@require_safe
def group_new(request: SignedIn, pk: int) -> HttpResponse:
    """增加组别: the form."""
    round_ = office_round(request, pk)
    require_open(request, round_)
    return _new(request, round_, GroupForm(user=request.user, round_=round_))


@recorded("增加组别")
@require_POST
def group_add(request: SignedIn, pk: int) -> HttpResponse:
    """增加组别; then who is in it."""
    round_ = office_round(request, pk)
    form = GroupForm(request.POST, user=request.user, round_=round_)
    if not form.is_valid():
        return _new(request, round_, form, status=422)
    try:
        group = groups.add_group(round_, **form.cleaned_data, by=request.user)
    except Refused as refusal:
        return _new(request, round_, form, status=409, refusal=str(refusal))
    return redirect("scorecards:member-choose", pk=group.pk)


def _new(
    request: SignedIn, round_: Round, form: GroupForm, *, status: int = 200, refusal: str = ""
) -> HttpResponse:
    context = {"round": round_, "form": form, "refusal": refusal}
    return render(request, "scorecards/setup/group_new.html", context, status=status)


@never_cache
@require_safe
def class_choose(request: SignedIn, pk: int) -> HttpResponse:
    """从类别生成: the classes of units or of branches, and how many each group would get."""
    round_ = office_round(request, pk)
    require_open(request, round_)
    return _classes(request, round_, _subject(request.GET.get("subject", "")))


@recorded("从类别生成组别")
@require_POST
def class_groups(request: SignedIn, pk: int) -> HttpResponse:
    """从类别生成."""
    round_ = office_round(request, pk)
    subject = _subject(request.POST.get("subject", ""))
    form = _classes_form(request, round_, subject, bound=True)
    if not form.is_valid():
        return _classes(request, round_, subject, form, status=422)
    try:
        made = groups.add_groups_of_classes(round_, subject=subject, versions=form.versions, by=request.user)
    except Refused as refusal:
        return _classes(request, round_, subject, form, status=409, refusal=str(refusal))
    messages.success(request, f"已生成 {len(made)} 个组别，请核对各组名单。")
    return redirect(round_)


def _subject(text: str) -> str:
    return text if text in Subject.values else Subject.UNIT.value


def _classes_form(request: SignedIn, round_: Round, subject: str, *, bound: bool = False) -> ClassesForm:
    found = classes_of(round_, subject, today=timezone.localdate())
    return ClassesForm(request.POST if bound else None, classes=found, user=request.user, round_=round_)


def _classes(
    request: SignedIn,
    round_: Round,
    subject: str,
    form: ClassesForm | None = None,
    *,
    status: int = 200,
    refusal: str = "",
) -> HttpResponse:
    form = form or _classes_form(request, round_, subject)
    context = {
        "round": round_,
        "form": form,
        "subject": subject,
        "subjects": Subject.choices,
        "refusal": refusal,
    }
    return render(request, "scorecards/setup/class_choose.html", context, status=status)


@never_cache
@require_safe
def group_edit(request: SignedIn, pk: int) -> HttpResponse:
    """修改组别: the form."""
    group = office_group(request, pk)
    require_open(request, group.round)
    shown = {"name": group.name, "subject": group.subject, "version": group.version}
    return _edit(request, group, GroupForm(user=request.user, round_=group.round, initial=shown))


@recorded("修改组别")
@require_POST
def group_save(request: SignedIn, pk: int) -> HttpResponse:
    """修改组别."""
    group = office_group(request, pk)
    form = GroupForm(request.POST, user=request.user, round_=group.round)
    if not form.is_valid():
        return _edit(request, group, form, status=422)
    try:
        groups.change_group(group, **form.cleaned_data, revision=revision_in(request), by=request.user)
    except Refused as refusal:
        return _edit(request, group, form, status=409, refusal=str(refusal))
    return redirect("scorecards:group-setup", pk=pk)


def _edit(
    request: SignedIn, group: Group, form: GroupForm, *, status: int = 200, refusal: str = ""
) -> HttpResponse:
    """After a refusal the page carries the revision of now, so that a second press means it."""
    now = group.round.revision
    revision = request.POST.get("revision", now) if status == 422 else now
    context = {"group": group, "form": form, "refusal": refusal, "revision": revision}
    return render(request, "scorecards/setup/group_edit.html", context, status=status)


@recorded("调整组别次序")
@require_POST
def group_move(request: SignedIn, pk: int) -> HttpResponse:
    """上移, 下移."""
    group = office_group(request, pk)
    act = partial(
        groups.move_group,
        group,
        up=request.POST.get("to") == "up",
        revision=revision_in(request),
        by=request.user,
    )
    return carry_out(request, act, done="已调整次序。", back=f"{group.round.get_absolute_url()}#setup-groups")


@recorded("删除组别")
@require_POST
def group_delete(request: SignedIn, pk: int) -> HttpResponse:
    """删除组别."""
    group = office_group(request, pk)
    act = partial(groups.delete_group, group, revision=revision_in(request), by=request.user)
    return carry_out(request, act, done=f"已删除“{group}”。", back=group.round.get_absolute_url())
