"""What the items under each part come to, class by class: alternatives for one class are not added up. Pure."""

from collections.abc import Mapping
from fractions import Fraction
from typing import TypeAlias

from scorecards.scoring import Gate, NodeKind, Part, fit, labels
from scorecards.scoring.numbers import in_print

Sums: TypeAlias = Mapping[str, Mapping[str, Fraction]]


def sums_by_class(tree: Part) -> Sums:
    """By the part's key and the class; a rubric without classes has one nameless class."""
    found: dict[str, dict[str, Fraction]] = {}
    for name in labels(tree)[0] or ("",):
        for node in fit(tree, class_name=name).walk():
            if isinstance(node, Part):
                own = sum(
                    (child.full() for child in node.children if not isinstance(child, Gate)), Fraction(0)
                )
                found.setdefault(node.key, {})[name] = own / node.divisor
    return found


def sum_in_words(part: Part, sums: Sums) -> str:
    """Beside the points written on the part; what only adds or takes has no full mark."""
    own = sums.get(part.key, {})
    if part.kind in {NodeKind.BONUS, NodeKind.PENALTY} or not own:
        return ""
    if len(set(own.values())) == 1:
        said = f"各项合计 {in_print(next(iter(own.values())))} 分"
    else:
        said = f"各项合计：{'，'.join(f'{name} {in_print(value)} 分' for name, value in own.items())}"
    if part.points is None or set(own.values()) == {part.points}:
        return said
    return f"写明 {in_print(part.points)} 分，{said}"
