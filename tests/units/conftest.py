"""The office before anything is there."""

import pytest


@pytest.fixture
def desk(clerk, unit, sign_in):
    """The office's clerk before any unit is there."""
    unit.delete()
    return sign_in(clerk)
