"""Who takes part in a group of an open round: the roster, and what is put up about it for the second person."""

from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from scorecards import permissions
from scorecards.forms.round_acts import SubjectForm
from scorecards.models import TAKING_PART, Card, CardState, DecisionKind, Group, Subject
from scorecards.phases import SCORING, Act
from scorecards.transitions.decisions import propose
from scorecards.transitions.membership import OPEN_TO_MEMBERS
from scorecards.views.decisions import OFFICE_ONLY
from scorecards.views.outcomes import carry_out
from units import submissions
from units.access import about, recorded
from units.models import Branch, Unit
from units.permissions import require
from units.requests import SignedIn

_LABELS = {"add": "要增加的对象", "remove": "要移出的对象", "reopen": "要取消核定的评分表"}


@require_safe
def group_roster(request: SignedIn, pk: int) -> HttpResponse:
    """Everybody in the group, also who is 免评, with what can be put up."""
    return _page(request, _group(request, pk))


@recorded("提出增加参评对象")
@require_POST
def roster_add(request: SignedIn, pk: int) -> HttpResponse:
    """A forgotten unit or branch."""
    group = _group(request, pk)
    return _propose(request, group, "add", DecisionKind.ADD_MEMBER)


@recorded("提出移出参评对象")
@require_POST
def roster_remove(request: SignedIn, pk: int) -> HttpResponse:
    """Somebody who does not belong here."""
    group = _group(request, pk)
    return _propose(request, group, "remove", DecisionKind.REMOVE_MEMBER)


@recorded("提出取消核定")
@require_POST
def roster_reopen(request: SignedIn, pk: int) -> HttpResponse:
    """One confirmed card."""
    group = _group(request, pk)
    return _propose(request, group, "reopen", DecisionKind.REOPEN_CARD)


def _propose(request: SignedIn, group: Group, name: str, kind: DecisionKind) -> HttpResponse:
    about(request, f"{group.round} {group}")
    choices = _choices(request, group, name, list(_cards(group)))
    form = SubjectForm(request.POST, label=_LABELS[name], choices=choices, auto_id=f"{name}-%s")
    if not form.is_valid():
        return _page(request, group, wrong=name, form=form, status=422)
    subject = _subject(group, name, int(form.cleaned_data.pop("subject")))
    act = partial(propose, group.round, kind=kind, subject=subject, by=request.user, **form.cleaned_data)
    return carry_out(request, act, done="已提出，等待另一人审定。", back=group.round.get_absolute_url())


def _subject(group: Group, name: str, pk: int) -> dict[str, int | None]:
    """The choice was offered, so the row is one that this person may see."""
    if name != "add":
        return {"card": pk}
    if group.subject == Subject.UNIT:
        return {"group": group.pk, "unit": pk, "branch": None}
    return {"group": group.pk, "unit": Branch.objects.get(pk=pk).unit_id, "branch": pk}


def _choices(request: SignedIn, group: Group, name: str, cards: list[Card]) -> list[tuple[str, str]]:
    if name == "add":
        return _candidates(request, group)
    if name == "remove":
        found = [card for card in cards if card.taking_part in TAKING_PART]
    else:
        found = [card for card in cards if card.state == CardState.CONFIRMED]
    return [(str(card.pk), card.name) for card in found]


def _candidates(request: SignedIn, group: Group) -> list[tuple[str, str]]:
    """Units or branches of the county that take no part in this round yet."""
    taken = Card.objects.filter(group__round=group.round_id).taking_part()
    today = timezone.localdate()
    if group.subject == Subject.UNIT:
        units = Unit.objects.visible_to(request.user).standing(today=today).in_order()
        left = units.exclude(pk__in=taken.filter(branch=None).values("unit"))
        return [(str(unit.pk), unit.name) for unit in left]
    branches = Branch.objects.visible_to(request.user).filter(valid_until=None).select_related("unit")
    left_over = branches.exclude(pk__in=taken.exclude(branch=None).values("branch"))
    in_order = left_over.order_by("unit__official_order", "unit_id", "pk")
    return [(str(branch.pk), f"{branch.unit.short_name} {branch.name}") for branch in in_order]


def _cards(group: Group) -> Any:
    return Card.objects.filter(group=group).select_related("unit", "branch").in_official_order()


def _group(request: SignedIn, pk: int) -> Group:
    groups = Group.objects.visible_to(request.user).select_related("round", "version__rubric")
    group = get_object_or_404(groups, pk=pk)
    require(permissions.may_ever(Act.DECIDE_BY_TWO, request.user), OFFICE_ONLY)
    return group


def _page(
    request: SignedIn, group: Group, *, wrong: str = "", form: SubjectForm | None = None, status: int = 200
) -> HttpResponse:
    cards = list(_cards(group))
    can_change = permissions.can_decide_by_two(request.user, group.round)
    offered = ["add", "remove"] if can_change and group.round.stage in OPEN_TO_MEMBERS else []
    offered += ["reopen"] if can_change and group.round.stage in SCORING and group.round.gives_scores else []
    forms = {
        name: form if form and name == wrong else SubjectForm(
            label=_LABELS[name],
            choices=_choices(request, group, name, cards),
            auto_id=f"{name}-%s",
            initial={"key": submissions.new_key()},
        )
        for name in offered
    }  # fmt: skip
    context = {"group": group, "cards": cards, "forms": forms, "wrong": wrong, "wrong_form": form}
    return render(request, "scorecards/group_roster.html", context, status=status)
