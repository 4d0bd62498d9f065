"""A 评分部门 enters its own items, and nothing else."""

from collections.abc import Sequence

from django.db import transaction

from scorecards import locks
from scorecards.models import Group
from scorecards.scorers import items_of_unit
from scorecards.transitions.checking import Cell, save_checked
from scorecards.transitions.saving import Saved
from units.models import User
from units.transitions.refused import Refused


@transaction.atomic
def save_own_items(group: Group, cells: Sequence[Cell], *, by: User) -> tuple[Saved, ...]:
    """As `save_checked`, of the items that are mapped to the unit of this person's post; others are refused."""
    locks.hold_round(group.round_id)
    own = {item.key for item in items_of_unit(group, by.post.unit if by.post else None)}
    if any(cell.key not in own for cell in cells):
        raise Refused("只能录入由本部门评分的项目，没有保存。")
    return save_checked(group, cells, by=by)
