"""试算 over a group's real marks: the order under another rubric beside the released one; read, never stored."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from scorecards.figures import shown
from scorecards.group_sheets import Sheet, sheet_of
from scorecards.models import Card, Group
from scorecards.ranking.order import Placed, rank
from scorecards.ranking.rules import RankingRules
from scorecards.ranking.what_if import Supposition, leave_out, suppose
from scorecards.rubrics.trees import CardTrees, trees_of
from scorecards.scoring import BadInput, Item, Part, parse_input, unslot
from scorecards.standings.places import entry_of


@dataclass(frozen=True)
class Basis:
    """What is tried on what: the sealed marks of `source`, and the tree and the rules of the group that asks.

    `missing` are items of that tree which the marks say nothing of; they are not counted.
    """

    group: Group
    source: Group
    sheet: Sheet
    tree: Part
    rules: RankingRules
    missing: tuple[Item, ...] = ()

    @property
    def is_of_last_round(self) -> bool:
        """Whether the marks are those of the round before."""
        return self.source.pk != self.group.pk

    @cached_property
    def counted(self) -> Part:
        """The tree without what is missing."""
        return leave_out(self.tree, {item.key for item in self.missing})


@dataclass(frozen=True, slots=True)
class Supposed:
    """One card in both orders."""

    card: Card
    before: Placed[int]
    after: Placed[int]
    total_before: Decimal
    total_after: Decimal

    @property
    def risen(self) -> int:
        """By how many places; negative where it fell, 0 where there is nothing to compare."""
        return self.before.place - self.after.place if self.before.place and self.after.place else 0

    @property
    def move(self) -> str:
        """The change of place, with an arrow that says the direction by itself."""
        if not (self.before.place and self.after.place):
            return "—"
        return "不变" if not self.risen else f"{'↑' if self.risen > 0 else '↓'} {abs(self.risen)}"

    @property
    def difference(self) -> str:
        """The change of the total, with its sign."""
        gap = self.total_after - self.total_before
        return f"+{shown(gap)}" if gap > 0 else shown(gap)


def basis_of(group: Group) -> Basis | None:
    """The group's own marks once they are sealed, else those of the like group in the sealed round before; None
    where there is none. A fixed number of queries."""
    if group.round.is_sealed:
        sheet = sheet_of(group)
        return Basis(group, group, sheet, sheet.trees.tree, sheet.rules)
    source = like_group_before(group)
    if source is None:
        return None
    sheet, trees = sheet_of(source), trees_of(group.version_id)
    missing = tuple(_missing(sheet, trees))
    return Basis(group, source, sheet, trees.tree, trees.rules(group.ranking), missing)


def like_group_before(group: Group) -> Group | None:
    """In the round before, once it is sealed: scored by the same rubric in whichever version, of the same name where
    there are several."""
    previous = group.round.previous
    if previous is None or not previous.is_sealed or group.version is None:
        return None
    like = Group.objects.filter(
        round=previous, subject=group.subject, version__rubric=group.version.rubric_id
    )
    found = list(like.select_related("round", "version").in_order())
    return next((one for one in found if one.name == group.name), found[0] if found else None)


def compare(basis: Basis, what: Supposition) -> list[Supposed]:
    """Every card that takes part, in the new order."""
    trees = CardTrees(suppose(basis.counted, what))
    supposed = Sheet(
        trees=trees,
        cards=basis.sheet.cards,
        marks=basis.sheet.marks,
        gates=_gates(basis.sheet, trees),
        is_relative=basis.sheet.is_relative,
        rules=basis.rules,
    )
    before = {one.key: one for one in _order(basis.sheet)}
    old, new = basis.sheet.totals, supposed.totals
    return [
        Supposed(
            card=basis.sheet.cards[one.key],
            before=before[one.key],
            after=one,
            total_before=old[one.key].rounded,
            total_after=new[one.key].rounded,
        )
        for one in _order(supposed)
    ]


def _order(sheet: Sheet) -> tuple[Placed[int], ...]:
    return rank(entry_of(card, sheet.totals[pk], sheet.rules) for pk, card in sheet.cards.items())


def _gates(sheet: Sheet, trees: CardTrees) -> dict[int, frozenset[str]]:
    """Those that the supposed tree still has."""
    known = {gate.key for gate in trees.tree.gates()}
    return {pk: keys & known for pk, keys in sheet.gates.items()}


def _missing(sheet: Sheet, trees: CardTrees) -> Iterator[Item]:
    """Items that some card has no mark for, or one that the rule as it is now does not take."""
    lacking: set[str] = set()
    by_tree: dict[int, Mapping[str, Item]] = {}
    for card in sheet.cards.values():
        fitted = trees.of(card)
        items = by_tree.setdefault(id(fitted), {item.key: item for item in fitted.items()})
        lacking |= {unslot(slot)[0] for slot, item in items.items() if not _takes(sheet, card, item)}
    return (item for item in trees.tree.items() if item.key in lacking)


def _takes(sheet: Sheet, card: Card, item: Item) -> bool:
    mark = sheet.marks.get((card.pk, item.key))
    if mark is None:
        return False
    try:
        return mark.checked_input is None or bool(parse_input(item, mark.checked_input))
    except BadInput:
        return False
