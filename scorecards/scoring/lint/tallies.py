"""What a count leaves open: 扣完为止, how often, 取整方式, and which of several cases counts."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import combinations

from scorecards.scoring.causes import Cause, Counter, StepRounding, rivals
from scorecards.scoring.lint.finding import Fault, Finding, named
from scorecards.scoring.numbers import LIMIT, in_print
from scorecards.scoring.tally import Tally
from scorecards.scoring.targets import OfGroup, Target
from scorecards.scoring.tree import Item, NodeKind, Part

_COUNTED = re.compile(r"(批次|人次|户次|[次人个件月处场期篇项批户天例份名起条]数?|[^指分均]数)$")
_REMARK = re.compile(r"（[^（）]*）$")
_SETTLED = re.compile(r"就高|就低|重复|只计一|按最|最重|累加|叠加|都计|不累计|分开计")
_RUNG = re.compile(r"(国家|中央|省部|省|市|县|区|乡镇|乡|镇|校|院)(级|部)?(及?以上)?")
_TIMES_OVER = re.compile(r"加倍|翻倍|减半")
_EACH = re.compile(r"每|[1一]\s*[次例起人名个件处项]")


def open_counts(tree: Part) -> Iterator[Finding]:
    """Every count, each fault once."""
    for item in tree.items():
        if isinstance(rule := item.rule, Tally):
            checks = (
                (Fault.FLOOR, _floor(item, rule)),
                (Fault.TIMES, _times(rule)),
                (Fault.ROUNDING, _rounding(rule)),
                (Fault.CHOICE, _choice(item, rule)),
            )
            yield from (Finding(item.key, code, sentence) for code, sentence in checks if sentence)


def _floor(item: Item, rule: Tally) -> str | None:
    """A case that the text does not count by pieces is taken to happen once while nothing is said."""
    causes = rule.causes
    if not _EACH.search(item.text):
        causes = tuple(one if one.says_most else replace(one, most=1) for one in causes)
    if rule.says_lo or _most_taken(causes) <= rule.base:
        return None
    over = f"扣分合计可以超过 {in_print(rule.base)} 分" if rule.base else "可以扣到 0 分以下"
    return f"未写扣完为止：{over}，现在按扣完为止计；请在“扣到多少为止”里选扣完为止、最低若干分或者可以倒扣。"


def _most_taken(causes: tuple[Cause, ...]) -> Fraction:
    """The largest sum of deductions; of causes that exclude one another only the largest counts."""
    alone = [_taken(cause) for cause in causes if not cause.exclusive]
    return sum([*alone, *(max(map(_taken, group)) for group in rivals(causes).values())], Fraction(0))


def _taken(cause: Cause) -> Fraction:
    if not cause.takes:
        return Fraction(0)
    if cause.counter is not Counter.SHORTFALL or cause.target is None:
        return -cause.bounds(LIMIT)
    targets = _written(cause.target)
    return -cause.effect(max(map(cause.steps, targets))) if targets else -cause.bounds(LIMIT)


def _written(target: Target) -> list[Fraction]:
    """The numbers of the target; none where the card or the group brings it."""
    return [value for _, value in target.classes] + ([] if target.number is None else [target.number])


def _times(rule: Tally) -> str | None:
    unsaid = [
        cause.text
        for cause in rule.causes
        if cause.counter is Counter.TIMES and not cause.says_most and cause.cap is None
    ]
    if not unsaid:
        return None
    return (
        f"{named(unsaid)}没有写可以计几次，现在每次都计；请在“同一情形计几次”里写明每次都计或者最多计几次。"
    )


def _rounding(rule: Tally) -> str | None:
    unsaid = [cause for cause in rule.causes if cause.is_measured and not _is_rounded(cause)]
    if not unsaid:
        return None
    step = in_print(unsaid[0].step)
    return (
        f"取整方式未定：{named([cause.text for cause in unsaid])}不满 {step} 的部分没有写怎样计，"
        "现在不计；请在“不满一步怎样算”里选定。"
    )


def _is_rounded(cause: Cause) -> bool:
    """Said, or without meaning because whole things are counted one by one."""
    if cause.rounding in set(StepRounding) or cause.target is None:
        return True
    is_whole = all(one.denominator == 1 for one in _written(cause.target))
    is_counted = bool(_COUNTED.search(_REMARK.sub("", cause.text)))
    return is_whole and is_counted and cause.step == 1 and cause.target.group is not OfGroup.MEAN


def _choice(item: Item, rule: Tally) -> str | None:
    if _SETTLED.search(item.text):
        return None
    happening = [cause for cause in rule.causes if not cause.is_measured]
    for one, other in combinations(happening, 2):
        if one.takes is other.takes and not (one.exclusive and one.exclusive == other.exclusive):
            punishes = one.takes or item.within is NodeKind.PENALTY
            if _is_one_case(one.text, other.text, ladders=punishes):
                return _undecided([one.text, other.text])
    return None


def _is_one_case(one: str, other: str, *, ladders: bool) -> bool:
    """One holds the other, one doubles the other, or (`ladders`) they differ by the level of the office alone."""
    short, long = sorted((one, other), key=len)
    if (len(short) > 1 and short in long) or short == long:
        return True
    if bool(_TIMES_OVER.search(one)) is not bool(_TIMES_OVER.search(other)):
        return True
    return ladders and _RUNG.sub("", one) == _RUNG.sub("", other)


def _undecided(texts: Iterable[str]) -> str:
    return (
        f"同一件事可能同时符合{named(list(texts))}，没有写怎样取舍；只计最高一种的，请在“就高不重复”里填同一个名称，"
        "可以都计的，请在评分说明里写明“累加”。"
    )
