"""A workbook as a proposed rubric: nodes in the exchange format's shape, remarks, and errors by cell."""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from scorecards.rubrics import exchange
from scorecards.rubrics.exchange import RubricDocument
from scorecards.rubrics.sheets.columns import COLUMNS, LEVEL, POINTS, RULE
from scorecards.rubrics.sheets.gates import SAID, read_gate
from scorecards.rubrics.sheets.growing import Branch, grow, items_of
from scorecards.rubrics.sheets.items import Gathered, Plain, first_clause, read_item
from scorecards.rubrics.sheets.lines import Line, deeper_texts, read_lines, sections
from scorecards.rubrics.sheets.titles import Heading, one_line, read_heading
from scorecards.rubrics.sheets.wording import NUMBER, plain
from scorecards.scoring import BadRubric
from scorecards.scoring.numbers import canonical
from units.sheets import CellError, Table, Workbook, find_table
from units.sheets.headers import missing

MOST_ROWS = 1_000
MOST_REMARK = 4000

_NODE = re.compile(r"(?:nodes|\.children)\[\d+\]")


@dataclass(frozen=True, slots=True)
class Proposal:
    """What was read, for a person to look at; there is a document only where there are no errors."""

    document: RubricDocument | None
    remarks: tuple[str, ...] = ()
    errors: tuple[CellError, ...] = ()


def read_rubric(workbook: Workbook, *, title: str, code: str) -> Proposal:
    """The rubric in the first sheet that has a table of one."""
    tables = [
        table for sheet in workbook.sheets if (table := find_table(sheet, COLUMNS)) and _is_rubric(table)
    ]
    if not tables:
        return Proposal(None, errors=_no_table(workbook))
    found = Gathered(tables[0])
    if len(found.table.rows) > MOST_ROWS:
        cell = found.table.sheet.place(found.table.rows[MOST_ROWS].number, 0)
        return Proposal(
            None, errors=(CellError(cell, f"表格超过 {MOST_ROWS} 行，一部细则最多 300 个指标，请拆开。"),)
        )
    nodes = _nodes(found)
    others = "、".join(f"“{table.sheet.name}”" for table in tables[1:])
    if others:
        found.remarks.append(f"只读入了工作表“{tables[0].sheet.name}”；{others}没有读入，请分别上传。")
    if found.errors:
        return Proposal(None, tuple(found.remarks), tuple(found.errors))
    return _loaded(found, nodes, title=title, code=code)


def _is_rubric(table: Table) -> bool:
    return bool(table.rows) and (POINTS in table.places or RULE in table.places)


def _no_table(workbook: Workbook) -> tuple[CellError, ...]:
    sheet = next(sheet for sheet in workbook.sheets if sheet.rows)
    sentence = "没有找到评分细则的表头。表头要写明“一级指标”“二级指标”“分值”“评分标准”等列名，下面要有指标。"
    return missing(sheet, COLUMNS) or (CellError(sheet.place(0, 0), sentence),)


def _nodes(found: Gathered) -> list[Plain]:
    lines = read_lines(found.table)
    for empty in sections(found.table):
        if all(empty not in line.path for line in lines):
            found.remarks.append(f"“{empty}”下面没有指标，没有读入。")
    root = grow(lines)
    for line in root.lines:
        found.fault(line, LEVEL, "这一行没有写指标名称，请补上。")
    return [node for branch in root.children for node in _branch(branch, within="group", found=found)]


def _branch(branch: Branch, *, within: str, found: Gathered) -> Iterator[Plain]:
    """A part with what stands under it, an item, or the gates of a veto."""
    heading = read_heading(branch.title)
    if heading.kind == "gate" and within == "group":
        yield from _gates(branch, found)
        return
    items = items_of(branch)
    begins = within == "group" and heading.kind != "group"
    if branch.children or len(items) > 1 or begins:
        inner = "time" if heading.periods and within == "group" else heading.kind if begins else within
        part = _heading(heading, branch, kind=heading.kind if begins else "group", found=found)
        yield {**part, "children": list(_children(branch, items, heading.title, within=inner, found=found))}
    else:
        yield _item(items[0], branch.title, within, found)


def _children(
    branch: Branch, items: list[list[Line]], title: str, *, within: str, found: Gathered
) -> Iterator[Plain]:
    """First the lines beside the heading itself, then the headings under it."""
    for lines in items:
        yield _item(lines, title if len(items) == 1 else "", within, found)
    for child in branch.children:
        yield from _branch(child, within=within, found=found)


def _heading(heading: Heading, branch: Branch, *, kind: str, found: Gathered) -> Plain:
    """What the heading says of the part; a pool is a bonus whose items may take."""
    match = re.fullmatch(rf"(?P<n>{NUMBER})分?", plain(branch.points))
    points = heading.points or (canonical(Fraction(match["n"])) if match else None)
    hi = heading.hi
    if kind != "group" and points and not hi:
        found.remarks.append(f"“{heading.title}”写了 {points} 分，按最多计 {points} 分读入，请核对。")
        hi = points
    written: Plain = {"kind": "bonus" if kind == "pool" else kind, "title": heading.title}
    bounds = {"points": points, "weight": heading.weight, "lo": heading.lo, "hi": hi}
    written |= {name: text for name, text in bounds.items() if text is not None}
    if heading.periods and kind == "group":
        left_out = {"missing": "left_out"} if heading.leaves_out else {}
        written |= {"kind": "time", "params": {"periods": list(heading.periods), **left_out}}
    labels = {"classes": sorted(heading.classes), "units": sorted(heading.units)}
    applies = {name: names for name, names in labels.items() if names}
    return written | ({"applies": applies} if applies else {})


def _item(lines: list[Line], title: str, within: str, found: Gathered) -> Plain:
    node = read_item(lines, title=title, within="group" if within == "time" else within, found=found)
    return node | {"cell": found.table.cell(lines[0].row, RULE)}


def _gates(branch: Branch, found: Gathered) -> Iterator[Plain]:
    """One gate for each innermost heading; the veto's own row where nothing stands under it."""
    for child in branch.children:
        yield from _gates(child, found)
    for line in branch.lines:
        texts = [line.row.text(RULE), *deeper_texts(found.table, line.row)]
        text = "\n".join(dict.fromkeys(text for text in texts if text))
        alone = len(branch.lines) == 1
        title = one_line(branch.title) if alone else first_clause(text)
        params, is_said = read_gate(f"{branch.title}\n{text}")
        text = SAID.sub("", text).strip()
        cell = found.table.cell(line.row, RULE)
        if not is_said:
            found.remarks.append(
                f"“{title}”（{cell}）没有写清否决的后果，先按“不得评为最高等次”读入，请核对。"
            )
        yield {"kind": "gate", "title": title, "rule_text": text, "params": params, "cell": cell}


def _loaded(found: Gathered, nodes: list[Plain], *, title: str, code: str) -> Proposal:
    """Through the exchange format, whose refusals come back as errors of cells."""
    written, cells = _written(nodes)
    whole = {"format": exchange.FORMAT, "code": code, "title": title, "nodes": written}
    remark = "\n".join(dict.fromkeys(_note(row.whole) for row in found.table.notes))[:MOST_REMARK]
    data = json.dumps(whole | ({"remark": remark} if remark else {}), ensure_ascii=False).encode()
    try:
        document = exchange.load(data)
    except BadRubric as fault:
        place = "".join(match[0] for match in _NODE.finditer(fault.place))
        cell = cells.get(place, found.table.sheet.place(0, 0))
        return Proposal(None, tuple(found.remarks), (CellError(cell, fault.sentence),))
    return Proposal(document, (*found.remarks, *_compared(found.table, document)))


def _note(texts: Iterable[str]) -> str:
    """A row of 注：… as one text."""
    whole = "".join(dict.fromkeys(text.strip() for text in texts if text.strip()))
    return re.sub("^注[:：]", "", whole).strip()


def _written(
    nodes: list[Plain], *, above: str = "", place: str = "nodes"
) -> tuple[list[Plain], dict[str, str]]:
    """The nodes with keys like 1.2, and the cell of each by its place in the file."""
    written: list[Plain] = []
    cells: dict[str, str] = {}
    for number, node in enumerate(nodes):
        here = f"{place}[{number}]"
        key = f"{above}{number + 1}"
        one: Plain = {
            "key": key,
            **{name: value for name, value in node.items() if name not in ("cell", "children")},
        }
        cells[here] = str(node.get("cell", ""))
        children = node.get("children")
        if isinstance(children, list):
            one["children"], below = _written(children, above=f"{key}.", place=f"{here}.children")
            cells[here] = next(iter(below.values()), "")
            cells |= below
        written.append(one)
    return written, cells


def _compared(table: Table, document: RubricDocument) -> Iterator[str]:
    """Whether the sheet's own 合计 is what the items come to."""
    for row in table.totals:
        match = (
            re.fullmatch(rf"(?P<n>{NUMBER})分?", plain(row.texts[POINTS][-1]))
            if row.texts.get(POINTS)
            else None
        )
        is_whole = plain(next(text for text in row.whole if text)).startswith(("合", "总", "共"))
        if match and is_whole and Fraction(match["n"]) != Fraction(document.total_points):
            cell = table.cell(row, POINTS, at=-1)
            yield f"表上合计 {match['n']} 分（{cell}），读入的各项相加是 {document.total_points} 分，请核对。"
