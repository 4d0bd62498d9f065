"""Names out of the database: a fixed number of queries, and confirmed names that are remembered."""

import pytest
from django.apps import apps

from tests.factories import make_branch, make_unit
from units import transitions
from units.matching import Match
from units.models import AliasOrigin, Branch, Unit, UnitAlias
from units.naming import branch_names, unit_names
from units.transitions import BadAlias

pytestmark = pytest.mark.django_db


@pytest.fixture
def education() -> Unit:
    return make_unit(name="云岫县教育体育局", short_name="县教体局", party_name="中共云岫县教育体育局委员会")


@pytest.fixture
def finance() -> Unit:
    return make_unit(name="云岫县财政局（国资办）", short_name="县财政局", party_name="")


def test_a_near_name_is_sure_once_it_is_remembered(education, finance, clerk):
    assert unit_names(Unit.objects.all()).match("教育局").near[0].owner == education.pk
    alias = transitions.remember(education, " 教育局 ", by=clerk)
    assert (alias.text, alias.origin) == ("教育局", AliasOrigin.CONFIRMED)
    assert unit_names(Unit.objects.all()).match("县教育局") == Match(owner=education.pk)


def test_only_the_given_units_are_matched(education, finance, clerk):
    transitions.remember(education, "教育局", by=clerk)
    names = unit_names(Unit.objects.filter(pk=finance.pk))
    assert (names.match("教育局"), names.match("财政局")) == (Match(), Match(owner=finance.pk))


@pytest.mark.parametrize("count", [1, 30])
def test_names_take_the_same_queries_at_any_size(count, clerk, django_assert_num_queries):
    for number in range(count):
        unit = make_unit()
        make_branch(unit)
        transitions.remember(unit, f"别名{number}", by=clerk)
    with django_assert_num_queries(2):
        unit_names(Unit.objects.in_order())
    with django_assert_num_queries(1):
        branch_names(Branch.objects.order_by("pk"))


def test_remembering_twice_is_once(education, clerk):
    first = transitions.remember(education, "教育局", by=clerk)
    assert (transitions.remember(education, "教 育 局", by=clerk), UnitAlias.objects.count()) == (first, 1)


@pytest.mark.parametrize("text", ["县教体局", "云岫县 教育体育局", "中共云岫县教育体育局委员会"])
def test_the_units_own_name_is_no_alias(education, clerk, text):
    assert (transitions.remember(education, text, by=clerk), UnitAlias.objects.count()) == (None, 0)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("县财政局", "“县财政局”是云岫县财政局（国资办）的名称"),
        ("云岫县财政局(国资办)", "不能记给云岫县教育体育局"),
        ("国资局", "“国资局”已经记给云岫县财政局（国资办）"),
        ("  ", "名称不能为空"),
        ("长" * 81, "不能超过 80 个字"),
    ],
)
def test_a_name_that_means_another_unit_is_refused(education, finance, clerk, text, words):
    transitions.remember(finance, "国资局", by=clerk, origin=AliasOrigin.FORMER)
    with pytest.raises(BadAlias) as caught:
        transitions.remember(education, text, by=clerk)
    assert words in caught.value.sentence
    assert UnitAlias.objects.count() == 1


def test_a_mistake_is_forgotten_and_can_be_put_right(education, finance, clerk):
    transitions.forget(transitions.remember(education, "国资局", by=clerk), by=clerk)
    assert transitions.remember(finance, "国资局", by=clerk).unit == finance
    events = apps.get_model("units.UnitAliasEvent").objects.order_by("pgh_id")
    told = [(event.pgh_label, event.pgh_context["user"], event.pgh_context["why"]) for event in events]
    assert told == [
        ("insert", clerk.pk, "记住单位名称"),
        ("delete", clerk.pk, "删除单位名称"),
        ("insert", clerk.pk, "记住单位名称"),
    ]


def test_branches_of_one_name_are_told_apart_by_their_unit(education, finance, clerk):
    first, second = (make_branch(unit, name="机关第一党支部") for unit in (education, finance))
    names = branch_names(Branch.objects.visible_to(clerk))
    assert names.match("财政局机关第一支部") == Match(owner=second.pk)
    assert names.match("县教体局机关第1党支部") == Match(owner=first.pk)
    assert [near.owner for near in names.match("机关第一党支部").near] == [first.pk, second.pk]
    within = branch_names(Branch.objects.filter(unit=education))
    assert within.match("机关第一支部") == Match(owner=first.pk)
