"""Property tests do not watch the clock: a busy machine is no failure. And a card that is open for filling."""

import pytest
from django.test import Client
from hypothesis import settings

from scorecards.models import Card
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
