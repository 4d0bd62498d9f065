"""What the ranking of one group shows, as frozen rows with figures ready to print."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from reports.charts import Bar
from reports.rows.past import Step
from scorecards.figures import gained, printed
from scorecards.standings.lines import Line

SMALL_FROM, TWO_LINES_FROM = 12, 14  # characters of a name
DENSE_FROM = 16  # lines of a table
MEDALS = 3
PORTRAIT, LANDSCAPE = Decimal(180), Decimal(267)  # millimetres between the margins of 领导参阅版


@dataclass(frozen=True, slots=True)
class ReleaseNote:
    """What a paper says about the release that it prints; a draft has none."""

    number: int
    code: str
    sha256: str
    released_at: datetime
    prepared_by: str
    approved_by: str


@dataclass(frozen=True, slots=True)
class Column:
    """One topmost part of the rubric; `full` is empty where the part has no full mark."""

    key: str
    title: str
    full: Decimal | None
    is_shaded: bool = True


@dataclass(frozen=True, slots=True)
class Cell:
    """Points in one part; `tint` is the shade of its share of the full mark, 0 where there is none."""

    value: Decimal | None
    tint: int = 0

    @property
    def text(self) -> str:
        """As printed, with the minus sign of print."""
        return printed(self.value)


@dataclass(frozen=True, slots=True)
class RankingRow:
    """One unit or branch, and what a paper draws beside it."""

    line: Line
    cells: tuple[Cell, ...]
    bar: Decimal
    above_mean: Decimal | None
    grade_tone: int = 0
    step: Step | None = None

    @property
    def gap(self) -> str:
        """Its distance to the mean, as printed."""
        return gained(self.above_mean)

    @property
    def has_medal(self) -> bool:
        """The first three places stand out."""
        return self.line.place is not None and self.line.place <= MEDALS

    @property
    def tone(self) -> str:
        """Grey for the bar of one who has no place."""
        return "" if self.line.place else "quiet"

    @property
    def is_long(self) -> bool:
        """Whether the name needs smaller type."""
        return len(self.line.name) >= SMALL_FROM

    @property
    def lines(self) -> int:
        """How many lines the name takes."""
        return 1 + bool(self.line.owner) + (len(self.line.name) >= TWO_LINES_FROM)


@dataclass(frozen=True, slots=True)
class Summary:
    """Figures over all that take part; the means are those of the printed totals."""

    count: int
    ranked: int
    mean: Decimal | None
    mean_bar: Decimal
    best: Decimal | None
    worst: Decimal | None
    cells: tuple[Cell, ...]

    @property
    def distance(self) -> Decimal | None:
        """Between the highest and the lowest total."""
        return None if self.best is None or self.worst is None else self.best - self.worst


@dataclass(frozen=True, slots=True)
class RankingSheet:
    """Everything that the ranking paper of one group shows, in both its faces."""

    round_title: str
    plan: str
    is_trial: bool
    group_name: str
    subject: str
    rubric: str
    full: Decimal
    columns: tuple[Column, ...]
    rows: tuple[RankingRow, ...]
    summary: Summary
    tint_floor: Decimal
    shares: tuple[Bar, ...]
    spread: tuple[Bar, ...]
    losses: tuple[Bar, ...]
    grades: tuple[Bar, ...] = ()
    has_places: bool = True
    past_title: str = ""
    has_trend: bool = False

    @property
    def kind(self) -> str:
        """What the paper is called: 定等次 has no places."""
        return "排名表" if self.has_places else "等次表"

    @property
    def title(self) -> str:
        """The name of the paper."""
        return f"{self.round_title}{self.group_name}{self.kind}"

    @property
    def layout(self) -> str:
        """How 领导参阅版 is set, by what its columns need."""
        fixed = 16 + 14 + 13 + 12 * bool(self.grades) + 15 * bool(self.past_title) + 17 * self.has_trend
        parts = len(self.columns)
        if fixed + 44 + 60 + 18 * parts <= PORTRAIT:
            return "sparse"
        if fixed + 36 + 32 + 13 * parts <= PORTRAIT:
            return "long-names" if any(row.lines > 1 for row in self.rows) else ""
        if fixed + 33 + 20 + Decimal("10.8") * parts <= PORTRAIT:
            return "narrow"
        return "wide" if fixed + 40 + 30 + 12 * parts <= LANDSCAPE else "wide crowded"

    @property
    def formal_layout(self) -> str:
        """How 正式版 is set."""
        columns = len(self.columns) + bool(self.grades)
        if columns < 3:
            return "sparse"
        return "" if columns <= 5 else "wide" if columns <= 10 else "wide crowded"

    @property
    def is_dense(self) -> bool:
        """Whether rows are set close, because the page would not hold them otherwise."""
        return sum(row.lines for row in self.rows) >= DENSE_FROM
