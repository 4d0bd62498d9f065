"""Every node of every rubric that we have goes through its sheet and comes back as it was."""

import json
from pathlib import Path

import pytest
from django.http import QueryDict

from scorecards.forms.rubrics.node import NodeSheet
from scorecards.forms.rubrics.ranking import RankingSheet
from scorecards.rubrics import standards
from scorecards.rubrics.exchange import load

HERE = Path(__file__).parents[1]
FILES = sorted((HERE.parent / "rubrics").glob("*.json"))
FILES += sorted((Path(standards.__file__).parent / "standard").glob("*.json"))
ABOUT = ("kind", "key", "title", "points", "weight", "lo", "hi", "rule_text", "scoring_kind", "applies",
         "not_applicable", "scorer", "evidence")  # fmt: skip


def browser_posts(*forms) -> QueryDict:
    """What the page would send if nobody touched it."""
    data = QueryDict(mutable=True)
    for form in forms:
        for box in form:
            value = box.value()
            data[box.html_name] = "" if value is None else str(value)
    return data


def sent_back(sheet: NodeSheet) -> QueryDict:
    lines = [form for rows in sheet.sets for form in [rows.formset.management_form, *rows.lines]]
    return browser_posts(sheet.head, *([sheet.rule] if sheet.rule else []), *lines)


def said(plain: dict) -> dict:
    """What the node says, nothing and empty being the same."""
    given = {name: plain.get(name) or None for name in ABOUT}
    return given | {"params": plain.get("params") or {}, "reported": plain.get("reported") is not False}


@pytest.mark.parametrize("path", [pytest.param(path, id=path.stem) for path in FILES])
def test_a_node_comes_back_as_it_was(path):
    document = load(path.read_bytes())
    within = {item.key: str(item.within) for item in document.tree.items()}
    for plain in document.nodes:
        options = {
            "scoring_kind": plain["scoring_kind"] or "",
            "within": within.get(str(plain["key"]), "group"),
        }
        again = NodeSheet(
            plain["kind"], data=sent_back(NodeSheet(plain["kind"], stored=plain, **options)), **options
        )
        assert again.is_valid(), (plain, again.summary)
        assert said(json.loads(json.dumps(again.plain()))) == said(plain)


@pytest.mark.parametrize("path", [pytest.param(path, id=path.stem) for path in FILES])
def test_the_ranking_comes_back_as_it_was(path):
    document = load(path.read_bytes())
    sheet = RankingSheet(document.ranking, nodes=document.nodes)
    data = browser_posts(sheet.ties, sheet.grades.formset.management_form, *sheet.grades.lines)
    again = RankingSheet({}, nodes=document.nodes, data=data)
    assert again.is_valid()
    assert again.ranking() == document.ranking
