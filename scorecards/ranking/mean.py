"""The group's mean, over all that take part. Pure.

It goes with 仅本单位 as long as it cannot tell what a single other unit has.
"""

from collections.abc import Collection
from decimal import Decimal
from fractions import Fraction

from scorecards.scoring import half_up

LEAST_MEMBERS = 5
"""Members with a total; among fewer a mean says too much about the others."""


def mean_of(figures: Collection[Decimal]) -> Decimal | None:
    """Of printed figures, two decimals, half up; None for none."""
    return mean_in(sum(map(Fraction, figures), Fraction(0)), len(figures))


def mean_in(summed: Decimal | Fraction | None, count: int) -> Decimal | None:
    """Of so many printed figures that add up to this."""
    return half_up(Fraction(summed) / count, 2) if summed is not None and count else None


def mean_for_units(totals: Collection[Decimal]) -> Decimal | None:
    """Of totals, as a unit may know it; None for too few of them."""
    return None if len(totals) < LEAST_MEMBERS else mean_of(totals)
