"""Units one by one and in their order: what is wrong is told, what somebody else changed is not overwritten."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories import make_unit, make_user
from units.models import Unit
from units.roles import Role
from units.submissions import new_key

pytestmark = pytest.mark.django_db
NEW = {
    "name": "示范县水利局", "short_name": "县水利局", "party_name": "", "category": "县直部门", "official_order": "3",
    "leader_in_charge": "", "leader_linked": "", "valid_from": "2026-01-01", "valid_until": "",
}  # fmt: skip


@pytest.fixture
def finance(desk):
    return make_unit(name="示范县财政局", short_name="县财政局", category="县直部门", official_order=1)


def enter(client, **fields):
    return client.post(reverse("units:unit-enter"), {**NEW, "key": new_key(), **fields})


def as_shown(client, unit: Unit, **fields) -> dict[str, str]:
    """The edit form as the page gives it, with some fields typed over."""
    html = client.get(reverse("units:unit-edit", args=[unit.pk])).content.decode()
    seen = re.search(r'name="seen" value="([^"]*)"', html)[1].replace("&quot;", '"')
    shown = {
        name: str(getattr(unit, name) or "") for name in ("name", "short_name", "party_name", "category")
    }
    days = {"valid_from": unit.valid_from.isoformat(), "valid_until": ""}
    return {**NEW, **shown, **days, "official_order": str(unit.official_order), "seen": seen, **fields}


def change(client, unit: Unit, given):
    return client.post(reverse("units:unit-change", args=[unit.pk]), given)


def test_a_unit_is_entered_once_however_often_it_is_sent(desk):
    key = new_key()
    first, second = enter(desk, key=key), enter(desk, key=key)
    unit = Unit.objects.get()
    assert first.headers["Location"] == reverse("units:unit-detail", args=[unit.pk])
    assert (second.status_code, Unit.objects.count(), unit.initials) == (422, 1, "sfxslj")


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"name": ""}, "请填写单位全称。"),
        ({"name": "长" * 61}, "最多 60 个字，请缩短。"),
        ({"name": "示范县 财政局"}, "这是示范县财政局的名称，请改成不同的写法。"),
        ({"short_name": "县财政局"}, "这是示范县财政局的名称，请改成不同的写法。"),
        ({"official_order": "甲"}, "排列顺序请填整数。"),
        ({"valid_from": "去年"}, "请按“2026-07-03”的样子填写日期。"),
        ({"valid_until": "2025-12-31"}, "撤销日期不能早于设立日期。"),
        ({"leader_linked": "99999"}, "请重新选择联系县领导。"),
    ],
)
def test_what_is_wrong_is_told_beside_its_field(desk, finance, fields, sentence):
    answer = enter(desk, **fields)
    assert (answer.status_code, sentence in answer.content.decode(), Unit.objects.count()) == (422, True, 1)


def test_leaders_are_chosen_from_those_in_post(desk, finance):
    leader = make_user(Role.COUNTY_LEADER, name="程望舒")
    change(desk, finance, as_shown(desk, finance, leader_in_charge=str(leader.pk), short_name="县财政"))
    finance.refresh_from_db()
    assert (finance.leader_in_charge, finance.short_name) == (leader, "县财政")
    history = finance.events.order_by("-pgh_id")[0]
    assert (history.pgh_label, history.pgh_context["why"]) == ("update", "修改单位")


def test_the_second_of_two_who_change_it_is_told_and_keeps_the_typing(desk, finance):
    given = as_shown(desk, finance, category="党群部门")
    Unit.objects.filter(pk=finance.pk).update(category="政府部门")
    answer = change(desk, finance, given)
    html = answer.content.decode()
    assert answer.status_code == 409
    assert "这个单位刚刚由另一人修改，没有保存。" in html
    assert 'value="党群部门"' in html
    finance.refresh_from_db()
    assert finance.category == "政府部门"


@pytest.mark.parametrize("seen", ["", "x", "[]", "{}"])
def test_a_form_that_saw_nothing_changes_nothing(desk, finance, seen):
    answer = change(desk, finance, as_shown(desk, finance, category="党群部门", seen=seen))
    assert answer.status_code == 409
    finance.refresh_from_db()
    assert finance.category == "县直部门"


def test_a_unit_with_people_in_post_is_not_closed(desk, finance):
    make_user(Role.OFFICER, unit=finance, name="许静怡")
    today = timezone.localdate().isoformat()
    answer = change(desk, finance, as_shown(desk, finance, valid_until=today))
    assert "许静怡等还在任，请先办理免职或者交接，再撤销单位。" in answer.content.decode()
    finance.refresh_from_db()
    assert finance.valid_until is None


def order(client, *spots):
    given = {}
    for unit, number, category, was in spots:
        given |= {f"u{unit.pk}-order": number, f"u{unit.pk}-category": category, f"u{unit.pk}-was": was}
    return client.post(reverse("units:unit-order-save"), given)


def test_numbers_and_kinds_are_changed_on_one_page(desk, finance):
    water = make_unit(name="示范县水利局", short_name="县水利局", category="县直部门", official_order=2)
    page = desk.get(reverse("units:unit-order")).content.decode()
    assert f'name="u{water.pk}-was" value="2|县直部门"' in page
    answer = order(desk, (finance, "5", "县直部门", "1|县直部门"), (water, "2", "涉农部门", "2|县直部门"))
    assert answer.status_code == 302
    assert list(Unit.objects.in_order().values_list("short_name", "official_order", "category")) == [
        ("县水利局", 2, "涉农部门"), ("县财政局", 5, "县直部门"),
    ]  # fmt: skip


def test_what_somebody_moved_meanwhile_is_not_overwritten(desk, finance):
    answer = order(desk, (finance, "5", "县直部门", "9|县直部门"))
    assert (answer.status_code, "刚刚由另一人修改，没有保存。" in answer.content.decode()) == (409, True)
    finance.refresh_from_db()
    assert finance.official_order == 1


@pytest.mark.parametrize(
    ("number", "category", "sentence"),
    [
        ("甲", "县直部门", "请填 0 到 99999 的整数。"),
        ("1", "", "请填写类别。"),
        ("1", "长" * 21, "类别最多 20 个字。"),
    ],
)
def test_a_wrong_row_is_named_and_nothing_moves(desk, finance, number, category, sentence):
    answer = order(desk, (finance, number, category, "1|县直部门"))
    assert (answer.status_code, sentence in answer.content.decode()) == (422, True)
    assert "县财政局的" in answer.content.decode()


def test_without_units_the_page_says_where_to_begin(desk):
    assert "导入单位名单后，在这里核对顺序和类别。" in desk.get(reverse("units:unit-order")).content.decode()


@pytest.mark.parametrize("count", [2, 60])
def test_order_page_takes_the_same_queries_at_any_size(desk, count, django_assert_num_queries):
    for _ in range(count):
        make_unit()
    with django_assert_num_queries(8):
        desk.get(reverse("units:unit-order"))


def test_other_names_are_kept_and_taken_away(desk, finance):
    add = reverse("units:alias-add", args=[finance.pk])
    page = desk.post(add, {"text": "县财税局"}, follow=True).content.decode()
    assert "以后写“县财税局”的都对应示范县财政局。" in page
    alias = finance.aliases.get()
    page = desk.post(alias.get_forget_url(), follow=True).content.decode()
    assert "已删除别名“县财税局”；以前按它录入的内容不变。" in page
    assert not finance.aliases.exists()


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "名称不能为空，也不能超过 80 个字，请核对后再确认。"),
        ("长" * 81, "名称不能为空，也不能超过 80 个字，请核对后再确认。"),
        ("县水利局", "“县水利局”是示范县水利局的名称，不能记给示范县财政局。"),
        ("县财政局", "“县财政局”本来就是示范县财政局的名称。"),
    ],
)
def test_a_name_that_is_anothers_is_not_kept(desk, finance, text, sentence):
    make_unit(name="示范县水利局", short_name="县水利局")
    answer = desk.post(reverse("units:alias-add", args=[finance.pk]), {"text": text}, follow=True)
    assert sentence in answer.content.decode()
    assert not finance.aliases.exists()
