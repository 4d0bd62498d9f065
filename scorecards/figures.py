"""Numbers as pages show them."""

from decimal import Decimal
from fractions import Fraction

from scorecards.scoring import half_up


def shown(points: Decimal | Fraction | None) -> str:
    """Two decimals, half up, with the minus sign of print; nothing for no points."""
    return "" if points is None else f"{half_up(Fraction(points), 2)}".replace("-", "−")
