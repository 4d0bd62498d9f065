"""Exact numbers: text or `Decimal` in, `Fraction` inside, one rounding on the way out."""

import re
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

LIMIT = Fraction(99_999_999, 10_000)
"""No single item gives or takes more than this: 9999.9999."""

MEASURED_PLACES = 8
"""Decimals of a number that is measured, not given as points: 50.34375, 87.66666667."""

_PLAIN = re.compile(r"-?[0-9]{1,9}(\.[0-9]{1,4})?")
_MEASURED = re.compile(r"-?[0-9]{1,9}(\.[0-9]{1,8})?")
_HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {
    ord("\u3000"): " ",
    ord("−"): "-",
    ord("。"): ".",
}


def half_width(text: str) -> str:
    """Full-width signs as a Chinese input method types them, turned into ASCII and trimmed."""
    return (text if text.isascii() else text.translate(_HALF_WIDTH)).strip()


def exact(text: str) -> Fraction:
    """A plain number of at most four decimals; anything else (NaN, 1e3, 1,000, ①) is a ValueError."""
    if not _PLAIN.fullmatch(text):
        raise ValueError(text[:40])
    return _fraction(text)


def _fraction(text: str) -> Fraction:
    """Of a plain number; `Fraction` itself would read the text by a far richer grammar."""
    whole, _, decimals = text.partition(".")
    return Fraction(int(whole + decimals), 10 ** len(decimals)) if decimals else Fraction(int(whole))


def typed(value: object) -> Fraction:
    """A number as a person types it, full-width digits forgiven; a ValueError otherwise."""
    if not isinstance(value, str) or len(value) > 40:
        raise ValueError
    return exact(half_width(value))


def measured(value: object) -> Fraction:
    """The same for what is measured, with up to eight decimals."""
    if not isinstance(value, str) or len(value) > 40 or not _MEASURED.fullmatch(text := half_width(value)):
        raise ValueError
    return _fraction(text)


def canonical(value: Fraction, places: int = 4) -> str:
    """The one way a number is stored: no plus sign, no needless zero, never -0."""
    sign = "-" if value < 0 else ""
    whole, rest = divmod(abs(value) * 10**places, 10**places)
    if rest.denominator != 1:
        raise ValueError(str(value))
    return f"{sign}{whole}.{int(rest):0{places}}".rstrip("0").rstrip(".")


def in_print(value: Fraction) -> str:
    """A number for readers: exact, with the minus sign of print.

    Where decimals do not end it is a fraction, with four decimals beside it for a pocket calculator.
    """
    sign = "−" if value < 0 else ""
    try:
        return f"{sign}{canonical(abs(value), MEASURED_PLACES)}"
    except ValueError:
        return f"{sign}{abs(value)}（≈{sign}{half_up(abs(value), 4)}）"


def sum_in_print(terms: Sequence[tuple[Fraction, str]]) -> str:
    """A sum as written by hand, 2 − 1×3 + 4; a term is its value, for the sign, and its size in print."""
    if not terms:
        return "0"
    (value, size), *rest = terms
    start = f"−{size}" if value < 0 else size
    return " ".join([start, *(f"{'−' if value < 0 else '+'} {size}" for value, size in rest)])


def half_up(value: Fraction, places: int) -> Decimal:
    """四舍五入: the only rounding there is; a half goes away from zero, as on paper."""
    units = (2 * abs(value.numerator) * 10**places + value.denominator) // (2 * value.denominator)
    return Decimal(f"{-units if value < 0 else units}E-{places}")
