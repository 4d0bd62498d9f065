"""The county's rubric in our exchange format: seven tenths of the clipped book, three tenths of the judges."""

import json
from collections.abc import Iterable
from fractions import Fraction

from config.bench.county import County, Line
from scorecards.rubrics.exchange import FORMAT, RubricDocument, load
from scorecards.scoring.numbers import canonical

PANEL = "现场评议"
_PARTS = {"points": ("group", "得分项"), "bonus": ("bonus", "加分项"), "deduct": ("penalty", "扣分项")}


def document_of(county: County) -> RubricDocument:
    """clamp(Σ points + Σ bonus − Σ deduct, 0, 120) × 0.7 + the mean of the judges × 0.3."""
    book = {
        "key": "台账",
        "kind": "group",
        "title": "台账评审",
        "weight": "0.7",
        "lo": "0",
        "hi": "120",
        "children": list(_parts(county)),
    }
    panel = {"key": "评议", "kind": "group", "title": "现场评议部分", "weight": "0.3", "children": [_panel()]}
    rubric = {"format": FORMAT, "code": "ceshixian", "title": "测试县评分细则", "nodes": [book, panel]}
    return load(json.dumps(rubric).encode())


def _parts(county: County) -> Iterable[dict[str, object]]:
    """Those kinds that the county has an indicator of."""
    for kind, (node, title) in _PARTS.items():
        if items := [_item(line) for line in county.indicators if line["kind"] == kind]:
            yield {"key": title, "kind": node, "title": title, "children": items}


def _item(line: Line) -> dict[str, object]:
    return {
        "key": line["indicator"],
        "kind": "item",
        "title": line["name"],
        "points": canonical(Fraction(line["max_points"])),
        "scoring_kind": "MANUAL",
        "rule_text": line["rule"],
        "params": {},
    }


def _panel() -> dict[str, object]:
    return {
        "key": PANEL,
        "kind": "item",
        "title": "述职评议",
        "points": "100",
        "scoring_kind": "PANEL",
        "reported": False,
        "params": {"scale": "100", "numbers": {"trim_above": "2"}},
    }
