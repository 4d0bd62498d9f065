"""Totals that look at the group follow every save; an ordinary save touches its own card alone."""

from decimal import Decimal

import pytest

from scorecards import transitions
from scorecards.models import Card, Mark
from scorecards.results.snapshots import read, seal
from scorecards.rubrics.trees import trees_of
from scorecards.standings.places import standings_of
from tests.factories import RUBRIC
from tests.scorecards.checking import card_of, group_in_checking, mark_of, type_in
from tests.scorecards.rubrics.test_exchange import page_example

pytestmark = pytest.mark.django_db
CLASSES = {"甲局": "县直部门", "乙镇": "乡镇", "丙局": "县直部门"}


@pytest.fixture
def group(clerk):
    return group_in_checking(page_example(), CLASSES, by=clerk)


def totals(group) -> dict[str, Decimal | None]:
    return dict(Card.objects.filter(group=group).in_official_order().values_list("unit_name", "total"))


def test_a_card_has_the_items_of_its_class_once_a_period(group):
    slots = {
        name: {mark.slot for mark in Mark.objects.filter(card__unit_name=name).select_related("node")}
        for name in CLASSES
    }
    assert {"2.1@1", "2.1@2", "5.1"} <= slots["甲局"]
    assert slots["甲局"] - slots["乙镇"] == {"5.1"}
    assert card_of(group, "甲局").items == 8


def test_another_units_better_number_moves_the_total(group, clerk):
    type_in(group, {("甲局", "3.1"): "30", ("乙镇", "3.1"): "20"}, by=clerk)
    assert totals(group) == {"甲局": Decimal("20.00"), "乙镇": Decimal("13.33"), "丙局": None}
    type_in(group, {("乙镇", "3.1"): "60"}, by=clerk)
    assert totals(group) == {"甲局": Decimal("10.00"), "乙镇": Decimal("20.00"), "丙局": None}


def test_a_figure_waits_until_every_member_is_there(group, clerk):
    type_in(group, {("甲局", "3.1"): "30", ("乙镇", "3.1"): "20"}, by=clerk)
    assert card_of(group, "甲局").awaits_group
    numbers = {(name, slot): "5" for name in CLASSES for slot in ("3.1", "3.2")}
    type_in(group, numbers, by=clerk)
    assert [card_of(group, name).awaits_group for name in CLASSES] == [False, False, False]


def test_a_number_that_the_group_decides_is_not_stored(group, clerk):
    type_in(group, {("甲局", "3.1"): "30", ("甲局", "1.2"): "好", ("乙镇", "1.2"): "不适用"}, by=clerk)
    stored = [mark_of(group, *place).checked for place in (("甲局", "3.1"), ("甲局", "1.2"), ("乙镇", "1.2"))]
    assert stored == [None, Decimal("10.0000"), None]


def test_stored_totals_are_what_the_inputs_come_to(group, clerk):
    type_in(group, {("甲局", "3.1"): "30", ("乙镇", "1.2"): "不适用", ("乙镇", "1.3"): "1/3"}, by=clerk)
    assert [name for name in standings_of(group).disagreeing() if name != "丙局"] == []


def test_an_ordinary_save_totals_its_own_card_only(clerk):
    plain = group_in_checking(RUBRIC.read_bytes(), CLASSES, by=clerk)
    Card.objects.filter(group=plain).update(total=Decimal("-1.00"))
    type_in(plain, {("甲局", "2.1"): "好"}, by=clerk)
    assert totals(plain) == {"甲局": Decimal("2.00"), "乙镇": Decimal("-1.00"), "丙局": Decimal("-1.00")}


def test_queries_of_a_relative_save_do_not_grow_with_the_group(clerk, django_assert_num_queries):
    for number in (2, 5):
        names = {f"第{number}-{n}局": "县直部门" for n in range(number)}
        group = _another(names, clerk)
        cells = [transitions.Cell(card.pk, "3.1", "7", 0) for card in Card.objects.filter(group=group)]
        trees_of(group.version_id)
        with django_assert_num_queries(11):
            transitions.save_checked(group, cells, by=clerk)


def _another(names, clerk):
    group = group_in_checking(page_example(), names, by=clerk)
    type(group.round).objects.filter(pk=group.round_id).update(title=f"专项{group.pk}")
    return group


@pytest.mark.parametrize(
    ("slot", "text", "sentence"),
    [
        ("1.2", "优", "请从这些档次里选一个"),
        ("1.1", "不适用", "不能选“不适用”"),
        ("1.3", "9", "年度计划数"),
        ("2.1@1", "１e999", "请填数"),
        ("3.2", "NaN", "请填数"),
        ("3.3", "101", "0 到 100"),
    ],
)
def test_a_bad_cell_is_told(group, clerk, slot, text, sentence):
    (problem,) = type_in(group, {("甲局", slot): text}, by=clerk)
    assert sentence in problem


def test_the_seal_names_periods_and_what_is_not_applicable(group, clerk):
    type_in(group, {("甲局", "1.2"): "不适用", ("甲局", "2.1@2"): "95"}, by=clerk)
    row = next(row for row in read(seal(standings_of(group), number=1))["rows"] if row["unit"] == "甲局")
    assert [(item["title"], item["excluded"], item["shown"]) for item in row["items"]] == [
        ("组织生活会", True, "0.00"),
        ("重点任务（第 2 期）", False, "20.00"),
    ]
