"""A rubric written in an office's layout, reopened; and read back."""

import datetime
import io
import json
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scorecards.rubrics import exchange
from scorecards.rubrics.sheets import read_rubric, write_rubric
from scorecards.scoring import Gate, Item, rule_in_words
from units.sheets import open_workbook

DAY = datetime.date(2026, 7, 3)
RUBRICS = sorted((Path(__file__).parents[3] / "rubrics").glob("*.json"))


def item(key: str, title: str, points: str | None = "2", **more) -> dict:
    points_written = {} if points is None else {"points": points}
    return {
        "key": key,
        "kind": "item",
        "title": title,
        "scoring_kind": "MANUAL",
        "params": {},
        **points_written,
        **more,
    }


def part(key: str, title: str, *children: dict, kind: str = "group", **more) -> dict:
    return {"key": key, "kind": kind, "title": title, "children": list(children), **more}


def document(*nodes: dict, **more):
    whole = {"format": exchange.FORMAT, "code": "x", "title": "考核细则", "nodes": list(nodes), **more}
    return exchange.load(json.dumps(whole).encode())


def written(made):
    """The sheet as openpyxl reopens it."""
    data = write_rubric(made, office="县直机关工委", date=DAY)
    return openpyxl.load_workbook(io.BytesIO(data)).active


def reread(made):
    data = write_rubric(made, office="县直机关工委", date=DAY)
    return read_rubric(open_workbook(data, name="细则.xlsx"), title=made.title, code=made.code)


def printed(made):
    """Titles, points and rules, by the tree."""
    return [
        (node.title, node.points, node.text or rule_in_words(node))
        if isinstance(node, Item)
        else (node.title,)
        for node in made.tree.walk()
        if not isinstance(node, Gate)
    ] + [(gate.title, gate.effect, gate.document, gate.text) for gate in made.tree.gates()]


SMALL = document(
    part(
        "1",
        "组织",
        item("1.1", "三会", "2.5", rule_text="每少1次扣1分", scorer="组织部"),
        item("1.2", "党课"),
    ),
    item("2", "服务", "10"),
)


def test_the_layout_of_an_office():
    sheet = written(SMALL)
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[0][0] == "考核细则"
    assert (rows[1][0], rows[1][4]) == ("编制单位：县直机关工委", "2026年7月3日")
    assert rows[2] == ["一级指标", "二级指标", "分值", "评分标准", "评分部门", "得分"]
    assert rows[3] == ["组织", "三会", 2.5, "每少1次扣1分", "组织部", None]
    assert rows[4] == [None, "党课", 2, "由评分人在 0 到 2 分之间直接给分。", None, None]
    assert rows[5][:3] == ["服务", None, 10]
    assert rows[6][:3] == ["合计", None, 14.5]
    assert "签字" in rows[7][0]


def test_headings_are_merged_and_the_print_is_set_up():
    sheet = written(SMALL)
    merged = {str(area) for area in sheet.merged_cells.ranges}
    assert {"A1:F1", "A4:A5", "A6:B6", "A7:B7"} <= merged
    assert sheet.freeze_panes == "A4"
    assert sheet.print_title_rows == "$3:$3"
    assert (sheet.page_setup.orientation, sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (
        "landscape",
        1,
        0,
    )
    assert sheet.sheet_properties.pageSetUpPr.fitToPage


@pytest.mark.parametrize("text", ["=1+1", "+1+1", "-2+3", "@SUM(A1)", "=cmd|' /C calc'!A0", "#N/A"])
def test_what_users_wrote_stays_text(text):
    made = document(item("1", text, rule_text=text), title=text, remark=text)
    cells = [
        cell for row in written(made).iter_rows() for cell in row if cell.value and text in str(cell.value)
    ]
    assert len(cells) == 4
    assert {cell.data_type for cell in cells} == {"s"}
    assert reread(made).document.nodes[0]["title"] == text


def test_signs_that_a_workbook_cannot_hold_are_left_out():
    made = replace(SMALL, title="细\x0b则")
    assert written(made)["A1"].value == "细则"


def test_parts_and_gates_are_read_back():
    made = document(
        part("1", "班子", item("1.1", "甲"), points="2", weight="0.2", hi="2", lo="0"),
        part("2", "特色工作", item("2.1", "乙", None), kind="bonus", hi="5"),
        part("3", "违纪", item("3.1", "丙", None), kind="penalty"),
        part("4", "月考", item("4.1", "丁"), kind="time", params={"periods": ["1月", "2月"], "missing": "left_out"}),
        {"key": "5", "kind": "gate", "title": "案件", "rule_text": "由县纪委认定",
         "params": {"effect": "lowest", "document": "《考核办法》第三条"}},
    )  # fmt: skip
    found = reread(made)
    assert found.errors == ()
    assert printed(found.document) == printed(made)
    assert [str(one["kind"]) for one in found.document.nodes] == [str(one["kind"]) for one in made.nodes]
    same = ("weight", "lo", "hi", "points")
    assert [[one[name] for name in same] for one in found.document.nodes] == [
        [one[name] for name in same] for one in made.nodes
    ]


def test_labels_are_read_back():
    applies = {"classes": ["乡镇"], "units": ["县水利局"]}
    made = document(part("1", "班子", item("1.1", "甲", applies=applies), applies={"units": ["县水利局"]}))
    assert [one["applies"] for one in reread(made).document.nodes] == [{"units": ["县水利局"]}, applies]


@pytest.mark.parametrize("file", RUBRICS, ids=lambda file: file.stem[:2])
def test_a_real_rubric_is_read_back_with_its_titles_points_and_rules(file):
    made = exchange.load(file.read_bytes())
    found = reread(made)
    assert found.errors == ()
    assert printed(found.document)[: len(made.nodes) - len(list(made.tree.gates()))] == [
        one for one in printed(made) if len(one) != 4
    ]
    assert found.document.total_points == made.total_points
    assert found.document.remark == made.remark


TITLES = st.text("甲乙丙丁分值（）()=+-1、 ，abc", min_size=1, max_size=12).map(str.strip).filter(bool)
RULES = st.text("每次扣加得分0123456789，；。（）\n=+甲合计", max_size=40).map(str.strip)


@given(
    st.lists(st.tuples(TITLES, st.sampled_from(["1", "0.5", "20"]), RULES), min_size=1, max_size=6),
    st.booleans(),
)
def test_any_title_and_rule_come_back_as_they_were(rows, grouped):
    items = [item(f"i{at}", f"题{title}", points, **({"rule_text": rule} if rule else {}))
             for at, (title, points, rule) in enumerate(rows)]  # fmt: skip
    made = document(part("g", "大类", *items)) if grouped else document(*items)
    found = reread(made)
    assert found.errors == ()
    assert printed(found.document) == printed(made)
