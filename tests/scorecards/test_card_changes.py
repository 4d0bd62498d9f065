"""改动记录: every change of 核定, of a gate, of a decided grade; never 自评."""

import json
import re

import pytest
from django.urls import reverse

from scorecards import transitions
from scorecards.cards.changes import changes_of
from scorecards.models import Card, Node
from scorecards.phases import Phase
from scorecards.rubrics.exchange import FORMAT
from tests.factories import START, advance, cards_of, make_round, make_user
from tests.scorecards.checking import card_of, group_in_checking, type_in
from tests.scorecards.filling import item, part
from tests.scorecards.rubrics.test_exchange import page_example
from units.roles import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def group(clerk):
    return group_in_checking(page_example(), {"甲局": "县直部门", "乙局": "县直部门"}, by=clerk)


def told(group) -> list[tuple[str, str, str, str]]:
    return [(one.who, one.what, one.before, one.after) for one in changes_of(card_of(group, "甲局"))]


def test_each_change_says_who_and_from_what_to_what(group, clerk, head):
    type_in(group, {("甲局", "1.2"): "好"}, by=clerk)
    type_in(group, {("甲局", "1.2"): "一般"}, by=head)
    type_in(group, {("乙局", "1.2"): "好"}, by=head)
    found = told(group)
    assert [one[0] for one in found] == [head.name, clerk.name]
    assert [one[1] for one in found] == ["1.2 组织生活会"] * 2
    assert [(re.sub("，.*", "", one[2]), re.sub("，.*", "", one[3])) for one in found] == [
        ("档次：好", "档次：一般"),
        ("未评", "档次：好"),
    ]


def test_a_gate_set_and_taken_back_is_told(clerk):
    rubric = {
        "format": FORMAT,
        "code": "gate",
        "title": "有否决情形",
        "nodes": [
            part("一", item("1.1", "MANUAL", {}, points="4")),
            {
                "key": "否",
                "kind": "gate",
                "title": "被问责",
                "params": {"effect": "zero", "document": "通报"},
            },
        ],
    }
    card = card_of(group_in_checking(json.dumps(rubric).encode(), {"甲局": "部门"}, by=clerk), "甲局")
    gate = Node.objects.get(version=card.group.version_id, kind="gate")
    hit = transitions.set_gate(
        card, gate, basis_document="通报第1号", decided_by="乙局", decided_on=START, by=clerk
    )
    transitions.clear_gate(hit, reason="认定有误", by=clerk)
    assert [(one.what, one.after, one.basis) for one in changes_of(card)] == [
        ("否决情形：被问责", "未认定", "乙局：通报第1号"),
        ("否决情形：被问责", "已认定", "乙局：通报第1号"),
    ]


def test_a_decided_grade_is_told_with_its_reason(group):
    card = card_of(group, "甲局")
    Card.objects.filter(pk=card.pk).update(decided_grade="良好", decided_why="会议研究")
    (change,) = changes_of(card)
    assert (change.what, change.before, change.after, change.basis) == (
        "审定等次",
        "同测算",
        "良好",
        "会议研究",
    )


def test_page_lists_them_and_queries_do_not_grow(group, clerk, sign_in, django_assert_num_queries):
    client, card = sign_in(clerk), card_of(group, "甲局")
    url = reverse("scorecards:card-changes", args=[card.pk])
    assert "还没有核定过" in client.get(url).content.decode()
    for text in ("好", "一般"):
        type_in(group, {("甲局", "1.2"): text}, by=clerk)
        with django_assert_num_queries(9):
            html = client.get(url).content.decode()
    assert html.count('<td data-label="改为">') == 2
    assert url in client.get(card.get_absolute_url()).content.decode()


def test_the_unit_does_not_read_who_changed_what(clerk, head, sign_in):
    card = cards_of(advance(make_round(clerk), Phase.RELEASED, clerk=clerk, head=head))[0]
    url = reverse("scorecards:card-changes", args=[card.pk])
    users = [make_user(Role.OFFICER, unit=card.unit), make_user(Role.AUDITOR), make_user(Role.COUNTY_LEADER)]
    assert [sign_in(user).get(url).status_code for user in users] == [403, 200, 200]
