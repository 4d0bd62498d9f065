"""Bands of a number, as the sentence of this application has them: 按处理率分档：≥80得10分，<80得0分."""

import re

from scorecards.rubrics.sheets.rule import Frame, Rule, figure
from scorecards.rubrics.sheets.wording import NUMBER, value

_WHOLE = re.compile("按(?P<measure>[^：；]{1,40})分档：(?P<bands>[^；]+)")
_BAND = re.compile(
    rf"(?:(?P<above>[≥>])(?P<low>-?{NUMBER}))?(?:且)?(?:(?P<below>[<≤])(?P<high>-?{NUMBER}))?[得减](?P<points>{NUMBER})分(?:，|$)"
)
_CLOSED = {"≥": "low", "<": "low", ">": "high", "≤": "high"}


def read_bands(text: str, frame: Frame) -> Rule | None:
    """BAND, where every band is written with its signs and all close the same end."""
    whole = _WHOLE.fullmatch(text.strip("。"))
    if not whole or frame.within == "penalty":
        return None
    bands: list[dict[str, str]] = []
    closed: set[str] = set()
    at = 0
    while match := _BAND.match(whole["bands"], at):
        if not (match["above"] or match["below"]):
            return None
        closed |= {_CLOSED[sign] for sign in (match["above"], match["below"]) if sign}
        ends = {"from": match["low"], "to": match["high"], "points": match["points"]}
        bands.append({name: figure(value(end)) for name, end in ends.items() if end})
        at = match.end()
    if at < len(whole["bands"]) or len(bands) < 2 or len(closed) != 1:
        return None
    return Rule("BAND", {"measure": whole["measure"], "closed": closed.pop(), "bands": bands})
