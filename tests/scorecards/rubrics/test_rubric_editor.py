"""Writing a draft: what is refused and where, and rows."""

import pytest
from pytest_django.asserts import assertContains, assertNotContains

from scorecards.models import Node
from tests.scorecards.rubrics.drafting import (
    GROUP,
    LEVEL,
    MANUAL,
    TALLY,
    add,
    blank,
    keys,
    node,
    now,
    url,
    written,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(sign_in, clerk):
    return sign_in(clerk)


@pytest.fixture
def version(clerk):
    return blank(clerk)


@pytest.fixture
def tree(client, version):
    """One part with three items."""
    written(client, version)
    return version


# What is typed


@pytest.mark.parametrize(
    ("fields", "box", "sentence"),
    [
        (
            {"points": "1e999"},
            "id_points",
            "“1e999”不是数，或者位数太多：只用半角数字，整数最多九位，小数最多四位，如 0.5、-1。",
        ),
        ({"points": "1,000"}, "id_points", "“1,000”不是数"),
        ({"points": "-1"}, "id_points", "数“-1”超出了允许的范围"),
        ({"points": ""}, "id_points", "请写明本项分值"),
        ({"points": "9" * 500}, "id_points", "不是数"),
        ({"title": ""}, "id_title", "请填写名称。"),
        ({"title": "长" * 201}, "id_title", "文字太长，最多 200 个字。"),
        ({"title": "长" * 6000}, "id_title", "名称太长"),
        ({"rule_text": "长" * 2001}, "id_rule_text", "文字太长，最多 2000 个字。"),
        ({"key": "1 1"}, "id_key", "不能作编号"),
        ({"key": "一"}, "id_key", "编号“一”重复"),
        ({"scorer": "部" * 41}, "id_scorer", "文字太长，最多 40 个字。"),
        ({"classes": "乡" * 61}, "id_classes", "文字太长，最多 60 个字。"),
        ({"rule-lo": "６"}, "id_rule-lo", "最低分不能高于本项分值。"),
    ],
)
def test_bad_input_is_refused_at_its_box(client, version, fields, box, sentence):
    add(client, version, GROUP)
    page = add(client, version, MANUAL | fields, "一")
    assertContains(page, "<title>错误：", status_code=422)
    assertContains(page, f'<a href="#{box}">', status_code=422)
    assertContains(page, sentence, status_code=422)
    assert keys(version) == ["一"]


@pytest.mark.parametrize(
    ("fields", "box", "sentence"),
    [
        (LEVEL | {"levels-1-points": "多"}, "id_levels-1-points", "“多”不是数"),
        (LEVEL | {"levels-1-name": "好"}, "id_levels-0-name", "两个档次的名称相同"),
        (LEVEL | {"levels-1-name": "", "levels-1-points": ""}, "id_levels-0-name", "要有 2 到 20 条"),
        (TALLY | {"causes-0-unit": "0"}, "id_causes-0-unit", "每次加扣的分数不能是 0"),
        (TALLY | {"causes-0-text": ""}, "id_causes-0-text", "请填写情形。"),
        (TALLY | {"causes-0-sign": "+"}, "id_rule-hi_how", "有加分的情形，请选择最高计几分，或者不封顶。"),
        (TALLY | {"causes-0-how": "shortfall"}, "id_causes-0-target_number", "请填写目标数。"),
        (TALLY | {"causes-0-how": "amounts"}, "id_causes-0-to", "请填写酌情的最高分值。"),
        (TALLY | {"causes-0-exclusive": "表彰"}, "id_causes-0-text", "就高不重复“表彰”只有一个情形"),
        (TALLY | {"causes-0-most_how": "number"}, "id_causes-0-most", "请填最多计几次。"),
        (TALLY | {"causes-0-cap": "-1"}, "id_causes-0-cap", "超出了允许的范围"),
    ],
)
def test_a_bad_row_is_refused_at_its_box(client, version, fields, box, sentence):
    page = add(client, version, fields)
    assertContains(page, f'<a href="#{box}">', status_code=422)
    assertContains(page, sentence, status_code=422)
    assert keys(version) == []


BAND = MANUAL | {
    "scoring": "BAND", "rule-measure": "得票率（%）", "rule-closed": "low", "overrides-TOTAL_FORMS": "0",
    "overrides-INITIAL_FORMS": "0", "bands-TOTAL_FORMS": "2", "bands-INITIAL_FORMS": "0", "bands-0-to": "90",
    "bands-0-points": "0", "bands-1-low": "90", "bands-1-points": "5",
}  # fmt: skip


def test_bands(client, version):
    add(client, version, BAND | {"bands-0-high": "９０"})
    assert node(version, "1.1").params["bands"] == [
        {"to": "90", "points": "0"},
        {"from": "90", "points": "5"},
    ]


def test_a_band_upside_down_is_refused_at_its_row(client, version):
    page = add(client, version, BAND | {"bands-0-low": "95", "bands-0-high": "90"})
    assertContains(page, '<a href="#id_bands-0-low">', status_code=422)


def test_overlapping_bands_are_told_by_the_lint(client, version):
    add(client, version, BAND | {"bands-0-high": "95"})
    assertContains(client.get(url("rubric-edit", version.pk)), "处请核对")


def test_full_width_digits_and_blanks_are_forgiven(client, version):
    add(client, version, MANUAL | {"points": " １０．５ ", "title": " 总体 "})
    assert (node(version, "1.1").as_plain()["points"], node(version, "1.1").title) == ("10.5", "总体")


def test_what_was_typed_stays(client, version):
    page = add(client, version, TALLY | {"points": "1e999", "rule_text": "每少一次\r\n扣半分"})
    for kept in ('value="1e999"', "每少一次", "扣半分", 'value="少开一次会"', 'value="三会一课"'):
        assertContains(page, kept, status_code=422)


def test_nonsense_sizes_of_a_list_are_refused(client, version):
    for size in ("", "x"):
        page = add(client, version, LEVEL | {"levels-TOTAL_FORMS": size})
        assertContains(page, "页面内容不完整", status_code=422)
    add(client, version, LEVEL | {"levels-TOTAL_FORMS": "9" * 50})
    assert len(node(version, "1.2").params["levels"]) == 2


@pytest.mark.parametrize("fields", [{"kind": "x"}, {"kind": "item", "scoring": "x"}, {}])
def test_kinds_that_do_not_exist_are_nobodys_address(client, version, fields):
    assert client.post(url("node-add", version.pk), fields).status_code == 404


def test_ten_levels_deep_is_refused(client, version):
    under = ""
    for depth in range(10):
        page = add(client, version, {"kind": "group", "key": f"g{depth}", "title": f"层{depth}"}, under)
        under = f"g{depth}"
    assertContains(page, "要增加到的部分已被删去", status_code=409)
    assert len(keys(version)) == 6


def test_item_three_hundred_and_one_is_refused(client, version, clerk):
    Node.objects.bulk_create(
        Node(version=version, key=f"{n}", order=n, kind="item", title="项", points=1, scoring_kind="MANUAL")
        for n in range(1, 301)
    )
    assertContains(add(client, version, MANUAL), "要有 1 到 300 个指标", status_code=422)
    assert client.get(url("rubric-edit", version.pk)).status_code == 200


# Rows


def test_one_more_row_stores_nothing_and_keeps_what_was_typed(client, version):
    page = add(client, version, LEVEL | {"points": "1e999"}, more="levels")
    assertContains(page, 'value="1e999"')
    assertContains(page, 'name="levels-4-name"')
    assertContains(page, "autofocus")
    assertNotContains(page, "处需要修改")
    assert keys(version) == []


def test_a_blank_row_is_dropped_and_keys_of_causes_stay(client, tree):
    fields = TALLY | {
        "causes-TOTAL_FORMS": "3", "causes-0-key": "c1", "causes-0-text": "", "causes-0-unit": "",
        "causes-1-key": "c2", "causes-1-text": "迟开", "causes-1-unit": "1", "causes-2-text": "不开",
        "causes-2-unit": "2", "revision": str(now(tree).revision),
    }  # fmt: skip
    client.post(url("node-save", node(tree, "1.3").pk), fields)
    assert [cause["key"] for cause in node(tree, "1.3").params["causes"]] == ["c2", "c3"]


def test_in_a_penalty_part_points_are_typed_without_sign(client, version):
    add(client, version, {"kind": "penalty", "key": "减", "title": "减分"})
    fields = TALLY | {
        "rule-base": "0",
        "rule-hi_how": "none",
        "rule-lo_how": "",
        "causes-0-sign": "+",
        "points": "",
    }
    add(client, version, fields, "减")
    assert node(version, "1.3").params["causes"][0]["unit"] == "0.5"
    assertContains(client.get(url("node-edit", node(version, "1.3").pk)), "减分</option>")


def test_another_scoring_kind(client, tree):
    item = node(tree, "1.1")
    assertContains(client.get(f"{url('node-edit', item.pk)}?scoring=LEVEL"), 'name="levels-0-name"')
    fields = LEVEL | {"key": "1.1", "revision": str(now(tree).revision)}
    client.post(url("node-save", item.pk), fields)
    assert node(tree, "1.1").scoring_kind == "LEVEL"


def test_a_gate_names_a_grade_that_there_is(client, tree):
    gate = {"kind": "gate", "key": "否1", "title": "被问责", "effect": "cap", "grade": "较好"}
    page = add(client, tree, gate)
    assertContains(page, '<a href="#id_grade">', status_code=422)
    grades = {
        "grades-TOTAL_FORMS": "2",
        "grades-INITIAL_FORMS": "0",
        "grades-0-name": "好",
        "grades-1-name": "较好",
    }
    client.post(url("ranking-save", tree.pk), grades | {"revision": str(now(tree).revision)})
    assert add(client, tree, gate).status_code == 302
    assertContains(client.get(url("rubric-detail", tree.pk)), "发生的，等次不高于“较好”。")
