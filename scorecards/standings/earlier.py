"""What the units and branches of a page came to in the round that this one names as the one before."""

from collections import defaultdict
from collections.abc import Iterable

from scorecards.models import ReleasedRow, Round
from scorecards.standings.rows import Earlier, Member
from units.models import User

By = dict[tuple[int, int | None], list[Earlier]]


def earlier_places(members: Iterable[Member], round_: Round, *, user: User) -> By:
    """Of each unit or branch, in every group that it was in; one query, none where no round is named."""
    if round_.previous_id is None:
        return {}
    rows = (
        ReleasedRow.objects.visible_to(user)
        .current()
        .filter(
            release__group__round=round_.previous_id, card__unit__in=[member.unit_id for member in members]
        )
        .order_by("release__group__order", "pk")
    )
    found: By = defaultdict(list)
    for unit_id, branch_id, group, place, total in rows.values_list(
        "card__unit_id", "card__branch_id", "release__group__name", "place", "total"
    ):
        found[unit_id, branch_id].append(Earlier(group, place, total))
    return found


def earlier_of(member: Member, group: str, found: By) -> Earlier | None:
    """The one in the group of the same name, else the first."""
    given = found.get((member.unit_id, member.branch_id), [])
    return next((one for one in given if one.group == group), given[0] if given else None)
