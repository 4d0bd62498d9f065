"""首次设置: what is done is seen from what is there, and nobody is led who has begun."""

import pytest
from django.urls import reverse

from config.first_steps import steps_of
from tests.factories import make_round, make_unit, make_user, make_version
from units.models import Unit
from units.roles import Role
from units.submissions import new_key
from units.transitions import set_office

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(clerk, unit, sign_in):
    unit.delete()
    return sign_in(clerk)


def done(user) -> list[bool]:
    return [step.is_done for step in steps_of(user)]


def test_an_empty_house_begins_at_the_first_step(desk, clerk):
    assert done(clerk) == [False] * 6
    page = desk.get(reverse("first-steps")).content.decode()
    assert page.count("未完成") == 6
    assert page.index("btn-primary") < page.index("导入单位名单")
    assert "从导入单位名单到第一次演练，共六步" in desk.get("/").content.decode()


def test_each_step_is_done_by_what_it_leaves(desk, clerk):
    set_office(county_name="示范县", name="县直机关工委", phone="0000-1234567", key=new_key(), by=clerk)
    assert done(clerk) == [True, *[False] * 5]
    first, second = make_unit(category="县直部门"), make_unit(category="乡镇")
    assert done(clerk) == [True, True, True, False, False, False]
    make_version(clerk)
    make_user(Role.OFFICER, unit=first)
    facts = [step.fact for step in steps_of(clerk)][1:5]
    kinds = "2 个类别：乡镇 1 个、县直部门 1 个"
    assert facts == ["2 个单位，0 个党支部", kinds, "1 份", "还有 1 个单位没有联络员"]
    make_user(Role.OFFICER, unit=second)
    trial = make_round(clerk, is_trial=True, units=0)
    assert done(clerk) == [True] * 6
    assert trial.get_absolute_url() in desk.get(reverse("first-steps")).content.decode()


def test_the_steps_can_be_come_back_to_but_are_not_pressed_on_anybody(desk, clerk):
    make_round(clerk)
    assert "首次设置" not in desk.get("/").content.decode()
    assert desk.get(reverse("first-steps")).status_code == 200


def test_the_trial_step_proposes_a_trial(desk):
    page = desk.get(reverse("scorecards:round-new"), {"trial": "1"}).content.decode()
    assert 'value="晒比评演练"' in page
    box = page[page.index('name="is_trial"') :][:200]
    assert "checked" in box


@pytest.mark.parametrize("count", [2, 60])
def test_steps_take_the_same_queries_at_any_size(clerk, unit, count, django_assert_num_queries):
    for _ in range(count):
        make_user(Role.OFFICER, unit=make_unit())
    assert clerk.post
    with django_assert_num_queries(7):
        steps_of(clerk)
    assert Unit.objects.count() == count + 1
