"""试算: a card that is never stored, filled on the page and computed as a real one would be."""

from dataclasses import replace

from django.http import QueryDict

from scorecards.figures import shown
from scorecards.forms.card import CardForm, read_typed
from scorecards.models import Mark, Node, RubricVersion
from scorecards.rubrics.trees import tree_of
from scorecards.scoring import (
    BadInput,
    CanonicalInput,
    Gate,
    Item,
    Line,
    Part,
    Total,
    fit,
    labels,
    parse_input,
    total,
    unslot,
)
from scorecards.transitions import Entry, Saved
from scorecards.transitions.saving import points_alone


class Trial:
    """The card of one class or unit, with what was typed and what it comes to; `reported` keeps to 自评."""

    def __init__(
        self, version: RubricVersion, *, whom: str = "", data: QueryDict | None = None, reported: bool = False
    ) -> None:
        tree = tree_of(version)
        self.classes, self.units = labels(tree)
        self.whom = whom if whom in {*self.classes, *self.units} else self._first()
        unit_name = self.whom if self.whom in self.units else ""
        class_name = "" if unit_name else self.whom
        card = fit(tree, class_name=class_name, unit_name=unit_name)
        self.tree = card if reported else _open(card)
        self.inputs: dict[str, CanonicalInput] = {}
        self.gates = list(self.tree.gates())
        self.set_gates = [gate.key for gate in self.gates if data is not None and f"gate:{gate.key}" in data]
        self._marks = _blank_marks(version, self.tree)
        outcomes = self._take(data) if data is not None else []
        self.form = CardForm(self.tree, self._marks.values(), data, outcomes)

    @property
    def choices(self) -> list[str]:
        """Whose card can be tried."""
        return [*self.classes, *self.units]

    @property
    def result(self) -> Total:
        """The total with every step."""
        return total(self.tree, self.inputs, gates=self.set_gates)

    @property
    def shown_total(self) -> str:
        """As printed."""
        return shown(self.result.exact)

    @property
    def derivation(self) -> list[tuple[Item, str, tuple[Line, ...]]]:
        """Of each item that has a figure: the item, its points, its lines."""
        results = self.result.results
        return [
            (item, shown(results[item.key].points), results[item.key].lines)
            for item in self.tree.items()
            if item.key in results
        ]

    @property
    def waits_for_group(self) -> bool:
        """Whether an item that was filled needs other members for its points."""
        return any(item.is_relative and item.key in self.inputs for item in self.tree.items())

    def _first(self) -> str:
        return next(iter((*self.classes, *self.units)), "")

    def _take(self, data: QueryDict) -> list[Saved]:
        typed = read_typed(self.tree, data)
        items = {item.key: item for item in self.tree.items()}
        return typed.refused + [self._enter(items[entry.key], entry) for entry in typed.entries]

    def _enter(self, item: Item, entry: Entry) -> Saved:
        if entry.raw is None:
            return Saved(item.key, 0)
        try:
            given = parse_input(item, entry.raw)
        except BadInput as error:
            return Saved(item.key, 0, problem=error.sentence, field=error.field)
        mark = self._marks[item.key]
        mark.reported_input, mark.reported = given, points_alone(item, given)
        self.inputs[item.key] = given
        return Saved(item.key, 0, points=mark.reported)


def _open(part: Part) -> Part:
    """The office fills every item here, also those that a unit does not report on."""
    children = tuple(
        replace(child, is_reported=True)
        if isinstance(child, Item)
        else child
        if isinstance(child, Gate)
        else _open(child)
        for child in part.children
    )
    return replace(part, children=children)


def _blank_marks(version: RubricVersion, tree: Part) -> dict[str, Mark]:
    """A mark for each slot of the card, not to be saved; one query."""
    nodes = {node.key: node for node in Node.objects.filter(version=version)}
    slots = {item.key: unslot(item.key) for item in tree.items()}
    return {name: Mark(node=nodes[key], period=period) for name, (key, period) in slots.items()}
