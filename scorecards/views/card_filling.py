"""The page where a card is filled: its items, what stands beside them, and 晒."""

from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import render

from scorecards import permissions
from scorecards.cards.history import last_send_back
from scorecards.cards.mark_sides import marks_with_sides
from scorecards.cards.sides import Sides, sides_of
from scorecards.deadlines import Now
from scorecards.forms.card import CardForm
from scorecards.forms.highlights import ShowingForm
from scorecards.models import Card, Mark, Yields
from scorecards.rubrics.trees import CardTrees, trees_of
from scorecards.transitions import Saved
from scorecards.transitions.cards import Entered
from scorecards.turns import turn_of_card
from units.requests import SignedIn

FULL_ACT = "full_act"
"""Where the session keeps what 按满分计 just filled: the card, and the version of each slot after it."""


def form_of(
    request: SignedIn,
    card: Card,
    *,
    trees: CardTrees | None = None,
    sides: Sides | None = None,
    entered: Entered | None = None,
    data: QueryDict | None = None,
    outcomes: tuple[Saved, ...] = (),
) -> CardForm:
    """The card's items, with what stands beside them where `sides` are given; `entered` when they were just saved."""
    trees = trees or trees_of(card.group.version_id)
    earlier = sides.earlier if sides else None
    if sides:
        stored = marks_with_sides(card, earlier_id=earlier.pk if earlier else None)
    else:
        stored = Mark.objects.filter(card=card)
    return CardForm(
        trees.of(card),
        entered.marks.values() if entered else trees.with_nodes(stored.for_filling()),
        data,
        outcomes,
        sides=sides,
        known=entered.points if entered else None,
        shows_checked_before=bool(earlier and permissions.can_see_checked_of(request.user, earlier.phase)),
    )


def showing_of(
    card: Card, sides: Sides, *, data: QueryDict | None = None, outcomes: tuple[Saved, ...] = ()
) -> ShowingForm:
    """The card's 晒."""
    round_ = card.group.round
    needs = round_.yields == Yields.PROBLEMS
    return ShowingForm(sides, data, outcomes, needs_problem=needs, asks_paper=round_.asks_paper)


def fill_page(
    request: SignedIn,
    card: Card,
    *,
    data: QueryDict | None = None,
    outcomes: tuple[Saved, ...] = (),
    status: int = 200,
    refusal: str = "",
) -> HttpResponse:
    """The page where the card is filled; the card is one with sides."""
    sides = sides_of(card)
    form = form_of(request, card, sides=sides, data=data, outcomes=outcomes)
    showing = showing_of(card, sides, data=data, outcomes=outcomes)
    context: dict[str, Any] = {
        "card": card,
        "form": form,
        "showing": showing,
        "problems": [*form.summary, *showing.summary],
        "earlier": sides.earlier,
        "turn": turn_of_card(request.user, card, now=Now()),
        "refusal": refusal,
        "back": last_send_back(card),
        "undo": _still_stands(request, card, form),
        "shows_showing": not form.is_reopened,
    }
    return render(request, "scorecards/card_fill.html", context, status=status)


def _still_stands(request: SignedIn, card: Card, form: CardForm) -> dict[str, int]:
    """What the last 按满分计 of this session filled here and nobody has touched since."""
    act = request.session.get(FULL_ACT) or {}
    filled = act.get("marks", {}) if act.get("card") == card.pk else {}
    return {row.key: row.version for row in form.rows if filled.get(row.key) == row.version}
