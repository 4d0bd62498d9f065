"""全期概况: what each group of a round came to, and where the points were lost."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from reports import charts
from reports.charts import Bar
from reports.rows.ranked import RankingSheet

MOST_GROUPS_OF_LOSSES = 4
MOST_LOSSES = 4


@dataclass(frozen=True, slots=True)
class GroupLine:
    """One group."""

    name: str
    count: int
    mean: Decimal | None
    bar: Decimal
    best: Decimal | None
    worst: Decimal | None
    grades: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Overview:
    """The first page of a round's ranking for leaders."""

    round_title: str
    is_trial: bool
    released_at: datetime
    grades: tuple[str, ...]
    lines: tuple[GroupLine, ...]
    losses: tuple[tuple[str, tuple[Bar, ...]], ...]


def overview_of(sheets: Sequence[RankingSheet], *, released_at: datetime) -> Overview:
    """Of all groups in their order; places are never compared between them."""
    grades = tuple(dict.fromkeys(bar.label for sheet in sheets for bar in sheet.grades))
    lost = [(sheet.group_name, sheet.losses[:MOST_LOSSES]) for sheet in sheets if sheet.losses]
    return Overview(
        round_title=sheets[0].round_title,
        is_trial=sheets[0].is_trial,
        released_at=released_at,
        grades=grades,
        lines=tuple(_line(sheet, grades) for sheet in sheets),
        losses=tuple(lost[:MOST_GROUPS_OF_LOSSES]),
    )


def _line(sheet: RankingSheet, grades: Sequence[str]) -> GroupLine:
    counts = {bar.label: bar.value for bar in sheet.grades}
    summary = sheet.summary
    return GroupLine(
        name=sheet.group_name,
        count=summary.count,
        mean=summary.mean,
        bar=charts.length(summary.mean, full=sheet.full),
        best=summary.best,
        worst=summary.worst,
        grades=tuple(counts.get(grade, "—") for grade in grades),
    )
