"""From stored nodes to the pure tree that scores."""

from dataclasses import replace

from scorecards.models import Node, RubricVersion
from scorecards.scoring import Item, Part, read_tree


def tree_of(version: RubricVersion | int) -> Part:
    """The version's tree; one query."""
    nodes = Node.objects.filter(version=version).select_related("parent").order_by("order", "pk")
    return read_tree(node.as_plain() for node in nodes)


def sections(tree: Part) -> list[Part]:
    """The topmost parts as pages show them; items that stand outside every part come last, as one more."""
    parts = [node for node in tree.children if isinstance(node, Part)]
    loose = tuple(node for node in tree.children if isinstance(node, Item))
    return [*parts, replace(tree, title="其他指标", children=loose)] if loose else parts


def trails(part: Part) -> dict[str, str]:
    """Of each item that stands deeper than this part: the titles between, as written on paper."""
    found: dict[str, str] = {}
    for child in part.children:
        if isinstance(child, Part):
            deeper = trails(child)
            found |= {item.key: f"{child.title} · {deeper[item.key]}" if item.key in deeper else child.title
                      for item in child.items()}  # fmt: skip
    return found
