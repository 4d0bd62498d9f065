"""How full marks and titles are written on paper."""

from decimal import Decimal
from fractions import Fraction

from scorecards.scoring import half_up


def full_mark(text: str | None) -> Decimal | None:
    """A full mark without needless zeros."""
    if text is None:
        return None
    return Decimal(f"{half_up(Fraction(text), 2).normalize():f}")


def book_title(title: str) -> str:
    """In 书名号, once."""
    return title if title.startswith("《") else f"《{title}》"
