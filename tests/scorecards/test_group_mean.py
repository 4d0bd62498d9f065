"""本组平均分: of printed totals, and only among enough members."""

from decimal import Decimal

import pytest

from scorecards.ranking.mean import mean_for_units


def totals(*texts: str) -> list[Decimal]:
    return [Decimal(text) for text in texts]


def test_four_members_have_no_mean():
    assert mean_for_units(totals("80.00", "81.00", "82.00", "83.00")) is None


@pytest.mark.parametrize(
    ("given", "mean"),
    [
        (("80.00",) * 5, "80.00"),
        (("80.00", "80.00", "80.00", "80.00", "80.01"), "80.00"),
        (("80.00", "80.00", "80.00", "80.00", "80.00", "80.03"), "80.01"),  # 80.005, half up
        (("-1.00", "-1.00", "-1.00", "-1.00", "-1.00"), "-1.00"),
    ],
)
def test_mean_is_rounded_half_up(given, mean):
    assert str(mean_for_units(totals(*given))) == mean
