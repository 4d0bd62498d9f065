"""The items of released cards as they were sealed, read out of the snapshots without fetching them whole."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.db import connection

from scorecards.figures import shown
from scorecards.models import ReleasedRow
from scorecards.scoring import Item, NodeKind, Part, unslot

_SEALED = """
    SELECT kept.id, (line.value ->> 'unit_id')::bigint, coalesce(line.value ->> 'branch', ''),
           (line.value -> 'items')::text
    FROM scorecards_release AS kept
    CROSS JOIN LATERAL json_array_elements(convert_from(kept.snapshot, 'UTF8')::json -> 'rows') AS line
    WHERE kept.id = ANY(%s) AND (line.value ->> 'unit_id')::bigint = ANY(%s)
"""


@dataclass(frozen=True, slots=True)
class SealedItem:
    """One item of one card; `given` is what it brought to the sum, below zero where it took away."""

    key: str
    title: str
    points: Fraction | None
    given: Fraction
    is_ordinary: bool
    is_excluded: bool

    @property
    def lost(self) -> Fraction:
        """What is missing from its full mark, or what it took away; a bonus that was not earned is no loss."""
        if self.is_excluded:
            return Fraction(0)
        full = self.points if self.is_ordinary and self.points is not None else Fraction(0)
        return max(full - self.given, Fraction(0))

    @property
    def shown(self) -> str:
        """Its points as printed."""
        return "不适用" if self.is_excluded else shown(self.given)

    @property
    def in_words(self) -> str:
        """Its points in a sentence."""
        return self.shown if self.is_excluded else f" {self.shown} 分"

    @property
    def worth(self) -> str:
        """Its full mark as printed, without needless zeros."""
        return "" if self.points is None else shown(self.points).rstrip("0").rstrip(".")


def items_of(rows: Collection[ReleasedRow]) -> dict[int, tuple[SealedItem, ...]]:
    """By the key of the row, whose card is loaded; one query, whose answer holds these cards alone."""
    wanted = {(row.release_id, row.card.unit_id, row.card.branch_name): row.pk for row in rows}
    if not wanted:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_SEALED, [list({key[0] for key in wanted}), list({key[1] for key in wanted})])
        return {
            wanted[release_id, unit_id, branch]: tuple(map(_item, json.loads(items)))
            for release_id, unit_id, branch, items in cursor.fetchall()
            if (release_id, unit_id, branch) in wanted
        }


@dataclass(frozen=True, slots=True)
class Loss:
    """An item, and what it cost the total: its own loss by the weights of the parts that it stands in."""

    item: SealedItem
    cost: Fraction

    @property
    def shown(self) -> str:
        """As printed."""
        return shown(self.cost)


def main_losses(items: Collection[SealedItem], tree: Part, most: int = 3) -> list[Loss]:
    """Those that cost most, in the rubric's order among equals."""
    weights = weights_of(tree)
    losses = (Loss(item, item.lost * weights.get(unslot(item.key)[0], Fraction(1))) for item in items)
    return sorted((loss for loss in losses if loss.cost > 0), key=lambda loss: -loss.cost)[:most]


def weights_of(part: Part, weight: Fraction = Fraction(1)) -> dict[str, Fraction]:
    """How much of one point of each item reaches the total, where no part is full or empty; of a time node its share
    of the mean."""
    found: dict[str, Fraction] = {}
    for child in part.children:
        if isinstance(child, Part):
            found |= weights_of(child, weight * child.weight / max(len(child.periods), 1))
        elif isinstance(child, Item):
            found[child.key] = weight
    return found


def _item(sealed: Mapping[str, Any]) -> SealedItem:
    within = sealed.get("within", NodeKind.GROUP)
    points, exact = sealed["points"], Fraction(sealed["exact"])
    return SealedItem(
        key=sealed["key"],
        title=sealed["title"],
        points=None if points is None else Fraction(points),
        given=-exact if within == NodeKind.PENALTY else exact,
        is_ordinary=within == NodeKind.GROUP,
        is_excluded=bool(sealed.get("excluded")),
    )
