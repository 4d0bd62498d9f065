"""Garbage in every box of every sheet of a rubric: refused with a sentence and kept, or stored as typed."""

import json
from collections.abc import Iterator

import pytest
from django import forms
from django.http import QueryDict
from pytest_django.asserts import assertContains

from scorecards.forms.rubrics.fields import plain_number
from scorecards.forms.rubrics.node import NodeSheet
from scorecards.scoring import BadRubric, read_tree
from scorecards.transitions import versions
from tests.scorecards.rubrics.drafting import GROUP, LEVEL, add, blank, keys, node, now, url, written

BAD = [
    "１２", "1,000", "　", "1e999", "1e99999999", "-1", "-0", "0.00001", "1/0", "9" * 10_001, "长" * 100_000,
    "<b>{{ x }}</b>", "😀", "\u202eab", "a\u200bb", "a\nb", "①", "NaN", "：", "甲：1；甲：2",
]  # fmt: skip
_ITEM = {"kind": "item", "key": "1.1", "title": "项", "points": "5"}
_TALLY = _ITEM | {"scoring": "TALLY", "rule-base": "5", "causes-0-text": "少", "causes-0-unit": "1"}
_FAR = _TALLY | {"causes-0-how": "shortfall", "causes-0-target_number": "5"}
SHEETS = {
    "group": GROUP,
    "bonus": GROUP | {"kind": "bonus"},
    "time": GROUP | {"kind": "time", "periods": "1月、2月"},
    "gate": GROUP | {"kind": "gate", "effect": "cap", "grade": "好"},
    "MANUAL": _ITEM | {"scoring": "MANUAL"},
    "LEVEL": LEVEL,
    "TALLY": _TALLY | {"causes-0-most_how": "number", "causes-0-most": "2", "rule-lo_how": "number", "rule-lo": "0"},
    "TALLY amounts": _TALLY | {"causes-0-how": "amounts", "causes-0-to": "2"},
    "TALLY shortfall": _FAR,
    "TALLY classes": _FAR | {"causes-0-target_how": "classes", "causes-0-target_classes": "乡镇：1"},
    "TALLY own": _FAR | {"causes-0-target_how": "own", "causes-0-target_own": "计划数"},
    "PROPORTION": _ITEM | {"scoring": "PROPORTION", "rule-target_number": "10"},
    "BAND": _ITEM | {
        "scoring": "BAND", "rule-measure": "率", "bands-0-high": "90", "bands-0-points": "0", "bands-1-low": "90",
        "bands-1-points": "5", "overrides-0-text": "出事", "overrides-0-points": "0",
    },
    "RANK": _ITEM | {"scoring": "RANK", "rule-table": "5、3"},
    "RANK step": _ITEM | {"scoring": "RANK", "rule-worth": "step", "rule-step": "1", "rule-found": "high"},
    "PANEL": _ITEM | {
        "scoring": "PANEL", "rule-scale": "100", "levels-0-name": "好", "levels-0-value": "100",
        "levels-1-name": "差", "levels-1-value": "0",
    },
    "PANEL numbers": _ITEM | {
        "scoring": "PANEL", "rule-scale": "100", "rule-how": "numbers", "valid_if-0-kind": "at_most",
        "valid_if-0-edge": "90", "valid_if-0-count": "3",
    },
}  # fmt: skip
SIZES = {
    f"{name}-{count}_FORMS": size
    for name in ("levels", "causes", "bands", "overrides", "valid_if")
    for count, size in (("TOTAL", "2"), ("INITIAL", "0"))
}


def sheet_with(fields: dict[str, str]) -> NodeSheet:
    """The sheet as a browser posts it."""
    data = QueryDict(mutable=True)
    data.update(SIZES | fields)
    return NodeSheet(fields["kind"], scoring_kind=fields.get("scoring", ""), data=data)


def boxes(sheet: NodeSheet) -> Iterator[tuple[forms.Form, str]]:
    """Each box that the choices on the sheet ask for."""
    rows = [form for one in sheet.sets for form in one.filled[:1]]
    for form in [sheet.head, *([sheet.rule] if sheet.rule else []), *rows]:
        yield from ((form, name) for name in form.fields if asked(form, name))


def asked(form: forms.Form, name: str) -> bool:
    when = form.fields[name].widget.attrs.get("data-when", "").split()
    wanted = (part.split(":") for part in when)
    return all(
        choice not in form.fields or (form[choice].value() or form[choice].initial) in values.split(",")
        for choice, values in wanted
    )


def refusals(sheet: NodeSheet) -> list[str]:
    """What the page would say: of the boxes first, then of the core."""
    if sheet.is_valid():
        try:
            read_tree([{**sheet.plain(), "parent": None, "order": 1, "place": "本项"}], empty=True)
        except BadRubric as error:
            sheet.blame(error.place.removeprefix("本项").lstrip("."), error.sentence)
    return [error["sentence"] for error in sheet.summary]


@pytest.mark.parametrize("name", SHEETS)
def test_garbage_is_refused_in_words_and_kept_or_stored(name):
    base = SHEETS[name]
    assert not refusals(sheet_with(base)) or name == "gate"
    for form, field in boxes(sheet_with(base)):
        for text in BAD:
            sheet = sheet_with(base | {form.add_prefix(field): text})
            said = refusals(sheet)
            assert said or stored(sheet, text), (field, text[:20])
            assert all(len(sentence) > 5 and sentence[-1] == "。" for sentence in said), (field, said)


def stored(sheet: NodeSheet, text: str) -> bool:
    """Whether the text reached the document, a number in its stored form; a blank one says nothing."""
    document = json.dumps(sheet.plain(), ensure_ascii=False)
    parts = text.replace("：", ",").replace("；", ",").replace("\n", ",").split(",")
    return all(part.strip() in document or plain_number(part).lstrip("-") in document for part in parts)


@pytest.mark.parametrize("box", ["unit", "to"])
def test_an_end_of_a_range_that_is_no_number_is_told_at_its_own_box(box):
    sheet = sheet_with(SHEETS["TALLY amounts"] | {f"causes-0-{box}": "一半"})
    assert "一半" in refusals(sheet)[0]
    assert sheet.summary[0]["field_id"] == f"id_causes-0-{box}"


pages = pytest.mark.django_db


@pytest.fixture
def client(sign_in, clerk):
    return sign_in(clerk)


@pytest.fixture
def version(clerk):
    return blank(clerk)


@pages
@pytest.mark.parametrize("size", ["", "x", "-1", "0", "1", "9" * 9_999])
def test_rows_that_the_page_does_not_count_are_shown_again(client, version, size):
    page = add(client, version, LEVEL | {"levels-TOTAL_FORMS": size})
    assertContains(page, "页面内容不完整", status_code=422)
    assertContains(page, 'name="levels-1-name" value="差"', status_code=422)
    assert keys(version) == []


@pages
def test_more_rows_than_a_sheet_takes_are_not_cut_off(client, version):
    page = add(client, version, LEVEL | {"levels-TOTAL_FORMS": "61", "levels-60-name": "末"})
    assertContains(page, "页面内容不完整", status_code=422)


GRADES = {"grades-TOTAL_FORMS": "3", "grades-INITIAL_FORMS": "0", "grades-0-name": "好"}


@pages
@pytest.mark.parametrize(
    ("fields", "box", "sentence"),
    [
        *(
            ({"grades-0-share": share}, "id_grades-0-share", "比例请填 0 到 100 之间的数，最多两位小数")
            for share in ("1/0", "1/3", "1e999", "1e99999999", "-5", "101", "33.333", "多")
        ),
        ({"grades-TOTAL_FORMS": ""}, "sheet", "页面内容不完整"),
        ({"grades-TOTAL_FORMS": "-1"}, "sheet", "页面内容不完整"),
        ({"how": "compare", "tie_1": "一", "tie_2": "一"}, "id_tie_2", "前面已经比较过"),
        ({"how": "compare", "tie_1": "没有"}, "id_tie_1", "请选择"),
    ],
)
def test_bad_grades_and_ties_are_refused_at_their_box(client, version, fields, box, sentence):
    written(client, version)
    page = client.post(url("ranking-save", version.pk), GRADES | fields | {"revision": now(version).revision})
    assertContains(page, f'<a href="#{box}">', status_code=422)
    assertContains(page, sentence, status_code=422)
    assertContains(page, 'value="好"', status_code=422)
    assert now(version).ranking == {}


@pages
@pytest.mark.parametrize("title", ["甲\u200b乙", "甲\u202e乙", "甲\n乙", "\ufeff甲"])
def test_a_title_with_a_hidden_sign_is_refused(client, version, title):
    fields = {"title": title, "revision": now(version).revision}
    for name, args in (("rubric-create", ()), ("heading-save", (version.pk,))):
        page = client.post(url(name, *args), fields)
        assertContains(page, "看不见的控制字符", status_code=422)
        assertContains(page, '<a href="#id_title">', status_code=422)


@pages
@pytest.mark.parametrize("field", ["title", "rule_text"])
def test_a_correction_with_a_hidden_sign_is_refused(client, version, clerk, field):
    written(client, version)
    versions.freeze_draft(version.pk, revision=now(version).revision, by=clerk)
    fields = {"field": field, "after": "总体\u200b评价", "reason": "漏印", "seen_title": "总体印象"}
    page = client.post(url("node-erratum", node(version, "1.1").pk), fields)
    assertContains(page, "看不见的控制字符", status_code=422)
    assert client.get(url("rubric-detail", version.pk)).status_code == 200
