"""本部门评分: a 评分部门 sees and enters its own items, and nothing else."""

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from scorecards import permissions
from scorecards.forms.own_scoring import OwnForm
from scorecards.group_sheets import sheet_of
from scorecards.models import Group
from scorecards.phases import Act
from scorecards.scorers import items_of_unit
from scorecards.scoring import Item
from scorecards.transitions import Refused
from scorecards.transitions.own_scoring import save_own_items
from units.access import about, recorded
from units.permissions import require
from units.requests import SignedIn

_SCORERS_ONLY = "本部门评分只供评分部门使用。"


@require_safe
def scoring_list(request: SignedIn) -> HttpResponse:
    """The groups that wait for this office."""
    _require_scorer(request)
    groups = (
        Group.objects.scored_by(request.user).select_related("round").order_by("-round_id", "order", "pk")
    )
    return render(request, "scorecards/lists/scoring_list.html", {"groups": groups})


@never_cache
@require_safe
def scoring_detail(request: SignedIn, pk: int) -> HttpResponse:
    """One own item for all units."""
    group, items, item = _own(request, pk, request.GET)
    return _page(request, group, items, OwnForm(sheet_of(group), item))


@recorded("录入本部门评分")
@require_POST
def scoring_save(request: SignedIn, pk: int) -> HttpResponse:
    """Save the lines that are good; the others keep their typing."""
    group, items, item = _own(request, pk, request.POST)
    about(request, f"{group.round} {group} {item.title}")
    form = OwnForm(sheet_of(group), item, request.POST)
    try:
        form.take(save_own_items(group, form.cells(), by=request.user))
    except Refused as refusal:
        return _page(request, group, items, form, status=409, refusal=str(refusal))
    if form.problems:
        return _page(request, group, items, form, status=422)
    messages.success(request, f"“{item.title}”已保存。")
    return redirect(f"{reverse('scorecards:scoring-detail', args=[pk])}?item={item.key}")


def _require_scorer(request: SignedIn) -> None:
    require(permissions.may_ever(Act.CHECK_OWN_ITEMS, request.user), _SCORERS_ONLY)


def _own(request: SignedIn, pk: int, data: QueryDict) -> tuple[Group, list[Item], Item]:
    """The group, this office's items there, and the one that is meant; another office's item is nobody's."""
    _require_scorer(request)
    groups = Group.objects.scored_by(request.user).select_related("round", "version__rubric")
    group = get_object_or_404(groups, pk=pk)
    items = items_of_unit(group, request.user.post.unit if request.user.post else None)
    wanted = data.get("item", "")
    found = next((item for item in items if wanted in {"", item.key}), None)
    if found is None:
        raise Http404
    return group, items, found


def _page(
    request: SignedIn, group: Group, items: list[Item], form: OwnForm, *, status: int = 200, refusal: str = ""
) -> HttpResponse:
    context = {"group": group, "items": items, "form": form, "refusal": refusal}
    return render(request, "scorecards/lists/scoring.html", context, status=status)
