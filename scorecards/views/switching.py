"""换版 of a group of an open round: which version, what differs, what it costs, and putting it up."""

from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_POST, require_safe

from scorecards import permissions
from scorecards.forms.round_acts import SubjectForm
from scorecards.models import DecisionKind, Group, RubricVersion
from scorecards.phases import Act
from scorecards.rubrics.differences import differences
from scorecards.rubrics.trees import document_of
from scorecards.transitions.decisions import propose
from scorecards.transitions.membership import OPEN_TO_MEMBERS
from scorecards.transitions.switching import switch_plan
from scorecards.transitions.versions import blocks_freezing
from scorecards.views.decisions import OFFICE_ONLY
from scorecards.views.outcomes import carry_out
from scorecards.views.unscored import without_scores
from units import submissions
from units.access import about, recorded
from units.permissions import require
from units.requests import SignedIn


@require_safe
def group_switch(request: SignedIn, pk: int) -> HttpResponse:
    """The other versions; with one chosen in the address, what differs and what becomes of the marks."""
    group = _group(request, pk)
    if not group.round.gives_scores:
        return without_scores(request, group)
    chosen = request.GET.get("to", "")
    to = next((version for version in _others(request, group) if str(version.pk) == chosen), None)
    return _page(request, group, to)


@recorded("提出换版")
@require_POST
def group_propose_switch(request: SignedIn, pk: int) -> HttpResponse:
    """The first person's part, on what the page showed."""
    group = _group(request, pk)
    about(request, f"{group.round} {group}")
    versions = {str(version.pk): version for version in _others(request, group)}
    form = _form(versions, request.POST)
    if not form.is_valid():
        return _page(request, group, versions.get(request.POST.get("subject", "")), form=form, status=422)
    subject = {
        "group": group.pk,
        "from": group.version_id,
        "to": int(form.cleaned_data.pop("subject")),
        "digest": request.POST.get("digest", ""),
    }
    act = partial(
        propose, group.round, kind=DecisionKind.SWITCH_VERSION, subject=subject, by=request.user,
        **form.cleaned_data,
    )  # fmt: skip
    return carry_out(request, act, done="已提出，等待另一人审定。", back=group.round.get_absolute_url())


def _group(request: SignedIn, pk: int) -> Group:
    groups = Group.objects.visible_to(request.user).select_related("round", "version__rubric")
    group = get_object_or_404(groups, pk=pk)
    require(permissions.may_ever(Act.DECIDE_BY_TWO, request.user), OFFICE_ONLY)
    return group


def _others(request: SignedIn, group: Group) -> list[RubricVersion]:
    """The other versions of the group's rubric, the newest first; none for 晒问题."""
    if group.version is None:
        return []
    versions = RubricVersion.objects.visible_to(request.user).filter(rubric=group.version.rubric_id)
    return list(versions.exclude(pk=group.version.pk).select_related("rubric").order_by("-number"))


def _form(versions: dict[str, RubricVersion], data: Any = None, **initial: Any) -> SubjectForm:
    choices = [(pk, f"第{version.number}版") for pk, version in versions.items()]
    return SubjectForm(data, label="换用", choices=choices, initial=initial)


def _page(
    request: SignedIn,
    group: Group,
    to: RubricVersion | None,
    *,
    form: SubjectForm | None = None,
    status: int = 200,
) -> HttpResponse:
    is_open = (
        permissions.can_decide_by_two(request.user, group.round) and group.round.stage in OPEN_TO_MEMBERS
    )
    versions = _others(request, group)
    context: dict[str, Any] = {"group": group, "versions": versions, "to": to, "is_open": is_open}
    if to is not None and is_open:
        old, new = document_of(group.scored_against), document_of(to)
        context |= {
            "differences": differences(old.nodes, new.nodes, ranking=(old.ranking, new.ranking)),
            "plan": switch_plan(group, to),
            "blocks": blocks_freezing(to) if to.state == "draft" else [],
            "form": form or _form({str(to.pk): to}, subject=str(to.pk), key=submissions.new_key()),
        }
    return render(request, "scorecards/group_switch.html", context, status=status)
