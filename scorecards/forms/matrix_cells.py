"""The columns and cells of the matrix: what each shows, and what one types there."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from scorecards.forms.item_words import item_words
from scorecards.group_sheets import Sheet
from scorecards.models import Card, Mark
from scorecards.scoring import (
    Item,
    Kind,
    NodeKind,
    Part,
    half_up,
    is_na,
    laid_out,
    show_cell,
    unslot,
)
from scorecards.scoring.level import Level
from scorecards.scoring.numbers import in_print

_CENT = Decimal("0.01")
_NARROW = 4  # signs of a level's name, or counts, that a column of usual width holds


@dataclass(frozen=True, slots=True)
class Column:
    """One item as a column, under a time node one a period: what it is worth by which rule, and what one types."""

    item: Item
    number: int
    look: str
    period: str = ""

    @property
    def words(self) -> str:
        """The rule."""
        return item_words(self.item).rule

    @property
    def how(self) -> str:
        """What a cell takes."""
        na = "不适用的填“不适用”。" if self.item.na_rule else ""
        return f"{self.item.rule.cell_hint()}{na}"

    @property
    def heading(self) -> str:
        """The item's number, and its period."""
        key = unslot(self.item.key)[0]
        return f"{key} · {self.period}" if self.period else key

    @property
    def points(self) -> str:
        """What stands beside its number in the head."""
        if self.item.optional:
            return "减分项" if self.subtracts else "加分项"
        return f"{in_print(self.item.points)} 分" if self.item.points is not None else ""

    @property
    def subtracts(self) -> bool:
        """Whether its points are taken away."""
        return self.item.within is NodeKind.PENALTY

    def shown(self, points: Decimal | None) -> str:
        """A mark's points as they count in the row, two decimals."""
        if points is None:
            return ""
        rounded = points.quantize(_CENT, ROUND_HALF_UP)
        return f"{-rounded if self.subtracts and rounded else rounded}".replace("-", "−")


@dataclass(frozen=True, slots=True)
class Span:
    """One topmost part over its columns."""

    title: str
    looks: list[str]


@dataclass(slots=True)
class Box:
    """One cell: what it shows, what the server has, and what went wrong with what was typed.

    A cell that is `missing` stands for an item that this card does not have; one `is_by_sheet` is shown and not
    typed. `returned` is the word for an item that went back to its unit: 已退回, or 已修改 until somebody enters it
    again.
    """

    name: str
    number: int
    field_id: str
    label: str
    look: str
    stored: str = ""
    version: int = 0
    points: str = ""
    text: str = ""
    is_optional: bool = False
    missing: bool = False
    is_by_sheet: bool = False
    problem: str = ""
    returned: str = ""
    is_changed: bool = False

    @property
    def base(self) -> str:
        """What the typing starts from: the version, and the text, so that an untouched cell is known as such."""
        return f"{self.version} {self.stored}"

    @property
    def is_unscored(self) -> bool:
        """未评; in bonus and penalty parts an empty cell is 无 and needs no act."""
        return not (self.stored or self.is_optional or self.missing)


def columns_of(tree: Part) -> list[Column]:
    """All items that any card of the group can have, in the order of the page."""
    whole = laid_out(tree)
    parts = [node for node in whole.walk() if isinstance(node, Part)]
    periods = [
        period for part in parts if part.divisor > 1 for period in part.children if isinstance(period, Part)
    ]
    titles = {item.key: period.title for period in periods for item in period.items()}
    return [
        Column(item, number, _look(item), titles.get(item.key, ""))
        for number, item in enumerate(whole.items(), 1)
    ]


def _look(item: Item) -> str:
    """How wide the column is and how its cells are set."""
    rule, boxes = item.rule, item.rule.boxes()
    if isinstance(rule, Level):
        return "is-long" if max(len(step.name) for step in rule.levels) > _NARROW else "is-text"
    if len(boxes) > _NARROW or any(box.is_wide for box in boxes):
        return "is-long"
    return "is-text" if len(boxes) > 1 or item.kind is Kind.TALLY else "is-number"


def spans_of(tree: Part, columns: list[Column]) -> Iterator[Span]:
    """The topmost parts over those of their columns that are shown."""
    looks = {column.item.key: column.look for column in columns}
    for child in laid_out(tree).children:
        items = child.items() if isinstance(child, Part) else [child] if isinstance(child, Item) else []
        if found := [looks[item.key] for item in items if item.key in looks]:
            yield Span(child.title if isinstance(child, Part) else "", found)


def name_of(card: Card) -> str:
    """Branches of two units may have the same name."""
    return f"{card.unit_name}{card.branch_name}"


def box_of(sheet: Sheet, card: Card, column: Column) -> Box:
    """The cell of this card in this column."""
    slot = column.item.key
    box = Box(
        name=f"{card.pk}:{slot}",
        number=column.number,
        field_id=f"c{card.pk}-{column.number}",
        label=f"{name_of(card)} {column.heading} {column.item.title}",
        look=column.look,
        is_optional=column.item.optional,
        is_by_sheet=column.item.is_by_sheet,
    )
    mark = sheet.marks.get((card.pk, slot))
    if mark is None:
        box.missing = True
        return box
    box.stored = box.text = show_cell(sheet.item(card, slot), mark.checked_input)
    box.version = mark.version
    if mark.state:
        box.returned, box.is_changed = mark.get_state_display(), mark.is_changed
    box.points = column.shown(_points(sheet, card, slot, mark))
    return box


def _points(sheet: Sheet, card: Card, slot: str, mark: Mark) -> Decimal | None:
    """The stored number; what depends on the group is computed with it."""
    given = mark.checked_input
    if given is None or not (sheet.item(card, slot).is_relative or is_na(given)):
        return mark.checked
    result = sheet.totals[card.pk].results.get(slot)
    return None if result is None or result.excluded else Decimal(half_up(Fraction(result.points), 4))


def relative_points(sheet: Sheet) -> dict[str, str]:
    """Points that a change in another row may have moved, by cell; of all cards."""
    columns = [column for column in columns_of(sheet.trees.tree) if column.item.is_relative]
    return {
        f"{pk}:{column.item.key}": column.shown(_points(sheet, card, column.item.key, mark))
        for pk, card in sheet.cards.items()
        for column in columns
        if (mark := sheet.marks.get((pk, column.item.key))) is not None
    }


def total_of(card: Card) -> str:
    """The sum of what is there; a dash before the first mark."""
    return "—" if card.total is None else f"{card.total:.2f}".replace("-", "−")
