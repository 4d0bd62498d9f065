"""名次与等次 as released: every figure out of the rows that were sealed with the snapshot."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Q

from scorecards.models import ReleasedRow
from scorecards.models.released_rows import ReleasedRowQuerySet
from scorecards.standings.figures import Figures, figures_of
from scorecards.standings.lines import Line
from scorecards.standings.live import members_of
from scorecards.standings.rows import Found, Member


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
    card = row.card
    return Found(
        member=member,
        line=Line(
            name=card.branch_name or card.unit_name,
            owner=card.unit_name if card.branch_name else "",
            class_name=card.class_name,
            taking_part=card.taking_part,
            place=row.place,
            tied=row.is_tied,
            total=row.total,
            points=row.part_points,
            computed=row.computed_grade,
            grade=row.grade,
            cost=row.cost,
            gates=row.gates,
        ),
        above=row.above,
        below=row.below,
    )
