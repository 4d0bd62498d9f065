"""The scoring core: a rubric as a tree, a mark as plain JSON, points as exact fractions; no Django."""

from scorecards.scoring.boxes import Box
from scorecards.scoring.building import read_tree
from scorecards.scoring.composition import score_item, stands_alone, total
from scorecards.scoring.fitting import fit, full_mark, labels, laid_out, slot, unslot
from scorecards.scoring.group import GroupFigures, Inputs, Member, figures_of
from scorecards.scoring.inputs import full_input, given_in_words, is_na, parse_cell, parse_input, show_cell
from scorecards.scoring.lint import Fault, Finding, lint
from scorecards.scoring.numbers import half_up
from scorecards.scoring.refusals import BadInput, BadRubric
from scorecards.scoring.results import ItemResult, PartTotal, Total
from scorecards.scoring.rule import CanonicalInput, Input, Line
from scorecards.scoring.tree import Effect, Evidence, Gate, Item, Kind, NaRule, Node, NodeKind, Part

__all__ = [
    "BadInput",
    "BadRubric",
    "Box",
    "CanonicalInput",
    "Effect",
    "Evidence",
    "Fault",
    "Finding",
    "Gate",
    "GroupFigures",
    "Input",
    "Inputs",
    "Item",
    "ItemResult",
    "Kind",
    "Line",
    "Member",
    "NaRule",
    "Node",
    "NodeKind",
    "Part",
    "PartTotal",
    "Total",
    "figures_of",
    "fit",
    "full_input",
    "full_mark",
    "given_in_words",
    "half_up",
    "is_na",
    "labels",
    "laid_out",
    "lint",
    "parse_cell",
    "parse_input",
    "read_tree",
    "rule_in_words",
    "score_item",
    "show_cell",
    "slot",
    "stands_alone",
    "total",
    "unslot",
]


def rule_in_words(item: Item) -> str:
    """The item's formula as one Chinese sentence."""
    return item.rule.in_words()
