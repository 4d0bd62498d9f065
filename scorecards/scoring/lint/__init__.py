"""The lint at rubric entry: what is wrong or left open in a rubric. It warns; a person decides."""

from collections.abc import Callable, Iterator, Mapping
from typing import TypeAlias

from scorecards.scoring.lint.absence import missing_absence
from scorecards.scoring.lint.audience import audiences
from scorecards.scoring.lint.bands import doubtful_bands
from scorecards.scoring.lint.basics import (
    gates_without_document,
    levels_without_zero,
    lines_upside_down,
    points_without_rule,
    unclear_percents,
    unsaid_ties,
)
from scorecards.scoring.lint.ceilings import missing_ceilings
from scorecards.scoring.lint.finding import Fault, Finding
from scorecards.scoring.lint.forbidden import forbidden_kinds
from scorecards.scoring.lint.sums import unequal_sums
from scorecards.scoring.lint.tallies import open_counts
from scorecards.scoring.lint.weights import uneven_weights
from scorecards.scoring.tree import Part

__all__ = ["Fault", "Finding", "lint"]

_Check: TypeAlias = Callable[[Part], Iterator[Finding]]

_CHECKS: tuple[_Check, ...] = (
    open_counts,
    missing_ceilings,
    doubtful_bands,
    levels_without_zero,
    points_without_rule,
    unclear_percents,
    missing_absence,
    forbidden_kinds,
    gates_without_document,
)


def lint(tree: Part, ranking: Mapping[str, object]) -> tuple[Finding, ...]:
    """Every finding in the order of the page, the rubric as a whole first; `tree` is not fitted to a card."""
    whose = audiences(tree)
    found = [
        *unsaid_ties(ranking),
        *lines_upside_down(ranking),
        *unequal_sums(tree, whose),
        *uneven_weights(whose),
    ]
    found += [finding for check in _CHECKS for finding in check(tree)]
    places = {"": 0} | {node.key: place for place, node in enumerate(tree.walk(), 1)}
    return tuple(sorted(found, key=lambda finding: places[finding.key]))
