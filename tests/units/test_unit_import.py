"""单位名单 as offices have it: read, guessed, confirmed, applied whole, taken back whole."""

import uuid

import pytest
from django.urls import reverse

from tests.factories import make_branch, make_unit
from tests.units.importing import apply, check, hidden, import_text
from tests.units.office_list import NAMES, SECTIONS, office_list
from units.models import ImportBatch, Unit
from units.transitions import Refused
from units.transitions.imports import undo_import

pytestmark = pytest.mark.django_db


def test_a_list_of_112_units_needs_no_code_and_no_new_heads(desk):
    answer = check(desk, file=office_list(), reorders="on")
    assert answer.status_code == 200
    assert '新增 <strong class="number">112</strong> 个' in answer.content.decode()
    assert not Unit.objects.exists()
    done = apply(desk, answer)
    assert done.status_code == 302
    units = list(Unit.objects.in_order())
    assert [unit.name for unit in units] == NAMES
    assert [unit.official_order for unit in units] == list(range(1, 113))
    assert [unit.category for unit in units] == [title for title, names in SECTIONS for _ in names]
    shorts = {unit.name: unit.short_name for unit in units}
    assert (shorts["望海县财政局"], shorts["中共望海县委组织部"], shorts["望海县城关镇"]) == (
        "县财政局", "县委组织部", "城关镇",
    )  # fmt: skip
    assert Unit.objects.get(name="望海县财政局").initials.endswith("czj")
    batch = ImportBatch.objects.get()
    assert (batch.added, batch.changed, batch.source, len(batch.sha256)) == (112, 0, "参评单位名单.xlsx", 64)


def test_the_same_list_again_changes_nothing(desk):
    apply(desk, check(desk, file=office_list(), reorders="on"))
    answer = check(desk, file=office_list(), reorders="on")
    assert "名单与现有的完全一致，不用导入。" in answer.content.decode()
    assert not hidden(answer.content.decode(), "parcel")


def test_kinds_are_guessed_from_names_and_corrected_on_the_page(desk):
    answer = check(
        desk, "单位名称\n望海县财政局\n望海县青屿乡人民政府\n望海县妇幼保健院\n望海县水务集团有限公司"
    )
    html = answer.content.decode()
    names, kinds = hidden(html, "typed_name"), hidden(html, "typed")
    assert kinds == ["县直部门", "乡镇（街道）", "事业单位", "国有企业"]
    apply(desk, answer, typed_name=names, typed=["党群部门", *kinds[1:]])
    assert list(Unit.objects.in_order().values_list("short_name", "category")) == [
        ("县财政局", "党群部门"), ("青屿乡", "乡镇（街道）"), ("县妇幼保健院", "事业单位"),
        ("县水务集团有限公司", "国有企业"),
    ]  # fmt: skip


def test_known_units_are_found_by_short_name_and_keep_what_the_list_does_not_say(desk):
    unit = make_unit(
        name="示范县财政局", short_name="县财政局", party_name="中共示范县财政局党组", category="甲类"
    )
    answer = check(desk, "单位名称\t类别\n县财政局\t县直部门")
    assert "甲类 → <strong>县直部门</strong>" in answer.content.decode()
    apply(desk, answer)
    unit.refresh_from_db()
    assert (unit.name, unit.short_name, unit.party_name, unit.category) == (
        "示范县财政局", "县财政局", "中共示范县财政局党组", "县直部门",
    )  # fmt: skip


def test_a_name_that_only_resembles_a_unit_is_asked_about(desk):
    unit = make_unit(name="示范县农业农村局", short_name="县农业农村局")
    answer = check(desk, "单位名称\n示范县农业农村和水利局")
    html = answer.content.decode()
    assert "有 1 个名称与现有单位相近，要您确认" in html
    assert not hidden(html, "parcel")
    renamed = check(
        desk, "单位名称\n示范县农业农村和水利局", near_name="示范县农业农村和水利局", near_card=str(unit.pk)
    )
    apply(desk, renamed)
    assert list(Unit.objects.values_list("pk", "name")) == [(unit.pk, "示范县农业农村和水利局")]


def test_it_may_be_another_unit_too(desk):
    make_unit(name="示范县农业农村局", short_name="县农业农村局")
    name = "示范县农业农村和水利局"
    apply(desk, check(desk, f"单位名称\n{name}", near_name=name, near_card="new"))
    assert Unit.objects.count() == 2


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("单位名称\n示范县财政局\n示范县财政局", "单位全称与第 2 行相同，请删去一行或改正。"),
        ("单位名称\t简称\n示范县财政局\t财\n示范县税务局\t财", "简称与第 2 行相同，请删去一行或改正。"),
        ("单位名称\t排列顺序\n示范县财政局\t甲", "排列顺序“甲”不是 1 到 9999 之间的整数。"),
        (f"单位名称\n{'长' * 61}", "太长，最多 60 个字。"),
        ("单位名称\t简称\n\t县财政局", "没有写单位名称。"),
        ("单位名称\n局", "“局”不像单位名称，请核对。"),
        ("", "请粘贴单位名单，或者选择文件。"),
        ("甲\t乙\t丙\t丁\t戊\n1\t2\t3\t4\t5", "认不出各列是什么"),
    ],
)
def test_what_is_wrong_is_said_by_row_and_nothing_is_written(desk, text, sentence):
    answer = check(desk, text, reorders="on")
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not Unit.objects.exists()


def test_units_that_are_not_named_stay_and_new_ones_follow(desk):
    old = make_unit(name="示范县审计局", short_name="县审计局", official_order=7)
    answer = check(desk, "单位名称\n示范县交通运输局")
    assert '名单里没有、保持不变 <strong class="number">1</strong> 个' in answer.content.decode()
    apply(desk, answer)
    assert list(Unit.objects.in_order().values_list("official_order", flat=True)) == [7, 8]
    assert Unit.objects.get(official_order=7) == old


def test_pressing_twice_imports_once(desk):
    answer = check(desk, "单位名称\n示范县交通运输局")
    first, second = apply(desk, answer), apply(desk, answer)
    assert (first.status_code, ImportBatch.objects.count(), Unit.objects.count()) == (302, 1, 1)
    assert (
        second.headers["Location"]
        == first.headers["Location"]
        == ImportBatch.objects.get().get_absolute_url()
    )


def test_what_changed_since_the_preview_is_shown_again_before_it_counts(desk):
    unit = make_unit(name="示范县财政局", short_name="县财政局", category="甲类")
    answer = check(desk, "单位名称\t类别\n示范县财政局\t县直部门")
    Unit.objects.filter(pk=unit.pk).update(category="乙类")
    again = apply(desk, answer)
    assert again.status_code == 409
    assert "核对以后有了变动，没有写入。" in again.content.decode()
    assert "乙类 → <strong>县直部门</strong>" in again.content.decode()
    assert "示范县财政局\t县直部门</textarea>" in again.content.decode()
    assert Unit.objects.get().category == "乙类"


@pytest.mark.parametrize("parcel", ["", "x", "eyJ4IjoxfQ:1x:sig"])
def test_a_parcel_that_is_not_ours_is_not_taken(desk, parcel):
    answer = desk.post(
        reverse("units:import-apply", args=["units"]),
        {"parcel": parcel, "key": str(uuid.uuid4())},
        follow=True,
    )
    assert "这次核对已过期，没有写入。" in answer.content.decode()


def test_an_import_is_taken_back_whole(desk, clerk):
    unit = make_unit(name="示范县财政局", short_name="县财政局", category="甲类")
    import_text(desk, "单位名称\t类别\n示范县财政局\t县直部门\n示范县审计局\t县直部门")
    batch = ImportBatch.objects.get()
    page = desk.get(batch.get_absolute_url()).content.decode()
    assert "撤销导入" in page
    desk.post(batch.get_undo_url())
    assert list(Unit.objects.values_list("pk", "category")) == [(unit.pk, "甲类")]
    batch.refresh_from_db()
    assert batch.undone_by == clerk
    again = desk.post(batch.get_undo_url(), follow=True)
    assert "这次导入已经撤销。" in again.content.decode()


def test_it_is_not_taken_back_where_something_was_built_on_it(desk):
    import_text(desk, "单位名称\n示范县财政局\n示范县审计局")
    make_branch(Unit.objects.get(name="示范县财政局"))
    answer = desk.post(ImportBatch.objects.get().get_undo_url(), follow=True)
    assert "不能撤销导入：示范县财政局。" in answer.content.decode()
    assert Unit.objects.count() == 2


def test_nor_where_somebody_changed_it_since(desk):
    import_text(desk, "单位名称\n示范县财政局")
    Unit.objects.update(category="改过")
    answer = desk.post(ImportBatch.objects.get().get_undo_url(), follow=True)
    assert "下列名称又作了修改，不能整份撤销：示范县财政局。" in answer.content.decode()


def test_nor_after_a_day(desk, clerk):
    import_text(desk, "单位名称\n示范县财政局")
    batch = ImportBatch.objects.get()
    ImportBatch.objects.update(applied_at=batch.applied_at.replace(year=2020))
    with pytest.raises(Refused, match="已超过一天"):
        undo_import(batch, by=clerk)
    assert "撤销导入" not in desk.get(batch.get_absolute_url()).content.decode()


def test_record_of_imports_is_empty_at_first_and_then_tells(desk):
    assert "还没有导入过名单。" in desk.get(reverse("units:import-list")).content.decode()
    import_text(desk, "单位名称\n示范县财政局")
    page = desk.get(reverse("units:import-list")).content.decode()
    assert "单位名单（粘贴）" in page


@pytest.mark.parametrize("count", [3, 60])
def test_preview_takes_the_same_queries_at_any_size(desk, count, django_assert_num_queries):
    for number in range(count):
        make_unit(name=f"望海县第{number}局", short_name=f"第{number}局")
    text = "单位名称\n" + "\n".join(f"望海县第{number}局" for number in range(count))
    with django_assert_num_queries(11):
        check(desk, text)


def test_a_refused_import_keeps_the_list_on_the_page(desk):
    answer = check(desk, "单位名称\n示范县财政局")
    refused = apply(desk, answer, key="")
    html = refused.content.decode()
    assert (refused.status_code, "页面已过期，请刷新后重试。" in html) == (409, True)
    assert "示范县财政局</textarea>" in html
    assert apply(desk, refused).status_code == 302
