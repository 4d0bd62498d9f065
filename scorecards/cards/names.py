"""By which names the cards of a round or group are found in what others write."""

from collections.abc import Iterable

from scorecards.models import Card
from units.matching import Names
from units.naming import Member, member_names


def names_of_cards(cards: Iterable[Card], *, branches_alone: bool = False) -> Names:
    """The matcher of these cards (with unit and branch), owners are their keys; one query.

    With `branches_alone` a unit's name means its branch, where the unit itself has no card among these.
    """
    return member_names(
        [
            Member(card.pk, card.unit, card.branch, (card.unit_name, card.branch_name), branches_alone)
            for card in cards
        ]
    )
