"""What a heading carries behind its words: 班子建设（100分，占20%） · 加分项（最高10分） · 月考核（分期：1月、2月）."""

import re
from dataclasses import dataclass
from fractions import Fraction

from scorecards.rubrics.sheets.wording import NUMBER, plain
from scorecards.scoring.numbers import canonical

_SUFFIX = re.compile(r"(?P<title>.+?)\s*[（(](?P<bits>[^（()）]+)[)）]", re.DOTALL)
_POINTS = re.compile(rf"(?:共|满分)?(?P<n>{NUMBER})分")
_WEIGHT = re.compile(rf"(?:占|权重)(?P<n>{NUMBER})%")
_HIGHEST = re.compile(rf"(?:最高|最多|上限|不超过|封顶)(?:加|减|扣|计)?(?P<n>{NUMBER})分")
_LOWEST = re.compile(rf"最低(?:计)?(?P<n>-?{NUMBER})分")
_PERIODS = re.compile("分期：(?P<names>.+)")
_FOR = re.compile("适用：(?P<names>.+)")
_FOR_UNITS = re.compile("适用单位：(?P<names>.+)")

_TAIL = "(?:项目|项|指标|事项|部分|内容|因素|分)?"
_NUMBERED = r"(?:(?:[一二三四五六七八九十]{1,3}|\d{1,2})[、.])?"
_POOL = re.compile(rf"{_NUMBERED}(?:附加)?(?:加减分|加（减）分|加扣分|奖惩分){_TAIL}")
_BONUS = re.compile(rf"{_NUMBERED}(?:.{{0,8}}(?:加分|附加分|奖励分)|奖励|附加){_TAIL}")
_PENALTY = re.compile(rf"{_NUMBERED}(?:.{{0,8}}(?:减分|扣分|倒扣分)|处罚|负面清单){_TAIL}")
_GATE = re.compile(rf"{_NUMBERED}(?:.{{0,8}})?(?:一票否决|一票否优|否决){_TAIL}")


@dataclass(frozen=True, slots=True)
class Heading:
    """A group's heading as read: its words, and what the parentheses say."""

    title: str
    kind: str = "group"
    points: str | None = None
    weight: str | None = None
    lo: str | None = None
    hi: str | None = None
    periods: tuple[str, ...] = ()
    leaves_out: bool = False
    classes: tuple[str, ...] = ()
    units: tuple[str, ...] = ()


def kind_of(title: str) -> str:
    """The kind of part that the words announce: group, bonus, penalty, pool or gate."""
    words = plain(title)
    for kind, pattern in (("gate", _GATE), ("pool", _POOL), ("bonus", _BONUS), ("penalty", _PENALTY)):
        if pattern.fullmatch(words):
            return kind
    return "group"


def read_heading(text: str) -> Heading:
    """The heading; parentheses that say anything else stay part of the words."""
    whole = one_line(text)
    match = _SUFFIX.fullmatch(whole)
    found = _bits(match["bits"]) if match else None
    if match is None or found is None:
        return Heading(whole, kind=kind_of(whole))
    title = match["title"].strip()
    said = dict(found)
    kind = said.pop("kind", "") or kind_of(title)
    names = {
        name: tuple(said.pop(name, "").split("、"))
        for name in ("periods", "classes", "units")
        if name in said
    }
    leaves_out = bool(said.pop("leaves_out", ""))
    return Heading(title, kind=kind, leaves_out=leaves_out, **names, **said)  # type: ignore[arg-type]


def one_line(text: str) -> str:
    """A title without the line breaks of a narrow cell."""
    return re.sub(r"\s*\n\s*", "", text).strip()


def _bits(text: str) -> dict[str, str] | None:
    found: dict[str, str] = {}
    for bit in plain(text).replace("；", "，").split("，"):
        read = _bit(bit)
        if read is None or read[0] in found:
            return None
        found[read[0]] = read[1]
    return found


def _bit(bit: str) -> tuple[str, str] | None:
    fixed = {"加分": ("kind", "bonus"), "减分": ("kind", "penalty"), "缺期不计": ("leaves_out", "yes")}
    if bit in fixed:
        return fixed[bit]
    for name, pattern in (("points", _POINTS), ("hi", _HIGHEST), ("lo", _LOWEST)):
        if match := pattern.fullmatch(bit):
            return name, canonical(Fraction(match["n"]))
    if match := _WEIGHT.fullmatch(bit):
        return ("weight", canonical(Fraction(match["n"]) / 100)) if Fraction(match["n"]) else None
    if match := _PERIODS.fullmatch(bit):
        return "periods", match["names"]
    for name, pattern in (("classes", _FOR), ("units", _FOR_UNITS)):
        if match := pattern.fullmatch(bit):
            return name, match["names"]
    return None
