"""试算, the pure part: what a supposition makes of a tree, and that the tree stays as it was."""

import json
from fractions import Fraction

import pytest

from scorecards.ranking.what_if import Supposition, leave_out, suppose, trims, weighed
from scorecards.rubrics.exchange import load
from scorecards.scoring import Part, read_tree, total
from tests.scorecards.seating import RUBRIC

INPUTS = {"1.1": {"value": "50"}, "1.2": {"value": "30"}, "2.1": {"numbers": ["60", "90", "99"]}}


@pytest.fixture
def tree() -> Part:
    return load(json.dumps(RUBRIC).encode()).tree


def comes_to(tree: Part) -> str:
    keys = {item.key for item in tree.items()}
    return str(total(tree, {key: given for key, given in INPUTS.items() if key in keys}).rounded)


def test_nothing_supposed_changes_nothing(tree):
    assert suppose(tree, Supposition()) == tree
    assert Supposition().in_words(tree) == ""


@pytest.mark.parametrize(
    ("what", "points", "words"),
    [
        (Supposition(weights={"一": Fraction(1, 2), "二": Fraction(1, 2)}), "85.00",
         "“部分一”权重 0.5；“部分二”权重 0.5"),
        (Supposition(untrimmed=True), "80.90", "测评不去掉最高分和最低分"),
        (Supposition(without="1.1"), "48.00", "不计“指标1.1”"),
        (Supposition(without="2.1"), "56.00", "不计“指标2.1”"),
        (Supposition(weights={"一": Fraction(0)}, untrimmed=True, without="1.2"), "24.90",
         "“部分一”权重 0；测评不去掉最高分和最低分；不计“指标1.2”"),
    ],
)  # fmt: skip
def test_what_is_supposed_is_what_is_totalled(tree, what, points, words):
    assert comes_to(tree) == "83.00"
    assert (comes_to(suppose(tree, what)), what.in_words(tree)) == (points, words)
    assert comes_to(tree) == "83.00"


def test_a_part_that_keeps_no_item_is_left_out(tree):
    assert [part.key for part in weighed(leave_out(tree, {"2.1"}))] == ["一"]


def test_only_a_panel_that_drops_numbers_can_be_untrimmed(tree):
    assert trims(tree)
    assert not trims(suppose(tree, Supposition(untrimmed=True)))
    assert not trims(leave_out(tree, {"2.1"}))


def test_gates_and_loose_items_stay():
    nodes = [
        {"key": "a", "parent": None, "order": 1, "kind": "item", "title": "甲", "points": "5",
         "scoring_kind": "MANUAL", "params": {}},
        {"key": "g", "parent": None, "order": 2, "kind": "gate", "title": "否决",
         "params": {"effect": "zero", "document": "文件"}},
    ]  # fmt: skip
    tree = read_tree(nodes)
    assert suppose(tree, Supposition(untrimmed=True)) == tree
    assert [gate.key for gate in leave_out(tree, {"a"}).gates()] == ["g"]
