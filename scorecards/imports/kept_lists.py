"""Between the lines as read and the lines as kept in the database."""

from collections.abc import Iterable, Mapping

from scorecards.imports.list_lines import ListLine, kept_text, read_figure
from scorecards.models import ExceptionList, ExceptionRow, Mark
from scorecards.scorers import Ground
from scorecards.scoring import slot
from scorecards.transitions.exception_lists import RowFacts


def facts_of(lines: Iterable[ListLine], marks: Mapping[tuple[int, str], Mark]) -> list[RowFacts]:
    """What is kept of each line; those left out keep their words alone."""
    return [_facts(line, marks) for line in lines]


def _facts(line: ListLine, marks: Mapping[tuple[int, str], Mark]) -> RowFacts:
    if line.card is None or line.item is None:
        return RowFacts(line.raw_name, None, None, 0, line.figure, line.basis)
    mark = marks[line.card.pk, line.item.key]
    return RowFacts(line.raw_name, line.card.pk, mark.node_id, mark.period, line.text, line.basis)


def kept_rows(stored: ExceptionList) -> list[ExceptionRow]:
    """The lines as they stand, with card and item; one query."""
    rows = ExceptionRow.objects.filter(list=stored).select_related("card", "node")
    return list(rows.order_by("order", "pk"))


def lines_of(ground: Ground, rows: Iterable[ExceptionRow]) -> list[ListLine]:
    """The kept lines as they are read now."""
    return [_line(ground, row) for row in rows]


def _line(ground: Ground, row: ExceptionRow) -> ListLine:
    line = ListLine(f"第 {row.order} 行", row.raw_name, row.text, row.basis)
    if row.card_id is None or row.node is None:
        line.is_left_out = True
        return line
    line.card = ground.cards.get(row.card_id)
    line.item = ground.items.get(row.card_id, {}).get(slot(row.node.key, row.period))
    if line.card is None or line.item is None:
        line.problem = "评分表上已没有这一项。"
        return line
    line.cause, line.figure = kept_text(row.text, line.item)
    read_figure(line)
    return line
