"""日常记录: the list, one record, many by paste."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from scorecards import permissions
from scorecards.forms.records import RecordFilter, RecordForm, initial_of
from scorecards.imports.people import everybody
from scorecards.imports.record_lines import Against
from scorecards.models import DailyRecord, Rubric
from scorecards.record_causes import record_causes, words_of
from scorecards.transitions import Refused
from scorecards.transitions.records import add_records, change_record, withdraw_record
from scorecards.views.outcomes import carry_out
from units import submissions
from units.access import about, recorded
from units.pages import page_of
from units.permissions import require
from units.requests import SignedIn
from units.submissions import BadKey

_OFFICE_ONLY = "日常记录由工委工作人员和负责人登记。"


@require_safe
def record_list(request: SignedIn) -> HttpResponse:
    """All records, the newest day first."""
    require_office(request)
    filters = RecordFilter(request.GET, user=request.user)
    records = DailyRecord.objects.visible_to(request.user).with_words().newest_first()
    page = page_of(request, filters.apply(records))
    words = words_of(page)
    rows = [(record, words[record.pk]) for record in page]
    return render(request, "scorecards/lists/records.html", {"page": page, "rows": rows, "filters": filters})


@never_cache
@require_safe
def record_new(request: SignedIn) -> HttpResponse:
    """By which rubric; then what happened."""
    require_office(request)
    rubric = rubric_in(request.GET)
    if rubric is None:
        return choose_rubric(request, "record-new")
    form = _form(request, rubric, initial={"date": timezone.localdate()})
    return _page(request, form, key=submissions.new_key())


@recorded("登记日常记录")
@require_POST
def record_add(request: SignedIn) -> HttpResponse:
    """登记."""
    require_office(request)
    rubric = get_object_or_404(Rubric, pk=number_in(request.POST, "rubric"))
    form, key = _form(request, rubric, request.POST), request.POST.get("key", "")
    if not form.is_valid():
        return _page(request, form, key=key, status=422)
    about(request, f"{form.facts.unit} {form.facts.date}")
    try:
        add_records([form.facts], key=key, by=request.user)
    except (Refused, BadKey) as refusal:
        return _page(request, form, key=submissions.new_key(), status=409, refusal=str(refusal))
    messages.success(request, "日常记录已登记。")
    return redirect("scorecards:record-list")


@never_cache
@require_safe
def record_edit(request: SignedIn, pk: int) -> HttpResponse:
    """One record, to be mended or withdrawn."""
    record = _record(request, pk)
    return _page(request, _form(request, record.rubric, initial=initial_of(record)), record=record)


@recorded("修改日常记录")
@require_POST
def record_save(request: SignedIn, pk: int) -> HttpResponse:
    """Mend it, on the version that was shown."""
    record = _record(request, pk)
    about(request, f"{record.unit} {record.date}")
    form = _form(request, record.rubric, request.POST)
    if not form.is_valid():
        return _page(request, form, record=record, status=422)
    try:
        change_record(record, form.facts, version=number_in(request.POST, "version"), by=request.user)
    except Refused as refusal:
        return _page(request, form, record=record, status=409, refusal=str(refusal))
    messages.success(request, "日常记录已修改。")
    return redirect("scorecards:record-list")


@recorded("撤销日常记录")
@require_POST
def record_withdraw(request: SignedIn, pk: int) -> HttpResponse:
    """It stays to be read, and no round takes it."""
    record = _record(request, pk)
    about(request, f"{record.unit} {record.date}")
    act = partial(withdraw_record, record, version=number_in(request.POST, "version"), by=request.user)
    return carry_out(request, act, done="日常记录已撤销。", back=reverse("scorecards:record-list"))


def require_office(request: SignedIn) -> None:
    """日常记录 are the office's."""
    require(permissions.is_staff(request.user), _OFFICE_ONLY)


def rubric_in(data: QueryDict) -> Rubric | None:
    """The rubric that was chosen."""
    return Rubric.objects.filter(pk=number_in(data, "rubric")).first()


def choose_rubric(request: SignedIn, then: str) -> HttpResponse:
    """Which rubric the records are by."""
    context = {"rubrics": Rubric.objects.order_by("title", "pk"), "then": reverse(f"scorecards:{then}")}
    return render(request, "scorecards/lists/record_rubric.html", context)


def number_in(data: QueryDict, name: str) -> int:
    """A whole number as sent; −1 for anything else."""
    text = data.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1


def _record(request: SignedIn, pk: int) -> DailyRecord:
    records = DailyRecord.objects.visible_to(request.user).with_words()
    return get_object_or_404(records, pk=pk)


def _form(request: SignedIn, rubric: Rubric, data: QueryDict | None = None, **more: Any) -> RecordForm:
    today = timezone.localdate()
    people = everybody(request.user, today=today)
    return RecordForm(data, against=Against(rubric, record_causes(rubric), people, today), **more)


def _page(request: SignedIn, form: RecordForm, *, status: int = 200, **more: Any) -> HttpResponse:
    context = {"form": form, "rubric": form.rubric} | more
    return render(request, "scorecards/lists/record.html", context, status=status)
