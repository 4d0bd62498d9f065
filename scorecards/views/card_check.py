"""审核 of one card, side by side: reading, and saving what is typed as it is typed."""

from typing import Any

from django.http import HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from scorecards import permissions
from scorecards.cards.results import ItemLine
from scorecards.forms.matrix_cells import total_of
from scorecards.group_sheets import Sheet, sheet_of
from scorecards.models import Card
from scorecards.phases import Act
from scorecards.scoring import show_cell
from scorecards.transitions import Refused, Saved
from scorecards.views.check_page import (
    Again,
    after_saving,
    card_for_checking,
    check_page,
    refused_page,
    save_typed,
)
from scorecards.views.outcomes import wants_json
from units.permissions import require
from units.requests import SignedIn


@never_cache
@require_safe
def card_check(request: SignedIn, pk: int) -> HttpResponse:
    """自评 beside 核定, item by item; in 填报 a reported card is read here and can go back."""
    card = card_for_checking(request, pk)
    allowed = permissions.may(Act.SEND_BACK, request.user, card.group.round)
    require(allowed, "下发后到锁定前可以在这里审核评分表；其他时候请在评分表页查看。")
    return check_page(request, card)


@require_POST
def card_check_save(request: SignedIn, pk: int) -> HttpResponse:
    """Save the items that came; the history of marks is its record."""
    card = card_for_checking(request, pk)
    require(request.POST.get("by", own := str(request.user.pk)) == own, "现在登录的是另一个账号，没有保存。")
    try:
        sheet, outcomes = save_typed(request, card)
    except Refused as refusal:
        if wants_json(request):
            return JsonResponse({"refused": str(refusal)}, status=409)
        return refused_page(request, card, Again(refusal=str(refusal), status=409, is_undone=True))
    if wants_json(request):
        return JsonResponse(_answer(card, sheet or sheet_of(card.group, card_ids={card.pk}), outcomes))
    return after_saving(request, card, outcomes)


def _answer(card: Card, sheet: Sheet, outcomes: list[Saved]) -> dict[str, Any]:
    """What now stands in each item that was sent, and what every item and the card come to."""
    current = sheet.cards.get(card.pk, card)
    results = sheet.total(current).results if card.pk in sheet.cards else {}
    items = sheet.items.get(card.pk, {})
    lines = {
        slot: ItemLine(item, sheet.marks[card.pk, slot], "", None, results.get(slot))
        for slot, item in items.items()
    }
    return {
        "saved_at": date_format(timezone.localtime(), "H:i"),
        "items": {one.key: _outcome(one, lines[one.key]) for one in outcomes if one.key in lines},
        "points": {
            slot: {"words": line.checked_points, "unscored": line.is_unscored} for slot, line in lines.items()
        },
        "total": total_of(current),
        "scored": current.scored,
        "needed": current.items,
    }


def _outcome(outcome: Saved, line: ItemLine) -> dict[str, Any]:
    at = outcome.changed_at
    return {
        "version": line.mark.version,
        "text": show_cell(line.item, line.mark.checked_input),
        "basis": line.mark.basis,
        "problem": outcome.problem,
        "field": outcome.field,
        "conflict": at
        and {"who": outcome.changed_by, "at": date_format(timezone.localtime(at), "n月j日 H:i")},
    }
