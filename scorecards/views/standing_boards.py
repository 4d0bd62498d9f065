"""A page of 名次与等次, of one group or of a whole round: what is asked for, what is read, and what of it is shown."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page
from django.db.models import QuerySet

from scorecards.forms.standings_filter import StandingsFilter
from scorecards.models import Card, ReleasedRow
from scorecards.models.card_lists import BY_PLACE
from scorecards.models.released_rows import BY_SEALED_PLACE
from scorecards.standings.earlier import By, earlier_places
from scorecards.standings.figures import NONE, Figures
from scorecards.standings.groups import StandingGroup
from scorecards.standings.live import found_live, live_cards, live_figures
from scorecards.standings.rows import Found
from scorecards.standings.sealed import found_sealed, sealed_figures
from scorecards.views.standing_tables import Table, table_of
from units.pages import page_of
from units.requests import SignedIn

_SIZE = 100


@dataclass(frozen=True)
class Board:
    """A page of one group or of all groups of a round, one below the other."""

    filters: StandingsFilter
    page: "Page[Any]"
    tables: list[Table]
    members: int
    provisional: int

    @property
    def has_classes(self) -> bool:
        """Whether one can look for one class."""
        return len({name for table in self.tables for name in table.figures.classes}) > 1


@dataclass(frozen=True)
class _Gathered:
    """What was read for one page."""

    groups: Sequence[StandingGroup]
    filters: StandingsFilter
    figures: Mapping[int, Figures]
    page: "Page[Any]"
    found: Sequence[tuple[int, Found]]
    is_live: bool

    def board(self, request: SignedIn) -> Board:
        """With the round before, by one query more where there is one."""
        round_ = self.groups[0].group.round
        before = earlier_places([one.member for _, one in self.found], round_, user=request.user)
        given = defaultdict(list)
        for pk, one in self.found:
            given[pk].append(one)
        tables = [
            self._table(standing, given[standing.group.pk], before)
            for standing in self.groups
            if given[standing.group.pk] or len(self.groups) == 1
        ]
        figures = self.figures.values()
        self.filters.offer({name for one in figures for name in one.classes})
        members, provisional = sum(one.members for one in figures), sum(one.provisional for one in figures)
        return Board(self.filters, self.page, tables, members, provisional)

    def _table(self, standing: StandingGroup, found: Sequence[Found], before: By) -> Table:
        figures = self.figures.get(standing.group.pk, NONE)
        means = dict(zip(_keys(self.groups), figures.means, strict=False))
        return table_of(
            standing, found, figures, means, before=before, filters=self.filters, bars=not self.is_live
        )


def live_board(request: SignedIn, groups: Sequence[StandingGroup]) -> Board:
    """Of the stored totals; three queries."""
    filters = _filters(request, groups, is_live=True)
    by_pk = {one.group.pk: one for one in groups}
    cards = Card.objects.visible_to(request.user).filter(group__in=by_pk)
    wanted = filters.wanted({pk: one.lines for pk, one in by_pk.items()})
    counted = cards.with_neighbours() if filters.is_close else cards
    figures = live_figures(counted, _keys(groups), wanted=wanted)
    order = filters.order(_grouped(BY_PLACE, groups))
    page = _page(request, live_cards(cards, wanted=wanted, order=order), figures)
    found = found_live(page.object_list, by_pk, figures)
    return _Gathered(groups, filters, figures, page, found, is_live=True).board(request)


def sealed_board(request: SignedIn, groups: Sequence[StandingGroup]) -> Board:
    """Of the sealed rows; three queries."""
    filters = _filters(request, groups, is_live=False)
    releases = [one.sealed.pk for one in groups if one.sealed]
    sealed = ReleasedRow.objects.visible_to(request.user).filter(release__in=releases)
    wanted = filters.wanted({one.group.pk: one.lines for one in groups}, of="card__")
    rows = sealed.with_neighbours()
    figures = sealed_figures(rows if filters.is_close else sealed, _keys(groups), wanted=wanted)
    order = filters.order(_grouped(BY_SEALED_PLACE, groups, of="card__"), of="card__")
    page = _page(request, rows.filter(wanted).select_related("card").order_by(*order), figures)
    found = found_sealed(page.object_list)
    return _Gathered(groups, filters, figures, page, found, is_live=False).board(request)


def _filters(request: SignedIn, groups: Sequence[StandingGroup], *, is_live: bool) -> StandingsFilter:
    """One group can be sorted by its parts."""
    keys = groups[0].keys if len(groups) == 1 else []
    return StandingsFilter(request.GET, user=request.user, keys=keys, is_live=is_live)


def _keys(groups: Iterable[StandingGroup]) -> list[str]:
    return list(dict.fromkeys(key for one in groups for key in one.keys))


def _grouped(order: Iterable[object], groups: Sequence[StandingGroup], *, of: str = "") -> list[object]:
    return [*order] if len(groups) == 1 else [f"{of}group__order", f"{of}group", *order]


def _page(request: SignedIn, found: "QuerySet[Any, Any]", figures: Mapping[int, Figures]) -> "Page[Any]":
    return page_of(request, found, size=_SIZE, count=sum(one.shown for one in figures.values()))
