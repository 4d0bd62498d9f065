"""审核队列: the cards of a round with what is left to do on each, and where to begin."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from scorecards import permissions
from scorecards.forms.queue_filter import QueueFilter
from scorecards.models import Card, Round
from scorecards.models.card_lists import CardQuerySet
from scorecards.phases import Act
from scorecards.work_left import KINDS, counts_of, with_work_left, word_of
from units.pages import page_of
from units.permissions import require
from units.requests import SignedIn


@require_safe
def round_queue(request: SignedIn, pk: int) -> HttpResponse:
    """In official order by group; a fixed number of queries at any number of cards."""
    round_ = get_object_or_404(Round.objects.visible_to(request.user), pk=pk)
    require(
        permissions.may(Act.CHECK, request.user, round_), "转入审核后到锁定前，工委工作人员可以查看审核队列。"
    )
    filters = QueueFilter(request.GET, round_=round_, user=request.user)
    cards = with_work_left(Card.objects.visible_to(request.user).filter(group__round=round_))
    page = page_of(request, cards.filter(filters.wanted).select_related("group"))
    counts = counts_of(cards)
    context = {
        "round": round_,
        "filters": filters,
        "page": page,
        "rows": [(card, word_of(card)) for card in page],
        "figures": _figures(counts),
        "first": _first(cards, filters, counts),
        "kept": urlencode(filters.chosen),
    }
    return render(request, "scorecards/check_queue.html", context)


def _figures(counts: dict[str, int]) -> list[dict[str, Any]]:
    """How many cards each kind finds, each a link to them."""
    return [
        {"label": word, "value": counts[name], "unit": "张", "url": f"?left={name}"}
        for name, (word, _) in KINDS.items()
        if name != "work"
    ]


def _first(cards: CardQuerySet, filters: QueueFilter, counts: dict[str, int]) -> dict[str, str]:
    """What to do first: marks to give and changes to look at, then cards to confirm."""
    kind = "work" if counts["work"] else "ready"
    card = cards.filter(filters.wanted & KINDS[kind][1]).first()
    if card is None:
        return {}
    kept = urlencode({"left": kind, **filters.chosen})
    url = reverse("scorecards:card-check", args=[card.pk])
    return {
        "name": card.name,
        "verb": "开始审核" if kind == "work" else "去核定",
        "url": f"{url}?{kept}",
    }
