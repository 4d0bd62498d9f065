"""Property tests do not watch the clock: a busy machine is no failure. And a card that is open for filling."""

import pytest
from django.test import Client
from hypothesis import settings

from scorecards.models import Card, Group
from scorecards.phases import Phase
from tests.factories import advance, cards_of, group_of, make_round
from tests.scorecards.filling import open_card

settings.register_profile("steady", deadline=None)
settings.load_profile("steady")


@pytest.fixture
def card(unit, clerk) -> Card:
    return open_card(unit, by=clerk)


@pytest.fixture
def client(sign_in, officer) -> Client:
    """The officer of the card's unit."""
    return sign_in(officer)


@pytest.fixture
def group(clerk, head) -> Group:
    """Three units in 审核."""
    return group_of(advance(make_round(clerk, units=3), Phase.CHECKING, clerk=clerk, head=head))


@pytest.fixture
def cards(group) -> list[Card]:
    """The group's cards in official order."""
    return cards_of(group.round)


@pytest.fixture
def at_desk(sign_in, clerk) -> Client:
    return sign_in(clerk)
