"""A rubric as it is read: every part and item in the order of the page, each with its rule in words."""

from collections.abc import Iterator
from dataclasses import dataclass

from scorecards.models import Node, RubricVersion
from scorecards.rubric_trees import sections, tree_of
from scorecards.scoring import Item, NodeKind, Part, rule_in_words
from scorecards.scoring.numbers import in_print


@dataclass(frozen=True, slots=True)
class Outlined:
    """One node; `depth` counts from 0 for a topmost part."""

    key: str
    title: str
    points: str
    rule_text: str
    words: str
    depth: int
    is_item: bool


@dataclass(frozen=True, slots=True)
class Chapter:
    """One topmost part with all that is below it."""

    head: Outlined
    lines: list[Outlined]
    items: int


def outline_of(version: RubricVersion) -> list[Chapter]:
    """Two queries."""
    tree = tree_of(version)
    texts = dict(Node.objects.filter(version=version).values_list("key", "rule_text"))
    return [
        Chapter(
            head=_part(part, texts, 0),
            lines=list(_below(part, texts, 1)),
            items=sum(1 for _ in part.items()),
        )
        for part in sections(tree)
    ]


def part_in_words(part: Part) -> str:
    """What the part does to the sum of its items."""
    said = {NodeKind.BONUS: ["加分部分，没有加分的不用填"], NodeKind.PENALTY: ["减分部分，没有减分的不用填"]}
    words = list(said.get(part.kind, []))
    words += [f"最多计 {in_print(part.hi)} 分"] if part.hi is not None else []
    words += [f"最低计 {in_print(part.lo)} 分"] if part.lo is not None else []
    words += [f"合计乘以 {in_print(part.weight)} 计入总分"] if part.weight != 1 else []
    return f"{'；'.join(words)}。" if words else ""


def _below(part: Part, texts: dict[str, str], depth: int) -> Iterator[Outlined]:
    for child in part.children:
        if isinstance(child, Item):
            points = "" if child.points is None else in_print(child.points)
            yield Outlined(
                child.key, child.title, points, texts.get(child.key, ""), rule_in_words(child), depth, True
            )
        else:
            yield _part(child, texts, depth)
            yield from _below(child, texts, depth + 1)


def _part(part: Part, texts: dict[str, str], depth: int) -> Outlined:
    points = "" if part.points is None else in_print(part.points)
    return Outlined(
        part.key, part.title, points, texts.get(part.key, ""), part_in_words(part), depth, is_item=False
    )
