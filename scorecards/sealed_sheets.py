"""名次与等次 as released: every figure out of the rows that were sealed with the snapshot."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.db.models import Q

from scorecards.earlier_places import By, earlier_of, earlier_places
from scorecards.live_places import members_of
from scorecards.models import ReleasedRow, Round, Standing
from scorecards.models.released_rows import ReleasedRowQuerySet
from scorecards.standing_figures import Figures, figures_of
from scorecards.standing_groups import StandingGroup
from scorecards.standing_rows import Found, Member, Row, row_of
from units.models import User

PLACED = Q(place__isnull=False)


def sealed_figures(rows: ReleasedRowQuerySet, keys: Sequence[str], *, wanted: Q) -> Figures:
    """Counts and means of these rows; one query."""
    return figures_of(rows, keys, provisional=None, wanted=wanted, of="card__")


def sealed_rows(
    rows: Iterable[ReleasedRow],
    round_: Round,
    groups: Mapping[int, StandingGroup],
    *,
    scale: Decimal | None = None,
    user: User,
) -> list[Row]:
    """The page's rows in the order given; one query at most."""
    given = list(rows)
    members = members_of(row.card for row in given)
    before = earlier_places(members.values(), round_, user=user)
    return [
        _row(_found(row, members[row.card_id]), groups[row.card.group_id], before, scale) for row in given
    ]


def _row(found: Found, standing: StandingGroup, before: By, scale: Decimal | None) -> Row:
    name = standing.group.name
    return row_of(
        found,
        keys=standing.keys,
        lines=standing.lines,
        group=name,
        earlier=earlier_of(found.member, name, before),
        scale=scale,
    )


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
