"""What a cell of the matrix shows, and which posted cells count as typed."""

from decimal import Decimal

import pytest
from django.http import QueryDict

from scorecards.forms.matrix import MatrixForm, cells_from
from scorecards.group_sheets import Sheet
from scorecards.models import Card, Mark, Node
from scorecards.rubrics.trees import CardTrees
from scorecards.scoring import read_tree
from scorecards.transitions import Cell

LEVELS = {"levels": [{"name": "好", "points": "2"}, {"name": "基本符合要求", "points": "0.125"}]}


def node(key: str, kind: str, parent: str | None = None, **more) -> dict:
    return {"key": key, "parent": parent, "order": 1, "kind": kind, "title": key} | more


TREE = read_tree(
    [
        node("一", "group"),
        node("1", "item", "一", points="2", scoring_kind="LEVEL", params=LEVELS),
        node("2", "item", "一", order=2, points="5", scoring_kind="MANUAL", params={}),
        node("减", "penalty", order=2, hi="5"),
        node("3", "item", "减", points="3", scoring_kind="MANUAL", params={}),
    ]
)


def form_with(**inputs: tuple[dict, str]) -> MatrixForm:
    """One card with these checked inputs and points by item."""
    card = Card(pk=7, unit_name="县财政局")
    marks = []
    for key in ("1", "2", "3"):
        given, points = inputs.get(f"i{key}", (None, None))
        marks.append(Mark(card=card, node=Node(key=key), checked_input=given,
                          checked=Decimal(points) if points else None, version=4))  # fmt: skip
    return MatrixForm(Sheet(CardTrees(TREE), {7: card}, {(7, mark.slot): mark for mark in marks}, {}))


def test_points_are_rounded_half_up_and_taken_away_in_a_penalty():
    form = form_with(i1=({"level": "基本符合要求"}, "0.125"), i3=({"value": "1.5"}, "1.5"))
    assert [box.points for box in form.boxes.values()] == ["0.13", "", "−1.50"]


def test_only_cells_that_need_a_mark_are_unscored():
    assert [box.is_unscored for box in form_with().boxes.values()] == [True, True, False]


def test_column_is_as_wide_as_its_longest_level():
    form = form_with()
    assert [column.look for column in form.columns] == ["is-long", "is-number", "is-number"]
    assert [(span.title, span.looks) for span in form.spans] == [
        ("一", ["is-long", "is-number"]),
        ("减", ["is-number"]),
    ]


def test_head_says_what_an_item_is_worth():
    assert [column.points for column in form_with().columns] == ["2 分", "5 分", "减分项"]


@pytest.mark.parametrize(
    ("text", "base", "cells"),
    [
        ("好", "4 ", [Cell(7, "1", "好", 4)]),
        ("好", "4 好", []),
        ("", "4 好", [Cell(7, "1", "", 4)]),
        ("1 0 2", "4 1 0 2", []),
        (" 好 ", "4", [Cell(7, "1", "好", 4)]),
        ("好", "x 好的", [Cell(7, "1", "好", -1)]),
        ("好", "", [Cell(7, "1", "好", -1)]),
    ],
)
def test_cell_counts_as_typed_when_it_differs_from_its_base(text, base, cells):
    data = QueryDict(mutable=True)
    data.update({"c:7:1": text, "v:7:1": base})
    assert cells_from(data) == cells


def test_base_of_a_cell_is_what_makes_it_untouched():
    box = next(iter(form_with(i1=({"level": "好"}, "2")).boxes.values()))
    data = QueryDict(mutable=True)
    data.update({f"c:{box.name}": box.text, f"v:{box.name}": box.base})
    assert (box.base, cells_from(data)) == ("4 好", [])
