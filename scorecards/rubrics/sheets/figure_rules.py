"""Rules over one figure, as printed: shares of a target, points by place, ballots, and points given freely."""

import re
from collections.abc import Callable
from fractions import Fraction

from scorecards.rubrics.sheets.rule import Frame, Rule, figure
from scorecards.rubrics.sheets.wording import NUMBER, UNIT, value

_OTHERWISE = "(?:否则|其余|其他|未完成(?:任务)?的?|未达到?的?|不足的?|达不到的?)?(?:，)?"
_SHARE = rf"{_OTHERWISE}按(?:实际)?(?:完成)?(?:比例|率)(?:折算)?(?:得|计|记)分"
_FULL = r"(?:的)?，?(?:得|计|记)(?:满分|(?P<full>NUMBER)分)".replace("NUMBER", NUMBER)
_PROPORTIONS = [
    re.compile(one)
    for one in (
        rf"[^；。\n]*?完成(?:率)?(?:达到?)?100%{_FULL}[，；]{_SHARE}",
        rf"(?P<before>[^；。\n]*?)(?P<target>{NUMBER}){UNIT}(?:以上|及以上)?(?:的)?(?:{_FULL})?[，；]{_SHARE}",
        rf"[^；。\n]*?(?P<own>(?:年度|全年|本年度)?(?:计划|目标|任务)(?:任务)?数?)(?:的)?(?:{_FULL})?[，；]{_SHARE}",
        r"(?:以)?(?:第1名|(?:本组)?最高(?:分|值|者)?)(?:为|得|计)满分，其(?:余|他)(?:单位)?按比例(?:得|计)分(?P<best>)",
        rf"按比例计分：得分=(?P<full>{NUMBER})×实际数÷(?P<target>{NUMBER})；最多得{NUMBER}分",
        rf"按比例计分：得分=(?P<full>{NUMBER})×实际数÷本组最高数；最多得{NUMBER}分(?P<best>)",
        rf"按比例计分：得分=(?P<full>{NUMBER})×实际数÷(?P<own>[^；]{{1,40}})；最多得{NUMBER}分",
    )
]
_PER_PERIOD = re.compile("每个?(?:月|季|半年|周|学期|次)")

_PLACE = re.compile(
    rf"(?P<end>倒数)?第(?P<place>\d{{1,2}})(?:名|位)?(?:的)?，?(?:得|计|记|加)?(?P<points>{NUMBER})分(?:[，；、。]|$)"
)
_PLACES_PREFIX = re.compile(r"^(?:按[^，。；：\d]{0,30}(?:名次|排名|排序)(?:得|计|赋)?分?[：，])")
_PLACES_REST = re.compile(
    r"(?:其余|其他|其后|以后|其他名次|第\d+名(?:及)?以后)(?:的|各名次)?(?:均)?(?:不得分|不计分|得?0分)"
)
_STEPS = re.compile(
    rf"(?:排名|名列|位列|列)?(?P<end>倒数)?第1(?:名|位)?(?:的)?，?(?:得|计)(?:满分|(?P<full>{NUMBER})分)，"
    rf"(?:每|依次)(?:后退|降低|靠后|下降|落后|递减|后|往后)(?:1)?(?:个)?(?:名次|名|位)?(?:的)?，?(?:依次)?(?:扣|减|少|递减)"
    rf"(?P<step>{NUMBER})分(?:，扣完为止)?"
)

_SEVERAL = re.compile(
    rf"(?:前(?P<first>\d{{1,2}})名|第1名(?:至|到|-)第(?P<last>\d{{1,2}})名)(?:的)?，?分别(?:得|加|计|奖)?"
    rf"(?P<each>{NUMBER}(?:、{NUMBER})+)分(?:[，；](?P<rest>.+))?"
)
_SHARED = re.compile("；[^；，]{0,20}相同的?(?:，)?(?:名次)?并列$")

_TRIM = re.compile(
    rf"(?P<own>按评委打分计：)?(?:[^，；。\d]{{0,30}}，)?(?:(?:当?参评人(?:数)?|评委|评分人|有效票)?(?:大于|超过|多于)(?P<above>\d{{1,2}})(?:人|名|张|位)?(?:的|时)?，?)?"
    rf"(?:测评结果|测评分)?去掉1?一?个最高分(?:和|、|，)(?:去掉)?1?一?个最低分(?:后|，)?(?:求|取|计算|的)?(?:平均分|平均值|平均数)"
    rf"(?:；当?参评人(?:数)?(?:小于等于|不超过)(?P<below>\d{{1,2}})人的?，直接求平均分)?"
    rf"(?:，再按(?P<points>{NUMBER})/(?P<scale>{NUMBER})折算)?"
)
_VOTE = re.compile(
    rf"“?(?P<name>[^，；。：\d]{{1,12}}?)”?(?:票)?(?:得|计|按|为|：)?(?:(?P<value>{NUMBER})分?|(?P<out>不计(?:入有效票|票|入|分)?))(?:[，；、。]|$)"
)
_VOTES_PREFIX = re.compile(r"^(?:按票计分|(?:民主)?测评|(?:群众)?满意度测评)[：，]")
_VOTES_REST = re.compile(
    rf"(?:取|按)?有效票(?:的)?(?:取|求)?平均(?:分|值)?(?:计分|得分)?(?:，再按{NUMBER}/{NUMBER}折算)?|取平均(?:分|值)"
)
_IS_VOTE = re.compile("测评|满意度|票|评议")

_GIVEN = re.compile(
    rf"(?:[^，；。\d]{{0,40}}，)?(?:视情(?:况)?|酌情|根据[^，；。\d]{{1,20}}|按[^，；。\d]{{1,20}})?，?(?:在)?(?:计|得|给|打|评|记)?"
    rf"(?P<low>{NUMBER})-(?P<high>{NUMBER})分(?:之间)?(?:内)?(?:酌情)?(?:打分|给分|计分|评分)?"
)
_GIVEN_FREELY = re.compile(
    rf"(?:由?(?:考核组|评分人|评委|评分部门|考评组))?(?:酌情|直接|综合)(?:给|打|评|计)分|由评分人在{NUMBER}-{NUMBER}分之间直接[给减]分|由评分人直接[给减]分，不低于0分"
)


def read_figures(text: str, frame: Frame) -> Rule | None:
    """The first of these kinds that is the whole text, or None."""
    bare = text.strip("。；，")
    readers: tuple[Callable[[str, Frame], Rule | None], ...] = (_given, _panel, _votes, _places, _proportion)
    found = (reader(bare, frame) for reader in readers)
    return next((rule for rule in found if rule), None)


def _given(text: str, frame: Frame) -> Rule | None:
    """Points between nothing and all are simply given."""
    if _GIVEN_FREELY.fullmatch(text):
        return Rule("MANUAL", {})
    match = _GIVEN.fullmatch(text)
    if match and not value(match["low"]) and value(match["high"]) == frame.points:
        return Rule("MANUAL", {})
    return None


def _proportion(text: str, frame: Frame) -> Rule | None:
    """Only where the target is said."""
    if not frame.points or frame.within == "penalty":
        return None
    match = next((found for one in _PROPORTIONS if (found := one.fullmatch(text))), None)
    if not match or _PER_PERIOD.search(text):
        return None
    said = match.groupdict()
    if said.get("full") and value(said["full"]) != frame.points:
        return None
    if said.get("best") is not None:
        return Rule("PROPORTION", {"target": {"group": "best"}})
    if said.get("own"):
        return Rule("PROPORTION", {"target": {"own": said["own"]}})
    target = value(said.get("target") or "100")
    return Rule("PROPORTION", {"target": figure(target)}) if target else None


def _places(text: str, frame: Frame) -> Rule | None:
    if frame.within == "penalty":
        return None
    bare = _SHARED.sub("", _PLACES_PREFIX.sub("", text))
    several = _SEVERAL.fullmatch(bare)
    if several:
        return _several(several, frame)
    match = _STEPS.fullmatch(bare)
    if match and frame.points and (not match["full"] or value(match["full"]) == frame.points):
        params: dict[str, object] = {"step": figure(value(match["step"]))}
        return Rule("RANK", params | ({"from": "bottom"} if match["end"] else {}))
    return _table(bare, frame)


def _table(text: str, frame: Frame) -> Rule | None:
    """第1名10分，第2名8分…: each place from the first, then at most what the rest get."""
    table: list[Fraction] = []
    ends: set[bool] = set()
    at = 0
    while match := _PLACE.match(text, at):
        if int(match["place"]) != len(table) + 1:
            return None
        table.append(value(match["points"]))
        ends.add(bool(match["end"]))
        at = match.end()
    rest = text[at:]
    if not table or len(ends) > 1 or (rest and not _PLACES_REST.fullmatch(rest)):
        return None
    if frame.points is not None and max(table) != frame.points:
        return None
    params: dict[str, object] = {"table": [figure(points) for points in table]}
    return Rule("RANK", params | ({"from": "bottom"} if ends == {True} else {}))


def _several(match: re.Match[str], frame: Frame) -> Rule | None:
    """前三名分别得10、8、5分."""
    table = [value(one) for one in match["each"].split("、")]
    if len(table) != int(match["first"] or match["last"]) or (
        match["rest"] and not _PLACES_REST.fullmatch(match["rest"])
    ):
        return None
    if frame.points is not None and max(table) != frame.points:
        return None
    return Rule("RANK", {"table": [figure(points) for points in table]})


def _panel(text: str, frame: Frame) -> Rule | None:
    """Judges' numbers; where no number of judges is named, the highest and lowest go whenever one remains."""
    match = _TRIM.fullmatch(text)
    if not match or not frame.points or frame.within == "penalty":
        return None
    if match["below"] and match["below"] != match["above"]:
        return None
    if match["points"] and value(match["points"]) != frame.points:
        return None
    scale = _scale(match, frame.points)
    if scale is None:
        return None
    return Rule("PANEL", {"numbers": {"trim_above": match["above"] or "2"}, "scale": figure(scale)})


def _scale(match: re.Match[str], points: Fraction) -> Fraction | None:
    """What a full ballot would say; None where it is not said."""
    if match["scale"]:
        return value(match["scale"])
    if "百分制" in match[0] or points == 100:
        return Fraction(100)
    return points if match["own"] else None


def _votes(text: str, frame: Frame) -> Rule | None:
    """满意100分，基本满意80分，不了解不计: ballots by level, on a scale of their own."""
    if not frame.points or frame.within == "penalty" or not _IS_VOTE.search(frame.title + text):
        return None
    levels: list[dict[str, str]] = []
    bare, at = _VOTES_PREFIX.sub("", text), 0
    while match := _VOTE.match(bare, at):
        worth = {"value": figure(value(match["value"]))} if match["value"] else {}
        levels.append({"name": match["name"], **worth})
        at = match.end()
    values = [value(level["value"]) for level in levels if "value" in level]
    if len(levels) < 2 or not values or (bare[at:] and not _VOTES_REST.fullmatch(bare[at:])):
        return None
    if max(values) != 100 or len({level["name"] for level in levels}) < len(levels):
        return None
    return Rule("PANEL", {"levels": levels, "scale": "100"})
