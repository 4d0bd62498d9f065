"""The group's mean, which goes with 仅本单位 as long as it cannot tell what a single other unit has. Pure."""

from collections.abc import Collection
from decimal import Decimal
from fractions import Fraction

from scorecards.scoring import half_up

LEAST_MEMBERS = 5
"""Ranked members with a total; among fewer a mean says too much about the others."""


def mean_of(totals: Collection[Decimal]) -> Decimal | None:
    """Of the printed totals of the ranked members, two decimals, half up; None for too few of them."""
    if len(totals) < LEAST_MEMBERS:
        return None
    return half_up(sum(map(Fraction, totals), Fraction(0)) / len(totals), 2)
