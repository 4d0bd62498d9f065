"""Sheets as offices print them, made for a test."""

from scorecards.rubrics.sheets import Proposal, read_rubric
from tests.units.sheets.making import workbook
from units.sheets import open_workbook

HEAD = ["一级指标", "二级指标", "分值", "评分标准", "评分部门", "备注"]


def proposal(*rows, merges=()) -> Proposal:
    made = workbook(rows, merges=merges)
    return read_rubric(open_workbook(made, name="细则.xlsx"), title="考核细则", code="khxz")


def nodes(found: Proposal) -> list[tuple]:
    """Key, kind and title of each node, points where written."""
    assert found.errors == ()
    assert found.document is not None
    return [(one["key"], str(one["kind"]), one["title"], one["points"]) for one in found.document.nodes]
