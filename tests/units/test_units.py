"""Units: who sees which, search by name, pinyin and initials, official order, the record, notices."""

import pytest
from django.urls import reverse

from tests.factories import make_branch, make_unit, make_user
from units import notices
from units.models import Branch, Notice, Unit
from units.names import initials, person_pinyin, pinyin
from units.roles import Role

pytestmark = pytest.mark.django_db


def test_a_units_people_see_their_own_unit_only(officer, unit):
    make_unit()
    assert list(Unit.objects.visible_to(officer)) == [unit]


def test_a_secretary_sees_the_own_branch_only(person, unit):
    secretary = person(Role.SECRETARY)
    make_branch(unit)
    assert list(Branch.objects.visible_to(secretary)) == [secretary.post.branch]


@pytest.mark.parametrize("words", ["发展", "县发改局", "fazhan", "sfxfz", "fa zhan"])
def test_units_are_found_by_any_name(words):
    wanted = make_unit(name="示范县发展改革局", short_name="县发改局", pinyin="", initials="")
    make_unit(name="示范县水利局", short_name="县水利局", pinyin="", initials="")
    assert list(Unit.objects.matching(words)) == [wanted]


def test_list_is_in_official_order_and_counts_all(clerk, sign_in, unit):
    last, first = make_unit(official_order=99_999), make_unit(official_order=0)
    response = sign_in(clerk).get(reverse("units:unit-list"))
    assert [row.pk for row in response.context["page"]] == [first.pk, unit.pk, last.pk]


@pytest.mark.parametrize("count", [1, 30])
def test_list_takes_the_same_queries_at_any_size(clerk, sign_in, count, django_assert_num_queries):
    for _ in range(count):
        make_unit()
    client = sign_in(clerk)
    client.get(reverse("home"))
    with django_assert_num_queries(6):
        client.get(reverse("units:unit-list"))


def test_unit_page_lists_its_people(clerk, sign_in, unit, officer):
    text = sign_in(clerk).get(reverse("units:unit-detail", args=[unit.pk])).content.decode()
    assert officer.name in text


def test_notices_are_told_once_and_marked_read_by_opening(clerk, sign_in):
    for _ in range(2):
        notices.tell([clerk], text="评分表已下发。", url="/rounds/", key="k")
    notice = Notice.objects.get(user=clerk)
    response = sign_in(clerk).post(reverse("units:notice-read", args=[notice.pk]))
    notice.refresh_from_db()
    assert (response["Location"], notice.read_at is None) == ("/rounds/", False)


def test_the_record_is_searched_by_person(person, sign_in, clerk):
    auditor = person(Role.AUDITOR)
    sign_in(clerk).post(reverse("sign-out"))
    client = sign_in(auditor)
    found = client.get(reverse("units:access-log"), {"q": "退出"}).context["page"]
    assert [(row.verb, row.user) for row in found] == [("退出", clerk)]
    assert list(client.get(reverse("units:access-log"), {"q": "没有这个人"}).context["page"]) == []


@pytest.mark.parametrize(
    ("name", "read"),
    [("曾国明", "zengguoming"), ("单小雨", "shanxiaoyu"), ("尉迟恭", "yuchigong"), ("王芳", "wangfang")],
)
def test_surnames_are_read_as_surnames(name, read):
    assert person_pinyin(name) == read


def test_place_names_are_read_whole():
    assert (pinyin("重庆路街道"), initials("县教体局")) == ("chongqinglujiedao", "xjtj")


def test_two_current_posts_are_refused_by_the_database(clerk):
    from_database = pytest.raises(Exception, match="one_current_post")
    with from_database:
        make_user(Role.AUDITOR).posts.update(user=clerk)
