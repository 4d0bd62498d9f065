"""分档: numbers that two bands hold, and numbers that none holds."""

import re
from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

from scorecards.scoring.band import Band, Banded
from scorecards.scoring.lint.finding import Fault, Finding
from scorecards.scoring.numbers import in_print
from scorecards.scoring.tree import Part

_PERCENT = re.compile(r"[%％率]|占比|比例|百分")
_GROWTH = re.compile(r"增幅|增长|增速|降幅|下降")
_WHOLE = Fraction(100)


def doubtful_bands(tree: Part) -> Iterator[Finding]:
    """Every banded item: the first number that is held twice, and the first that is not held."""
    for item in tree.items():
        if isinstance(rule := item.rule, Banded):
            held = [(x, [band for band in rule.bands if band.holds(x, rule.closed)]) for x in _probes(rule)]
            for x, bands in held:
                if len(bands) > 1:
                    yield Finding(item.key, Fault.OVERLAP, _twice(rule, x, bands))
                    break
            for x, bands in held:
                if not bands:
                    yield Finding(item.key, Fault.GAP, _never(rule, x))
                    break


def _probes(rule: Banded) -> list[Fraction]:
    """Every end first, then one number between each two, then one beyond where there can be any."""
    ends = sorted({end for band in rule.bands for end in (band.low, band.high) if end is not None})
    grows = bool(_GROWTH.search(rule.measure))
    between = [(one + other) / 2 for one, other in pairwise(ends)]
    found = [*ends, *between, *_beyond(ends, grows=grows)] if ends else [Fraction(0)]
    is_share = bool(_PERCENT.search(rule.measure)) and not grows
    return [x for x in found if x <= _WHOLE] if is_share else found


def _beyond(ends: list[Fraction], *, grows: bool) -> Iterator[Fraction]:
    """Measured numbers are seldom negative, and shares never above 100."""
    if ends[0] > 0:
        yield Fraction(0)
    if ends[0] < 0 or grows:
        yield ends[0] - 1
    yield ends[-1] + 1


def _twice(rule: Banded, x: Fraction, bands: list[Band]) -> str:
    names = "和".join(f"“{band.in_words(rule.closed)}”" for band in bands[:2])
    return f"{rule.measure} {in_print(x)} 同时在{names}两档里，现在按写在前面的一档计；请改成各档不重叠。"


def _never(rule: Banded, x: Fraction) -> str:
    return f"{rule.measure} {in_print(x)} 不在任何一档里，填不进去；请把各档补齐。"
