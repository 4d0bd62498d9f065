"""试算: the rubric as it might have been, out of the rubric as it is. Pure; nothing here is ever stored."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction

from scorecards.scoring import Item, Node, Part
from scorecards.scoring.numbers import in_print
from scorecards.scoring.panel import Judges


@dataclass(frozen=True, slots=True)
class Supposition:
    """Other weights of the topmost parts by key, all numbers of every panel counted, one item left out."""

    weights: Mapping[str, Fraction] = field(default_factory=dict)
    untrimmed: bool = False
    without: str = ""

    def in_words(self, tree: Part) -> str:
        """What is supposed otherwise than the tree has it; nothing for the tree as it is."""
        return "；".join(self._words(tree))

    def _words(self, tree: Part) -> Iterator[str]:
        for part in weighed(tree):
            weight = self.weights.get(part.key, part.weight)
            if weight != part.weight:
                yield f"“{part.title}”权重 {in_print(weight)}"
        if self.untrimmed:
            yield "测评不去掉最高分和最低分"
        for item in tree.items():
            if item.key == self.without:
                yield f"不计“{item.title}”"


def weighed(tree: Part) -> tuple[Part, ...]:
    """The topmost parts, whose weights can be supposed otherwise."""
    return tuple(node for node in tree.children if isinstance(node, Part))


def trims(tree: Part) -> bool:
    """Whether any panel drops its highest and lowest number."""
    return any(_is_trimmed(item) for item in tree.items())


def suppose(tree: Part, what: Supposition) -> Part:
    """The whole tree, before it is fitted to a card, under the supposition."""
    children = tuple(
        replace(node, weight=what.weights.get(node.key, node.weight)) if isinstance(node, Part) else node
        for node in tree.children
    )
    changed = replace(tree, children=children)
    changed = leave_out(changed, {what.without}) if what.without else changed
    return _untrimmed(changed) if what.untrimmed else changed


def leave_out(part: Part, keys: Collection[str]) -> Part:
    """Without these items; a part that keeps none is left out as well."""
    return replace(part, children=tuple(_kept(part.children, keys)))


def _kept(children: Collection[Node], keys: Collection[str]) -> Iterator[Node]:
    for child in children:
        if isinstance(child, Part):
            inner = leave_out(child, keys)
            if inner.children or not child.children:
                yield inner
        elif not isinstance(child, Item) or child.key not in keys:
            yield child


def _untrimmed(part: Part) -> Part:
    return replace(part, children=tuple(_untrimmed_child(child) for child in part.children))


def _untrimmed_child(child: Node) -> Node:
    if isinstance(child, Part):
        return _untrimmed(child)
    if isinstance(child, Item) and isinstance(child.rule, Judges):
        return replace(child, rule=replace(child.rule, trim_above=None))
    return child


def _is_trimmed(item: Item) -> bool:
    return isinstance(item.rule, Judges) and item.rule.trim_above is not None
