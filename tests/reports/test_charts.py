"""Lengths, shades and bands."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports import charts

TOTALS = st.lists(st.decimals(-1000, 10_000, places=2), min_size=1, max_size=50)


@pytest.mark.parametrize(
    ("value", "full", "expected"),
    [("50", "100", "50.00"), ("-1", "100", "0"), ("120", "100", "100"), ("1", "3", "33.33"), ("1", "0", "0")],
)
def test_length(value, full, expected):
    assert charts.length(Decimal(value), full=Decimal(full)) == Decimal(expected)


@pytest.mark.parametrize(
    ("share", "floor", "step"),
    [("50", "50", 1), ("58.34", "50", 2), ("100", "50", 6), ("100", "90", 6), ("40", "50", 1)],
)
def test_tint(share, floor, step):
    assert charts.tint(Decimal(share), floor=Decimal(floor)) == step


def test_bands_are_printed_from_the_highest():
    bars = charts.spread([Decimal("100.00"), Decimal("95.00"), Decimal("84.99")], full=Decimal(100))
    assert [(bar.label, bar.value) for bar in bars] == [
        ("95～100", "2"),
        ("90～95", "0"),
        ("85～90", "0"),
        ("80～85", "1"),
    ]


@given(totals=TOTALS, full=st.decimals("0.01", 1000, places=2))
def test_every_total_falls_into_one_of_few_bands(totals, full):
    bars = charts.spread(totals, full=full)
    assert sum(int(bar.value) for bar in bars) == len(totals)
    assert len(bars) <= charts.MOST_BANDS + 2
    assert all(0 <= bar.length <= 100 for bar in bars)
