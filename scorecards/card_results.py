"""A card for reading: each item with 自评 and, where it may be seen, 核定 and its derivation."""

from dataclasses import dataclass
from decimal import Decimal

from scorecards.models import Card, Mark
from scorecards.rubric_trees import tree_of
from scorecards.scoring import Input, Item, Line, Part, PartTotal, Total, total


@dataclass(frozen=True, slots=True)
class ItemLine:
    """One item as read."""

    item: Item
    mark: Mark
    reported_words: str
    checked: Decimal | None
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class PartLines:
    """One topmost part with its items; `result` is None where 核定 is not shown."""

    part: Part
    result: PartTotal | None
    lines: list[ItemLine]


@dataclass(frozen=True, slots=True)
class Results:
    """The whole card; `total` is None where 核定 is not shown."""

    parts: list[PartLines]
    reported: Total
    total: Total | None


def results_of(card: Card, *, shows_checked: bool) -> Results:
    """Two queries; computed anew from the inputs."""
    tree = tree_of(card.group.version_id)
    marks = {
        mark.node.key: mark for mark in Mark.objects.filter(card=card).select_related("node", "changed_by")
    }
    reported = total(tree, _inputs(marks, checked=False))
    checked = total(tree, _inputs(marks, checked=True)) if shows_checked else None
    by_key = {part.key: part for part in checked.parts} if checked else {}
    parts = [
        PartLines(
            part, by_key.get(part.key), [_line(item, marks[item.key], checked) for item in part.items()]
        )
        for part in tree.children
        if isinstance(part, Part)
    ]
    return Results(parts if marks else [], reported, checked)


def _inputs(marks: dict[str, Mark], *, checked: bool) -> dict[str, Input | None]:
    return {key: mark.checked_input if checked else mark.reported_input for key, mark in marks.items()}


def _line(item: Item, mark: Mark, checked: Total | None) -> ItemLine:
    result = checked.results.get(item.key) if checked else None
    told = mark.reported_input
    return ItemLine(
        item=item,
        mark=mark,
        reported_words=item.rule.given_in_words(told) if told is not None else "",
        checked=result.rounded if result else None,
        lines=result.lines if result else (),
    )
