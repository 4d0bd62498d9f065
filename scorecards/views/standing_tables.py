"""The table of 名次与等次 as its page shows it: the columns, this page's rows, and what stands above and below them."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.core.paginator import Page
from django.db.models import Q

from scorecards.forms.standings_filter import StandingsFilter
from scorecards.live_places import live_cards, live_figures, live_rows
from scorecards.models import Card, ReleasedRow
from scorecards.models.cards import BY_PLACE
from scorecards.models.released_rows import BY_SEALED_PLACE
from scorecards.scoring import Part, half_up
from scorecards.scoring.numbers import in_print
from scorecards.sealed_sheets import PLACED, sealed_figures, sealed_rows
from scorecards.standing_figures import Figures
from scorecards.standing_groups import Sealed, StandingGroup
from scorecards.standing_rows import Row, in_two, percent_of
from units.pages import page_of
from units.requests import SignedIn

_SIZE = 100


@dataclass(frozen=True, slots=True)
class Column:
    """One topmost part: its full points and the group's mean."""

    key: str
    title: str
    full: str
    mean: str


@dataclass(frozen=True)
class Table:
    """What the template needs, whether live or sealed."""

    standing: StandingGroup
    filters: StandingsFilter
    figures: Figures
    columns: list[Column]
    page: "Page[object]"
    rows: list[Row]

    @property
    def mean(self) -> str:
        """Of the totals of the ranked."""
        return in_two(self.figures.mean)

    @property
    def full(self) -> str:
        """满分."""
        return in_print(self.standing.trees.tree.full())

    @property
    def caption(self) -> str:
        """What the rows are, in which order, and how ties are broken."""
        which = "符合条件的" if self.filters.chosen else ""
        sort = self.filters.sort
        part = next((column.title for column in self.columns if column.key == sort), "")
        how = f"按“{part}”得分从高到低" if part else "按排列顺序" if sort else "按总分从高到低"
        ties = "同分的依次比较规定的得分，仍相同的并列" if self.standing.rules.breakers else "同分并列"
        return f"{which}{self.standing.group.get_subject_display()}{how}；{ties}"

    @property
    def has_classes(self) -> bool:
        """Whether the class tells rows apart."""
        return len(self.figures.classes) > 1

    @property
    def has_grades(self) -> bool:
        """Whether there is anything to say about grades."""
        return bool(self.standing.rules.grades) or any(row.grade for row in self.rows)

    @property
    def mean_percent(self) -> Decimal | None:
        """Where the mean stands in the bars."""
        scale = _scale(self.standing, self.figures)
        return percent_of(self.figures.mean, scale) if scale and self.figures.mean is not None else None

    @property
    def is_by_place(self) -> bool:
        """Whether the rows stand in the order of the ranking."""
        return not self.filters.sort


def live_table(request: SignedIn, standing: StandingGroup) -> Table:
    """Of the stored totals; three queries."""
    filters = _filters(request, standing, is_live=True)
    cards = Card.objects.visible_to(request.user).filter(group=standing.group)
    wanted = filters.wanted(standing.lines)
    counted = cards.with_neighbours() if filters.is_close else cards
    figures = live_figures(counted, standing.keys, wanted=wanted)
    found = live_cards(cards, wanted=wanted, order=filters.order(BY_PLACE))
    page = page_of(request, found, size=_SIZE, count=figures.shown)
    groups, ranked = {standing.group.pk: standing}, {standing.group.pk: figures.ranked}
    rows = live_rows(page.object_list, standing.group.round, groups, ranked, user=request.user)
    return _table(standing, filters, figures, page, rows)


def sealed_table(request: SignedIn, standing: StandingGroup, release: Sealed) -> Table:
    """Of the sealed rows; three queries."""
    filters = _filters(request, standing, is_live=False)
    sealed = ReleasedRow.objects.visible_to(request.user).filter(release=release.pk)
    wanted = filters.wanted(standing.lines, of="card__", ranked=PLACED)
    rows = sealed.with_neighbours()
    figures = sealed_figures(rows if filters.is_close else sealed, standing.keys, wanted=wanted)
    order = filters.order(BY_SEALED_PLACE, of="card__")
    found = rows.filter(wanted or Q()).select_related("card").order_by(*order)
    page = page_of(request, found, size=_SIZE, count=figures.shown)
    groups = {standing.group.pk: standing}
    scale = _scale(standing, figures)
    shown = sealed_rows(page.object_list, standing.group.round, groups, scale=scale, user=request.user)
    return _table(standing, filters, figures, page, shown)


def _scale(standing: StandingGroup, figures: Figures) -> Decimal | None:
    """Bars are drawn against the full mark, or a higher best total."""
    full = Decimal(half_up(standing.trees.tree.full(), 2))
    return max(full, figures.best or full) or None


def _filters(request: SignedIn, standing: StandingGroup, *, is_live: bool) -> StandingsFilter:
    return StandingsFilter(request.GET, user=request.user, keys=standing.keys, is_live=is_live)


def _table(
    standing: StandingGroup, filters: StandingsFilter, figures: Figures, page: "Page[object]", rows: list[Row]
) -> Table:
    filters.offer(figures.classes)
    return Table(standing, filters, figures, _columns(standing.columns, figures), page, rows)


def _columns(parts: Sequence[Part], figures: Figures) -> list[Column]:
    return [
        Column(part.key, part.title, _full(part), in_two(mean))
        for part, mean in zip(parts, figures.means, strict=True)
    ]


def _full(part: Part) -> str:
    return "" if part.points is None else f"{half_up(part.points * part.weight, 4).normalize():f}"
