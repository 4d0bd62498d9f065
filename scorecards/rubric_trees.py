"""From stored nodes to the pure tree that scores."""

from scorecards.models import Node, RubricVersion
from scorecards.scoring import Part, read_tree


def tree_of(version: RubricVersion | int) -> Part:
    """The version's tree; one query."""
    nodes = Node.objects.filter(version=version).select_related("parent").order_by("order", "pk")
    return read_tree(node.as_plain() for node in nodes)
