"""日常记录 by paste: lines, what they mean, and only then stored."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from scorecards.forms.records import PasteForm, seal_rows, unseal_rows
from scorecards.imports.people import everybody
from scorecards.imports.record_lines import Against, RecordLines, read_records
from scorecards.models import Rubric
from scorecards.record_causes import record_causes
from scorecards.transitions import Refused
from scorecards.transitions.records import add_records
from scorecards.transitions.remembering import remember_names
from scorecards.views.records import choose_rubric, number_in, require_office, rubric_in
from units import submissions
from units.access import about, recorded
from units.forms.name_picks import picks_from
from units.imports.names import SKIP
from units.imports.tables import TableRow
from units.requests import SignedIn
from units.submissions import BadKey


@never_cache
@require_safe
def record_paste(request: SignedIn) -> HttpResponse:
    """By which rubric; then the lines."""
    require_office(request)
    rubric = rubric_in(request.GET)
    if rubric is None:
        return choose_rubric(request, "record-paste")
    return render(request, "scorecards/lists/record_paste.html", {"rubric": rubric, "form": PasteForm()})


@recorded("核对导入的日常记录")
@require_POST
def record_check(request: SignedIn) -> HttpResponse:
    """What the lines mean, errors by line, names to decide; nothing is written."""
    require_office(request)
    rubric = get_object_or_404(Rubric, pk=number_in(request.POST, "rubric"))
    about(request, rubric.title)
    form = PasteForm(request.POST)
    context: dict[str, object] = {"rubric": rubric, "form": form, "skip": SKIP}
    if not form.is_valid():
        return render(request, "scorecards/lists/record_paste.html", context, status=422)
    picks = picks_from(request.POST)
    lines = _read(request, rubric, form.rows, picks)
    context |= {"form": form.tidied(), "lines": lines, "key": submissions.new_key()}
    if lines.is_ready:
        context["parcel"] = seal_rows(form.rows, picks, rubric_id=rubric.pk, by=request.user)
    status = 422 if lines.problems else 200
    return render(request, "scorecards/lists/record_paste.html", context, status=status)


@recorded("导入日常记录")
@require_POST
def record_apply(request: SignedIn) -> HttpResponse:
    """All lines, or none."""
    require_office(request)
    rubric = get_object_or_404(Rubric, pk=number_in(request.POST, "rubric"))
    about(request, rubric.title)
    parcel = unseal_rows(request.POST.get("parcel", ""), rubric_id=rubric.pk, by=request.user)
    if parcel is None:
        messages.error(request, "这次导入已过期，没有存入。请重新粘贴。")
        return redirect("scorecards:record-paste")
    lines = _read(request, rubric, *parcel)
    try:
        if not lines.is_ready:
            raise Refused("单位或细则有变动，没有存入。请重新粘贴、核对。")
        made = add_records(lines.facts, key=request.POST.get("key", ""), by=request.user)
    except (Refused, BadKey) as refusal:
        messages.error(request, str(refusal))
        return redirect("scorecards:record-paste")
    people = everybody(request.user, today=timezone.localdate())
    chosen = {raw: people[key] for raw, key in lines.names.confirmed.items()}
    units = {raw: one.unit for raw, one in chosen.items() if one.branch is None}
    for sentence in remember_names(units, by=request.user):
        messages.warning(request, sentence)
    messages.success(request, f"已导入 {len(made)} 条日常记录。")
    return redirect("scorecards:record-list")


def _read(
    request: SignedIn, rubric: Rubric, rows: tuple[TableRow, ...], picks: dict[str, str]
) -> RecordLines:
    today = timezone.localdate()
    against = Against(rubric, record_causes(rubric), everybody(request.user, today=today), today)
    return read_records(rows, against, picks=picks)
