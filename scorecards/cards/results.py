"""A card for reading: each item with 自评 and, where it may be seen, 核定 and its derivation."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from scorecards.cards.mark_sides import Proof, Proposed, marks_with_sides, own_items_of, proofs_of
from scorecards.figures import shown, told
from scorecards.group_sheets import Sheet, sheet_of
from scorecards.models import Card, GateHit, Mark
from scorecards.rubrics.trees import CardTrees, sections, trails, trees_of
from scorecards.scoring import Item, ItemResult, Line, NodeKind, Part, PartTotal, Total, is_na, total
from scorecards.scoring.inputs import NOT_APPLICABLE
from scorecards.scoring.numbers import in_print


@dataclass(frozen=True, slots=True)
class ItemLine:
    """One item as read; `checked` is None where it is 未评 or may not be seen."""

    item: Item
    mark: Mark
    trail: str
    reported: ItemResult | None
    checked: ItemResult | None
    prechecked: ItemResult | None = None

    @property
    def name(self) -> str:
        """The item as one names it."""
        return f"{self.item.number} {self.item.title}"

    @property
    def worth(self) -> str:
        """The item's points as printed."""
        return "" if self.item.points is None else in_print(self.item.points)

    @property
    def first_id(self) -> str:
        """The field of this item on the page where it is filled."""
        return f"{self.mark.anchor}-1"

    @property
    def is_missing(self) -> bool:
        """Whether the unit still has to answer."""
        return self.mark.reported_input is None and self.item.is_reported and not self.item.optional

    @property
    def is_unscored(self) -> bool:
        """Whether the office still has to score."""
        return self.checked is None and not self.item.optional

    @property
    def reported_words(self) -> str:
        """What the unit put in."""
        return told(self.item, self.mark.reported_input) if self.mark.reported_input else ""

    @property
    def reported_points(self) -> str:
        """自评 in points; 未填 and 无 are never zero, and what the group decides has none yet."""
        if not self.item.is_reported:
            return "不填"
        if self.reported is None and self.mark.reported_input is not None:
            return NOT_APPLICABLE if is_na(self.mark.reported_input) else "按组计算"
        return self._points(self.reported) or ("无" if self.item.optional else "未填")

    @property
    def prechecked_points(self) -> str:
        """初评 in points; what is not looked at yet is never zero."""
        if not self.item.is_reported:
            return "不填"
        if self.prechecked is None and self.mark.prechecked_input is not None:
            return NOT_APPLICABLE if is_na(self.mark.prechecked_input) else "按组计算"
        return self._points(self.prechecked) or ("无" if self.item.optional else "未初评")

    @property
    def checked_points(self) -> str:
        """核定 in points; 未评 and 无 are never zero."""
        return self._points(self.checked) or ("无" if self.item.optional else "未评")

    @property
    def proofs(self) -> list[Proof]:
        """佐证材料; pages show it to the office and the unit itself."""
        return proofs_of(self.mark)

    @property
    def own_items(self) -> list[Proposed]:
        """自选动作 under the item."""
        return own_items_of(self.mark)

    @property
    def basis(self) -> str:
        """核定依据; nothing where 核定 may not be seen."""
        return self.checked.basis if self.checked else ""

    @property
    def differs(self) -> bool:
        """Whether 核定 is not simply full marks, or in bonus and penalty parts not simply nothing."""
        if self.checked is None:
            return False
        return self.checked.excluded or self.checked.points != self.item.full()

    @property
    def lines(self) -> tuple[Line, ...]:
        """How 核定 came about, step by step."""
        return self.checked.lines if self.checked else ()

    def _points(self, result: ItemResult | None) -> str:
        if result is None:
            return ""
        if result.excluded:
            return NOT_APPLICABLE
        return shown(-result.points if self.item.within is NodeKind.PENALTY else result.points)


@dataclass(frozen=True, slots=True)
class PartLines:
    """One topmost part with its items; `checked` is None where 核定 is not shown."""

    part: Part
    reported: PartTotal | None
    checked: PartTotal | None
    lines: list[ItemLine]
    prechecked: PartTotal | None = None

    @property
    def reported_points(self) -> str:
        """What the part brings to the 自评 total; nothing filled is not zero."""
        filled = any(line.reported for line in self.lines)
        return shown(self.reported.points) if self.reported and filled else "—"

    @property
    def checked_points(self) -> str:
        """What the part brings to the 核定 total; nothing scored is not zero."""
        scored = any(line.checked for line in self.lines)
        return shown(self.checked.points) if self.checked and scored else "—"

    @property
    def prechecked_points(self) -> str:
        """What the part brings to the 初评 total; nothing looked at is not zero."""
        looked_at = any(line.prechecked for line in self.lines)
        return shown(self.prechecked.points) if self.prechecked and looked_at else "—"

    @property
    def is_short(self) -> bool:
        """Whether paper keeps it on one page."""
        return len(self.lines) <= 6


@dataclass(frozen=True, slots=True)
class Results:
    """The whole card; `checked` and `prechecked` are None where 核定 and 初评 are not shown."""

    parts: list[PartLines]
    reported: Total
    checked: Total | None
    prechecked: Total | None = None
    hits: tuple[GateHit, ...] = ()

    @property
    def lines(self) -> list[ItemLine]:
        """Every item, in the rubric's order."""
        return [line for part in self.parts for line in part.lines]

    @property
    def has_gates(self) -> bool:
        """Whether the rubric names a 否决 for this card."""
        return any(self.reported.root.part.gates())

    @property
    def has_own_items(self) -> bool:
        """Whether the unit proposed 自选动作."""
        return any(line.own_items for part in self.parts for line in part.lines)

    @property
    def reported_total(self) -> str:
        """自评合计."""
        return shown(self.reported.exact) if self.reported.scored else ""

    @property
    def prechecked_total(self) -> str:
        """初评合计; nothing while nothing is looked at."""
        return shown(self.prechecked.exact) if self.prechecked and self.prechecked.scored else ""

    @property
    def checked_total(self) -> str:
        """核定合计; nothing while nothing is scored."""
        return shown(self.checked.exact) if self.checked and self.checked.scored else ""

    @property
    def needed(self) -> list[ItemLine]:
        """Items that the unit has to answer."""
        return [line for line in self.lines if line.item.is_reported and not line.item.optional]

    @property
    def filled(self) -> int:
        """How many of them it has answered, those that the group decides among them."""
        return len(self.needed) - len(self.missing)

    @property
    def missing(self) -> list[ItemLine]:
        """Items that the unit still has to answer, in the rubric's order."""
        return [line for line in self.lines if line.is_missing]


def results_of(card: Card, *, shows_checked: bool, shows_precheck: bool = False) -> Results:
    """A fixed number of queries; computed anew from the inputs."""
    trees = trees_of(card.group.version_id)
    tree = trees.of(card)
    rows = marks_with_sides(card).select_related("node", "changed_by", "returned_by")
    marks = {mark.slot: mark for mark in rows}
    reported = total(tree, {slot: mark.reported_input for slot, mark in marks.items()})
    if not marks:
        return Results([], reported, None)
    first = {slot: mark.prechecked_input for slot, mark in marks.items()}
    whole = Results([], reported, None, total(tree, first) if shows_precheck else None)
    if shows_checked:
        hits = tuple(GateHit.objects.filter(card=card).select_related("node").order_by("node__order", "pk"))
        whole = replace(whole, checked=_checked(card, trees, marks, hits), hits=hits)
    return replace(whole, parts=[_part(part, marks, whole) for part in sections(tree)])


def _checked(
    card: Card, trees: CardTrees, marks: Mapping[str, Mark], hits: Collection[GateHit]
) -> Total | None:
    """核定: of the card alone, but with its group where the rubric looks at it."""
    if any(item.is_relative for item in trees.tree.items()):
        sheet = sheet_of(card.group, card_ids={card.pk})
        return sheet.total(card) if card.pk in sheet.cards else None
    gates = {card.pk: frozenset(hit.node.key for hit in hits)}
    cells = {(card.pk, slot): mark for slot, mark in marks.items()}
    return Sheet(trees=trees, cards={card.pk: card}, marks=cells, gates=gates).total(card)


def _part(part: Part, marks: Mapping[str, Mark], whole: Results) -> PartLines:
    trail = trails(part)
    lines = [
        ItemLine(
            item,
            marks[item.key],
            trail.get(item.key, ""),
            whole.reported.results.get(item.key),
            whole.checked.results.get(item.key) if whole.checked else None,
            whole.prechecked.results.get(item.key) if whole.prechecked else None,
        )
        for item in part.items()
    ]
    return PartLines(
        part, _sum(part, whole.reported), _sum(part, whole.checked), lines, _sum(part, whole.prechecked)
    )


def _sum(part: Part, whole: Total | None) -> PartTotal | None:
    return next((one for one in whole.parts if one.key == part.key), None) if whole else None
