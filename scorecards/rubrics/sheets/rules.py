"""A rule as printed → a scoring kind with its parameters, or the words that were not understood."""

import re

from scorecards.rubrics.sheets.band_rules import read_bands
from scorecards.rubrics.sheets.figure_rules import read_figures
from scorecards.rubrics.sheets.level_rules import read_levels, read_only_nothing
from scorecards.rubrics.sheets.rule import Frame, NotUnderstood, Rule
from scorecards.rubrics.sheets.tally_rules import read_tally
from scorecards.rubrics.sheets.wording import NUMBER, plain, value

MOST_TEXT = 2_000

_NOT_APPLICABLE = re.compile(
    r"(?:^|[，；。\n])(?:不适用(?:本项)?|不涉及(?:本项|此项)?(?:工作|任务)?|(?:没有|无)(?:此项|本项|该项)(?:工作|任务|职能)?)(?:的|的单位|单位)?，?"
    r"(?:(?P<full>(?:按|得|计)满分(?:计(?:分|算)?)?)|(?P<mean>(?:按|计|得)?(?:本?组)?平均分(?:计(?:分|算)?|得分)?)|"
    r"(?P<excluded>不计入?(?:总分)?，?按比例折算))(?=$|[，；。\n])"
)


def read_rule(text: str, frame: Frame) -> Rule:
    """The rule, understood to its last word; raises `NotUnderstood` otherwise."""
    if len(text) > MOST_TEXT:
        raise NotUnderstood(text[:40])
    words = plain(text)
    match = _NOT_APPLICABLE.search(words)
    if match and frame.is_ordinary:
        words = f"{words[: match.start()]}{words[match.end() :]}".strip("，；。\n")
    words = _without_points(words.strip("，；。\n"), frame)
    if "…" in words:  # the printed page left something out
        raise NotUnderstood("……")
    if not words:
        raise NotUnderstood("")
    readers = (read_levels, read_figures, read_bands, read_only_nothing, read_tally)
    rule = next(rule for reader in readers if (rule := reader(words, frame)))
    if match and frame.is_ordinary:
        said = next(name for name, words_said in match.groupdict().items() if words_said)
        return Rule(rule.kind, rule.params, not_applicable=said)
    return rule


def _without_points(words: str, frame: Frame) -> str:
    """Without the item's own points repeated at the end: … 得分(15分)."""
    match = re.fullmatch(rf"(?P<words>[^（）]*)（(?:本项|满分|分值|计|共)?(?P<points>{NUMBER})分）", words)
    return match["words"] if match and value(match["points"]) == frame.points else words
