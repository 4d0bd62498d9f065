"""Reading what was typed for an item, 不适用 included, which any kind may be where the rubric says what it means."""

from scorecards.scoring.numbers import half_width
from scorecards.scoring.refusals import BadInput
from scorecards.scoring.rule import CanonicalInput, Input
from scorecards.scoring.tree import Item

NOT_APPLICABLE = "不适用"


def is_na(given: Input) -> bool:
    """Whether the input says 不适用."""
    return given.get("na") is True


def parse_input(item: Item, raw: Input) -> CanonicalInput:
    """The one stored form of what was typed; raises `BadInput`."""
    if "na" not in raw:
        return item.rule.parse(raw)
    if raw["na"] is not True or len(raw) > 1:
        raise BadInput("选了“不适用”就不再填其他内容。", "na")
    if item.na_rule is None:
        raise BadInput("细则没有写这一项不适用时怎样计分，不能选“不适用”。", "na")
    return {"na": True}


def full_input(item: Item) -> CanonicalInput:
    """按满分计; where nothing entered is the state 无 there is no full mark to give."""
    if item.optional:
        raise BadInput("加分、减分项不能按满分计；没有加减分的不用填。", "")
    return item.rule.full()


def parse_cell(item: Item, text: str) -> CanonicalInput | None:
    """The input that was typed into a cell of the matrix; an empty cell is 未评 (or 无)."""
    if not half_width(text):
        return None
    return parse_input(item, {"na": True}) if text.strip() == NOT_APPLICABLE else item.rule.parse_cell(text)


def show_cell(item: Item, given: Input | None) -> str:
    """The text that `parse_cell` reads back as the same input."""
    if given is None:
        return ""
    return NOT_APPLICABLE if is_na(given) else item.rule.show_cell(given)


def given_in_words(item: Item, given: Input) -> str:
    """What was put in, as one says it."""
    return NOT_APPLICABLE if is_na(given) else item.rule.given_in_words(given)
