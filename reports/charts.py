"""Numbers → the lengths and shades of the charts, as SVG attributes and style-sheet classes can take them."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal

TINTS = 6
MOST_BANDS = 8
HUNDREDTH = Decimal("0.01")
WHOLE = Decimal(100)


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of a small chart: its words, its number as printed, its length in per cent of the axis from zero."""

    label: str
    value: str
    length: Decimal
    note: str = ""


def length(value: Decimal | None, *, full: Decimal) -> Decimal:
    """How far a bar reaches on an axis from zero to `full`, in per cent; nothing below zero or beyond the end."""
    if value is None or full <= 0:
        return Decimal(0)
    return min(max(value / full * WHOLE, Decimal(0)), WHOLE).quantize(HUNDREDTH, ROUND_HALF_UP)


def tint_floor(shares: Iterable[Decimal]) -> Decimal:
    """Where the scale of shades begins: the lowest share, down to the next ten per cent, at most 90."""
    lowest = min(shares, default=Decimal(0))
    return min(max((lowest / 10).to_integral_value(ROUND_FLOOR) * 10, Decimal(0)), Decimal(90))


def tint(share: Decimal, *, floor: Decimal) -> int:
    """The shade of a share, from 1 (light) to 6 (dark), in equal steps from `floor` to 100 per cent."""
    step = (share - floor) / (WHOLE - floor) * TINTS
    return min(max(int(step) + 1, 1), TINTS)


def spread(totals: Sequence[Decimal], *, full: Decimal) -> tuple[Bar, ...]:
    """How many totals fall into each twentieth of the full mark (or wider bands), highest first, without empty ends.

    A band holds its lower end and not its upper one, but the full mark belongs to the one below it.
    """
    if full <= 0 or not totals:
        return ()
    width = full / 20
    while (max(totals) - min(totals)) / width > MOST_BANDS:
        width *= 2
    bands = [math.floor(total / width) - (total == full) for total in totals]
    counts = {band: bands.count(band) for band in range(min(bands), max(bands) + 1)}
    most = Decimal(max(counts.values()))
    return tuple(
        Bar(_band(band, width), str(count), length(Decimal(count), full=most))
        for band, count in sorted(counts.items(), reverse=True)
    )


def _band(band: int, width: Decimal) -> str:
    return f"{_short(band * width)}～{_short((band + 1) * width)}"


def _short(value: Decimal) -> str:
    return f"{value.normalize():f}"
