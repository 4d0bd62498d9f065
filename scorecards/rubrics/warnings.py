"""The lint's findings, sorted by the node that each is about."""

from collections.abc import Mapping

from scorecards.scoring import Part
from scorecards.scoring.lint import lint


def warnings_of(tree: Part, ranking: Mapping[str, object]) -> dict[str, list[str]]:
    """By the node's key; "" is the rubric as a whole."""
    found: dict[str, list[str]] = {}
    for finding in lint(tree, ranking):
        found.setdefault(finding.key, []).append(finding.sentence)
    return found
