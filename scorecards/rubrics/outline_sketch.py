"""A document that is not stored yet, as it is looked through before 导入."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from scorecards.rubrics.exchange import RubricDocument
from scorecards.rubrics.outline_words import kind_in_words, node_in_words
from scorecards.scoring import Gate, Item, Part
from scorecards.scoring.numbers import in_print


@dataclass(frozen=True, slots=True)
class Sketched:
    """One node."""

    depth: int
    kind: str
    key: str
    title: str
    points: str
    words: str
    rule_text: str


def sketch_of(document: RubricDocument) -> list[Sketched]:
    """Every node in the order of the page."""
    return list(_below(document.tree, 0))


def _below(part: Part, depth: int) -> Iterator[Sketched]:
    for node in part.children:
        kind = "item" if isinstance(node, Item) else "gate" if isinstance(node, Gate) else str(node.kind)
        points: Fraction | None = None if isinstance(node, Gate) else node.points
        yield Sketched(
            depth=depth,
            kind=kind_in_words(kind),
            key=node.key,
            title=node.title,
            points="" if points is None else in_print(points),
            words=node_in_words(node),
            rule_text=node.text,
        )
        if isinstance(node, Part):
            yield from _below(node, depth + 1)
