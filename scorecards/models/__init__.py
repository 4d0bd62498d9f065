"""What is marked against which rubric, who checked it, and what was released."""

from scorecards.models.cards import TAKING_PART, Card, CardState, GateHit, Mark, Standing
from scorecards.models.releases import Release, ReleaseDraft
from scorecards.models.rounds import Group, Round, Subject, Term
from scorecards.models.rubrics import Erratum, Node, Rubric, RubricVersion, VersionState

__all__ = [
    "TAKING_PART", "Card", "CardState", "Erratum", "GateHit", "Group", "Mark", "Node", "Release", "ReleaseDraft",
    "Round", "Rubric", "RubricVersion", "Standing", "Subject", "Term", "VersionState",
]  # fmt: skip
