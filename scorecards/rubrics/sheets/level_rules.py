"""Levels as printed: 好20分，较好15分，一般10分 · 健全（2分）；不健全（0分） · 是/否 · … 的不得分."""

import re
from fractions import Fraction

from scorecards.rubrics.sheets.rule import Frame, Rule, figure
from scorecards.rubrics.sheets.wording import NUMBER, trimmed, value

_END = r"(?:[；，、。\n]|$)"
_WORTH = rf"(?:得|计|记|为|：|:)?(?P<points>{NUMBER})分"
_FULL = r"(?P<full>(?:得|计|记)满分)"
_NOTHING = r"(?P<nothing>(?:本项|该项|此项)?(?:即|均|一律)?(?:不得分|不计分|不给分))"
_ENTRY = re.compile(
    rf"(?P<name>[^。；\n]+?)(?:的)?[，：]?(?:（{_WORTH}）|{_WORTH.replace('points', 'bare')}|{_FULL}|{_NOTHING}){_END}"
)
_PREFIX = re.compile(r"^按档次[计减]分：")
_SUFFIX = re.compile(
    r"[，；。](?:就高不就低|取最高(?:1?项|分|档)?(?:计分)?|只计最高(?:的)?1?项|不重复计分)。?$"
)
_YES_OR_NO = re.compile(r"(?:按)?“?是”?(?:/|或|、|和)“?否”?(?:计分|评定|判定|得分)?。?")
_ONLY_NOTHING = re.compile(rf"(?P<name>[^。；\n]+?)(?:的)?，?{_NOTHING}。?")
_NO_LEVEL = re.compile(
    "扣|减|加|倍|封顶|最多|最高|上限|满分|基础分|同一|累计|合计|不超过|酌情|视情|另|平均|比例|名次|第1名|以内|分档"
)
_PER_CASE = re.compile(r"每(?!个?(?:月|季|年|半年|周|学期))")

_REQUIREMENT = re.compile(r"[^\d分扣减加]+。(?=[^。]+。?$)")
_PLAIN_NAMES = {
    "好",
    "较好",
    "一般",
    "较差",
    "差",
    "优秀",
    "良好",
    "合格",
    "基本合格",
    "不合格",
    "优",
    "良",
    "中",
}
_MOST_LEVELS = 20
_MOST_NAME = 50
NONE_OF_IT = "无此情形"


def read_levels(text: str, frame: Frame) -> Rule | None:
    """LEVEL, or None where the text is anything else."""
    if frame.points is not None and _YES_OR_NO.fullmatch(text):
        return _rule([("是", frame.points), ("否", Fraction(0))])
    generated = bool(_PREFIX.match(text))
    listed = _SUFFIX.sub("", _PREFIX.sub("", text))
    entries = _entries(listed, frame) or _after_requirement(listed, frame)
    if entries is None or not 2 <= len(entries) <= _MOST_LEVELS or not _is_sound(entries, frame, generated):
        return None
    return _rule(entries)


def _after_requirement(text: str, frame: Frame) -> list[tuple[str, Fraction]] | None:
    """制度健全、学用结合。好得5分，较好得4分…: what is asked for has no figure, and the levels are plain grades."""
    match = _REQUIREMENT.match(text)
    entries = _entries(text[match.end() :], frame) if match else None
    return entries if entries and {name for name, _ in entries} <= _PLAIN_NAMES else None


def read_only_nothing(text: str, frame: Frame) -> Rule | None:
    """班子成员有违规违纪的不得分: two levels, the case and none of it."""
    match = _ONLY_NOTHING.fullmatch(text)
    if not match or frame.points is None or not frame.is_ordinary:
        return None
    name = trimmed(match["name"])
    if not name or len(name) > _MOST_NAME or _NO_LEVEL.search(name) or re.search(r"\d分|否则", name):
        return None
    return _rule([(NONE_OF_IT, frame.points), (name, Fraction(0))])


def _entries(text: str, frame: Frame) -> list[tuple[str, Fraction]] | None:
    """Name and points, one after the other with nothing between; None where something else stands there."""
    found: list[tuple[str, Fraction]] = []
    at = 0
    while at < len(text):
        match = _ENTRY.match(text, at)
        if not match or match.end() == at:
            return None
        name = trimmed(match["name"])
        in_parentheses = match["points"] is not None
        if not name or _NO_LEVEL.search(name) or (not in_parentheses and _PER_CASE.search(name)):
            return None
        found.append((name, _points(match, frame)))
        at = match.end()
    return found


def _points(match: re.Match[str], frame: Frame) -> Fraction:
    if match["full"]:
        return frame.points if frame.points is not None else Fraction(-1)
    return Fraction(0) if match["nothing"] else value(match["points"] or match["bare"])


def _is_sound(entries: list[tuple[str, Fraction]], frame: Frame, generated: bool) -> bool:
    """Names differ and are short; the best level is the item's points.

    Outside the full mark “国家级5分，省级3分” may as well add up, so there a level worth nothing has to be named.
    """
    names = [name for name, _ in entries]
    points = [points for _, points in entries]
    if (
        len(set(names)) < len(names)
        or max(map(len, names)) > _MOST_NAME
        or min(points) < 0
        or not max(points)
    ):
        return False
    if frame.is_ordinary:
        return max(points) == frame.points
    return (generated or min(points) == 0) and (frame.points is None or max(points) <= frame.points)


def _rule(entries: list[tuple[str, Fraction]]) -> Rule:
    levels = [{"name": name, "points": figure(points)} for name, points in entries]
    return Rule("LEVEL", {"levels": levels})
