"""Whose cards a rubric has to add up for: every class and every unit that it names."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from scorecards.scoring.fitting import fit
from scorecards.scoring.proportion import Proportion
from scorecards.scoring.tally import Tally
from scorecards.scoring.targets import Target
from scorecards.scoring.tree import Item, Part

_MOST = 100
_MOST_CLASSES = 5


@dataclass(frozen=True, slots=True)
class Audience:
    """A class or a unit and the cards that it may have: the class of a unit that is only named is not known."""

    name: str
    cards: tuple[Part, ...]


def audiences(tree: Part) -> tuple[Audience, ...]:
    """Every named class and unit; the others too where only one is named, or none."""
    return tuple(islice(_everybody(tree), _MOST))


def _everybody(tree: Part) -> Iterator[Audience]:
    classes, units = _named(tree)
    for name in sorted(classes):
        yield Audience(name, (fit(tree, class_name=name),))
    for unit in sorted(units):
        possible = [*sorted(classes)[:_MOST_CLASSES], *([""] if len(classes) < 2 else [])]
        yield Audience(unit, tuple(fit(tree, class_name=name, unit_name=unit) for name in possible))
    if len(classes) + len(units) < 2:
        yield Audience("其他单位", (fit(tree),))


def _named(tree: Part) -> tuple[set[str], set[str]]:
    classes: set[str] = set()
    units: set[str] = set()
    for node in tree.walk():
        classes |= node.applies.classes
        units |= node.applies.units
        if isinstance(node, Item):
            classes |= {name for target in _targets(node) for name, _ in target.classes}
    return classes, units


def _targets(item: Item) -> Iterator[Target]:
    if isinstance(item.rule, Proportion):
        yield item.rule.target
    if isinstance(item.rule, Tally):
        yield from (cause.target for cause in item.rule.causes if cause.target is not None)
