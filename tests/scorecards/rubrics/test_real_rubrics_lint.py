"""What the lint finds in published rubrics, and that the standard ones are clean."""

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from scorecards.rubrics import exchange
from scorecards.scoring import lint

RUBRICS = Path(__file__).parents[2] / "rubrics"
STANDARD = Path(exchange.__file__).parent / "standard"

FOUND = {
    "01-jingmen-shizhi-jiguan-2015": {": ties", "A1: times", "A1: forbidden", "二: sum", "B1: times"},
    "05-gaoxiao-zhibu-dengji": {": ties", "2: no_zero", "4: no_zero", "二: sum"},
    "07-biaozhunhua-zhibu-baifenzhi": {": ties", "1.1: floor", "1.1: times", "1.2: times"},
    "13-shiwei-zuzhibu-bianzhi": {": ties"}
    | {f"否{number}: no_document" for number in range(1, 6)}
    | {f"{key}: rounding" for key in ("3.211", "3.212", "3.213", "3.221", "3.222", "3.232")}
    | {f"{key}: percent" for key in ("3.212", "3.213", "3.221", "3.222", "3.224", "3.231", "3.232")}
    | {f"{key}: floor" for key in ("3.211", "3.213", "3.221", "3.222", "3.232", "3.233", "3.243")}
    | {f"{key}: times" for key in ("3.233", "3.242", "3.243")},
    "15-songji-cun-2017": {": ties", ": scales", "年度: no_rule", "加减: ceiling"},
    "18-dafen-youxiao-piao": {": ties"},
    "21-yuanxi-zhibu-quanzhong": {": ties", ": weights", "A: sum", "C: sum"}
    | {"a1: floor", "a1: times", "c4学生: floor", "c4学生: times"},
}


def findings(path: Path):
    document = exchange.load(path.read_bytes())
    return [f"{finding.key}: {finding.code}" for finding in lint(document.tree, document.ranking)]


@pytest.mark.parametrize("stem", FOUND)
def test_gaps_of_published_rubrics_are_found(stem):
    found = findings(RUBRICS / f"{stem}.json")
    assert set(found) == FOUND[stem]
    assert len(found) == len(set(found))


def test_county_rubric_of_thirteen_departments():
    found = findings(RUBRICS / "09-shicheng-bumen-2018.json")
    assert Counter(one.split(": ")[1] for one in found)["no_rule"] == 46
    assert [one for one in found if "no_rule" not in one] == [
        ": ties",
        "G4b: times",
        "G4c: forbidden",
        "水2.3: floor",
        "水2.3: times",
        "水4.1: not_applicable",
        "林4: floor",
        "林4: times",
        "奖: ceiling",
        "J2: times",
        "K1: times",
        "K1: choice",
    ]


@pytest.mark.parametrize("path", sorted(STANDARD.glob("*.json")), ids=lambda path: path.stem)
def test_standard_rubric_has_no_findings(path):
    assert findings(path) == []


def test_missing_rule_for_not_applicable_is_found_where_the_file_does_not_add_one():
    document = exchange.load((RUBRICS / "05-gaoxiao-zhibu-dengji.json").read_bytes())
    nodes = tuple({**node, "not_applicable": None} for node in document.nodes)
    found = lint(replace(document, nodes=nodes).tree, document.ranking)
    assert [finding.key for finding in found if finding.code == "not_applicable"] == ["8b"]
