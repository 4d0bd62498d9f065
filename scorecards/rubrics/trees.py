"""From stored nodes to the pure tree that scores."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace

from scorecards.models import Card, Node, RubricVersion
from scorecards.ranking_rules import RankingRules, read_ranking
from scorecards.rubrics.examples import Example, read_example
from scorecards.rubrics.exchange import RubricDocument
from scorecards.scoring import BadRubric, Item, Part, fit, labels, read_tree


def tree_of(version: RubricVersion | int | None) -> Part:
    """The version's tree, its words as corrected (勘误); one query. 晒问题 has no version and an empty tree."""
    return tree_of_nodes(Node.objects.filter(version=version).for_trees())


def tree_of_nodes(nodes: Iterable[Node]) -> Part:
    """The tree of nodes that came as `for_trees` brings them."""
    return read_tree((node.as_corrected() for node in nodes), empty=True)


def sections(tree: Part) -> list[Part]:
    """The topmost parts as pages show them, a time node period by period; loose items come last, as one more."""
    parts = [part for node in tree.children if isinstance(node, Part) for part in _by_period(node)]
    loose = tuple(node for node in tree.children if isinstance(node, Item))
    return [*parts, replace(tree, title="其他指标", children=loose)] if loose else parts


def _by_period(part: Part) -> list[Part]:
    """A time node with its periods laid out is as many pages."""
    if part.divisor == 1:
        return [part]
    periods = [node for node in part.children if isinstance(node, Part)]
    return [replace(period, title=f"{part.title} · {period.title}") for period in periods]


def trails(part: Part) -> dict[str, str]:
    """Of each item that stands deeper than this part: the titles between, as written on paper."""
    found: dict[str, str] = {}
    for child in part.children:
        if isinstance(child, Part):
            deeper = trails(child)
            found |= {item.key: f"{child.title} · {deeper[item.key]}" if item.key in deeper else child.title
                      for item in child.items()}  # fmt: skip
    return found


def document_of(version: RubricVersion) -> RubricDocument:
    """The version as its exchange file holds it, with the examples that still fit its nodes; one query."""
    nodes = Node.objects.filter(version=version).select_related("parent").order_by("order", "pk")
    document = RubricDocument(
        code=version.rubric.code,
        title=version.rubric.title,
        nodes=tuple(node.as_plain() for node in nodes),
        ranking=version.ranking,
        remark=version.remark,
    )
    return replace(document, examples=_examples(version)) if version.examples else document


def _examples(version: RubricVersion) -> tuple[Example, ...]:
    tree = tree_of(version)
    found = []
    for number, one in enumerate(version.examples):
        with suppress(BadRubric):
            found.append(read_example(one, tree=tree, place=f"examples[{number}]"))
    return tuple(found)


def rules_of(version: RubricVersion, tree: Part) -> RankingRules:
    """How the version breaks ties and gives grades."""
    return read_ranking(version.ranking, tree=tree, place="名次与等次")


class CardTrees:
    """A version's tree as each card has it; cards of one class share theirs."""

    def __init__(self, tree: Part) -> None:
        self.tree = tree
        self._units = frozenset(labels(tree)[1])
        self._fitted: dict[tuple[str, str], Part] = {}

    def of(self, card: Card) -> Part:
        """The tree of this card, by the class and the names that were frozen at opening."""
        unit_name = next((name for name in (card.unit_name, card.branch_name) if name in self._units), "")
        label = (card.class_name, unit_name)
        if label not in self._fitted:
            self._fitted[label] = fit(self.tree, class_name=card.class_name, unit_name=unit_name)
        return self._fitted[label]


def card_tree(card: Card) -> Part:
    """The tree of one card; one query."""
    return CardTrees(tree_of(card.group.version_id)).of(card)
