"""The matrix as a form: units by items, each cell as it is typed."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.http import QueryDict

from scorecards.models import Card, CardState, Mark
from scorecards.scoring import Item, Kind, NodeKind, Part, rule_in_words, show_cell
from scorecards.scoring.level import Level
from scorecards.scoring.numbers import in_print
from scorecards.scoring.tally import Tally
from scorecards.transitions import Cell, Saved

LONGEST = 400
_NAME = re.compile(r"c:(?P<card>\d{1,12}):(?P<key>.{1,40})")
_CENT = Decimal("0.01")
_NARROW = 4  # signs of a level's name, or counts, that a column of usual width holds


@dataclass(frozen=True, slots=True)
class Column:
    """One item as a column: what it is worth by which rule, and what one types."""

    item: Item
    number: int
    words: str
    how: str

    @property
    def look(self) -> str:
        """How wide it is and how its cells are set."""
        rule = self.item.rule
        if isinstance(rule, Level):
            return "is-long" if max(len(step.name) for step in rule.levels) > _NARROW else "is-text"
        if isinstance(rule, Tally):
            return "is-long" if len(rule.causes) > _NARROW else "is-text"
        return "is-number"

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
    """One cell: what it shows, what the server has, and what went wrong with what was typed."""

    name: str
    field_id: str
    label: str
    look: str
    stored: str
    version: int
    points: str
    text: str
    is_optional: bool
    problem: str = ""

    @property
    def base(self) -> str:
        """What the typing starts from: the version, and the text, so that an untouched cell is known as such."""
        return f"{self.version} {self.stored}"

    @property
    def is_unscored(self) -> bool:
        """未评; in bonus and penalty parts an empty cell is 无 and needs no act."""
        return not self.stored and not self.is_optional


@dataclass(frozen=True, slots=True)
class Line:
    """One unit as a row."""

    card: Card
    boxes: list[Box]

    @property
    def is_open(self) -> bool:
        """Whether its marks can still be typed."""
        return self.card.state == CardState.CHECKING

    @property
    def name(self) -> str:
        """Whose row it is."""
        return _name(self.card)

    @property
    def has_problem(self) -> bool:
        """Whether a cell of it has to be mended."""
        return any(box.problem for box in self.boxes)

    @property
    def total(self) -> str:
        """The sum of what is there; a dash before the first mark."""
        return "—" if self.card.total is None else f"{self.card.total:.2f}".replace("-", "−")


class MatrixForm:
    """Cards in official order, with every cell as a text box."""

    def __init__(self, tree: Part, cards: Iterable[Card], marks: Iterable[Mark]) -> None:
        self.columns = [Column(item, number, rule_in_words(item), _how(item))
                        for number, item in enumerate(tree.items(), 1)]  # fmt: skip
        self.spans = list(_spans(tree, self.columns))
        by_place = {(mark.card_id, mark.node.key): mark for mark in marks}
        self.lines = [Line(card, [_box(card, column, by_place[card.pk, column.item.key])
                                  for column in self.columns]) for card in cards]  # fmt: skip
        self.boxes: Mapping[str, Box] = {box.name: box for line in self.lines for box in line.boxes}

    def take(self, cells: Iterable[Cell], outcomes: Iterable[Saved]) -> None:
        """Show what was typed where it could not be saved."""
        typed = {cell.name: cell.text for cell in cells}
        for outcome in outcomes:
            if outcome.problem and outcome.key in self.boxes:
                box = self.boxes[outcome.key]
                box.text, box.problem = typed[outcome.key], sentence(outcome, box)

    @property
    def problems(self) -> list[dict[str, str]]:
        """Cells to mend, for the summary on top."""
        return [
            {"field_id": box.field_id, "label": box.label, "sentence": box.problem}
            for box in self.boxes.values()
            if box.problem
        ]

    @property
    def is_open(self) -> bool:
        """Whether there is a row to type into."""
        return any(line.is_open for line in self.lines)

    @property
    def scored(self) -> int:
        """Marks that are there, of those that count."""
        return sum(line.card.scored for line in self.lines)

    @property
    def items(self) -> int:
        """Marks that are needed."""
        return sum(line.card.items for line in self.lines)


def cells_from(data: QueryDict) -> list[Cell]:
    """What was posted as `c:<card>:<item>`, each with its base in `v:<card>:<item>`; untouched cells are left out."""
    found = []
    for name, value in data.items():
        if match := _NAME.fullmatch(name):
            text = str(value).strip()[:LONGEST]
            version, told, stored = str(data.get(f"v{name[1:]}", "")).partition(" ")
            if not told or text != stored:
                found.append(Cell(int(match["card"]), match["key"], text, _number(version)))
    return found


def sentence(outcome: Saved, box: Box) -> str:
    """Why a cell was not saved; where somebody else was first, what stands there now."""
    if not outcome.is_conflict:
        return outcome.problem
    return f"{outcome.problem}现在是{_quoted(box.stored)}。"


def _quoted(text: str) -> str:
    return f"“{text}”" if text else "未评"


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1


def _spans(tree: Part, columns: list[Column]) -> Iterator[Span]:
    looks = iter([column.look for column in columns])
    for child in tree.children:
        if isinstance(child, Part):
            yield Span(child.title, [next(looks) for _ in child.items()])
        else:
            yield Span("", [next(looks)])


def _name(card: Card) -> str:
    """Branches of two units may have the same name."""
    return f"{card.unit_name}{card.branch_name}"


def _box(card: Card, column: Column, mark: Mark) -> Box:
    item = column.item
    stored = show_cell(item, mark.checked_input)
    return Box(
        name=f"{card.pk}:{item.key}",
        field_id=f"c{card.pk}-{column.number}",
        label=f"{_name(card)} {item.key} {item.title}",
        look=column.look,
        stored=stored,
        version=mark.version,
        points=column.shown(mark.checked),
        text=stored,
        is_optional=item.optional,
    )


def _how(item: Item) -> str:
    """What a cell of this column takes."""
    if not isinstance(item.rule, Tally):
        return "填档次名称；也可以填分值，系统换成档次。" if item.kind is Kind.LEVEL else "直接填分数。"
    causes = [cause.text for cause in item.rule.causes]
    if len(causes) == 1:
        return f"填“{causes[0]}”的次数；没有发生的填 0。"
    order = "、".join(f"{number}. {text}" for number, text in enumerate(causes, 1))
    return f"依次填 {len(causes)} 个次数，用空格隔开：{order}；都没有发生的只填 0。"
