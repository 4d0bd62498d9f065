"""What was released of one unit or branch over the rounds: totals, places, grades, and each item under its key."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise

from scorecards.figures import shown
from scorecards.models import Group, ReleasedRow, Round, Rubric
from scorecards.models.released_rows import ReleasedRowQuerySet
from scorecards.results.scope_lists import shows_place
from scorecards.results.sealed_items import SealedItem, items_of
from units.models import User
from units.roles import STAFF, Role

READERS = STAFF | {Role.COUNTY_LEADER, Role.AUDITOR}
"""Who sees every place."""
_TENTH = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class PastResult:
    """One released card as this person may see it; `place` is empty where the scope keeps it back."""

    row: ReleasedRow
    place: str
    percent: Decimal
    full: str
    change: str = ""

    @property
    def round(self) -> Round:
        """The round."""
        return self.group.round

    @property
    def group(self) -> Group:
        """The group, which comes with its round and rubric."""
        return self.row.release.group

    @property
    def total(self) -> str:
        """As printed."""
        return shown(self.row.total)


@dataclass(frozen=True, slots=True)
class ItemLine:
    """One item through the rounds of its rubric; a cell is None where the round did not have it."""

    key: str
    title: str
    cells: list[SealedItem | None]


@dataclass(frozen=True, slots=True)
class RubricItems:
    """The items of one rubric, whose keys stay through its versions; the newest round first."""

    rubric: Rubric
    results: list[PastResult]
    lines: list[ItemLine]


@dataclass(frozen=True, slots=True)
class History:
    """The newest first."""

    results: list[PastResult]
    rubrics: list[RubricItems]
    hides_places: bool


def history_of(rows: ReleasedRowQuerySet, user: User) -> History:
    """Of the rows of one unit or one branch, as `visible_to` gives them; two queries."""
    found = list(counted(rows).select_related("release__group__version__rubric"))
    results = _with_changes([_result(row, user) for row in found])
    hidden = any(
        row.place is not None and not result.place for row, result in zip(found, results, strict=True)
    )
    return History(results, list(_rubrics(results)), hidden)


def counted(rows: ReleasedRowQuerySet) -> ReleasedRowQuerySet:
    """Those that stand, without trial rounds, which never count; the newest round first."""
    return (
        rows.current()
        .exclude(release__group__round__is_trial=True)
        .select_related("card", "release__group__round")
        .defer("release__snapshot")
        .order_by("-release__group__round__year", "-release__group__round_id", "release__group__order", "pk")
    )


def sees_place(user: User, row: ReleasedRow) -> bool:
    """The office and the readers see every place, a unit its own as far as the scope of the release shows places;
    that a round has none everybody may see."""
    if user.has_role(*READERS) or not row.release.group.round.gives_places:
        return True
    return shows_place(row.place, scope=row.release.scope, top=row.release.scope_top)


def place_in_words(row: ReleasedRow) -> str:
    """The place as one says it; the release's round is there."""
    if row.place:
        return f"第 {row.place} 名{'（并列）' if row.is_tied else ''}"
    return "不排名" if row.release.group.round.gives_places else "不设名次"


def _result(row: ReleasedRow, user: User) -> PastResult:
    version = row.release.group.scored_against
    full, total = version.total_points, row.total or Decimal(0)
    scale = max(full, total, Decimal(1))
    percent = max(total / scale * 100, Decimal(0)).quantize(_TENTH, ROUND_HALF_UP)
    place = place_in_words(row) if sees_place(user, row) else ""
    return PastResult(row, place, percent, f"{full.normalize():f}")


def _with_changes(results: Sequence[PastResult]) -> list[PastResult]:
    """Each total against the one before it, where both are out of the same full mark."""
    pairs = [*pairwise(results), (results[-1], None)] if results else []
    return [
        PastResult(now.row, now.place, now.percent, now.full, _change(now, before)) for now, before in pairs
    ]


def _change(now: PastResult, before: PastResult | None) -> str:
    if before is None or now.full != before.full or now.row.total is None or before.row.total is None:
        return ""
    gap = now.row.total - before.row.total
    return "持平" if not gap else f"{'+' if gap > 0 else ''}{shown(gap)}"


def _rubrics(results: Sequence[PastResult]) -> Iterator[RubricItems]:
    items = items_of([result.row for result in results])
    by_rubric: dict[Rubric, list[PastResult]] = {}
    for result in results:
        by_rubric.setdefault(result.group.scored_against.rubric, []).append(result)
    for rubric, own in by_rubric.items():
        columns = [{item.key: item for item in items.get(result.row.pk, ())} for result in own]
        lines = [
            ItemLine(key, title, [column.get(key) for column in columns]) for key, title in _keys(columns)
        ]
        yield RubricItems(rubric, own, lines)


def _keys(columns: Iterable[dict[str, SealedItem]]) -> Iterator[tuple[str, str]]:
    """In the order of the newest version, those that it no longer has behind; titles as last written."""
    seen: set[str] = set()
    for column in columns:
        for key, item in column.items():
            if key not in seen:
                seen.add(key)
                yield key, item.title
