"""The ranking of one group: a sealed snapshot → the rows that PDF and Excel show alike."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

from reports import charts
from reports.charts import Bar
from reports.rows.figures import book_title, full_mark
from reports.rows.past import NO_PAST, Past, Step
from reports.rows.ranked import Cell, Column, RankingRow, RankingSheet, Summary
from scorecards.figures import printed
from scorecards.models.rounds import named_as
from scorecards.ranking.mean import mean_of
from scorecards.scoring import half_up
from scorecards.standings.lines import Line, line_in

WORST_ITEMS = 6
TONES = 4  # kinds of chips for grades; the word says the rest


@dataclass(frozen=True, slots=True)
class _Frame:
    """What every row is measured against."""

    columns: tuple[Column, ...]
    full: Decimal
    axis: Decimal
    floor: Decimal
    mean: Decimal | None
    grades: tuple[str, ...]
    past: Past


def ranking_sheet(
    snapshot: Mapping[str, Any], *, past: Past = NO_PAST, grades: Sequence[str] = (), has_places: bool = True
) -> RankingSheet:
    """The paper of one release: its figures from the snapshot alone, the change from rounds before from `past`.

    `grades` are the group's, from the best; without them they stand in the order in which they were reached.
    """
    rubric, round_, group, given = (snapshot[key] for key in ("rubric", "round", "group", "rows"))
    lines = [line_in(row) for row in given]
    frame = _frame(rubric, lines, past=past, grades=grades)
    summary = _summary(lines, frame)
    return RankingSheet(
        round_title=named_as(round_["title"], is_trial=round_["is_trial"]),
        plan=book_title(round_["plan_title"])
        + (f"（{round_['plan_number']}）" if round_["plan_number"] else ""),
        is_trial=round_["is_trial"],
        group_name=group["name"],
        subject="党支部" if group["subject"] == "branch" else "单位",
        rubric=f"{book_title(rubric['title'])}（第{rubric['number']}版）",
        full=frame.full,
        columns=frame.columns,
        rows=tuple(_row(line, past.step(row), frame) for row, line in zip(given, lines, strict=True)),
        summary=summary,
        tint_floor=frame.floor,
        shares=_mean_shares(frame, summary),
        spread=charts.spread(_totals(lines), full=frame.full),
        losses=_losses(given),
        grades=_grade_bars(lines, frame),
        has_places=has_places,
        past_title=past.title,
        has_trend=past.has_trend,
    )


def _frame(rubric: Mapping[str, Any], lines: Sequence[Line], *, past: Past, grades: Sequence[str]) -> _Frame:
    columns = tuple(
        Column(
            part["key"], part["title"], full_mark(part.get("full", part["points"])), part["kind"] == "group"
        )
        for part in rubric["parts"]
    )
    totals = _totals(lines)
    written = full_mark(rubric.get("total_points"))
    full = written or sum((column.full or Decimal(0) for column in columns), Decimal(0)) or Decimal(100)
    shares = [share for line in lines for column in columns if (share := _share(line, column)) is not None]
    return _Frame(columns, full, max([full, *totals]), charts.tint_floor(shares), mean_of(totals),
                  _grades(lines, grades), past)  # fmt: skip


def _totals(lines: Iterable[Line]) -> list[Decimal]:
    return [line.total for line in lines if line.total is not None]


def _points(line: Line, column: Column) -> Decimal | None:
    points = line.points.get(column.key)
    return None if points is None else Decimal(points)


def _share(line: Line, column: Column) -> Decimal | None:
    points = _points(line, column)
    if points is None or not column.is_shaded or not column.full:
        return None
    return charts.length(points, full=column.full)


def _row(line: Line, step: Step | None, frame: _Frame) -> RankingRow:
    return RankingRow(
        line=line,
        cells=tuple(_cell(line, column, floor=frame.floor) for column in frame.columns),
        bar=charts.length(line.total, full=frame.axis),
        above_mean=None if line.total is None or frame.mean is None else line.total - frame.mean,
        grade_tone=min(frame.grades.index(line.grade) + 1, TONES) if line.grade in frame.grades else 0,
        step=step,
    )


def _grades(lines: Iterable[Line], wanted: Sequence[str]) -> tuple[str, ...]:
    """The grades from the best; nobody's is left out."""
    reached = dict.fromkeys(line.grade for line in lines)
    return tuple(grade for grade in dict.fromkeys([*wanted, *reached]) if grade)


def _grade_bars(lines: Sequence[Line], frame: _Frame) -> tuple[Bar, ...]:
    """How many reached each grade."""
    counts = [sum(line.grade == grade for line in lines) for grade in frame.grades]
    most = Decimal(max(counts, default=0))
    return tuple(
        Bar(grade, str(count), charts.length(Decimal(count), full=most))
        for grade, count in zip(frame.grades, counts, strict=True)
        if most
    )


def _cell(line: Line, column: Column, *, floor: Decimal) -> Cell:
    share = _share(line, column)
    return Cell(_points(line, column), 0 if share is None else charts.tint(share, floor=floor))


def _summary(lines: Sequence[Line], frame: _Frame) -> Summary:
    totals = _totals(lines)
    by_column = [
        [value for line in lines if (value := _points(line, column)) is not None] for column in frame.columns
    ]
    return Summary(
        count=len(lines),
        ranked=sum(line.is_ranked for line in lines),
        mean=frame.mean,
        mean_bar=charts.length(frame.mean, full=frame.axis),
        best=max(totals, default=None),
        worst=min(totals, default=None),
        cells=tuple(Cell(mean_of(values)) for values in by_column),
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
            printed(means[key]),
            charts.length(means[key], full=means[worst[0]]),
            f"满分{full_mark(items[key]['points'])}",
        )
        for key in worst
    )
