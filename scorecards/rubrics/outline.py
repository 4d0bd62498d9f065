"""A rubric as it is read: every part and item in the order of the page, each with its rule in words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from scorecards.models import Erratum, Node, RubricVersion
from scorecards.rubrics.errata import errata_of
from scorecards.rubrics.outline_sums import sum_in_words, sums_by_class
from scorecards.rubrics.outline_words import facts_of, kind_in_words, node_in_words, part_in_words
from scorecards.rubrics.ranking_words import ranking_in_words
from scorecards.rubrics.warnings import warnings_of
from scorecards.scoring import Item, NodeKind, Part, fit, full_mark, labels, read_tree, unslot
from scorecards.scoring.numbers import in_print

__all__ = ["Chapter", "Outline", "Outlined", "outline_of", "part_in_words"]


@dataclass(frozen=True, slots=True)
class Outlined:
    """One node; `depth` counts from 0 for a topmost one, `running` sums the items' points down to here."""

    pk: int
    key: str
    title: str
    points: str
    rule_text: str
    words: str
    depth: int
    is_item: bool
    kind: str
    facts: list[tuple[str, str]] = field(default_factory=list)
    sum_words: str = ""
    running: str = ""
    errata: list[Erratum] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    @property
    def level(self) -> int:
        """The heading below the page's own, for ears and for the indent."""
        return min(self.depth + 1, 6)

    @property
    def holds(self) -> bool:
        """Whether nodes can stand under it."""
        return self.kind not in {"指标", "否决"}


@dataclass(frozen=True, slots=True)
class Chapter:
    """One topmost part with all that is below it; what stands outside every part has no head."""

    head: Outlined | None
    lines: list[Outlined]
    items: int


@dataclass(frozen=True, slots=True)
class Outline:
    """The whole rubric."""

    lines: list[Outlined]
    full: str
    ranking: list[str]
    general: list[str] = field(default_factory=list)

    @property
    def items(self) -> int:
        """How many items there are."""
        return sum(line.is_item for line in self.lines)

    @property
    def warnings(self) -> list[tuple[Outlined, str]]:
        """Every warning with the line it is about."""
        return [(line, sentence) for line in self.lines for sentence in line.warnings]

    @property
    def warning_count(self) -> int:
        """How many there are, those on the rubric as a whole included."""
        return len(self.general) + len(self.warnings)

    @property
    def chapters(self) -> list[Chapter]:
        """By topmost part; loose items and gates come last, as one more."""
        found: list[tuple[Outlined, list[Outlined]]] = []
        loose: list[Outlined] = []
        for line in self.lines:
            if line.depth:
                found[-1][1].append(line)
            elif line.holds:
                found.append((line, []))
            else:
                loose.append(line)
        chapters = [Chapter(head, lines, sum(line.is_item for line in lines)) for head, lines in found]
        return [*chapters, Chapter(None, loose, sum(line.is_item for line in loose))] if loose else chapters


def outline_of(version: RubricVersion, *, warns: bool = False) -> Outline:
    """Two queries; the office is shown the lint's warnings too."""
    stored: Any = Node.objects.filter(version=version).with_corrected_words().select_related("parent")
    nodes = list(stored.order_by("order", "pk"))
    plain = [node.as_corrected() for node in nodes]
    known = _Known(read_tree(plain, empty=True), version, warns=warns)
    by_parent: dict[int | None, list[Any]] = {}
    for node in nodes:
        by_parent.setdefault(node.parent_id, []).append(node)
    lines = list(_below(by_parent, known))
    general = known.warnings.get("", [])
    return Outline(lines, in_print(full_mark(known.tree)), ranking_in_words(version.ranking, plain), general)


class _Known:
    """What is looked up for each line."""

    def __init__(self, tree: Part, version: RubricVersion, *, warns: bool) -> None:
        self.tree = tree
        self.nodes = {node.key: node for node in tree.walk()}
        self.errata = errata_of(version)
        self.warnings = warnings_of(tree, version.ranking) if warns else {}
        self.sums = sums_by_class(tree)
        first = fit(tree, class_name=next(iter(labels(tree)[0]), ""))
        self.counted = {unslot(item.key)[0] for item in first.items()}


def _below(by_parent: Mapping[int | None, list[Any]], known: _Known) -> Iterator[Outlined]:
    running = Fraction(0)
    waiting = [(node, 0) for node in reversed(by_parent.get(None, []))]
    while waiting:
        node, depth = waiting.pop()
        pure = known.nodes.get(node.key)
        is_counted = isinstance(pure, Item) and node.key in known.counted
        running += pure.full() if isinstance(pure, Item) and is_counted else 0
        yield _line(node, depth, in_print(running) if is_counted else "", known)
        waiting += [(child, depth + 1) for child in reversed(by_parent.get(node.pk, []))]


def _line(node: Any, depth: int, running: str, known: _Known) -> Outlined:
    pure = known.nodes.get(node.key)
    return Outlined(
        pk=node.pk,
        key=node.key,
        title=node.title_now,
        points="" if node.points is None else in_print(Fraction(node.points)),
        rule_text=node.text_now,
        words=node_in_words(pure) if pure else "",
        depth=depth,
        is_item=node.kind == NodeKind.ITEM,
        kind=kind_in_words(node.kind),
        facts=facts_of(node),
        sum_words=sum_in_words(pure, known.sums) if isinstance(pure, Part) else "",
        running=running,
        errata=known.errata.get(node.pk, []),
        warnings=known.warnings.get(node.key, []),
    )
