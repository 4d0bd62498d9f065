"""Who is in a group, and how each takes part."""

import pytest
from pytest_django.asserts import assertContains, assertRedirects

from scorecards import transitions
from scorecards.models import Card, Standing, Subject
from scorecards.phases import Phase
from scorecards.transitions import Refused, members
from tests.factories import advance, cards_of, group_of, make_branch, make_round, make_unit, make_version
from tests.scorecards.setup.making import now, url

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(sign_in, clerk):
    return sign_in(clerk)


@pytest.fixture
def group(clerk):
    return group_of(make_round(clerk, units=0))


def picks(group) -> list[str]:
    return [f"{card.pk}:{card.row_version}" for card in Card.objects.filter(group=group)]


def units_of(group) -> set[int]:
    return set(Card.objects.filter(group=group).values_list("unit_id", flat=True))


def test_candidates_stand_in_official_order(client, group):
    last, first = make_unit(official_order=900_002), make_unit(official_order=900_001)
    make_unit(valid_until="2026-01-02", official_order=900_003)
    rows = client.get(url("member-choose", group.pk)).context["rows"]
    assert [row.thing for row in rows][-2:] == [first, last]


def test_candidates_are_found_by_class_and_name(client, group):
    make_unit(category="乡镇", name="云岫镇"), make_unit(category="乡镇", name="白水乡"), make_unit()
    found = client.get(url("member-choose", group.pk), {"class": "乡镇", "q": "云岫"})
    assert [row.thing.name for row in found.context["rows"]] == ["云岫镇"]
    assertContains(client.get(url("member-choose", group.pk), {"q": "没有的"}), "没有符合条件的记录")


@pytest.mark.parametrize("text", ["9" * 40, "😀", "%", "'; DROP TABLE units_unit; --"])
def test_odd_words_find_nothing_and_break_nothing(client, group, text):
    page = client.get(url("member-choose", group.pk), {"class": text, "q": text})
    assert page.status_code == 200


def test_many_are_added_at_once(client, group):
    units = [make_unit() for _ in range(3)]
    page = client.post(url("members-add", group.pk), {"pick": [unit.pk for unit in units[:2]]})
    assertRedirects(page, url("group-setup", group.pk))
    assert units_of(group) == {units[0].pk, units[1].pk}


def test_who_is_in_already_stays_in_once(client, group):
    unit = make_unit()
    for _ in range(2):
        client.post(url("members-add", group.pk), {"pick": [unit.pk]})
    assert units_of(group) == {unit.pk}


def test_a_unit_of_another_group_is_refused_by_name_and_ticks_stay(client, clerk, group):
    other = transitions.add_group(group.round, name="乙组", version=make_version(clerk), by=clerk)
    unit, free = make_unit(), make_unit()
    transitions.add_member(other, unit=unit, by=clerk)
    page = client.post(url("members-add", group.pk), {"pick": [unit.pk, free.pk]})
    assertContains(page, f"{unit}（在乙组）", status_code=409)
    assertContains(page, f'value="{free.pk}" autocomplete="off" checked', status_code=409)
    assert units_of(group) == set()


def test_a_unit_may_stand_beside_its_own_branch(clerk, group):
    branch = make_branch()
    branches = transitions.add_group(
        group.round, name="支部组", version=make_version(clerk), subject=Subject.BRANCH, by=clerk
    )
    transitions.add_member(group, unit=branch.unit, by=clerk)
    members.add_members(branches, [branch.pk], by=clerk)
    assert (units_of(group), units_of(branches)) == ({branch.unit_id}, {branch.unit_id})


@pytest.mark.parametrize("pick", [[], ["x"], ["-1"], ["9" * 40], ["1:2"], ["１"], ["999999999"]])
def test_odd_picks_are_refused_in_words(client, group, pick):
    page = client.post(url("members-add", group.pk), {"pick": pick})
    assert page.status_code == 409
    assert units_of(group) == set()


def test_units_that_are_gone_are_not_added(client, group):
    gone = make_unit(valid_until="2026-01-02")
    page = client.post(url("members-add", group.pk), {"pick": [gone.pk]})
    assertContains(page, "已经撤销或者不存在", status_code=409)


@pytest.mark.parametrize("count", [2, 120])
def test_120_units_are_added_in_as_many_queries_as_two(clerk, group, django_assert_num_queries, count):
    units = [make_unit().pk for _ in range(count)]
    with django_assert_num_queries(10):
        members.add_members(group, units, by=clerk)
    assert Card.objects.count() == count


# How each takes part


def test_a_standing_is_changed_and_its_reason_shown(client, clerk, group):
    members.add_members(group, [make_unit().pk, make_unit().pk], by=clerk)
    answer = {"pick": picks(group)[:1], "taking_part": "exempt", "reason": "本年新设立"}
    page = client.post(url("members-standing", group.pk), answer, follow=True)
    assertContains(page, "本年新设立")
    assert sorted(Card.objects.values_list("taking_part", "standing_reason")) == [
        ("exempt", "本年新设立"),
        ("ranked", ""),
    ]


def test_whoever_takes_part_again_has_no_reason_left(client, clerk, group):
    members.add_members(group, [make_unit().pk], by=clerk)
    for taking_part, reason in (("deferred", "班子调整"), ("ranked", "")):
        answer = {"pick": picks(group), "taking_part": taking_part, "reason": reason}
        client.post(url("members-standing", group.pk), answer)
    (row,) = client.get(url("group-setup", group.pk)).context["rows"]
    assert (row.card.taking_part, row.reason) == (Standing.RANKED, "")


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"reason": ""}, "请写明原因。"),
        ({"reason": "长" * 201}, "最多 200 个字，请缩短。"),
        ({"taking_part": "x"}, "请选择参评方式。"),
    ],
)
def test_a_standing_wants_a_reason(client, clerk, group, fields, sentence):
    members.add_members(group, [make_unit().pk], by=clerk)
    answer = {"pick": picks(group), "taking_part": "exempt", "reason": "新设立"} | fields
    page = client.post(url("members-standing", group.pk), answer)
    assertContains(page, sentence, status_code=422)
    assert page.context["picked"] == {Card.objects.get().pk}
    assert Card.objects.get().taking_part == Standing.RANKED


def test_the_second_of_two_who_change_a_standing_is_told(client, clerk, group):
    members.add_members(group, [make_unit().pk], by=clerk)
    old = {"pick": picks(group), "taking_part": "exempt", "reason": "甲的原因"}
    client.post(url("members-standing", group.pk), old)
    page = client.post(url("members-standing", group.pk), old | {"taking_part": "deferred"})
    assertContains(page, "刚被另一处修改", status_code=409)
    assert Card.objects.get().taking_part == Standing.EXEMPT


@pytest.mark.parametrize("name", ["members-standing", "members-remove"])
@pytest.mark.parametrize("pick", [[], ["1"], ["x:y"], ["9" * 40 + ":1"], ["999999999:0"]])
def test_odd_cards_are_refused_in_words(client, group, name, pick):
    page = client.post(url(name, group.pk), {"pick": pick, "taking_part": "ranked"})
    assert page.status_code == 409


def test_a_card_of_another_group_is_not_touched(client, clerk, group):
    (foreign,) = cards_of(make_round(clerk, units=1))
    pick = [f"{foreign.pk}:0"]
    page = client.post(url("members-remove", group.pk), {"pick": pick})
    assert page.status_code == 409
    assert now(foreign) == foreign


def test_members_are_removed(client, clerk, group):
    members.add_members(group, [make_unit().pk, make_unit().pk], by=clerk)
    client.post(url("members-remove", group.pk), {"pick": picks(group)[:1]})
    assert Card.objects.count() == 1


def test_whoever_was_sent_a_card_is_not_simply_removed(client, clerk, head):
    round_ = advance(make_round(clerk), Phase.FILLING, clerk=clerk, head=head)
    type(round_).objects.filter(pk=round_.pk).update(phase=Phase.PREPARING)
    group = group_of(round_)
    page = client.post(url("members-remove", group.pk), {"pick": picks(group)})
    assertContains(page, "已经下发过评分表", status_code=409)
    assert Card.objects.count() == 2


@pytest.mark.parametrize("count", [2, 40])
@pytest.mark.parametrize(("name", "most"), [("group-setup", 10), ("member-choose", 8)])
def test_pages_of_a_group_ask_as_often_at_any_size(
    client, clerk, django_assert_num_queries, count, name, most
):
    group = group_of(make_round(clerk, units=count))
    client.get(url(name, group.pk))
    with django_assert_num_queries(most):
        client.get(url(name, group.pk))


def test_members_are_not_added_once_the_round_is_out(clerk, head):
    round_ = advance(make_round(clerk), Phase.FILLING, clerk=clerk, head=head)
    with pytest.raises(Refused, match="只有“筹备”阶段"):
        members.add_members(group_of(round_), [make_unit().pk], by=clerk)
