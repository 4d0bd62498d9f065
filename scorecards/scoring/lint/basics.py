"""What has to be written beside levels, points and gates, and how ties are decided."""

import re
from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import pairwise

from scorecards.scoring.level import Level
from scorecards.scoring.lint.finding import Fault, Finding
from scorecards.scoring.manual import Manual
from scorecards.scoring.numbers import in_print
from scorecards.scoring.tree import Gate, Item, Part

_SAYS_NOTHING = re.compile(r"(没有|未|只)写|只给分")
_PERCENT = re.compile(r"每[低高少多超][^，。；\d]{0,3}\d+(?:\.\d+)?\s*[%％](?!点)")
_SAYS_HOW = re.compile(
    r"得分|计分|给分|加分|扣分|减分|[得扣减加]\s*\d|[得扣减加]（|不得|折算|酌情|比例|平均|每.{1,12}[得扣减加]"
)


def levels_without_zero(tree: Part) -> Iterator[Finding]:
    """In a bonus or penalty part nothing entered is the 0."""
    for item in tree.items():
        if isinstance(item.rule, Level) and not item.optional and item.rule.bounds()[0] > 0:
            least = in_print(item.rule.bounds()[0])
            yield Finding(
                item.key,
                Fault.NO_ZERO,
                f"没有 0 分的档次，最差也得 {least} 分；请补一个 0 分的档次，确实没有的请写进评分说明。",
            )


def points_without_rule(tree: Part) -> Iterator[Finding]:
    """Points that somebody gives, and not a word on how."""
    for item in tree.items():
        if isinstance(item.rule, Manual) and not _says_how(item):
            yield Finding(
                item.key,
                Fault.NO_RULE,
                "没有写评分标准；请在评分说明里写明怎样给分，能分档次或者计次数的请换成相应的计分方式。",
            )


def _says_how(item: Item) -> bool:
    return bool(_SAYS_HOW.search(item.text)) and not _SAYS_NOTHING.search(item.text)


def unclear_percents(tree: Part) -> Iterator[Finding]:
    """每低1% is one point of a percentage, or one part in a hundred of the target."""
    for item in tree.items():
        if found := _PERCENT.search(item.text):
            yield Finding(
                item.key,
                Fault.PERCENT,
                f"“{found.group()}”是低（高）多少个百分点，还是目标数的百分之几，没有写明；按百分点计的，请改写成“个百分点”。",
            )


def gates_without_document(tree: Part) -> Iterator[Finding]:
    """A gate is set by a paper of a higher office, not by opinion."""
    for node in tree.walk():
        if isinstance(node, Gate) and not node.document:
            yield Finding(
                node.key,
                Fault.NO_DOCUMENT,
                "没有写依据文件；否决要有上级文件为据，请写明由哪一级的什么文件认定。",
            )


def lines_upside_down(ranking: Mapping[str, object]) -> Iterator[Finding]:
    """A lower grade with a higher line is never given."""
    grades = ranking.get("grades")
    lined = (
        [one for one in grades if isinstance(one, Mapping) and "line" in one]
        if isinstance(grades, list)
        else []
    )
    for upper, lower in pairwise(lined):
        if Fraction(str(lower["line"])) >= Fraction(str(upper["line"])):
            sentence = (
                f"等次“{lower['name']}”的分数线不低于“{upper['name']}”的，请从高到低写，或者改正分数线。"
            )
            yield Finding("", Fault.LINES, sentence)


def unsaid_ties(ranking: Mapping[str, object]) -> Iterator[Finding]:
    """The rubric's own rule on equal totals."""
    if "ties" not in ranking:
        yield Finding(
            "",
            Fault.TIES,
            "没有写总分相同怎样排名，现在并列，下一名次空出；请写明并列，或者先比较哪几项的得分。",
        )
