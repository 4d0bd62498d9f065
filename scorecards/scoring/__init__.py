"""The scoring core: a rubric as a tree, a mark as plain JSON, points as exact fractions; no Django."""

from .building import read_tree
from .cells import parse_cell, show_cell
from .composition import (
    ItemResult,
    PartTotal,
    Total,
    full_input,
    parse_input,
    rule_in_words,
    score_item,
    total,
)
from .numbers import half_up
from .refusals import BadInput, BadRubric
from .rule import CanonicalInput, Input, Line, is_blank
from .tree import Item, Kind, Node, NodeKind, Part

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
