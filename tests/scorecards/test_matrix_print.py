"""The matrix on paper: blocks as wide as the sheet, no column cut or lost."""

import pytest

from scorecards.forms.matrix import MatrixForm
from scorecards.forms.matrix_print import blocks_of, paper_of
from scorecards.group_sheets import Sheet
from scorecards.rubrics.trees import CardTrees
from scorecards.scoring import read_tree


def form_of(*kinds: str) -> MatrixForm:
    """A matrix without units whose columns have these looks: n(umber), t(ext), l(ong)."""
    levels = {"t": ("好", "差"), "l": ("基本符合要求", "差")}
    rows = [
        {"key": str(number), "parent": None, "order": number, "kind": "item", "title": "项", "points": "2",
         "scoring_kind": "MANUAL" if kind == "n" else "LEVEL",
         "params": {} if kind == "n" else {"levels": [{"name": levels[kind][0], "points": "2"},
                                                      {"name": levels[kind][1], "points": "0"}]}}
        for number, kind in enumerate(kinds, 1)
    ]  # fmt: skip
    return MatrixForm(Sheet(CardTrees(read_tree(rows)), {}, {}, {}))


@pytest.mark.parametrize(("kinds", "paper", "sizes"), [
    ("n" * 12, "a4", [12]), ("n" * 13, "a4", [12, 1]), ("n" * 60, "a4", [12] * 5), ("n" * 60, "a3", [19, 19, 19, 3]),
    ("t" * 10, "a4", [9, 1]), ("l" * 5, "a4", [4, 1]), ("lnnnnnnnnnl", "a4", [10, 1]),
])  # fmt: skip
def test_blocks_are_as_wide_as_the_paper(kinds, paper, sizes):
    form = form_of(*kinds)
    blocks = blocks_of(form, paper)
    assert [len(block.columns) for block in blocks] == sizes
    assert [column.number for block in blocks for column in block.columns] == list(range(1, len(kinds) + 1))


@pytest.mark.parametrize(
    ("asked", "paper"), [("a3", "a3"), ("a4", "a4"), ("1", "a4"), ("", "a4"), ("<b>", "a4")]
)
def test_paper_is_a3_only_where_asked(asked, paper):
    assert paper_of(asked) == paper
