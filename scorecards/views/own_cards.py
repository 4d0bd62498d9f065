"""The card that somebody fills, and its form: found among the visible ones, and theirs to fill."""

from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from scorecards import card_sides, mark_sides, permissions
from scorecards.card_sides import Sides, sides_of
from scorecards.forms.card import CardForm
from scorecards.forms.highlights import ShowingForm
from scorecards.models import Card, Mark, Yields
from scorecards.models.cards import CardQuerySet
from scorecards.phases import Act
from scorecards.rubrics.trees import card_tree
from scorecards.scoring import Part
from scorecards.transitions import Saved
from scorecards.turns import turn_of_card
from units.permissions import require
from units.requests import SignedIn

NOT_YOURS = "只有本单位联络员（党支部的评分表由支部书记）可以填报。"
FULL_ACT = "full_act"
"""Where the session keeps what 按满分计 just filled: the card, and the version of each slot after it."""


def cards_for(request: SignedIn) -> CardQuerySet:
    """The cards that one sees, each with its frame and whoever stands in its foot."""
    people = ("filler", "confirmed_by", "entered_for_by")
    return Card.objects.visible_to(request.user).with_frame().select_related(*people)


def own_card(request: SignedIn, pk: int) -> Card:
    """One's own card by its id."""
    card = get_object_or_404(cards_for(request), pk=pk)
    require_own(request, card)
    return card


def own_card_with_sides(request: SignedIn, pk: int) -> Card:
    """The same with all that stands beside its marks, in the same query."""
    card = get_object_or_404(card_sides.with_sides(cards_for(request)), pk=pk)
    require_own(request, card)
    return card


def own_mark(request: SignedIn, pk: int) -> Mark:
    """One item of one's own card."""
    marks = Mark.objects.visible_to(request.user).select_related("node", "card__group__round")
    mark = get_object_or_404(marks.select_related("card__group__version__rubric"), pk=pk)
    require_own(request, mark.card)
    return mark


def require_own(request: SignedIn, card: Card) -> None:
    """Only who fills the card in some stage; the transition then says when the stage is wrong."""
    is_own = permissions.may_ever(Act.FILL, request.user) and permissions.is_own(request.user, card)
    require(is_own, NOT_YOURS)


def form_of(
    request: SignedIn,
    card: Card,
    *,
    tree: Part | None = None,
    sides: Sides | None = None,
    data: QueryDict | None = None,
    outcomes: tuple[Saved, ...] = (),
) -> CardForm:
    """The card's items, with what stands beside them where `sides` are given."""
    marks = Mark.objects.filter(card=card).select_related("node", "returned_by")
    earlier = sides.earlier if sides else None
    if sides:
        marks = mark_sides.with_sides(marks, earlier_id=earlier.pk if earlier else None)
    return CardForm(
        tree or card_tree(card),
        marks,
        data,
        outcomes,
        sides=sides,
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
    tree: Part | None = None,
    data: QueryDict | None = None,
    outcomes: tuple[Saved, ...] = (),
    status: int = 200,
    refusal: str = "",
) -> HttpResponse:
    """The page where the card is filled; the card is one with sides."""
    sides = sides_of(card)
    form = form_of(request, card, tree=tree, sides=sides, data=data, outcomes=outcomes)
    showing = showing_of(card, sides, data=data, outcomes=outcomes)
    context: dict[str, Any] = {
        "card": card,
        "form": form,
        "showing": showing,
        "problems": [*form.summary, *showing.summary],
        "earlier": sides.earlier,
        "turn": turn_of_card(request.user, card, now=timezone.now()),
        "refusal": refusal,
        "undo": _still_stands(request, card, form),
        "shows_showing": not form.is_reopened,
    }
    return render(request, "scorecards/card_fill.html", context, status=status)


def _still_stands(request: SignedIn, card: Card, form: CardForm) -> dict[str, int]:
    """What the last 按满分计 of this session filled here and nobody has touched since."""
    act = request.session.get(FULL_ACT) or {}
    filled = act.get("marks", {}) if act.get("card") == card.pk else {}
    return {row.key: row.version for row in form.rows if filled.get(row.key) == row.version}
