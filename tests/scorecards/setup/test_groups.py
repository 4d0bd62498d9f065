"""Groups of a round in 筹备: by hand, from classes, changed, moved, deleted."""

import pytest
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from scorecards import transitions
from scorecards.forms.box_names import box_key
from scorecards.models import Card, Group, Subject, Yields
from scorecards.phases import Phase
from scorecards.transitions import Refused, groups, versions
from tests.factories import (
    advance,
    group_of,
    make_branch,
    make_round,
    make_unit,
    make_version,
)
from tests.scorecards.setup.making import names, now, url

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(sign_in, clerk):
    return sign_in(clerk)


@pytest.fixture
def round_(clerk):
    return make_round(clerk, units=0)


def typed(clerk, **fields) -> dict:
    return {"name": "乡镇组", "subject": "unit", "version": make_version(clerk).pk} | fields


def test_a_group_is_added_and_its_members_are_next(client, clerk, round_):
    page = client.post(url("group-add", round_.pk), typed(clerk))
    group = Group.objects.get(name="乡镇组")
    assertRedirects(page, url("member-choose", group.pk))
    assert (group.order, group.subject, group.version_id) == (2, "unit", make_version(clerk).pk)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"name": ""}, "请填写组别名称。"),
        ({"name": "长" * 41}, "最多 40 个字，请缩短。"),
        ({"version": ""}, "请选择评分细则。"),
        ({"version": "9" * 40}, "请选择评分细则。"),
        ({"subject": "person"}, "请选择评分对象。"),
    ],
)
def test_a_wrong_field_is_told(client, clerk, round_, fields, sentence):
    page = client.post(url("group-add", round_.pk), typed(clerk, **fields))
    assertContains(page, sentence, status_code=422)
    assert names(round_) == ["县直部门一组"]


def test_a_name_stands_once_in_a_round(client, clerk, round_):
    page = client.post(url("group-add", round_.pk), typed(clerk, name="县直部门一组"))
    assertContains(page, "本期次已有“县直部门一组”", status_code=409)


def test_only_problems_have_no_rubric(client, clerk):
    round_ = make_round(clerk, yields=Yields.PROBLEMS, units=0)
    assertNotContains(client.get(url("group-new", round_.pk)), "请选择")
    client.post(url("group-add", round_.pk), {"name": "乡镇组", "subject": "unit"})
    assert {group.version for group in Group.objects.filter(round=round_)} == {None}
    with pytest.raises(Refused, match="只晒问题、不评分"):
        transitions.add_group(round_, name="丙组", version=make_version(clerk), by=clerk)


# From classes


def ticked(name: str, version: object) -> dict:
    return {f"class-{box_key(name)}": "on", f"version-{box_key(name)}": version}


def test_classes_are_shown_with_what_each_would_get(client, clerk, round_):
    taken = make_unit()
    transitions.add_member(group_of(round_), unit=taken, by=clerk)
    for number in range(2):
        make_unit(category="乡镇", name=f"第{number}乡")
    make_unit(category="")
    page = client.get(url("class-choose", round_.pk))
    found = [
        (row["count"].name, row["count"].members, row["count"].free) for row in page.context["form"].rows
    ]
    assert found == [("县直部门", 2, 1), ("乡镇", 2, 2)]


def test_groups_are_made_from_classes(client, clerk, round_):
    towns = [make_unit(category="乡镇") for _ in range(3)]
    make_unit(category="乡镇", valid_until="2026-01-02")
    answer = {"subject": "unit"} | ticked("乡镇", make_version(clerk).pk)
    assertRedirects(client.post(url("class-groups", round_.pk), answer), round_.get_absolute_url())
    group = Group.objects.get(name="乡镇组")
    assert set(group.cards.values_list("unit_id", flat=True)) == {town.pk for town in towns}


def test_groups_are_made_from_kinds_of_branches(client, clerk, round_):
    branch = make_branch(kind="机关党支部")
    answer = {"subject": "branch"} | ticked("机关党支部", make_version(clerk).pk)
    client.post(url("class-groups", round_.pk), answer)
    group = Group.objects.get(name="机关党支部组")
    assert (group.subject, group.cards.get().branch, group.cards.get().unit) == (
        "branch",
        branch,
        branch.unit,
    )


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        ({}, "还没有勾选类别"),
        (ticked("乡镇", ""), "请选择评分细则。"),
        (ticked("乡镇", "x"), "请选择评分细则。"),
    ],
)
def test_classes_want_a_tick_and_a_rubric(client, round_, answer, sentence):
    make_unit(category="乡镇")
    page = client.post(url("class-groups", round_.pk), answer)
    assertContains(page, sentence, status_code=422)
    assert names(round_) == ["县直部门一组"]


def test_from_classes_120_units_take_as_many_queries_as_two(clerk, django_assert_num_queries):
    version, counts = make_version(clerk), []
    for size in (2, 120):
        round_ = make_round(clerk, units=0)
        for _ in range(size):
            make_unit(category=f"类{size}")
        with django_assert_num_queries(18):
            made = groups.add_groups_of_classes(
                round_, subject=Subject.UNIT, versions={f"类{size}": version}, by=clerk
            )
        counts.append(Card.objects.filter(group=made[0]).count())
    assert counts == [2, 120]


# Changed, moved, deleted


def test_a_group_is_renamed(client, clerk, round_):
    group = group_of(round_)
    assertContains(client.get(url("group-edit", group.pk)), 'value="县直部门一组"')
    client.post(url("group-save", group.pk), typed(clerk, revision=now(round_).revision))
    assert now(group).name == "乡镇组"


def test_the_second_of_two_who_change_a_group_is_told(client, clerk, round_):
    group, form = group_of(round_), typed(clerk, revision=now(round_).revision)
    client.post(url("group-save", group.pk), form)
    page = client.post(url("group-save", group.pk), form | {"name": "乙组"})
    assertContains(page, "修改过本期次", status_code=409)
    assertContains(page, 'value="乙组"', status_code=409)
    assert now(group).name == "乡镇组"


def test_a_group_with_members_keeps_its_subject(client, clerk):
    round_ = make_round(clerk, units=1)
    group = group_of(round_)
    form = typed(clerk, subject="branch", revision=now(round_).revision)
    page = client.post(url("group-save", group.pk), form)
    assertContains(page, "不能改评分对象", status_code=409)
    assert now(group).subject == "unit"


def test_groups_change_places(client, clerk, round_):
    transitions.add_group(round_, name="乙组", version=make_version(clerk), by=clerk)
    group = Group.objects.get(name="乙组")
    client.post(url("group-move", group.pk), {"to": "up", "revision": now(round_).revision})
    assert names(round_) == ["乙组", "县直部门一组"]
    page = client.post(
        url("group-move", group.pk), {"to": "up", "revision": now(round_).revision}, follow=True
    )
    assertContains(page, "乙组已经在最前。")


def test_a_group_is_deleted_with_its_members(client, clerk):
    round_ = make_round(clerk, units=2)
    page = client.get(url("group-setup", group_of(round_).pk))
    assertContains(page, "删除“县直部门一组”？")
    client.post(url("group-delete", group_of(round_).pk), {"revision": now(round_).revision})
    assert names(round_) == []
    assert Card.objects.count() == 0


def test_a_group_that_is_gone_is_told(clerk, round_):
    group = group_of(round_)
    groups.delete_group(group, revision=now(round_).revision, by=clerk)
    with pytest.raises(Refused, match="这个组别刚被删除"):
        groups.move_group(group, up=True, revision=now(round_).revision, by=clerk)


def test_a_group_that_was_out_keeps_members_and_rubric(clerk, head):
    round_ = advance(make_round(clerk), Phase.FILLING, clerk=clerk, head=head)
    type(round_).objects.filter(pk=round_.pk).update(phase=Phase.PREPARING)
    group, revision = group_of(round_), now(round_).revision
    with pytest.raises(Refused, match="已经下发过评分表，不能删除"):
        groups.delete_group(group, revision=revision, by=clerk)
    other = versions.copy_version(group.version, by=clerk)
    with pytest.raises(Refused, match="按“换版”由两人办理"):
        groups.change_group(group, name="甲", version=other, subject="unit", revision=revision, by=clerk)


def test_garbage_in_a_revision_counts_as_old(client, clerk, round_):
    for revision in ("", "x", "-1", "9" * 40, "１"):
        page = client.post(url("group-save", group_of(round_).pk), typed(clerk, revision=revision))
        assert page.status_code == 409


@pytest.mark.parametrize("count", [1, 6])
def test_the_round_page_asks_as_often_for_any_number_of_groups(
    client, clerk, django_assert_num_queries, count
):
    round_ = make_round(clerk, units=2 * count)
    for number in range(count):
        group = transitions.add_group(round_, name=f"{number}组", version=make_version(clerk), by=clerk)
        transitions.add_member(group, unit=make_unit(), by=clerk)
    client.get(round_.get_absolute_url())
    with django_assert_num_queries(19):
        client.get(round_.get_absolute_url())
