"""名次与等次 of a group by rules of its own: written, looked at, saved, taken back."""

import json
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from scorecards import permissions
from scorecards.forms.rubrics.ranking import RankingSheet
from scorecards.models import Group
from scorecards.rubrics import strict_json
from scorecards.rubrics.draft_trees import Plain
from scorecards.rubrics.ranking_words import ranking_in_words
from scorecards.scoring import BadRubric
from scorecards.transitions import Refused, drafting
from scorecards.transitions.drafting import Unreadable
from scorecards.transitions.group_ranking import (
    Ranking,
    RankingPlan,
    blocks_ranking,
    needs_reason,
    ranking_plan,
    readable,
    set_ranking,
)
from scorecards.views.outcomes import carry_out
from scorecards.views.unscored import without_scores
from units.access import about, recorded
from units.permissions import require
from units.requests import SignedIn

_NOT_YOURS = "名次与等次的规定由工委办理。"
_UNREADABLE = "没有收到预览过的规定，没有保存。请重新预览。"


@never_cache
@require_safe
def group_ranking(request: SignedIn, pk: int) -> HttpResponse:
    """The rules of now, and a form for others while they can be changed."""
    group = _group(request, pk)
    return _page(request, group) if group.version_id else without_scores(request, group)


@recorded("预览本组名次与等次")
@require_POST
def group_ranking_preview(request: SignedIn, pk: int) -> HttpResponse:
    """What would change, before anything is saved; the typing stays on the page."""
    group = _group(request, pk)
    if not group.version_id:
        return without_scores(request, group)
    if sentence := blocks_ranking(group.round):
        messages.error(request, sentence)
        return redirect("scorecards:group-ranking", pk=pk)
    if "restore" in request.POST:
        return _page(request, group, plan=ranking_plan(group, None))
    return _preview(request, group, RankingSheet(_written(group), nodes=_nodes(group), data=request.POST))


def _preview(request: SignedIn, group: Group, sheet: RankingSheet) -> HttpResponse:
    if "more" in request.POST:
        return _page(request, group, sheet=sheet.with_more_rows())
    if not sheet.is_valid():
        return _page(request, group, sheet=sheet, status=422)
    try:
        ranking = readable(group, sheet.ranking())
    except Unreadable as fault:
        sheet.blame(fault.path, str(fault))
        return _page(request, group, sheet=sheet, status=422)
    return _page(request, group, sheet=sheet, plan=ranking_plan(group, ranking))


@recorded("设定本组名次与等次")
@require_POST
def group_ranking_save(request: SignedIn, pk: int) -> HttpResponse:
    """What was looked at, and nothing else."""
    group = _group(request, pk)
    if not group.version_id:
        return without_scores(request, group)
    about(request, f"{group.round} {group}")
    back = reverse("scorecards:group-ranking", args=[pk])
    act = partial(_save, group, request)
    return carry_out(request, act, done="名次与等次的规定已保存，名次和等次按新规定显示。", back=back)


def _save(group: Group, request: SignedIn) -> None:
    try:
        given = strict_json.read(request.POST.get("ranking", "").encode(errors="surrogatepass"))
    except BadRubric:
        raise Refused(_UNREADABLE) from None
    if given is not None and not isinstance(given, dict):
        raise Refused(_UNREADABLE)
    seen, reason = request.POST.get("seen", ""), request.POST.get("reason", "").strip()
    set_ranking(group, given, seen=seen, reason=reason, by=request.user)


def _group(request: SignedIn, pk: int) -> Group:
    groups = Group.objects.visible_to(request.user).select_related("round", "version__rubric")
    group = get_object_or_404(groups, pk=pk)
    require(permissions.is_staff(request.user), _NOT_YOURS)
    return group


def _page(
    request: SignedIn,
    group: Group,
    *,
    sheet: RankingSheet | None = None,
    plan: RankingPlan | None = None,
    status: int = 200,
) -> HttpResponse:
    nodes, blocked = _nodes(group), blocks_ranking(group.round)
    if sheet is None and not blocked:
        sheet = RankingSheet(_written(group), nodes=nodes)
    context: dict[str, Any] = {
        "group": group,
        "blocked": blocked,
        "words": ranking_in_words(_written(group), nodes),
        "sheet": sheet,
        "summary": sheet.summary if sheet else [],
        "plan": plan,
    }
    if plan is not None:
        context |= {
            "planned_words": ranking_in_words(_effective(group, plan.ranking), nodes),
            "planned": json.dumps(plan.ranking, ensure_ascii=False),
            "is_same": plan.ranking == group.ranking,
            "needs_reason": needs_reason(group.round),
        }
    return render(request, "scorecards/group_ranking.html", context, status=status)


def _written(group: Group) -> dict[str, Any]:
    """The rules that hold now."""
    return _effective(group, group.ranking)


def _effective(group: Group, ranking: Ranking) -> dict[str, Any]:
    return dict(group.scored_against.ranking if ranking is None else ranking)


def _nodes(group: Group) -> list[Plain]:
    return [node.as_plain() for node in drafting.nodes_of(group.scored_against).values()]
