"""One group's table of 名次与等次 as its page shows it: the columns, this page's rows, and the means below them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from scorecards.figures import printed
from scorecards.forms.standings_filter import StandingsFilter
from scorecards.scoring import half_up
from scorecards.standings.earlier import By, earlier_of
from scorecards.standings.figures import Figures
from scorecards.standings.groups import StandingGroup
from scorecards.standings.rows import Found, Row, percent_of, row_of


@dataclass(frozen=True, slots=True)
class Column:
    """One topmost part: its full points and the group's mean."""

    key: str
    title: str
    full: str
    mean: str


@dataclass(frozen=True)
class Table:
    """One group, whether live or sealed."""

    standing: StandingGroup
    figures: Figures
    columns: list[Column]
    rows: list[Row]
    caption: str
    scale: Decimal | None

    @property
    def mean(self) -> str:
        """Of the totals of the ranked."""
        return printed(self.figures.mean)

    @property
    def full(self) -> str:
        """满分, as the version has it for every class."""
        return f"{self.standing.group.scored_against.total_points.normalize():f}"

    @property
    def has_classes(self) -> bool:
        """Whether the class tells rows apart."""
        return len(self.figures.classes) > 1

    @property
    def has_places(self) -> bool:
        """Whether the round ranks."""
        return self.standing.group.round.gives_places

    @property
    def head_span(self) -> int:
        """How many columns stand before the figures."""
        return 1 + self.has_places + self.has_classes

    @property
    def has_grades(self) -> bool:
        """Whether there is anything to say about grades."""
        return bool(self.standing.rules.grades) or any(row.line.grade for row in self.rows)

    @property
    def mean_percent(self) -> Decimal | None:
        """Where the mean stands in the bars, if there are any."""
        mean = self.figures.mean
        return percent_of(mean, self.scale) if self.scale and mean is not None else None


def table_of(
    standing: StandingGroup,
    found: Sequence[Found],
    figures: Figures,
    means: Mapping[str, Decimal | None],
    *,
    before: By,
    filters: StandingsFilter,
    bars: bool,
) -> Table:
    """Of the group's cards that are on this page, in their order."""
    name, scale = standing.group.name, _scale(standing, figures) if bars else None
    rows = [
        row_of(
            one,
            keys=standing.keys,
            lines=standing.lines,
            group=name,
            earlier=earlier_of(one.member, name, before),
            compares=bool(standing.before),
            has_places=standing.group.round.gives_places,
            scale=scale,
        )
        for one in found
    ]
    caption = _caption(standing, filters, is_sealed=bars) + ("；横条中的竖线是本组平均" if scale else "")
    return Table(standing, figures, _columns(standing, means), rows, caption, scale)


def _columns(standing: StandingGroup, means: Mapping[str, Decimal | None]) -> list[Column]:
    return [
        Column(
            part.key,
            part.title,
            "" if part.points is None else f"{half_up(part.points * part.weight, 4).normalize():f}",
            printed(means.get(part.key)),
        )
        for part in standing.columns
    ]


def _caption(standing: StandingGroup, filters: StandingsFilter, *, is_sealed: bool) -> str:
    """What the rows are, in which order, and how ties are broken."""
    which = "符合条件的" if filters.chosen else ""
    part = next((part.title for part in standing.columns if part.key == filters.sort), "")
    in_order = filters.sort or (is_sealed and not standing.group.round.gives_places)
    how = f"按“{part}”得分从高到低" if part else "按排列顺序" if in_order else "按总分从高到低"
    ties = "同分的依次比较规定的得分，仍相同的并列" if standing.rules.breakers else "同分并列"
    if not standing.group.round.gives_places:
        ties = "只定等次，不设名次"
    before = f"；“较上期”与“{standing.before}”相比" if standing.before else ""
    return f"{which}{standing.group.get_subject_display()}{how}；{ties}{before}"


def _scale(standing: StandingGroup, figures: Figures) -> Decimal | None:
    """Bars are drawn against the full mark, or a higher best total."""
    full = standing.group.scored_against.total_points
    return max(full, figures.best or full) or None
