"""Many 核定 marks of a group as one act: all are written and kept as a batch, or sentences say what holds it up."""

from collections.abc import Sequence

from scorecards.group_sheets import Sheet
from scorecards.models import BatchKind, Group, MarkBatch
from scorecards.transitions.checking import Cell, check_together
from scorecards.transitions.saving import Saved
from units.models import User
from units.transitions.refused import Refused

_MOST_NAMED = 10


def write_whole(
    group: Group, cells: Sequence[Cell], *, kind: BatchKind, words: str, by: User
) -> MarkBatch | None:
    """As `check_together`, refused where one cell holds it up; nothing new makes no batch."""
    checked = check_together(group, cells, kind=kind, words=words, by=by)
    require_all(cells, checked.outcomes, checked.sheet)
    return checked.batch


def require_all(cells: Sequence[Cell], outcomes: Sequence[Saved], sheet: Sheet) -> None:
    """One bad cell refuses the whole act."""
    if len(outcomes) != len(cells) or any((cell.card_id, cell.key) not in sheet.marks for cell in cells):
        raise Refused("有的项目已不在评分表上，没有录入。请刷新后重新核对。")
    cell_of = {cell.name: cell for cell in cells}
    wrong = [
        f"{_where(cell_of[outcome.key], sheet)}：{outcome.problem}" for outcome in outcomes if outcome.problem
    ]
    if wrong:
        raise Refused("没有录入，以下各处先要处理：", *wrong[:_MOST_NAMED])


def _where(cell: Cell, sheet: Sheet) -> str:
    card = sheet.cards[cell.card_id]
    return f"{card.name}“{sheet.item(card, cell.key).title}”"
