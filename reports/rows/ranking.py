"""The ranking of one group: a sealed snapshot → the rows that PDF and Excel show alike."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

from reports import charts
from reports.charts import Bar
from reports.rows.figures import NOTHING, book_title, full_mark, in_print
from reports.rows.past import NO_PAST, Past
from reports.rows.ranked import Cell, Column, RankingRow, RankingSheet, Summary
from scorecards.scoring import half_up

REMARKS = {"unranked": "不排名", "deferred": "缓评", "exempt": "免评"}
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
    has_places: bool


def ranking_sheet(
    snapshot: Mapping[str, Any], *, past: Past = NO_PAST, grades: Sequence[str] = (), has_places: bool = True
) -> RankingSheet:
    """The paper of one release: its figures from the snapshot alone, the change from rounds before from `past`.

    `grades` are the group's, from the best; without them they stand in the order in which they were reached.
    """
    rubric, round_, group, given = (snapshot[key] for key in ("rubric", "round", "group", "rows"))
    given = given if has_places else sorted(given, key=lambda row: row["official_order"])
    frame = _frame(rubric, given, past=past, grades=grades, has_places=has_places)
    summary = _summary(given, frame)
    return RankingSheet(
        round_title=round_["title"],
        plan=book_title(round_["plan_title"])
        + (f"（{round_['plan_number']}）" if round_["plan_number"] else ""),
        is_trial=round_["is_trial"],
        group_name=group["name"],
        subject="党支部" if group["subject"] == "branch" else "单位",
        rubric=f"{book_title(rubric['title'])}（第{rubric['number']}版）",
        full=frame.full,
        columns=frame.columns,
        rows=tuple(_row(row, frame) for row in given),
        summary=summary,
        tint_floor=frame.floor,
        shares=_mean_shares(frame, summary),
        spread=charts.spread(_totals(given), full=frame.full),
        losses=_losses(given),
        grades=_grade_bars(given, frame),
        has_places=has_places,
        past_title=past.title if has_places else "",
        has_trend=past.has_trend,
    )


def _frame(
    rubric: Mapping[str, Any],
    given: Sequence[Mapping[str, Any]],
    *,
    past: Past,
    grades: Sequence[str],
    has_places: bool,
) -> _Frame:
    columns = tuple(
        Column(
            part["key"], part["title"], full_mark(part.get("full", part["points"])), part["kind"] == "group"
        )
        for part in rubric["parts"]
    )
    totals = _totals(given)
    written = full_mark(rubric.get("total_points"))
    full = written or sum((column.full or Decimal(0) for column in columns), Decimal(0)) or Decimal(100)
    shares = [share for row in given for column in columns if (share := _share(row, column)) is not None]
    return _Frame(columns, full, max([full, *totals]), charts.tint_floor(shares), _mean(totals),
                  _grades(given, grades), past, has_places)  # fmt: skip


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
    branch, grade = row["branch"] or "", row.get("grade") or ""
    return RankingRow(
        place=row["place"] if frame.has_places else None,
        tied=row["tied"] and frame.has_places,
        name=branch or row["unit"],
        owner=row["unit"] if branch else "",
        class_name=row["class_name"],
        cells=tuple(_cell(row, column, floor=frame.floor) for column in frame.columns),
        total=total,
        bar=charts.length(total, full=frame.axis),
        gap=NOTHING if total is None or frame.mean is None else in_print(total - frame.mean, sign="+"),
        remark="并列" if row["tied"] and frame.has_places else REMARKS.get(row["taking_part"], ""),
        grade=grade,
        grade_tone=min(frame.grades.index(grade) + 1, TONES) if grade in frame.grades else 0,
        grade_note=_grade_note(row),
        step=frame.past.step(row) if frame.has_places else None,
    )


def _grade_note(row: Mapping[str, Any]) -> str:
    """Where the meeting decided otherwise than was computed: what it had been."""
    computed, grade = row.get("computed_grade") or "", row.get("grade") or ""
    return f"测算{computed or '无'}" if "computed_grade" in row and computed != grade else ""


def _grades(given: Iterable[Mapping[str, Any]], wanted: Sequence[str]) -> tuple[str, ...]:
    """The grades from the best; nobody's is left out."""
    reached = dict.fromkeys(row.get("grade") or "" for row in given)
    return tuple(grade for grade in dict.fromkeys([*wanted, *reached]) if grade)


def _grade_bars(given: Sequence[Mapping[str, Any]], frame: _Frame) -> tuple[Bar, ...]:
    """How many reached each grade."""
    counts = [sum((row.get("grade") or "") == grade for row in given) for grade in frame.grades]
    most = Decimal(max(counts, default=0))
    return tuple(
        Bar(grade, str(count), charts.length(Decimal(count), full=most))
        for grade, count in zip(frame.grades, counts, strict=True)
        if most
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
            f"满分{full_mark(items[key]['points'])}",
        )
        for key in worst
    )
