"""晒问题: what each unit showed (成绩、做法、问题), for the page and for the seal; there is no score in it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from scorecards.models import Card, Group, Highlight, HighlightKind, Release


@dataclass(frozen=True, slots=True)
class Shown:
    """One unit or branch: its texts by kind, in the order that it gave them."""

    unit: str
    branch: str
    unit_id: int
    class_name: str
    official_order: int
    taking_part: str
    texts: Mapping[str, list[str]]

    @property
    def name(self) -> str:
        """Who showed it."""
        return self.branch or self.unit

    @property
    def owner(self) -> str:
        """The unit of a branch."""
        return self.unit if self.branch else ""

    @property
    def blocks(self) -> list[tuple[str, list[str]]]:
        """Heading and texts of each kind that there is anything of."""
        return [(kind.label, self.texts[kind]) for kind in HighlightKind if self.texts.get(kind)]


def shown_by(group: Group) -> list[Shown]:
    """Everybody that takes part, in the official order; two queries at any size."""
    cards = Card.objects.filter(group=group).taking_part().in_official_order()
    texts: dict[int, dict[str, list[str]]] = {}
    for one in Highlight.objects.filter(card__in=cards).order_by("kind", "order", "pk"):
        texts.setdefault(one.card_id, {}).setdefault(one.kind, []).append(one.text)
    return [
        Shown(
            card.unit_name, card.branch_name, card.unit_id, card.class_name, card.official_order,
            card.taking_part, texts.get(card.pk, {}),
        )
        for card in cards
    ]  # fmt: skip


def shown_in(release: Release) -> list[Shown]:
    """The same as it was sealed."""
    return [_read(row) for row in json.loads(bytes(release.snapshot))["rows"]]


def _read(row: Mapping[str, Any]) -> Shown:
    return Shown(
        row["unit"], row["branch"] or "", row["unit_id"], row["class_name"], row["official_order"],
        row["taking_part"], row["shown"],
    )  # fmt: skip
