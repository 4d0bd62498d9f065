"""汇总录入 of panels: the items of a group, one item's sheets, entering them, confirming them."""

from collections import Counter
from functools import partial

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from scorecards import permissions
from scorecards.forms.tally_sheets import TallyForm, seen_in, tally_form
from scorecards.group_sheets import sheet_of
from scorecards.models import Group, TallySheet
from scorecards.phases import Act
from scorecards.rubrics.trees import tree_of
from scorecards.scoring import Kind, laid_out
from scorecards.transitions import Refused
from scorecards.transitions.tally_sheets import confirm_sheets, enter_sheets
from scorecards.views.outcomes import carry_out
from units.access import about, recorded
from units.permissions import require
from units.requests import SignedIn

_OFFICE_ONLY = "计票表由工委工作人员和负责人录入、复核。"
_TOO_EARLY = "转入审核后，工委工作人员可以录入计票表。"


@require_safe
def tally_list(request: SignedIn, pk: int) -> HttpResponse:
    """Every PANEL item of the group: how many sheets are entered, and how many confirmed."""
    group = _group(request, pk)
    require(permissions.can_see_matrix(request.user, group), _TOO_EARLY)
    items = [one for one in laid_out(tree_of(group.version_id)).items() if one.kind is Kind.PANEL]
    sheets = TallySheet.objects.visible_to(request.user).of_group(group)
    states = Counter((sheet.mark.slot, sheet.is_confirmed) for sheet in sheets)
    rows = [(one, states[one.key, False] + states[one.key, True], states[one.key, True]) for one in items]
    return render(request, "scorecards/lists/tallies.html", {"group": group, "rows": rows})


@never_cache
@require_safe
def tally_sheet(request: SignedIn, pk: int, slot: str) -> HttpResponse:
    """One item for all cards: what waits for the second person, and what is entered."""
    group = _group(request, pk)
    require(permissions.can_see_matrix(request.user, group), _TOO_EARLY)
    return _page(request, group, slot, _form(group, slot))


@recorded("录入计票表")
@require_POST
def tally_save(request: SignedIn, pk: int, slot: str) -> HttpResponse:
    """Keep the sheets that add up; the others come back with their typing."""
    group = _group(request, pk)
    form = _form(group, slot, request.POST)
    about(request, f"{group.round} {group} {form.item.title}")
    entries = list(form.read())
    try:
        form.take(enter_sheets(group, slot, entries, by=request.user))
    except Refused as refusal:
        return _page(request, group, slot, form, status=409, refusal=str(refusal))
    if form.problems:
        return _page(request, group, slot, form, status=422)
    messages.success(request, "计票表已保存，由另一人复核后计入核定。")
    return redirect("scorecards:tally-sheet", pk=pk, slot=slot)


@recorded("复核计票表")
@require_POST
def tally_confirm(request: SignedIn, pk: int, slot: str) -> HttpResponse:
    """A second person confirms what is ticked, as it was shown."""
    group = _group(request, pk)
    about(request, f"{group.round} {group} {_form(group, slot).item.title}")
    act = partial(confirm_sheets, group, slot, seen_in(request.POST), by=request.user)
    back = reverse("scorecards:tally-sheet", args=[pk, slot])
    return carry_out(request, act, done="计票表已复核，计入核定。", back=back)


def _group(request: SignedIn, pk: int) -> Group:
    groups = Group.objects.visible_to(request.user).filter(version__isnull=False)
    group = get_object_or_404(groups.select_related("round", "version__rubric"), pk=pk)
    require(permissions.may_ever(Act.CHECK, request.user), _OFFICE_ONLY)
    return group


def _form(group: Group, slot: str, data: QueryDict | None = None) -> TallyForm:
    sheet = sheet_of(group)
    items = {item.key: item for item in laid_out(sheet.trees.tree).items()}
    if slot not in items or items[slot].kind is not Kind.PANEL:
        raise Http404
    stored = {one.mark_id: one for one in TallySheet.objects.of_group(group) if one.mark.slot == slot}
    try:
        return tally_form(sheet, slot, stored, data)
    except LookupError:
        raise Http404 from None


def _page(
    request: SignedIn, group: Group, slot: str, form: TallyForm, *, status: int = 200, refusal: str = ""
) -> HttpResponse:
    context = {
        "group": group,
        "slot": slot,
        "form": form,
        "can_enter": permissions.can_check(request.user, group),
        "refusal": refusal,
    }
    return render(request, "scorecards/lists/tally.html", context, status=status)
