"""What a group's members put in, gathered before any total: fields of numbers, and means of points."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TypeAlias

from scorecards.scoring.inputs import is_na
from scorecards.scoring.peers import Peers, field_of
from scorecards.scoring.rule import ALONE, Input
from scorecards.scoring.tree import Item, NaRule, Part

Inputs: TypeAlias = Mapping[str, Input | None]


@dataclass(frozen=True, slots=True)
class Member:
    """One card of the group that takes part: its own tree and what was entered by slot."""

    tree: Part
    inputs: Inputs


@dataclass(frozen=True, slots=True)
class GroupFigures:
    """Figures by slot; `waiting` are slots where a member's mark is still missing."""

    peers: Mapping[str, Peers] = field(default_factory=dict)
    means: Mapping[str, Fraction] = field(default_factory=dict)
    waiting: frozenset[str] = frozenset()


def figures_of(members: Iterable[Member]) -> GroupFigures:
    """First the numbers that are compared, then the means of points; totals come after."""
    relative: dict[int, tuple[Item, ...]] = {}
    asked: _Asked = []
    for member in members:
        shared = id(member.tree)
        if shared not in relative:
            relative[shared] = tuple(item for item in member.tree.items() if item.is_relative)
        asked.append((member, relative[shared]))
    peers = _peers(asked)
    return GroupFigures(peers=peers, means=_means(asked, peers), waiting=_waiting(asked))


_Asked: TypeAlias = list[tuple[Member, tuple[Item, ...]]]


def _peers(asked: _Asked) -> dict[str, Peers]:
    numbers: dict[str, dict[str, list[Fraction]]] = defaultdict(lambda: defaultdict(list))
    for item, given in _given(asked):
        for name, number in item.rule.measures(given).items():
            numbers[item.key][name].append(number)
    return {
        key: {name: field_of(values) for name, values in by_name.items()} for key, by_name in numbers.items()
    }


def _means(asked: _Asked, peers: Mapping[str, Peers]) -> dict[str, Fraction]:
    points: dict[str, list[Fraction]] = defaultdict(list)
    for item, given in _given(asked):
        if item.na_rule is NaRule.MEAN:
            points[item.key].append(item.rule.points(given, peers.get(item.key, ALONE)))
    return {key: sum(found, Fraction(0)) / len(found) for key, found in points.items()}


def _waiting(asked: _Asked) -> frozenset[str]:
    found: set[str] = set()
    for member, items in asked:
        missing = {item.key for item in items if not item.optional and member.inputs.get(item.key) is None}
        found |= missing - _left_out(member) if missing else missing
    return frozenset(found)


def _left_out(member: Member) -> set[str]:
    """Slots of periods without any mark, where the rubric leaves such periods out and others have marks."""
    found: set[str] = set()
    for part in member.tree.walk():
        if isinstance(part, Part) and part.leaves_out:
            periods = [
                {item.key for item in child.items()} for child in part.children if isinstance(child, Part)
            ]
            empty = [slots for slots in periods if all(member.inputs.get(key) is None for key in slots)]
            found |= set().union(*empty) if len(empty) < len(periods) else set()
    return found


def _given(asked: _Asked) -> Iterator[tuple[Item, Input]]:
    """Every relative item that somebody has a mark for, 不适用 left aside."""
    for member, items in asked:
        for item in items:
            given = member.inputs.get(item.key)
            if given is not None and not is_na(given):
                yield item, given
