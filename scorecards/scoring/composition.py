"""From a card's inputs to its total: items first, then the tree of parts from below."""

from collections.abc import Collection, Mapping
from fractions import Fraction
from typing import TypeAlias

from scorecards.scoring.group import GroupFigures, Inputs
from scorecards.scoring.inputs import is_na
from scorecards.scoring.refusals import BadInput
from scorecards.scoring.results import ItemResult, PartTotal, Result, Total, has_marks, is_ordinary
from scorecards.scoring.rule import ALONE, Input
from scorecards.scoring.tree import Gate, Item, NaRule, Part

NOBODY = GroupFigures()
_NO_BASES: Mapping[str, str] = {}
_NOTHING_KNOWN: Mapping[str, Fraction] = {}


def total(
    root: Part,
    inputs: Inputs,
    *,
    group: GroupFigures = NOBODY,
    gates: Collection[str] = (),
    bases: Mapping[str, str] = _NO_BASES,
    known: Mapping[str, Fraction] = _NOTHING_KNOWN,
) -> Total:
    """The composition of one card.

    `root` is the card's own tree (`fit`); `inputs` by slot, where nothing or None is 未评, in bonus and penalty
    nodes 无; `group` the figures of all members that take part, without which relative items stay 未评;
    `gates` the keys of those set on the card; `bases` the basis of each mark, for the derivation; `known` the points
    of inputs that the caller has just scored by `score_item`, which are not worked out again.
    """
    items = {item.key: item for item in root.items()}
    for key in inputs:
        if key not in items:
            raise BadInput(f"评分细则里没有编号为“{key}”的指标。", key)
    results = {
        key: result
        for key, item in items.items()
        if (given := inputs.get(key)) is not None
        and (
            result := ItemResult(item, given, known[key], bases.get(key, ""))
            if key in known
            else _score(item, given, group, bases.get(key, ""))
        )
        is not None
    }
    waits = any(_looks_at_group(items[key], inputs.get(key)) for key in group.waiting if key in items)
    return Total(_compose(root, results), results, waits, tuple(_set_on(root, gates)))


def _looks_at_group(item: Item, given: Input | None) -> bool:
    """Whether this card's points in it can still move by what others put in."""
    return item.rule.is_relative or (given is not None and is_na(given))


def score_item(item: Item, given: Input) -> ItemResult:
    """The points of an item that stands alone; raises `BadInput` for an input that its rule does not take."""
    return ItemResult(item=item, given=given, points=item.rule.points(given))


def stands_alone(item: Item, given: Input) -> bool:
    """Whether `score_item` can tell the points of this input without the group."""
    return not is_na(given) and not item.rule.is_relative


def _score(item: Item, given: Input, group: GroupFigures, basis: str) -> ItemResult | None:
    """None while the group's figure is not known."""
    if is_na(given):
        return _not_applicable(item, given, group, basis)
    peers = group.peers.get(item.key, ALONE)
    if not peers and item.rule.is_relative and item.rule.measures(given):
        return None
    return ItemResult(item, given, item.rule.points(given, peers), basis, peers)


def _not_applicable(item: Item, given: Input, group: GroupFigures, basis: str) -> ItemResult:
    """By the item's own rule; a mean that nobody has a mark for leaves the item out, like `EXCLUDED`."""
    if item.na_rule is None:
        raise BadInput("细则没有写这一项不适用时怎样计分，不能选“不适用”。", "na")
    if item.na_rule is NaRule.FULL:
        return ItemResult(item, given, item.full(), basis)
    mean = group.means.get(item.key) if item.na_rule is NaRule.MEAN else None
    return ItemResult(item, given, mean or Fraction(0), basis, excluded=mean is None)


def _set_on(root: Part, keys: Collection[str]) -> list[Gate]:
    gates = {gate.key: gate for gate in root.gates()}
    for key in keys:
        if key not in gates:
            raise BadInput(f"评分细则里没有编号为“{key}”的否决情形。", key)
    return [gate for gate in gates.values() if gate.key in keys]


def _compose(part: Part, results: Mapping[str, ItemResult]) -> PartTotal:
    children = [child for child in part.children if not isinstance(child, Gate)]
    found = _counting(part, [(child, _result(child, results)) for child in children])
    below = tuple(result for _, result in found if result is not None)
    spread = Fraction(1) if part.periods else _spread(found)
    divisor = sum(1 for result in below if _is_entered(result)) or 1 if part.periods else 1
    ordinary = sum((result.points for result in below if is_ordinary(result)), Fraction(0))
    others = sum((result.points for result in below if not is_ordinary(result)), Fraction(0))
    inner = [result for result in below if isinstance(result, PartTotal)]
    own = [child for child, _ in found if isinstance(child, Item) and not child.optional]
    return PartTotal(
        part=part,
        below=below,
        raw=(ordinary * spread + others) / divisor,
        scored=sum(result.scored for result in inner) + sum(1 for item in own if item.key in results),
        items=sum(result.items for result in inner) + len(own),
        spread=spread,
        divisor=divisor,
        excluded=bool(found) and len(below) == len(found) and all(result.excluded for result in below),
    )


def _result(node: Part | Item, results: Mapping[str, ItemResult]) -> Result | None:
    return results.get(node.key) if isinstance(node, Item) else _compose(node, results)


_Found: TypeAlias = list[tuple[Part | Item, Result | None]]


def _counting(part: Part, found: _Found) -> _Found:
    """Where missing periods are left out, those with a mark; all of them while there is none."""
    if not part.leaves_out:
        return found
    return [(node, result) for node, result in found if result is not None and has_marks(result)] or found


def _is_entered(result: Result) -> bool:
    """A period that counts in the mean."""
    return not result.excluded and has_marks(result)


def _spread(found: _Found) -> Fraction:
    """Σ of the rest × ΣP of all ÷ ΣP of the rest: what the rest is multiplied by."""
    out = [node for node, result in found if result is not None and result.excluded]
    if not out:
        return Fraction(1)
    gone = sum((node.full() for node in out), Fraction(0))
    whole = sum((node.full() for node, _ in found), Fraction(0))
    return whole / (whole - gone) if whole > gone else Fraction(1)
