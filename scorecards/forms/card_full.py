"""What 按满分计 would put into a card, as it is listed before it is done."""

from dataclasses import dataclass

from scorecards.forms.card import CardForm
from scorecards.forms.card_rows import Row
from scorecards.scoring import Kind, given_in_words, score_item
from scorecards.scoring.numbers import in_print
from scorecards.transitions.reported_full import full_answer


@dataclass(frozen=True, slots=True)
class FullLine:
    """One item, what is put in, and what that comes to."""

    row: Row
    words: str
    points: str


def fillable(form: CardForm, scope: str) -> list[FullLine]:
    """Items not filled yet that stand alone: of the part or the item of this key, or of the whole card."""
    keys = {block.part.key for block in form.blocks} | {row.key for row in form.rows}
    rows = [
        row
        for block in form.blocks
        for row in block.rows
        if row.offers_full and (scope not in keys or scope in {block.part.key, row.key})
    ]
    return [line for row in rows if (line := _line(row))]


def _line(row: Row) -> FullLine | None:
    given = full_answer(row.item)
    if given is None:
        return None
    points = in_print(score_item(row.item, given).points)
    words = "满分" if row.item.kind is Kind.MANUAL else given_in_words(row.item, given)
    return FullLine(row, words, points)
