"""粘贴整列: paste, look at what it will do, confirm. Nothing is kept between; the page carries what was seen."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from scorecards.cards.names import names_of_cards
from scorecards.forms.matrix_cells import columns_of
from scorecards.forms.matrix_paste import PasteForm, Seal, unpack
from scorecards.forms.matrix_preview import Preview
from scorecards.group_sheets import sheet_of
from scorecards.models import BatchKind, Card, Group, Subject
from scorecards.pasting import BadPaste
from scorecards.rubrics.trees import tree_of
from scorecards.transitions import Refused, Saved
from scorecards.transitions.checking import check_together
from scorecards.transitions.remembering import remember_names
from scorecards.views.matrix_group import back_to, checked_group, typing_group
from units.access import about, recorded
from units.forms.name_picks import picks_from
from units.imports.names import SKIP
from units.models import Unit
from units.requests import SignedIn


@never_cache
@require_safe
def paste_new(request: SignedIn, pk: int) -> HttpResponse:
    """A box for what was copied, and where it begins."""
    group = typing_group(request, pk)
    start = {name: request.GET.get(name, "") for name in ("slot", "card")}
    return _ask(request, group, _form(group, initial=start))


@recorded("预览粘贴内容")
@require_POST
def paste_check(request: SignedIn, pk: int) -> HttpResponse:
    """Old and new of each cell, and what cannot be written."""
    group = typing_group(request, pk)
    about(request, f"{group.round} {group}")
    form = _form(group, request.POST)
    if not form.is_valid():
        return _ask(request, group, form, status=422)
    return _show(request, group, form, picks=picks_from(request.POST))


@recorded("确认粘贴内容")
@require_POST
def paste_apply(request: SignedIn, pk: int) -> HttpResponse:
    """Write what was looked at, all of it or nothing."""
    group = checked_group(request, pk)
    about(request, f"{group.round} {group}")
    seal = unpack(request.POST.get("sealed", ""), group, by=request.user)
    if seal is None:
        messages.error(request, "没有录入：预览已失效，请重新粘贴。")
        return back_to(request, group)
    if not seal.is_whole and "leave_out" not in request.POST:
        return _again(request, group, seal, status=422, asks_tick=True)
    try:
        checked = check_together(group, seal.cells, kind=BatchKind.COLUMN, words=seal.words, by=request.user)
    except Refused as refusal:
        return _ask(request, group, _form(group, seal.typed), status=409, refusal=str(refusal))
    if checked.problems:
        return _again(request, group, seal, status=409, conflicts=_who_was_first(checked.problems))
    for sentence in remember_names(_units(group, seal.picks), by=request.user):
        messages.warning(request, sentence)
    written = len(checked.batch.before) if checked.batch else 0
    messages.success(request, f"已录入 {written} 格。" if written else "这些内容已经录入过，没有变化。")
    return redirect("scorecards:matrix", pk=pk)


def _form(group: Group, data: Any = None, **more: Any) -> PasteForm:
    return PasteForm(data, columns=columns_of(tree_of(group.version_id)), cards=_cards(group), **more)


def _cards(group: Group) -> list[Card]:
    cards = Card.objects.filter(group=group).taking_part().in_official_order()
    return list(cards.select_related("unit", "branch"))


def _ask(request: SignedIn, group: Group, form: PasteForm, **more: Any) -> HttpResponse:
    status = more.pop("status", 200)
    return render(
        request, "scorecards/matrix_paste.html", {"group": group, "form": form} | more, status=status
    )


def _again(request: SignedIn, group: Group, seal: Seal, **more: Any) -> HttpResponse:
    """The preview anew, by what stands there now."""
    form = _form(group, seal.typed)
    if not form.is_valid():
        return _ask(request, group, form, status=422)
    return _show(request, group, form, picks=seal.picks, **more)


def _show(request: SignedIn, group: Group, form: PasteForm, **more: Any) -> HttpResponse:
    status = more.pop("status", 200)
    said = {name: more.pop(name, None) for name in ("picks", "conflicts")}
    sheet = sheet_of(group)
    names = names_of_cards(form.cards, branches_alone=True)
    preview = Preview(sheet, columns_of(sheet.trees.tree), names, **said)
    typed = form.cleaned_data
    try:
        preview.take(form.lines, slot=typed["slot"], card_id=int(typed["card"]) if typed["card"] else None)
    except BadPaste as error:
        form.add_error("text", str(error))
        return _ask(request, group, form, status=422)
    seal = Seal(typed, preview.words, preview.to_write, preview.is_whole, preview.picked)
    context = {
        "group": group,
        "preview": preview,
        "typed": typed,
        "skip": SKIP,
        "sealed": seal.pack(group, by=request.user),
    }
    return render(request, "scorecards/matrix_preview.html", context | more, status=status)


def _units(group: Group, picks: Mapping[str, str]) -> dict[str, Unit]:
    """The units that names were confirmed to mean; a branch's names are not kept."""
    if group.subject == Subject.BRANCH:
        return {}
    cards = {str(card.pk): card.unit for card in _cards(group)} if picks else {}
    return {name: cards[key] for name, key in picks.items() if key in cards}


def _who_was_first(problems: dict[str, Saved]) -> dict[str, str]:
    """What to say at each cell that was changed after it was looked at."""
    return {
        name: f"{saved.changed_by}在 {date_format(timezone.localtime(saved.changed_at), 'n月j日 H:i')} 修改了这一格。"
        for name, saved in problems.items()
        if saved.changed_at is not None
    }
