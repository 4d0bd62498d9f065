"""What a unit reads of a round's results: its own cards always, and of the others what the scope lets out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from scorecards.figures import shown
from scorecards.models import Card, Group, Release, ReleasedRow, Round, Scope, scope_in_words
from scorecards.models.card_lists import CardQuerySet
from scorecards.ranking.mean import mean_for_units
from scorecards.results.scope_lists import GroupList, Line, Result, let_out, shows_place
from scorecards.standings.group_grades import top_grade
from scorecards.standings.places import standings_of


@dataclass(frozen=True, slots=True)
class _Figures:
    """One card's figures, released or as they stand in 核对."""

    card: Card
    place: int | None
    tied: bool
    total: Decimal | None
    grade: str


@dataclass(frozen=True, slots=True)
class OwnResult:
    """One of the reader's own cards; what the scope keeps back is empty."""

    card: Card
    total: str
    grade: str
    place: int | None
    tied: bool
    best: str
    mean: str


@dataclass(frozen=True, slots=True)
class RoundResults:
    """Own cards, and the lists of the groups, the reader's own first."""

    scope_words: str
    is_own_only: bool
    own: Sequence[OwnResult]
    lists: Sequence[GroupList]


def results_of(round_: Round, cards: CardQuerySet) -> RoundResults:
    """`cards` are those that the reader may see; a fixed number of queries a group."""
    groups = list(Group.objects.filter(round=round_).select_related("round", "version__rubric").in_order())
    by_group, scope, top = _released(round_, groups) if round_.is_sealed else _standing(round_, groups)
    own_cards = list(cards.filter(group__round=round_).taking_part().with_frame().in_official_order())
    own_groups = {card.group_id for card in own_cards}
    return RoundResults(
        scope_words=scope_in_words(scope, top),
        is_own_only=scope == Scope.OWN,
        own=[
            one
            for group in groups
            for one in _own(by_group.get(group.pk, []), own_cards, group, scope=scope, top=top)
        ],
        lists=[
            GroupList(group.name, _lines(by_group.get(group.pk, []), group, scope=scope, top=top))
            for group in sorted(groups, key=lambda group: group.pk not in own_groups)
            if scope != Scope.OWN
        ],
    )


def _released(round_: Round, groups: Iterable[Group]) -> tuple[dict[int, list[_Figures]], str, int | None]:
    """From the rows that were sealed with the versions that hold now."""
    releases = list(Release.objects.filter(group__in=groups).current().defer("snapshot"))
    found: dict[int, list[_Figures]] = {}
    rows = ReleasedRow.objects.filter(release__in=releases).select_related("card").in_order()
    for row in rows:
        figures = _Figures(row.card, row.place, row.is_tied, row.total, row.grade)
        found.setdefault(row.card.group_id, []).append(figures)
    first = releases[0] if releases else None
    return found, first.scope if first else round_.release_scope, first.scope_top if first else None


def _standing(round_: Round, groups: Iterable[Group]) -> tuple[dict[int, list[_Figures]], str, int | None]:
    """In 核对: as the results stand; no grade is settled yet."""
    found = {
        group.pk: [
            _Figures(row.card, row.placed.place, row.placed.tied, row.total.rounded, row.graded.grade)
            for row in standings_of(group).rows
        ]
        for group in groups
    }
    return found, round_.review_scope, round_.scope_top


def _own(
    figures: Sequence[_Figures], own_cards: Iterable[Card], group: Group, *, scope: str, top: int | None
) -> list[OwnResult]:
    by_card = {one.card.pk: one for one in figures}
    totals = [one.total for one in figures if one.total is not None]
    mean = mean_for_units(totals)
    best = shown(max(totals)) if totals and scope == Scope.ALL else ""
    return [
        _own_result(card, by_card[card.pk], is_final=group.round.is_sealed, scope=scope, top=top, best=best,
                    mean="" if mean is None else shown(mean))
        for card in own_cards
        if card.group_id == group.pk and card.pk in by_card
    ]  # fmt: skip


def _own_result(
    card: Card, one: _Figures, *, is_final: bool, scope: str, top: int | None, best: str, mean: str
) -> OwnResult:
    shows = shows_place(one.place, scope=scope, top=top)
    return OwnResult(
        card=card,
        total="" if one.total is None else shown(one.total),
        grade=one.grade if is_final else "",
        place=one.place if shows else None,
        tied=shows and one.tied,
        best=best,
        mean=mean,
    )


def _lines(figures: Iterable[_Figures], group: Group, *, scope: str, top: int | None) -> list[Line]:
    results = (
        Result(
            name=one.card.name,
            owner=one.card.unit_name if one.card.branch_id else "",
            official_order=one.card.official_order,
            place=one.place,
            tied=one.tied,
            grade=one.grade,
        )
        for one in figures
    )
    return let_out(results, scope=scope, top=top, top_grade=top_grade(group))
