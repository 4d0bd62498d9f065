"""What pages say of an item whatever its card holds; worked out once an item, and kept while its rubric is in use."""

from dataclasses import dataclass
from functools import lru_cache

from scorecards.scoring import Box, Evidence, Item, Kind, NaRule, rule_in_words
from scorecards.scoring.numbers import in_print
from scorecards.scoring.tally import Tally
from scorecards.transitions.reported_full import full_answer

_NA = {
    NaRule.FULL: "按满分计",
    NaRule.EXCLUDED: "不计入，其他各项按比例折算",
    NaRule.MEAN: "按本组平均分计",
}
_ALTERNATIVES = {"override", "reasons"}
_EVIDENCE = {
    None: "选填",
    Evidence.NONE: "不需要",
    Evidence.REQUIRED: "有扣分、加分的须写明",
}


@dataclass(frozen=True, slots=True, eq=False)
class ItemWords:
    """What is printed of the item, the two explicit acts, and the boxes of its inputs; equal when the very same.

    `can_clash` says that one box may contradict another, or not stand without it; `takes_minus` is for a phone's
    keyboard, which has to offer the sign. `none` is the act 无上述情形; in bonus and penalty parts nothing typed says
    the same.
    """

    key: str
    number: str
    title: str
    worth: str
    text: str
    rule: str
    scorer: str
    evidence: str
    takes_evidence: bool
    takes_minus: bool
    none: str
    na: str
    boxes: tuple[Box, ...]
    is_tally: bool
    can_clash: bool
    takes_full: bool

    @property
    def name(self) -> str:
        """Number and title, for readers that hear a control without its surroundings."""
        return f"{self.number} {self.title}"


@lru_cache(maxsize=8192)
def item_words(item: Item) -> ItemWords:
    """The words of one item."""
    boxes = tuple(item.rule.boxes())
    return ItemWords(
        key=item.key,
        number=item.number,
        title=item.title,
        worth="" if item.points is None else in_print(item.points),
        text=item.text,
        rule=rule_in_words(item),
        scorer=item.scorer,
        evidence=_EVIDENCE[item.evidence],
        takes_evidence=item.evidence is not Evidence.NONE,
        takes_minus=item.kind is not Kind.MANUAL or item.rule.bounds()[0] < 0,
        none=_none(item),
        na=f"不适用（{_NA[item.na_rule]}）" if item.na_rule else "",
        boxes=boxes,
        is_tally=item.kind is Kind.TALLY,
        can_clash=any(box.path[0] in _ALTERNATIVES for box in boxes),
        takes_full=full_answer(item) is not None,
    )


def _none(item: Item) -> str:
    rule = item.rule
    if item.optional or not isinstance(rule, Tally):
        return ""
    base = rule.points(rule.full())
    act = "按满分计" if base == rule.bounds()[1] else "计基础分"
    return f"无上述情形，{act}（{in_print(base)} 分）"
