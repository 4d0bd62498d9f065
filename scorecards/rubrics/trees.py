"""From stored nodes to the pure tree that scores."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from functools import lru_cache
from types import MappingProxyType

from django.db.models import Max

from scorecards.models import Card, Mark, Node, RubricVersion, VersionState
from scorecards.ranking.rules import RankingRules, read_ranking
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


class CardTrees:
    """A version's tree as each card has it; cards of one class share theirs."""

    def __init__(
        self,
        tree: Part,
        nodes: Mapping[int, Node] | None = None,
        ranking: Mapping[str, object] = MappingProxyType({}),
    ) -> None:
        self.tree = tree
        self._ranking = ranking
        self._nodes = nodes or {}
        self._units = frozenset(labels(tree)[1])
        self._fitted: dict[tuple[str, str], Part] = {}

    def with_nodes(self, marks: Iterable[Mark]) -> Iterator[Mark]:
        """Marks with their nodes, which are the rubric's and shared by all; those of another version are left out."""
        for mark in marks:
            if mark.node_id in self._nodes:
                mark.node = self._nodes[mark.node_id]
                yield mark

    def rules(self, own: Mapping[str, object] | None = None) -> RankingRules:
        """How ties are broken and grades given: as a group has it for itself (`own`), else as the rubric says."""
        return read_ranking(self._ranking if own is None else own, tree=self.tree, place="名次与等次")

    def of(self, card: Card) -> Part:
        """The tree of this card, by the class and the names that were frozen at opening."""
        unit_name = next((name for name in (card.unit_name, card.branch_name) if name in self._units), "")
        label = (card.class_name, unit_name)
        if label not in self._fitted:
            self._fitted[label] = fit(self.tree, class_name=card.class_name, unit_name=unit_name)
        return self._fitted[label]


def card_tree(card: Card) -> Part:
    """The tree of one card; one or two queries."""
    return trees_of(card.group.version_id).of(card)


def trees_of(version_id: int | None) -> CardTrees:
    """The version's trees; 晒问题 has no version and empty ones."""
    return CardTrees(tree_of(None)) if version_id is None else trees_of_all([version_id])[version_id]


def trees_to_score(version: RubricVersion | None) -> CardTrees:
    """The same where nobody reads the words: 勘误 changes no number, so a frozen version is not asked for again."""
    if version is None or version.state != VersionState.FROZEN:
        return trees_of(version.pk if version else None)
    return _kept(version.pk, version.digest, None)


def trees_of_all(version_ids: Collection[int]) -> dict[int, CardTrees]:
    """The same of many; a frozen version is read once and kept, as long as no further 勘误 changes its words.

    Reading and fitting 60 nodes costs as much as all the rest of a save.
    """
    frozen = RubricVersion.objects.filter(pk__in=version_ids, state=VersionState.FROZEN)
    found = {pk: _kept(pk, *more) for pk, *more in frozen.values_list("pk", "digest", Max("nodes__errata"))}
    return found | {pk: _read(pk) for pk in version_ids if pk not in found}


def trees_read_with(version: RubricVersion, *, last_erratum: int | None) -> CardTrees:
    """The trees of a version that came with the id of its last 勘误; no query once a frozen one is kept."""
    if version.state != VersionState.FROZEN:
        return _read(version.pk)
    return _kept(version.pk, version.digest, last_erratum)


def _read(version_id: int) -> CardTrees:
    nodes = {node.pk: node for node in Node.objects.filter(version=version_id).for_trees()}
    ranking = RubricVersion.objects.values_list("ranking", flat=True).get(pk=version_id)
    return CardTrees(tree_of_nodes(nodes.values()), nodes, ranking)


@lru_cache(maxsize=64)
def _kept(version_id: int, digest: str, last_erratum: int | None) -> CardTrees:  # noqa: ARG001 - parts of the key
    return _read(version_id)
