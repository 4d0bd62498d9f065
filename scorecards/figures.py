"""Numbers and inputs as pages show them."""

from decimal import Decimal
from fractions import Fraction

from scorecards.scoring import Input, Item, Kind, given_in_words, half_up, is_na


def shown(points: Decimal | Fraction | None) -> str:
    """Two decimals, half up, with the minus sign of print; nothing for no points."""
    return "" if points is None else f"{half_up(Fraction(points), 2)}".replace("-", "−")


def told(item: Item, given: Input | None) -> str:
    """What a unit put in, in words; a number that was typed as points says all by itself."""
    if given is None:
        return "没有填写"
    if item.kind is Kind.MANUAL and not is_na(given):
        return f"自评 {given['value']} 分"
    return given_in_words(item, given)
