"""The page on which one card is checked, as several acts show it again."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from scorecards import permissions
from scorecards.forms.card_check import CheckForm, TypedCells, by_slot, proofs_of, typed_from
from scorecards.forms.card_return import DueForm, ReturnForm, WholeReturnForm, usual_due
from scorecards.forms.queue_filter import QueueFilter
from scorecards.group_sheets import Sheet, sheet_of
from scorecards.models import Card, CardPaper, CardState, Highlight, Mark
from scorecards.phases import Act
from scorecards.transitions import Saved
from scorecards.transitions.checking import check_cells
from scorecards.transitions.confirming import blocks_confirming
from scorecards.transitions.returning import look_at
from scorecards.work_left import place_of, with_work_left
from units import submissions
from units.permissions import require
from units.requests import SignedIn


@dataclass(frozen=True, slots=True)
class Again:
    """What a page that is shown again has to keep: the cells' outcomes, and what was to go back.

    `is_undone` says that nothing was saved at all.
    """

    outcomes: Iterable[Saved] = ()
    going: DueForm | None = None
    refusal: str = ""
    status: int = 422
    is_undone: bool = False


def card_for_checking(request: SignedIn, pk: int) -> Card:
    """The card, for the office alone."""
    cards = Card.objects.visible_to(request.user).with_frame().select_related("confirmed_by")
    card = get_object_or_404(cards, pk=pk)
    require(permissions.may_ever(Act.CHECK, request.user), "评分表由工委工作人员和负责人审核。")
    return card


def check_url(request: SignedIn, card: Card) -> str:
    """Back to the page; what the queue was filtered by stays in the address."""
    if not permissions.may(Act.SEND_BACK, request.user, card.group.round):
        return card.get_absolute_url()
    kept = request.GET.urlencode()
    return reverse("scorecards:card-check", args=[card.pk]) + (f"?{kept}" if kept else "")


def save_typed(request: SignedIn, card: Card) -> tuple[Sheet | None, list[Saved]]:
    """Save what was typed beside the act, and note what was looked at; raises `Refused`."""
    typed: TypedCells = typed_from(card, request.POST)
    checked = check_cells(card.group, typed.cells, by=request.user) if typed.cells else None
    if typed.seen:
        look_at(card, typed.seen, by=request.user)
    outcomes = checked.outcomes if checked else ()
    return (checked.sheet if checked else None), [*by_slot(outcomes), *typed.refused]


def after_saving(request: SignedIn, card: Card, outcomes: Iterable[Saved]) -> HttpResponse:
    """The page anew: with what could not be saved, and with items that are ticked to go back and have not gone."""
    going = ReturnForm(request.POST)
    is_wrong = any(outcome.problem for outcome in outcomes)
    if not is_wrong and not going.chosen:
        return redirect(check_url(request, card))
    status = 422 if is_wrong or not going.is_valid() else 200
    again = Again(outcomes, going if going.chosen else None, status=status)
    return check_page(request, card_for_checking(request, card.pk), again=again)


def refused_page(request: SignedIn, card: Card, again: Again) -> HttpResponse:
    """Nothing was done; the page keeps the typing, and where there is no page any more the card says why."""
    if permissions.may(Act.SEND_BACK, request.user, card.group.round):
        return check_page(request, card, again=again)
    messages.error(request, again.refusal or "没有退回：现在的阶段不能退回评分表。")
    return redirect(card)


def check_page(request: SignedIn, card: Card, *, again: Again | None = None) -> HttpResponse:
    """A fixed number of queries at any number of items."""
    form = form_of(card)
    going = _going(card, again)
    if again:
        form.take(request.POST, again.outcomes, is_refused=again.is_undone)
        form.choose(going.going if isinstance(going, ReturnForm) else {})
    filters = QueueFilter(request.GET, round_=card.group.round, user=request.user)
    listed = with_work_left(Card.objects.visible_to(request.user).filter(group__round=card.group.round_id))
    place = place_of(listed, card, filters.wanted)
    context: dict[str, Any] = {
        "card": card,
        "lead": _lead(request, card),
        "form": form,
        "going": going,
        "problems": [*form.problems, *_wrong(going)],
        "refusal": again.refusal if again else "",
        "place": place,
        "kept": request.GET.urlencode(),
        "can_check": permissions.can_check_card(request.user, card),
        "can_return": permissions.can_return(request.user, card),
        "can_recall": permissions.can_recall(request.user, card),
        "blocks": blocks_confirming(card, [row.mark for row in form.rows], by=request.user),
        "shown": shown_of(card),
    }
    return render(request, "scorecards/card_check.html", context, status=again.status if again else 200)


def _lead(request: SignedIn, card: Card) -> str:
    """Whose turn it is, in a sentence."""
    if card.state == CardState.CONFIRMED:
        who = f"由{card.confirmed_by.name}" if card.confirmed_by else ""
        return f"已{who}核定，得分不能再改。"
    if not card.group.round.gives_scores:
        return _lead_unscored(request, card)
    if card.returned:
        return f"有 {card.returned} 项退回单位修改，修改后会重新报送；其他各项可以继续审核。"
    if permissions.can_check_card(request.user, card):
        return "对照自评和佐证材料逐项核定，填完一项自动保存；空着的就是未评。"
    if permissions.can_return(request.user, card):
        return "单位已经报送；需要修改的可以退回，转入审核后再核定得分。"
    return "单位还没有报送，这里只能查看。"


def _lead_unscored(request: SignedIn, card: Card) -> str:
    """晒问题: it is read, and goes back as a whole where it will not do."""
    if permissions.can_return(request.user, card):
        return "请阅看单位晒出的成绩、做法和问题；需要修改的整表退回。"
    return "单位还没有报送，这里只能查看。"


def form_of(card: Card) -> CheckForm:
    """What is stored."""
    sheet = sheet_of(card.group, card_ids={card.pk})
    marks = Mark.objects.filter(card=card).select_related("node", "changed_by", "checked_by", "returned_by")
    found = {mark.slot: mark for mark in marks}
    return CheckForm(sheet.cards.get(card.pk, card), sheet, found, proofs_of(found.values()))


def shown_of(card: Card) -> dict[str, Any]:
    """晒问题: 成绩, 做法 and 问题 and the papers, to be read."""
    if card.group.round.gives_scores:
        return {}
    highlights = Highlight.objects.filter(card=card).order_by("kind", "order", "pk")
    return {
        "highlights": list(highlights),
        "papers": list(CardPaper.objects.filter(card=card).select_related("file").order_by("kind")),
    }


def _going(card: Card, again: Again | None) -> DueForm:
    if again and again.going:
        return again.going
    initial = {"due_at": usual_due(timezone.now()), "key": submissions.new_key()}
    return DueForm(initial=initial) if card.group.round.gives_scores else WholeReturnForm(initial=initial)


def _wrong(going: DueForm) -> list[dict[str, str]]:
    """What has to be mended in the act itself; items tell their own."""
    if not going.is_bound:
        return []
    named = [
        {"field_id": str(going[name].id_for_label), "label": str(going[name].label), "sentence": str(said)}
        for name, errors in going.errors.items()
        if name != "__all__"
        for said in errors
    ]
    untold = not getattr(going, "chosen", {"": None}) and going.non_field_errors()
    return [*named, *({"field_id": "return-title", "sentence": str(said)} for said in untold or ())]
