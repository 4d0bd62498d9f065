"""A rubric as the rows of an office's table: headings from the outermost, points, rule, office."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from scorecards.rubrics.sheets.titles import kind_of
from scorecards.scoring import Gate, Item, NodeKind, Part, rule_in_words
from scorecards.scoring.numbers import canonical
from scorecards.scoring.tree import Applies

GATES = "一票否决"


@dataclass(frozen=True, slots=True)
class Heading:
    """One heading; `key` tells two of the same words apart."""

    key: str
    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """One item or gate."""

    headings: tuple[Heading, ...]
    points: Fraction | None = None
    rule: str = ""
    scorer: str = ""
    applies: str = ""


def lines(tree: Part) -> tuple[Line, ...]:
    """The items in the order of the page, then the gates."""
    return (*_items(tree, ()), *_gates(tree))


def _items(part: Part, above: tuple[Heading, ...]) -> Iterator[Line]:
    for node in part.children:
        if isinstance(node, Item):
            yield _item(node, above)
        elif isinstance(node, Part):
            yield from _items(node, (*above, Heading(node.key, heading(node))))


def _item(item: Item, above: tuple[Heading, ...]) -> Line:
    return Line(
        headings=(*above, Heading(item.key, item.title)),
        points=item.points,
        rule=item.text or rule_in_words(item),
        scorer=item.scorer,
        applies=_whom(item.applies),
    )


def _gates(tree: Part) -> Iterator[Line]:
    for gate in tree.gates():
        rule = "\n".join(text for text in (gate.text, f"后果：{gate.in_words()}", _document(gate)) if text)
        yield Line(
            (Heading(GATES, GATES), Heading(gate.key, gate.title)), rule=rule, applies=_whom(gate.applies)
        )


def _document(gate: Gate) -> str:
    return f"依据文件：{gate.document}" if gate.document else ""


def _whom(applies: Applies) -> str:
    """乡镇、县直部门；单位：县水利局."""
    parts = ["、".join(sorted(applies.classes))] if applies.classes else []
    return "；".join(parts + ([f"单位：{'、'.join(sorted(applies.units))}"] if applies.units else []))


def heading(part: Part) -> str:
    """The part's title with what it does to the sum: 班子建设（100分，占20%）."""
    bits = [] if part.points is None else [f"{canonical(part.points)}分"]
    bits += [] if part.weight == 1 else [f"占{canonical(part.weight * 100)}%"]
    bits += [] if part.hi is None else [f"最高{canonical(part.hi)}分"]
    bits += [] if part.lo is None else [f"最低{canonical(part.lo)}分"]
    bits += _kind_in_words(part)
    bits += [f"适用：{'、'.join(sorted(part.applies.classes))}"] if part.applies.classes else []
    bits += [f"适用单位：{'、'.join(sorted(part.applies.units))}"] if part.applies.units else []
    return f"{part.title}（{'，'.join(bits)}）" if bits else part.title


def _kind_in_words(part: Part) -> list[str]:
    """Only what the title does not say by itself."""
    said = {"pool": "bonus"}.get(kind_of(part.title), kind_of(part.title))
    words = {NodeKind.BONUS: "加分", NodeKind.PENALTY: "减分"}
    found = [words[part.kind]] if part.kind in words and said != part.kind else []
    found += [f"分期：{'、'.join(part.periods)}"] if part.periods else []
    return found + (["缺期不计"] if part.leaves_out else [])
