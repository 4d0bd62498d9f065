"""试算 of a round: how the order would be under other rules, for the office's own study."""

from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from scorecards import permissions
from scorecards.forms.what_if import WhatIfForm
from scorecards.models import Group, Round
from scorecards.phases import Act
from scorecards.ranking.what_if import Supposition
from scorecards.standings.supposed import Basis, Supposed, basis_of, compare
from units.access import about, recorded
from units.permissions import require
from units.requests import SignedIn

_WHEN = "试算由工委在筹备阶段（用上期结果）和通报以后进行。"


@recorded("试算", reading=True)
@never_cache
@require_safe
def round_what_if(request: SignedIn, pk: int) -> HttpResponse:
    """One group at a time; what is tried stands in the address and in the record, and nowhere else."""
    rounds = Round.objects.visible_to(request.user).select_related("previous")
    round_ = get_object_or_404(rounds, pk=pk)
    require(permissions.may(Act.TRY_OUT, request.user, round_), _WHEN)
    groups = list(_groups(request, round_))
    group = _chosen(groups, request.GET)
    about(request, " ".join(map(str, (round_, group) if group else (round_,))))
    basis = basis_of(group) if group else None
    context = {"round": round_, "groups": groups, "group": group, "basis": basis}
    if basis is None:
        return render(request, "scorecards/what_if.html", context)
    return _tried(request, basis, context)


def _groups(request: SignedIn, round_: Round) -> list[Group]:
    groups = Group.objects.visible_to(request.user).scored().filter(round=round_).select_related("version")
    found = list(groups.in_order())
    for group in found:
        group.round = round_
    return found


def _chosen(groups: list[Group], query: QueryDict) -> Group | None:
    """The one named in the address, else the first."""
    wanted = query.get("group", "")
    return next((group for group in groups if str(group.pk) == wanted), groups[0] if groups else None)


def _tried(request: SignedIn, basis: Basis, context: dict[str, object]) -> HttpResponse:
    form = WhatIfForm(request.GET if "without" in request.GET else None, tree=basis.counted)
    if form.is_bound and not form.is_valid():
        return render(request, "scorecards/what_if.html", context | {"form": form}, status=422)
    what = form.supposition if form.is_bound else Supposition()
    words = what.in_words(basis.counted)
    about(request, f"{basis.group.round} {basis.group}：{words or '按现行细则'}")
    rows = compare(basis, what)
    more = {"form": form, "words": words, "rows": rows, "summary": _summary(rows)}
    return render(request, "scorecards/what_if.html", context | more)


def _summary(rows: list[Supposed]) -> str:
    moved = sum(bool(row.risen) for row in rows)
    if not moved:
        return "名次没有变动。"
    most = max(rows, key=lambda row: abs(row.risen))
    way = "上升" if most.risen > 0 else "下降"
    return (
        f"共 {len(rows)} 个，{moved} 个名次变动；变动最多的是{most.card.name}，{way} {abs(most.risen)} 名。"
    )
