"""不适用: items that some units cannot have, without a word on what counts then."""

import re
from collections.abc import Iterator

from scorecards.scoring.lint.finding import Fault, Finding
from scorecards.scoring.proportion import Proportion
from scorecards.scoring.tally import Tally
from scorecards.scoring.tree import Item, Part

_MAY_BE_ABSENT = re.compile(
    r"新进|不合格党员|后进党支部|软弱(?:涣散|落后)|如有|若有|如无|若无"
    r"|没有[^，。；]{1,15}(?:任务|问题|事项|对象)的|未(?:承担|列入|涉及)|不涉及"
)
_SAYS_WHAT_THEN = re.compile(
    r"不适用|按满分[计得]|不计入(?:满分|总分)|不纳入考核|不作考核"
    r"|按[^，。；]{0,12}平均分[计得]|得分为[^，。；]{1,20}平均分"
)


def missing_absence(tree: Part) -> Iterator[Finding]:
    """Items that have to be filled by everybody."""
    for item in tree.items():
        if not item.optional and item.na_rule is None and (sentence := _sentence(item)):
            yield Finding(item.key, Fault.NOT_APPLICABLE, f"{sentence}；请在“不适用时”里选定。")


def _sentence(item: Item) -> str | None:
    if said := _SAYS_WHAT_THEN.search(item.text):
        return f"评分说明写了“{said.group()}”，却没有定不适用时怎样计分"
    if not _has_to_be_measured(item):
        return None
    if isinstance(item.rule, Proportion) and item.rule.target.own:
        return f"“{item.rule.target.own}”是 0 的单位没法计分，没有写不适用时怎样计分"
    if found := _MAY_BE_ABSENT.search(f"{item.title} {item.text}"):
        return f"有的单位可能没有“{found.group()}”的情况，没有写不适用时怎样计分"
    return None


def _has_to_be_measured(item: Item) -> bool:
    """Where only occurrences are counted, none is an answer."""
    return not isinstance(item.rule, Tally) or any(cause.is_measured for cause in item.rule.causes)
