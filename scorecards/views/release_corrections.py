"""更正 of a released result: the card, what is to be different, what it comes to, and putting it up."""

from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from scorecards import permissions
from scorecards.cards.gates import gates_of
from scorecards.forms.recheck_decision import CorrectionForm, correction_form
from scorecards.forms.release_corrections import (
    NOTHING,
    GateCorrectionForm,
    GradeCorrectionForm,
    ReasonOfCorrection,
)
from scorecards.forms.signed_papers import SignedPaperForm
from scorecards.group_sheets import sheet_of
from scorecards.models import Card, CorrectionKind, Group, Release, ReleaseCorrection, ReleasedRow
from scorecards.phases import Act
from scorecards.results.release_changes import (
    Change,
    change_of_marks,
    changed_standings,
    compared,
    compared_rows,
    in_words,
    released_in_words,
)
from scorecards.standings.group_grades import grade_names
from scorecards.transitions import Refused
from scorecards.transitions.released_corrections import prepare_correction, version_of, withdraw_correction
from scorecards.views.outcomes import carry_out
from units import submissions
from units.access import about, recorded
from units.permissions import require
from units.requests import SignedIn

OFFICE = "更正由工委工作人员和负责人办理。"
_LATER = "本期次还没有通报，得分在审核、核对阶段更正；已归档的不再更正。"


@dataclass
class _Typed:
    """The three forms of a card's page, and the change that was posted once it is whole."""

    marks: CorrectionForm
    grade: GradeCorrectionForm
    gate: GateCorrectionForm | None
    kind: str = ""
    change: Change | None = None


@never_cache
@require_safe
def correction_choose(request: SignedIn, pk: int) -> HttpResponse:
    """The cards of a released group."""
    groups = Group.objects.visible_to(request.user).select_related("round")
    group = get_object_or_404(groups, pk=pk)
    require(permissions.may_ever(Act.CORRECT_RELEASE, request.user), OFFICE)
    require(permissions.may(Act.CORRECT_RELEASE, request.user, group.round), _LATER)
    rows = ReleasedRow.objects.visible_to(request.user).current().filter(release__group=group)
    waiting = ReleaseCorrection.objects.visible_to(request.user).waiting().filter(release__group=group)
    context = {
        "group": group,
        "rows": rows.select_related("card").in_order(),
        "waiting": waiting.with_frame().first(),
    }
    return render(request, "scorecards/correction_choose.html", context)


@never_cache
@require_safe
def correction_new(request: SignedIn, pk: int) -> HttpResponse:
    """One card: its marks, its grade, its gates."""
    card = _card(request, pk)
    return _page(request, card, _forms(card))


@recorded("试算通报更正")
@require_POST
def correction_preview(request: SignedIn, pk: int) -> HttpResponse:
    """What it would come to; nothing is written."""
    card = _card(request, pk)
    typed = _forms(card, request.POST)
    if typed.change is None:
        return _page(request, card, typed, status=422)
    try:
        seen = version_of(card, typed.change, Release.objects.current().get(group=card.group))
    except Refused as refusal:
        return _page(request, card, typed, status=409, refusal=str(refusal))
    before, after = changed_standings(card.group, card, typed.change)
    shown: dict[str, Any] = {
        "compared": compared(before, after),
        "words": in_words(card, typed.change),
        "seen": seen,
        "key": submissions.new_key(),
        "posted": [(name, value) for name, value in request.POST.items() if name != "csrfmiddlewaretoken"],
    }
    return _page(request, card, typed, **shown)


@recorded("拟更正通报")
@require_POST
def correction_prepare(request: SignedIn, pk: int) -> HttpResponse:
    """Put it up, as it was shown."""
    card = _card(request, pk)
    typed = _forms(card, request.POST)
    if typed.change is None:
        return _page(request, card, typed, status=422)
    given = {name: request.POST.get(name, "") for name in ("seen", "key")}
    try:
        correction = prepare_correction(card, typed.change, reason=typed.change.why, **given, by=request.user)
    except (Refused, submissions.BadKey) as refusal:
        return _page(request, card, typed, status=409, refusal=str(refusal))
    return redirect(correction)


@never_cache
@require_safe
def correction_detail(request: SignedIn, pk: int) -> HttpResponse:
    """What is to be different and why, before and after, and the second person's act."""
    return correction_page(request, find_correction(request, pk))


@recorded("撤回更正稿")
@require_POST
def correction_withdraw(request: SignedIn, pk: int) -> HttpResponse:
    """The preparer changes their mind."""
    correction = find_correction(request, pk)
    require(correction.prepared_by_id == request.user.pk, "只有拟稿人可以撤回更正稿。")
    act = partial(withdraw_correction, correction, by=request.user)
    return carry_out(request, act, done="更正稿已撤回。", back=correction.get_absolute_url())


def find_correction(request: SignedIn, pk: int) -> ReleaseCorrection:
    """One that this person may see; named in the record."""
    correction = get_object_or_404(ReleaseCorrection.objects.visible_to(request.user).with_frame(), pk=pk)
    if request.method == "POST":
        about(request, f"{correction.release.group.round} {correction} {correction.card}")
    return correction


def correction_page(
    request: SignedIn,
    correction: ReleaseCorrection,
    *,
    sign: SignedPaperForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page, with the signed paper's form as it was typed."""
    user, round_ = request.user, correction.release.group.round
    is_own = correction.prepared_by_id == user.pk
    is_open = correction.is_waiting and permissions.may(Act.CORRECT_RELEASE, user, round_)
    can_approve = is_open and not is_own and permissions.may(Act.APPROVE_CORRECTION, user, round_)
    is_on_paper = is_open and not is_own and not can_approve  # the head approves without
    context: dict[str, Any] = {
        "correction": correction,
        "round": round_,
        "can_approve": can_approve,
        "can_withdraw": is_open and is_own,
        "key": submissions.new_key(),
        "sign_form": sign or (SignedPaperForm(today=timezone.localdate()) if is_on_paper else None),
        **_seen_of(correction),
    }
    return render(request, "scorecards/correction_detail.html", context, status=status)


def _seen_of(correction: ReleaseCorrection) -> dict[str, Any]:
    """Computed while it waits; of the two versions afterwards."""
    change = Change(CorrectionKind(correction.kind), correction.change, correction.reason)
    if correction.is_waiting:
        before, after = changed_standings(correction.release.group, correction.card, change)
        return {"compared": compared(before, after), "words": in_words(correction.card, change)}
    if correction.approved_at is None:
        return {}
    rows = ReleasedRow.objects.select_related("card").in_order()
    made = Release.objects.select_related("approved_by").defer("snapshot").get(replaces=correction.release)
    old, new = (list(rows.filter(release=one)) for one in (correction.release, made))
    mine = [next(row for row in rows if row.card_id == correction.card_id) for rows in (old, new)]
    words = released_in_words(correction.card, change, *mine)
    return {"compared": compared_rows(old, new), "made": made, "words": words}


def _card(request: SignedIn, pk: int) -> Card:
    cards = Card.objects.visible_to(request.user).taking_part().with_frame()
    card = get_object_or_404(cards, pk=pk)
    require(permissions.may_ever(Act.CORRECT_RELEASE, request.user), OFFICE)
    round_ = card.group.round
    require(round_.gives_scores and permissions.may(Act.CORRECT_RELEASE, request.user, round_), _LATER)
    if request.method == "POST":
        about(request, f"{round_} {card}")
    return card


def _forms(card: Card, data: Any = None) -> _Typed:
    """Empty, or the one that was posted read and checked."""
    kind = data.get("kind", "") if data is not None else ""
    given = {one: data if one == kind else None for one in CorrectionKind.values}
    marks = correction_form(
        sheet_of(card.group), card, None, given["mark"], opinion=ReasonOfCorrection, nothing=NOTHING
    )
    gates = [(one.gate.key, one.gate.title, one.hit is not None) for one in gates_of(card)]
    typed = _Typed(
        marks,
        GradeCorrectionForm(given["grade"], grades=grade_names(card.group), now=_grade_of(card)),
        GateCorrectionForm(
            given["gate"], gates=[(key, title) for key, title, _ in gates],
            hits=[key for key, _, is_set in gates if is_set], today=timezone.localdate(),
        ) if gates else None,
        kind,
    )  # fmt: skip
    return replace(typed, change=_change(typed))


def _grade_of(card: Card) -> str:
    row = ReleasedRow.objects.current().filter(card=card).first()
    return row.grade if row else ""


def _change(typed: _Typed) -> Change | None:
    if typed.kind == CorrectionKind.MARK and not typed.marks.problems:
        return change_of_marks(typed.marks.corrections, typed.marks.opinion.cleaned_data["opinion"])
    if typed.kind == CorrectionKind.GRADE and typed.grade.is_valid():
        given = typed.grade.cleaned_data
        return Change(CorrectionKind.GRADE, {"grade": given["grade"]}, given["opinion"])
    if typed.kind == CorrectionKind.GATE and typed.gate is not None and typed.gate.is_valid():
        return Change(CorrectionKind.GATE, typed.gate.values, typed.gate.cleaned_data["opinion"])
    return None


def _page(
    request: SignedIn, card: Card, typed: _Typed, *, status: int = 200, refusal: str = "", **shown: Any
) -> HttpResponse:
    if status == 422 and typed.kind not in CorrectionKind.values:
        refusal = "请选择更正得分、等次还是否决情形。"
    context = {
        "card": card,
        "group": card.group,
        "typed": typed,
        "refusal": refusal,
        "has_grades": bool(grade_names(card.group)),
        "back": reverse("scorecards:correction-choose", args=[card.group_id]),
    } | shown
    return render(request, "scorecards/correction_new.html", context, status=status)
