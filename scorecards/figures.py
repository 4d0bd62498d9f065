"""Numbers and inputs as pages and papers show them."""

from decimal import Decimal
from fractions import Fraction

from scorecards.scoring import Input, Item, Kind, given_in_words, half_up, is_na

NOTHING = "—"


def printed(figure: Decimal | str | None, *, nothing: str = NOTHING) -> str:
    """A stored figure with its decimals as they are, and with the minus sign of print."""
    return nothing if figure is None else str(figure).replace("-", "−")


def gained(change: Decimal | None) -> str:
    """A difference, with its sign."""
    return printed(change) if not change else printed(f"{change:+}")


def shown(points: Decimal | Fraction | None) -> str:
    """Two decimals, half up, with the minus sign of print; nothing for no points."""
    return printed(None if points is None else half_up(Fraction(points), 2), nothing="")


def told(item: Item, given: Input | None) -> str:
    """What a unit put in, in words; a number that was typed as points says all by itself."""
    if given is None:
        return "没有填写"
    if item.kind is Kind.MANUAL and not is_na(given):
        return f"自评 {given['value']} 分"
    return given_in_words(item, given)
