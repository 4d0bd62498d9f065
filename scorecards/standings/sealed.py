"""名次与等次 as released: every figure out of the rows that were sealed with the snapshot."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Q

from scorecards.models import ReleasedRow, Standing
from scorecards.models.released_rows import ReleasedRowQuerySet
from scorecards.standings.figures import Figures, figures_of
from scorecards.standings.live import members_of
from scorecards.standings.rows import Found, Member

PLACED = Q(place__isnull=False)


def sealed_figures(rows: ReleasedRowQuerySet, keys: Sequence[str], *, wanted: Q) -> dict[int, Figures]:
    """Counts and means of these rows by group; one query."""
    return figures_of(rows, keys, provisional=None, wanted=wanted, of="card__")


def found_sealed(rows: Iterable[ReleasedRow]) -> list[tuple[int, Found]]:
    """What was sealed of each card, in the order given, each with its group."""
    given = list(rows)
    members = members_of(row.card for row in given)
    return [(row.card.group_id, _found(row, members[row.card_id])) for row in given]


def _found(row: Any, member: Member) -> Found:
    """`above` and `below` are annotations."""
    return Found(
        member=member,
        is_ranked=row.card.taking_part == Standing.RANKED,
        place=row.place,
        sharing=row.sharing,
        total=row.total,
        points=row.part_points,
        above=row.above,
        below=row.below,
        computed=row.computed_grade,
        decided=row.grade,
        cost=row.cost,
        gates=row.gates,
    )
