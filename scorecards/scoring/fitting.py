"""The rubric as it stands on one member's card: what applies, with targets by class settled and periods laid out."""

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from scorecards.scoring.tree import PERIOD_MARK, Gate, Item, Node, NodeKind, Part


def slot(key: str, period: int) -> str:
    """Where one mark of an item goes: the key, with the period where there is one."""
    return f"{key}{PERIOD_MARK}{period}" if period else key


def unslot(name: str) -> tuple[str, int]:
    """The node's key and the period, 0 where there is none."""
    key, _, period = name.partition(PERIOD_MARK)
    return key, int(period or 0)


def fit(tree: Part, *, class_name: str = "", unit_name: str = "") -> Part:
    """The tree of one card; parts that keep nothing are left out."""
    return _fit_part(tree, class_name, unit_name)


def labels(tree: Part) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The classes and the units that the rubric names, each sorted."""
    named = [node.applies for node in tree.walk()]
    by_class = [name for item in tree.items() for name in item.rule.classes()]
    classes = {name for applies in named for name in applies.classes} | set(by_class)
    return tuple(sorted(classes)), tuple(sorted({name for applies in named for name in applies.units}))


def full_mark(tree: Part) -> Fraction:
    """满分: of the cards that the rubric can make, the fullest; alternatives for one class are not added up."""
    classes, units = labels(tree)
    cards = [fit(tree, class_name=name) for name in ("", *classes)] + [
        fit(tree, unit_name=name) for name in units
    ]
    return max(card.full() for card in cards)


def laid_out(tree: Part) -> Part:
    """The whole tree with its periods laid out, for nobody in particular: the columns of a group."""
    children = tuple(laid_out(child) if isinstance(child, Part) else child for child in tree.children)
    return _by_period(replace(tree, children=children))


def _fit_part(part: Part, class_name: str, unit_name: str) -> Part:
    children = tuple(_fit_children(part, class_name, unit_name))
    return _by_period(replace(part, children=children))


def _fit_children(part: Part, class_name: str, unit_name: str) -> Iterator[Node]:
    for child in part.children:
        if not child.applies.to(class_name=class_name, unit_name=unit_name):
            continue
        if isinstance(child, Part):
            fitted = _fit_part(child, class_name, unit_name)
            if fitted.children or not child.children:
                yield fitted
        elif isinstance(child, Gate):
            yield child
        elif (rule := child.rule.for_class(class_name)) is not None:
            yield child if rule is child.rule else replace(child, rule=rule)


def _by_period(part: Part) -> Part:
    if not part.periods or part.divisor > 1:
        return part
    groups = tuple(
        Part(
            key=slot(part.key, number),
            title=title,
            kind=NodeKind.GROUP,
            children=tuple(_of_period(child, number) for child in part.children),
        )
        for number, title in enumerate(part.periods, 1)
    )
    return replace(part, children=groups, divisor=len(part.periods))


def _of_period(node: Node, number: int) -> Node:
    key = slot(node.key, number)
    if isinstance(node, Part):
        return replace(node, key=key, children=tuple(_of_period(child, number) for child in node.children))
    return replace(node, key=key) if isinstance(node, Item) else node
