"""The only place that gathers what papers show: a sealed snapshot → frozen rows with figures ready to print."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

from reports import charts
from reports.charts import Bar
from scorecards.scoring import half_up

REMARKS = {"unranked": "不排名", "deferred": "缓评", "exempt": "免评"}
WORST_ITEMS = 6
SMALL_FROM, TWO_LINES_FROM = 12, 14  # characters of a name
DENSE_FROM = 16  # lines of a table
MEDALS = 3
NOTHING = "—"


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
        return NOTHING if self.value is None else in_print(self.value)


@dataclass(frozen=True, slots=True)
class RankingRow:
    """One unit or branch."""

    place: int | None
    tied: bool
    name: str
    owner: str
    class_name: str
    cells: tuple[Cell, ...]
    total: Decimal | None
    bar: Decimal
    gap: str
    remark: str

    @property
    def has_medal(self) -> bool:
        """The first three places stand out."""
        return self.place is not None and self.place <= MEDALS

    @property
    def tone(self) -> str:
        """Grey for the bar of one who has no place."""
        return "" if self.place else "quiet"

    @property
    def is_long(self) -> bool:
        """Whether the name needs smaller type."""
        return len(self.name) >= SMALL_FROM

    @property
    def lines(self) -> int:
        """How many lines the name takes."""
        return 1 + bool(self.owner) + (len(self.name) >= TWO_LINES_FROM)


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

    @property
    def title(self) -> str:
        """The name of the paper."""
        return f"{self.round_title}{self.group_name}排名表"

    @property
    def is_dense(self) -> bool:
        """Whether rows are set close, because the page would not hold them otherwise."""
        return sum(row.lines for row in self.rows) >= DENSE_FROM


@dataclass(frozen=True, slots=True)
class _Frame:
    """What every row is measured against."""

    columns: tuple[Column, ...]
    full: Decimal
    axis: Decimal
    floor: Decimal
    mean: Decimal | None


def ranking_sheet(snapshot: Mapping[str, Any]) -> RankingSheet:
    """The paper of one release, from its snapshot alone."""
    rubric, round_, group, given = (snapshot[key] for key in ("rubric", "round", "group", "rows"))
    frame = _frame(rubric, given)
    summary = _summary(given, frame)
    return RankingSheet(
        round_title=round_["title"],
        plan=_book(round_["plan_title"]) + (f"（{round_['plan_number']}）" if round_["plan_number"] else ""),
        is_trial=round_["is_trial"],
        group_name=group["name"],
        subject="党支部" if group["subject"] == "branch" else "单位",
        rubric=f"{_book(rubric['title'])}（第{rubric['number']}版）",
        full=frame.full,
        columns=frame.columns,
        rows=tuple(_row(row, frame) for row in given),
        summary=summary,
        tint_floor=frame.floor,
        shares=_mean_shares(frame, summary),
        spread=charts.spread(_totals(given), full=frame.full),
        losses=_losses(given),
    )


def in_print(value: Decimal, *, sign: str = "") -> str:
    """The decimals as they are; below zero with the minus sign of print."""
    return f"{'−' if value < 0 else sign}{abs(value)}"


def _frame(rubric: Mapping[str, Any], given: Sequence[Mapping[str, Any]]) -> _Frame:
    columns = tuple(
        Column(
            part["key"], part["title"], _full_mark(part.get("full", part["points"])), part["kind"] == "group"
        )
        for part in rubric["parts"]
    )
    totals = _totals(given)
    written = _full_mark(rubric.get("total_points"))
    full = written or sum((column.full or Decimal(0) for column in columns), Decimal(0)) or Decimal(100)
    shares = [share for row in given for column in columns if (share := _share(row, column)) is not None]
    return _Frame(columns, full, max([full, *totals]), charts.tint_floor(shares), _mean(totals))


def _full_mark(text: str | None) -> Decimal | None:
    if text is None:
        return None
    return Decimal(f"{half_up(Fraction(text), 2).normalize():f}")


def _book(title: str) -> str:
    return title if title.startswith("《") else f"《{title}》"


def _totals(given: Iterable[Mapping[str, Any]]) -> list[Decimal]:
    return [Decimal(row["total"]) for row in given if row["total"] is not None]


def _mean(values: Sequence[Decimal]) -> Decimal | None:
    return half_up(Fraction(sum(values)) / len(values), 2) if values else None


def _points(row: Mapping[str, Any], column: Column) -> Decimal | None:
    points = row["parts"].get(column.key)
    return None if points is None else Decimal(points)


def _share(row: Mapping[str, Any], column: Column) -> Decimal | None:
    points = _points(row, column)
    if points is None or not column.is_shaded or not column.full:
        return None
    return charts.length(points, full=column.full)


def _row(row: Mapping[str, Any], frame: _Frame) -> RankingRow:
    total = None if row["total"] is None else Decimal(row["total"])
    branch = row["branch"] or ""
    return RankingRow(
        place=row["place"],
        tied=row["tied"],
        name=branch or row["unit"],
        owner=row["unit"] if branch else "",
        class_name=row["class_name"],
        cells=tuple(_cell(row, column, floor=frame.floor) for column in frame.columns),
        total=total,
        bar=charts.length(total, full=frame.axis),
        gap=NOTHING if total is None or frame.mean is None else in_print(total - frame.mean, sign="+"),
        remark="并列" if row["tied"] else REMARKS.get(row["taking_part"], ""),
    )


def _cell(row: Mapping[str, Any], column: Column, *, floor: Decimal) -> Cell:
    share = _share(row, column)
    return Cell(_points(row, column), 0 if share is None else charts.tint(share, floor=floor))


def _summary(given: Sequence[Mapping[str, Any]], frame: _Frame) -> Summary:
    totals = _totals(given)
    by_column = [
        [value for row in given if (value := _points(row, column)) is not None] for column in frame.columns
    ]
    return Summary(
        count=len(given),
        ranked=sum(row["place"] is not None for row in given),
        mean=frame.mean,
        mean_bar=charts.length(frame.mean, full=frame.axis),
        best=max(totals, default=None),
        worst=min(totals, default=None),
        cells=tuple(Cell(_mean(values)) for values in by_column),
    )


def _mean_shares(frame: _Frame, summary: Summary) -> tuple[Bar, ...]:
    """Each part's mean as a share of its full mark; one part alone would only repeat the total."""
    if len(frame.columns) == 1:
        return ()
    return tuple(
        Bar(column.title, f"{share.quantize(Decimal('0.1'), ROUND_HALF_UP)}%", share)
        for column, cell in zip(frame.columns, summary.cells, strict=True)
        if column.is_shaded
        and column.full
        and (share := charts.length(cell.value, full=column.full)) is not None
    )


def _losses(given: Sequence[Mapping[str, Any]]) -> tuple[Bar, ...]:
    """The items that cost the group most points on average, worst first."""
    lost: dict[str, list[Fraction]] = {}
    items: dict[str, Mapping[str, Any]] = {}
    for item in (item for row in given for item in row["items"] if not item.get("excluded")):
        if item["points"] is not None and item.get("within", "group") == "group":
            items[item["key"]] = item
            lost.setdefault(item["key"], []).append(Fraction(item["points"]) - Fraction(item["exact"]))
    means = {key: half_up(sum(values, Fraction(0)) / len(values), 2) for key, values in lost.items()}
    worst = [key for key in sorted(means, key=lambda key: -means[key]) if means[key] > 0][:WORST_ITEMS]
    return tuple(
        Bar(
            items[key]["title"],
            in_print(means[key]),
            charts.length(means[key], full=means[worst[0]]),
            f"满分{_full_mark(items[key]['points'])}",
        )
        for key in worst
    )
