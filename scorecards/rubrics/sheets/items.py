"""One item out of its lines: points, rule, who scores it, and what had to be left to the scorer."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from scorecards.rubrics.sheets.columns import APPLIES, METHOD, NOTE, POINTS, RULE, SCORER
from scorecards.rubrics.sheets.lines import Line, deeper_texts
from scorecards.rubrics.sheets.rule import Frame, NotUnderstood, Rule
from scorecards.rubrics.sheets.rules import read_rule
from scorecards.rubrics.sheets.titles import one_line
from scorecards.rubrics.sheets.wording import NUMBER, plain, value
from scorecards.scoring.numbers import canonical
from units.sheets import CellError, Table

_POINTS = re.compile(rf"[+≤]?(?:最高|最多|不超过|满分)?(?:加|减|扣)?(?P<n>{NUMBER})分?")
_NEGATIVE = re.compile(rf"-(?P<n>{NUMBER})分?")
_IN_TITLE = re.compile(rf"[^（）]*（(?:共|满分|分值)?(?P<n>{NUMBER})分）")
_OWN_POINTS = re.compile(rf"^（?(?:本项|满分|共)?(?P<n>{NUMBER})分(?:[，）]|$)|（(?P<m>{NUMBER})分）$")

_ASIDE = re.compile("(?m)^(?:考评方式|备注)：.*$")

MOST_TITLE = 60
MOST_RULE = 2000

Plain = dict[str, object]


@dataclass(slots=True)
class Gathered:
    """What reading found besides the nodes."""

    table: Table
    remarks: list[str] = field(default_factory=list)
    errors: list[CellError] = field(default_factory=list)

    def fault(self, line: Line, column: str, sentence: str) -> None:
        at = -1 if column == POINTS else 0
        self.errors.append(CellError(self.table.cell(line.row, column, at=at), sentence))


def read_item(lines: Sequence[Line], *, title: str, within: str, found: Gathered) -> Plain:
    """The node without its key; an item whose rule is not understood is scored by hand, with its text kept."""
    shown = _title(title, lines)
    points = _points(lines, title, within, found)
    rule_words = _joined(line.row.text(RULE) for line in lines)
    frame = Frame(None if points is None else value(points), within, shown)
    rule = _rule(rule_words, frame, lines, found)
    node: Plain = {"kind": "item", "title": shown}
    node |= {} if points is None else {"points": points}
    node |= {"scoring_kind": rule.kind, "params": dict(rule.params)}
    text = _text(title, shown, rule_words, lines, found)
    node |= {"rule_text": text} if text else {}
    node |= {"not_applicable": rule.not_applicable} if rule.not_applicable else {}
    return node | _whom(lines)


def _title(title: str, lines: Sequence[Line]) -> str:
    """The heading in one line; a very long one by its first clause, the whole going to the rule's text."""
    whole = one_line(title) or first_clause(lines[0].row.text(RULE))
    return whole if len(whole) <= MOST_TITLE else first_clause(whole)


def first_clause(text: str) -> str:
    """What stands before the first comma or stop, as a title."""
    return re.split(r"[，。；：,;\n]", text.strip())[0].strip()[:MOST_TITLE].strip() or "（未写名称）"


def _points(lines: Sequence[Line], title: str, within: str, found: Gathered) -> str | None:
    """From the column, or else from （2分） in the heading or the rule."""
    written = next((line.points for line in lines if line.points), "")
    match = _POINTS.fullmatch(plain(written)) or (within == "penalty" and _NEGATIVE.fullmatch(plain(written)))
    if match:
        return canonical(value(match["n"]))
    if written:
        found.fault(lines[0], POINTS, f"分值“{written[:20]}”不是一个数，请改成数字，如 2、0.5。")
        return None
    said = _IN_TITLE.fullmatch(plain(title)) or _said_in_rule(lines)
    if said:
        return canonical(value(next(figure for figure in said.groups() if figure)))
    if within == "group":
        found.fault(lines[0], POINTS, "没有写分值，请补上本项的分值。")
    return None


def _said_in_rule(lines: Sequence[Line]) -> re.Match[str] | None:
    """（2分，少1次扣0.5分） or … （2分）, where only one such figure stands."""
    rule = lines[0].row.text(RULE).replace(",", "，").replace("(", "（").replace(")", "）").strip()
    if len(lines) != 1 or len(re.findall(rf"（{NUMBER}分", rule)) > 1:
        return None
    return _OWN_POINTS.search(plain(rule)) or _OWN_POINTS.search(rule)


def _joined(texts: Iterable[str]) -> str:
    """Each text once, line by line."""
    return "\n".join(dict.fromkeys(text.strip() for text in texts if text.strip()))


def _rule(words: str, frame: Frame, lines: Sequence[Line], found: Gathered) -> Rule:
    """By hand where there is no rule or not all of it was understood; a remark says so."""
    where = f"“{frame.title}”（{found.table.cell(lines[0].row, RULE)}）"
    if not words:
        found.remarks.append(f"{where}没有写评分标准，按直接给分读入。")
        return Rule("MANUAL", {})
    try:
        return read_rule(_ASIDE.sub("", words).strip(), frame)
    except NotUnderstood as unread:
        part = f"没有读懂“{unread.part[:60]}”" if unread.part else "没有读懂评分标准"
        found.remarks.append(f"{where}按直接给分读入：{part}，原文已保留，请核对后改用合适的计分方式。")
        return Rule("MANUAL", {})


def _text(title: str, shown: str, rule: str, lines: Sequence[Line], found: Gathered) -> str:
    """Everything printed about the item: a long heading, requirements, the rule, how it is looked at, remarks."""
    about = [text for line in lines for text in deeper_texts(found.table, line.row)]
    parts = [*([] if one_line(title) in (shown, "") else [title]), *about, rule]
    for name, column in (("考评方式", METHOD), ("备注", NOTE)):
        said = _joined(line.row.text(column) for line in lines)
        parts += [f"{name}：{said}"] if said else []
    if any(line.row.text(NOTE) for line in lines):
        cell = found.table.cell(lines[0].row, NOTE)
        found.remarks.append(f"“{shown}”的备注（{cell}）已并入评分说明，没有作为规则读入，请核对。")
    text = _joined(parts)
    if len(text) > MOST_RULE:
        found.fault(lines[0], RULE, f"评分说明超过 {MOST_RULE} 个字，请精简。")
    return text


def _whom(lines: Sequence[Line]) -> Plain:
    """Who scores it and whom it is for."""
    scorer = one_line(next((line.row.text(SCORER) for line in lines if line.row.text(SCORER)), ""))
    whom = one_line(next((line.row.text(APPLIES) for line in lines if line.row.text(APPLIES)), ""))
    applies = _applies(whom)
    return ({"scorer": scorer} if scorer else {}) | ({"applies": applies} if applies else {})


def _applies(text: str) -> dict[str, list[str]]:
    """乡镇、县直部门 are classes; 单位：县水利局 names units; 全部 is everybody."""
    if re.fullmatch("(?:全部|所有|各|全县各?)?(?:参评)?(?:单位|对象)?", text):
        return {}
    found: dict[str, list[str]] = {}
    for part in re.split("[；;]", text):
        name, _, rest = part.replace(":", "：").rpartition("：")
        labels = [label for one in re.split("[、，,]", rest) if (label := one.strip())]
        if labels:
            found["units" if "单位" in name else "classes"] = sorted(set(labels))
    return found
