"""Kinds of item that the rules against formalism forbid since 2024: a warning; a person decides."""

import re
from collections.abc import Iterator

from scorecards.scoring.lint.finding import Fault, Finding, named
from scorecards.scoring.placing import Placing
from scorecards.scoring.proportion import Proportion
from scorecards.scoring.tally import Tally
from scorecards.scoring.tree import Item, Node, NodeKind, Part

_HARMLESS = re.compile(
    r"批示(?:件|事项|精神)?[^，。；]{0,8}(?:办理|办结|落实|贯彻)|(?:落实|贯彻|办理)[^，。；]{0,12}批示"
    r"|(?:媒体|新闻|网络)[^，。；]{0,8}(?:曝光|负面)|负面[^，。；]{0,4}报道"
    r"|(?:过度|处处|层层|强制|违规)(?:留痕|打卡|签到)"
)
_PRAISE = re.compile(
    r"批示|圈阅|信息报道|宣传报道|报道|媒体|刊发|刊登|刊载|发稿|稿件|上稿|投稿|新闻宣传"
    r"|信息[^，。；]{0,6}(?:采用|录用|采纳)|简报[^，。；]{0,6}(?:采用|录用)"
)
_TRACES = re.compile(
    r"留痕|照片|拍照|截图|录像|影像资料|图片资料|学习笔记|读书笔记|笔记本|心得体会"
    r"|台账[^，。；]{0,4}(?:厚|份数|数量|齐全)"
)
_CLICKS = re.compile(
    r"签到|打卡|积分排名|学习积分|登录(?:率|次数|时长)|在线(?:学习)?(?:时长|时间)|点赞|转发(?:量|数|率)|阅读量|浏览量|活跃度"
)
_MORE_IS_BETTER = re.compile(
    r"(?:会议|活动|培训|调研|发文|文件|简报|信息)[^，。；]{0,10}每(?:多|增加|超过?)?[^，。；加扣]{0,6}[次场篇份期条][^，。；扣]{0,6}加"
    r"|每[多增](?:开|办|发|报|上报|举办|召开|印发)[^，。；扣]{0,8}加"
)
_OUTPUT = re.compile(r"(?:会议|大会|例会|培训|调研|发文|印发|文件|简报)[^，。；]{0,6}(?:[次场篇份期]|数)")

_SINCE = "按2024年以来整治形式主义、为基层减负的规定"
_KINDS = (
    (_PRAISE, f"{_SINCE}，领导批示、媒体报道和信息采用不作为考核内容"),
    (_TRACES, f"{_SINCE}，不以拍照留痕、笔记台账评价工作好坏"),
    (_CLICKS, f"{_SINCE}和政务应用程序的管理规定，不以签到打卡、积分排名、在线时长作为考核依据"),
    (_MORE_IS_BETTER, f"{_SINCE}，不以开会、发文、办活动的多少评价工作好坏"),
)


def forbidden_kinds(tree: Part) -> Iterator[Finding]:
    """Each node by the words that it uses, and by what brings more the more there is of it."""
    for node in tree.walk():
        text = _HARMLESS.sub("", _words(node))
        for pattern, basis in _KINDS:
            if hits := list(dict.fromkeys(pattern.findall(text))):
                yield _finding(node, hits, basis)
        if (
            isinstance(node, Item)
            and not _MORE_IS_BETTER.search(text)
            and (more := [one for one in _rewarded(node) if _OUTPUT.search(one)])
        ):
            yield _finding(node, more, _KINDS[-1][1])


def _finding(node: Node, hits: list[str], basis: str) -> Finding:
    return Finding(node.key, Fault.FORBIDDEN, f"出现{named(hits)}：{basis}；请改为考核工作实效，或者删去。")


def _words(node: Node) -> str:
    rule = f"。{node.rule.in_words()}" if isinstance(node, Item) else ""
    return f"{node.title}。{node.text}{rule}"


def _rewarded(item: Item) -> list[str]:
    """What brings more points the more there is of it, without a written number that is enough."""
    rule = item.rule
    if item.within is NodeKind.PENALTY:
        return []
    if isinstance(rule, Tally):
        return [cause.text for cause in rule.causes if not cause.takes]
    if isinstance(rule, Placing) and rule.is_relative:
        return [rule.measure, item.title]
    is_race = isinstance(rule, Proportion) and (rule.is_relative or rule.cap is None)
    return [item.title] if is_race else []
