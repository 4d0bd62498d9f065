"""名次与等次 as pages: columns, changes, close calls, filters, order, pages; of one group and of the round."""

import json
import re

import pytest
from django.urls import reverse

from scorecards import transitions
from scorecards.models import Card, GateHit, Group, Node, Round, Standing
from scorecards.phases import Phase
from scorecards.rubrics.exchange import FORMAT
from tests.factories import START, advance, group_of, make_round, make_unit, make_user
from tests.scorecards.checking import card_of, group_in_checking, type_in
from tests.scorecards.filling import item, part
from units.roles import Role

pytestmark = pytest.mark.django_db
RUBRIC = {
    "format": FORMAT,
    "code": "page",
    "title": "名次页",
    "nodes": [
        part("一", item("1.1", "MANUAL", {}, points="60"), points="60"),
        part("二", item("2.1", "MANUAL", {}, points="40"), points="40"),
        part("加", item("3.1", "MANUAL", {}, points="5"), kind="bonus", hi="5"),
        part("减", item("4.1", "MANUAL", {}, points="5"), kind="penalty"),
        {"key": "否", "kind": "gate", "title": "被问责", "params": {"effect": "not_top", "document": "通报"}},
    ],
    "ranking": {
        "ties": "share",
        "grades": [
            {"name": "优秀", "line": "90", "quota": "1"},
            {"name": "良好", "line": "80"},
            {"name": "一般"},
        ],
    },
}
CLASSES = {"甲局": "部门", "乙局": "部门", "丙镇": "乡镇", "丁镇": "乡镇"}
MARKS = {
    "甲局": {"1.1": "58", "2.1": "37", "3.1": "1", "4.1": "0.5"},  # 95.50
    "乙局": {"1.1": "58", "2.1": "37", "3.1": "0.47"},  # 95.47
    "丙镇": {"1.1": "50", "2.1": "30", "3.1": "0.02"},  # 80.02
    "丁镇": {"1.1": "50"},
}


@pytest.fixture
def group(clerk) -> Group:
    group = group_in_checking(json.dumps(RUBRIC).encode(), CLASSES, by=clerk)
    cells = {(name, key): text for name, marks in MARKS.items() for key, text in marks.items()}
    type_in(group, cells, by=clerk)
    return group


def page(client, group, **query) -> str:
    answer = client.get(reverse("scorecards:standings", args=[group.pk]), query)
    assert answer.status_code == 200
    return answer.content.decode()


def rows(html: str) -> list[str]:
    """The words of each row of the table's body."""
    body = "".join(re.findall(r"<tbody>(.*?)</tbody>", html, re.DOTALL))
    return [" ".join(re.sub(r"<[^>]+>", " ", row).split()) for row in body.split("</tr>") if "<td" in row]


def names(html: str) -> list[str]:
    return re.findall(r'<th scope="row"><a[^>]*>([^<]+)</a>', html)


def test_every_column_of_a_row(group, at_desk):
    found = rows(page(at_desk, group))
    assert found[0] == "1 甲局 部门 58.00 37.00 1.00 −0.50 95.50 优秀 比后一位多 0.03 分"
    assert found[1] == "2 乙局 部门 58.00 37.00 0.47 0.00 95.47 良好 名额 比前一位少 0.03 分"
    assert found[2] == "3 丙镇 乡镇 50.00 30.00 0.02 0.00 80.02 良好 分数线、名额 高出“良好”分数线 0.02 分"
    assert found[3] == "4 丁镇 乡镇 50.00 0.00 0.00 0.00 50.00 一般 分数线 暂计 · 已评 1/2"


@pytest.mark.parametrize("taking_part", [Standing.RANKED, Standing.UNRANKED])
def test_means_are_of_all_that_take_part(group, at_desk, taking_part):
    Card.objects.filter(pk=card_of(group, "丙镇").pk).update(taking_part=taking_part)
    foot = re.search(r"<tfoot>(.*?)</tfoot>", page(at_desk, group), re.DOTALL)[1]
    words = " ".join(re.sub(r"<[^>]+>", " ", foot).split())
    assert words == "本组平均（4 个参评单位） 54.00 26.00 0.37 −0.13 80.25"


def test_numbers_lead_to_the_card_and_its_part(group, at_desk):
    html, url = page(at_desk, group), card_of(group, "甲局").get_absolute_url()
    assert f'<a href="{url}#part-一">58.00</a>' in html
    assert f'<a href="{url}#working-title">95.50</a>' in html
    assert 'id="part-一"' in at_desk.get(url).content.decode()


def test_a_gate_is_named_and_costs_the_grade(group, at_desk, clerk):
    gate = Node.objects.get(version=group.version_id, kind="gate")
    GateHit.objects.create(card=card_of(group, "甲局"), node=gate, basis_document="通报", decided_by="丙局",
                           decided_on=START, entered_by=clerk)  # fmt: skip
    found = rows(page(at_desk, group))
    assert found[0].endswith("95.50 良好 否决 否决：被问责；比后一位多 0.03 分")
    assert " 优秀 比前一位少" in found[1]


def test_both_grades_are_shown_where_the_meeting_decided_otherwise(group, at_desk):
    Card.objects.filter(group=group, unit_name="乙局").update(decided_grade="优秀", decided_why="会议研究")
    assert "95.47 优秀 会议审定，测算良好 名额" in rows(page(at_desk, group))[1]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"class_name": "乡镇"}, [("3", "丙镇"), ("4", "丁镇")]),
        ({"class_name": "没有"}, []),
        ({"q": "乙"}, [("2", "乙局")]),
        ({"only": "provisional"}, [("4", "丁镇")]),
        ({"only": "close"}, [("1", "甲局"), ("2", "乙局"), ("3", "丙镇")]),
        ({"only": "close", "class_name": "乡镇"}, [("3", "丙镇")]),
        (
            {"only": "x", "sort": "九"},
            [("1", "甲局"), ("2", "乙局"), ("3", "丙镇"), ("4", "丁镇")],
        ),
        ({"sort": "official"}, [("1", "甲局"), ("2", "乙局"), ("3", "丙镇"), ("4", "丁镇")]),
        ({"sort": "加"}, [("1", "甲局"), ("2", "乙局"), ("3", "丙镇"), ("4", "丁镇")]),
        ({"sort": "减"}, [("2", "乙局"), ("3", "丙镇"), ("4", "丁镇"), ("1", "甲局")]),
    ],
)
def test_filters_and_orders_move_nobodys_place(group, at_desk, query, expected):
    html = page(at_desk, group, **query)
    assert [(row.split()[0], name) for row, name in zip(rows(html), names(html), strict=True)] == expected


def test_pages_go_on_with_the_places(group, at_desk):
    Card.objects.filter(group=group).update(total="70.00", scored=2)
    more = [make_unit(name=f"第{n}所") for n in range(30)]
    Card.objects.bulk_create(
        Card(group=group, unit=unit, unit_name=unit.name, state="checking", total=f"{60 - n}.00", scored=2, items=2,
             official_order=100 + n) for n, unit in enumerate(more)
    )  # fmt: skip
    html = page(at_desk, group, size="20", page="2")
    assert rows(html)[0].startswith("21 第16所")
    assert len(rows(html)) == 14
    assert '共 <span class="number">34</span> 个' in html


def test_a_filter_that_finds_nothing_offers_to_clear(group, at_desk):
    assert "没有符合条件的记录" in page(at_desk, group, q="没有这个")


def next_round(group: Group, *, by) -> Group:
    """The round after, with two of the units, one of them in a group of another name."""
    round_ = transitions.create_round(
        year=2027, term="year_end", title="2027年年终晒比评", plan_title="方案", plan_number="",
        fill_due_at=group.round.fill_due_at, previous=group.round, by=by,
    )  # fmt: skip
    made = []
    for name, unit_name in (("一组", "乙局"), ("另一组", "甲局")):
        one = transitions.add_group(round_, name=name, version=group.version, by=by)
        transitions.add_member(one, unit=card_of(group, unit_name).unit, by=by)
        made.append(one)
    transitions.start_checking(transitions.open_round(round_, by=by), by=by)
    for one, unit_name in zip(made, ("乙局", "甲局"), strict=True):
        type_in(one, {(unit_name, "1.1"): "60", (unit_name, "2.1"): "36"}, by=by)
    return Group.objects.select_related("round").get(pk=made[0].pk)


@pytest.fixture
def released(group, clerk, head) -> Group:
    """The first round, released."""
    type_in(group, {("丁镇", "2.1"): "10"}, by=clerk)
    transitions.confirm_group(group, by=head)
    transitions.lock_round(group.round, by=clerk)
    draft = transitions.prepare_release(Round.objects.get(pk=group.round_id), by=clerk)
    transitions.approve_release(draft, by=head)
    return Group.objects.select_related("round").get(pk=group.pk)


def test_changes_are_told_against_the_round_before(released, at_desk, clerk):
    group = next_round(released, by=clerk)
    assert rows(page(at_desk, group)) == ["1 乙局 60.00 36.00 0.00 0.00 96.00 升 1 +0.53 优秀"]
    other = Group.objects.get(round=group.round, name="另一组")
    assert rows(page(at_desk, other)) == ["1 甲局 60.00 36.00 0.00 0.00 96.00 +0.50 优秀"]
    assert "“较上期”与“2026年上半年晒比评”相比" in page(at_desk, group)


def test_sealed_rows_are_those_of_the_release(released, sign_in, person):
    before = rows(page(sign_in(person(Role.COUNTY_LEADER)), released))
    assert before[0] == "1 甲局 部门 58.00 37.00 1.00 −0.50 95.50 优秀 比后一位多 0.03 分"
    assert before[1].endswith("95.47 良好 名额 比前一位少 0.03 分")
    Card.objects.filter(group=released).update(
        total="1.00", part_points={}, decided_grade="差", decided_why="x"
    )
    assert rows(page(sign_in(person(Role.COUNTY_LEADER)), released)) == before


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"class_name": "乡镇"}, ["丙镇", "丁镇"]),
        ({"only": "close"}, ["甲局", "乙局", "丙镇"]),
        ({"only": "provisional"}, ["甲局", "乙局", "丙镇", "丁镇"]),
        ({"q": "丁"}, ["丁镇"]),
        ({"sort": "减"}, ["乙局", "丙镇", "丁镇", "甲局"]),
        ({"sort": "official"}, ["甲局", "乙局", "丙镇", "丁镇"]),
    ],
)
def test_sealed_rows_have_the_same_filters(released, at_desk, query, expected):
    assert names(page(at_desk, released, **query)) == expected


def test_the_round_shows_its_groups_one_below_the_other(released, at_desk, clerk):
    round_ = next_round(released, by=clerk).round
    html = at_desk.get(reverse("scorecards:round-standings", args=[round_.pk])).content.decode()
    assert names(html) == ["乙局", "甲局"]
    assert [row.split()[0] for row in rows(html)] == ["1", "1"]
    sealed = at_desk.get(reverse("scorecards:round-standings", args=[released.round_id])).content.decode()
    assert names(sealed) == ["甲局", "乙局", "丙镇", "丁镇"]
    close = at_desk.get(reverse("scorecards:round-standings", args=[released.round_id]), {"only": "close"})
    assert names(close.content.decode()) == ["甲局", "乙局", "丙镇"]


def test_a_round_without_scores_has_no_standings(clerk, head, sign_in):
    round_ = advance(make_round(clerk, yields="problems"), Phase.FILLING, clerk=clerk, head=head)
    transitions.start_checking(round_, by=clerk)
    assert sign_in(clerk).get(reverse("scorecards:round-standings", args=[round_.pk])).status_code == 404


@pytest.mark.parametrize("name", ["standings", "round-standings"])
def test_at_most_eight_queries_at_any_size(name, released, clerk, at_desk, django_assert_num_queries):
    group = next_round(released, by=clerk)
    for sealed, of in ((False, group), (True, released)):
        pk = of.pk if name == "standings" else of.round_id
        url = reverse(f"scorecards:{name}", args=[pk])
        for query in ({}, {"q": "局", "sort": "一"}):
            at_desk.get(url, query)
            with django_assert_num_queries(7 if sealed else 8):
                at_desk.get(url, query)
        if not sealed:
            _many_more(of)
            with django_assert_num_queries(8):
                at_desk.get(url, {"only": "close", "sort": "一"})


def _many_more(group: Group) -> None:
    units = [make_unit() for _ in range(25)]
    Card.objects.bulk_create(
        Card(group=group, unit=unit, unit_name=unit.name, state="checking", total=f"{66 + n}.00", scored=2, items=2,
             part_points={"一": f"{n}.00"}) for n, unit in enumerate(units)
    )  # fmt: skip


def test_standings_of_the_round_are_for_whoever_reads_them(released, sign_in, person):
    url = reverse("scorecards:round-standings", args=[released.round_id])
    own = make_user(Role.OFFICER, unit=card_of(released, "甲局").unit)
    users = (own, person(Role.OFFICER), person(Role.COUNTY_LEADER), person(Role.AUDITOR))
    assert [sign_in(user).get(url).status_code for user in users] == [403, 404, 200, 200]


def test_an_empty_group_says_so(clerk, head, sign_in):
    round_ = advance(make_round(clerk), Phase.CHECKING, clerk=clerk, head=head)
    Card.objects.filter(group__round=round_).update(taking_part="exempt")
    assert "本组没有参评对象" in page(sign_in(clerk), group_of(round_))
    url = reverse("scorecards:round-standings", args=[round_.pk])
    assert "各组都没有参评对象" in sign_in(clerk).get(url).content.decode()
