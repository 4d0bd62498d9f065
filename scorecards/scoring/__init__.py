"""The scoring core: a rubric as a tree, a mark as plain JSON, points as exact fractions; no Django."""

from scorecards.scoring.building import read_tree
from scorecards.scoring.cells import parse_cell, show_cell
from scorecards.scoring.composition import (
    ItemResult,
    PartTotal,
    Total,
    full_input,
    parse_input,
    rule_in_words,
    score_item,
    total,
)
from scorecards.scoring.numbers import half_up
from scorecards.scoring.refusals import BadInput, BadRubric
from scorecards.scoring.rule import CanonicalInput, Input, Line, is_blank
from scorecards.scoring.tree import Item, Kind, Node, NodeKind, Part

__all__ = [
    "BadInput",
    "BadRubric",
    "CanonicalInput",
    "Input",
    "Item",
    "ItemResult",
    "Kind",
    "Line",
    "Node",
    "NodeKind",
    "Part",
    "PartTotal",
    "Total",
    "full_input",
    "half_up",
    "is_blank",
    "parse_cell",
    "parse_input",
    "read_tree",
    "rule_in_words",
    "score_item",
    "show_cell",
    "total",
]
