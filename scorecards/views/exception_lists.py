"""新建名单: heading and lines, what they come to, and only then the marks."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from scorecards.forms.exception_lists import (
    ListForm,
    Parcel,
    sealed,
    unsealed,
)
from scorecards.imports.kept_lists import facts_of
from scorecards.imports.list_changes import Plan, plan_of
from scorecards.imports.list_lines import Lines, read_lines
from scorecards.models import ExceptionList, Round
from scorecards.phases import OPEN_TO_UNITS, SCORING
from scorecards.scorers import Ground, ground_of, labels_of, scored_groups
from scorecards.transitions import Refused
from scorecards.transitions.exception_lists import deliver_list
from scorecards.transitions.remembering import remember_names
from scorecards.views.deliveries import round_for_office
from units import submissions
from units.access import about, recorded
from units.forms.name_picks import picks_from
from units.imports.names import SKIP
from units.permissions import require
from units.requests import SignedIn
from units.submissions import BadKey


@never_cache
@require_safe
def round_delivery_new(request: SignedIn, pk: int) -> HttpResponse:
    """Which office; then heading and lines."""
    round_ = _open_round(request, pk)
    scorer = request.GET.get("scorer", "")
    if not scorer:
        context = {"round": round_, "labels": labels_of(scored_groups(round_))}
        return render(request, "scorecards/lists/choose.html", context)
    ground = _ground(round_, scorer)
    return _page(request, round_, ListForm(ground=ground, today=timezone.localdate()))


@recorded("核对评分部门名单")
@require_POST
def round_delivery_check(request: SignedIn, pk: int) -> HttpResponse:
    """What the lines come to: old and new, errors by line, names to decide; nothing is written."""
    round_ = _open_round(request, pk)
    ground = _ground(round_, request.POST.get("scorer", ""))
    about(request, f"{round_} {ground.scorer}")
    form = ListForm(request.POST, request.FILES, ground=ground, today=timezone.localdate())
    if not form.is_valid():
        return _page(request, round_, form, status=422)
    parcel = Parcel(form.head, form.cleaned_data["target"], form.rows, picks_from(request.POST), {})
    lines, plan = _understood(ground, parcel)
    problems = _problems(lines, plan)
    seen = replace(parcel, versions=plan.versions)
    is_good = lines.is_ready and not problems
    context: dict[str, Any] = {
        "lines": lines, "plan": plan, "problems": problems, "skip": SKIP, "can_enter": round_.stage in SCORING,
        "parcel": sealed(seen, round_id=round_.pk, by=request.user) if is_good else "",
        "key": submissions.new_key(),
    }  # fmt: skip
    return _page(request, round_, form.with_lines(), status=422 if problems else 200, **context)


@recorded("录入评分部门名单")
@require_POST
def round_delivery_apply(request: SignedIn, pk: int) -> HttpResponse:
    """存为待录入, or 录入核定 at once: the list and all marks, or nothing."""
    round_ = round_for_office(request, pk)
    parcel = unsealed(request.POST.get("parcel", ""), round_id=round_.pk, by=request.user)
    if parcel is None:
        messages.error(request, "这次录入已过期，没有写入。请重新粘贴或选择文件。")
        return redirect("scorecards:round-deliveries", pk=pk)
    about(request, f"{round_} {parcel.head.title}")
    try:
        stored = _deliver(round_, parcel, request)
    except (Refused, BadKey) as refusal:
        for sentence in getattr(refusal, "sentences", [str(refusal)])[:20]:
            messages.error(request, sentence)
        return redirect("scorecards:round-deliveries", pk=pk)
    messages.success(request, f"名单《{stored.title}》{stored.get_state_display()}。")
    return redirect("scorecards:delivery-detail", pk=stored.pk)


def _deliver(round_: Round, parcel: Parcel, request: SignedIn) -> ExceptionList:
    """The lines are read again from what was shown; what has changed since is met by its version."""
    ground = ground_of(round_, parcel.head.scorer)
    lines, plan = _understood(ground, parcel)
    if not lines.is_ready:
        raise Refused("名单所涉及的评分表有变动，没有录入。请重新核对。")
    enters = request.POST.get("then") == "enter"
    stored = deliver_list(
        round_, parcel.head, facts_of(lines.lines, ground.marks), key=request.POST.get("key", ""),
        by=request.user, cells=plan.cells(parcel.versions) if enters else None,
    )  # fmt: skip
    cards = {raw: ground.cards[int(key)] for raw, key in lines.names.confirmed.items()}
    units = {raw: card.unit for raw, card in cards.items() if card.branch_id is None}
    for sentence in remember_names(units, by=request.user):
        messages.warning(request, sentence)
    return stored


def _understood(ground: Ground, parcel: Parcel) -> tuple[Lines, Plan]:
    head = parcel.head
    lines = read_lines(ground, parcel.rows, target=parcel.target, picks=parcel.picks)
    fills = head.rest_is_full and not lines.names.open  # until then nobody knows who is not listed
    return lines, plan_of(ground, lines.lines, source=head.source, rest_is_full=fills)


def _problems(lines: Lines, plan: Plan) -> list[dict[str, str]]:
    """What has to be mended in the text, line by line."""
    wrong = [(line.place, line.problem) for line in lines.problems]
    wrong += [("、".join(change.places) or change.card.name, change.problem) for change in plan.problems]
    return [{"field_id": "id_text", "label": place, "sentence": sentence} for place, sentence in wrong]


def _open_round(request: SignedIn, pk: int) -> Round:
    """Before 下发 there are no marks that a list could be about."""
    round_ = round_for_office(request, pk)
    require(round_.stage in OPEN_TO_UNITS, "评分表下发后，才能登记评分部门的名单。")
    return round_


def _ground(round_: Round, scorer: str) -> Ground:
    """The office's own cards and items; a label that no rubric names is nobody's."""
    groups = scored_groups(round_)
    if scorer not in labels_of(groups):
        raise Http404
    return ground_of(round_, scorer, groups=groups)


def _page(
    request: SignedIn, round_: Round, form: ListForm, *, status: int = 200, **more: Any
) -> HttpResponse:
    context = {"round": round_, "scorer": form.ground.scorer, "form": form}
    return render(request, "scorecards/lists/new.html", context | more, status=status)
