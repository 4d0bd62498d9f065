"""试算 of a round: the new order beside the released one, for the office, stored nowhere."""

import pytest
from django.db import connection
from django.urls import reverse

from scorecards import transitions
from scorecards.models import Card, Group, Mark, ReleasedRow
from scorecards.phases import Phase
from scorecards.ranking.what_if import Supposition
from scorecards.standings.supposed import basis_of, compare
from tests.access.writes import Writes
from tests.factories import advance, make_round, make_unit
from tests.scorecards.filling import item, part
from tests.scorecards.seating import BOOK, RUBRIC, VOTE, release, released, score, set_up, units_of
from tests.scorecards.test_results_views import plain
from units.models import AccessLog
from units.roles import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def round_(clerk, head):
    return released(clerk=clerk, head=head)


@pytest.fixture
def desk(sign_in, clerk):
    return sign_in(clerk)


def page(client, round_, status: int = 200, **query: str) -> str:
    answer = client.get(reverse("scorecards:what-if", args=[round_.pk]), query)
    assert answer.status_code == status
    return plain(answer.content.decode())


def typed(first: str = "0.7", second: str = "0.3", **more: str) -> dict[str, str]:
    return {"weight-1": first, "weight-2": second, "without": ""} | more


def orders(round_, what: Supposition) -> list[tuple]:
    group = Group.objects.select_related("round__previous", "version").get(round=round_)
    return [
        (
            row.card.unit_name,
            row.after.place,
            row.before.place,
            str(row.total_after),
            str(row.total_before),
            row.move,
        )
        for row in compare(basis_of(group), what)
    ]


def test_as_it_is_both_orders_are_the_released_one(round_):
    rows = {row.card_id: (row.place, str(row.total)) for row in ReleasedRow.objects.order_by("pk")}
    found = orders(round_, Supposition())
    names = {card.pk: card.unit_name for card in Card.objects.order_by("pk")}
    assert {names[pk]: figures for pk, figures in rows.items()} == {one[0]: (one[2], one[4]) for one in found}
    assert [one[1] for one in found] == [one[2] for one in found]


def test_other_weights_reverse_the_order(round_, desk):
    assert orders(round_, Supposition(weights={"一": 0, "二": 1})) == [
        ("丙局", 1, 3, "100.00", "72.00", "↑ 2"),
        ("乙局", 2, 1, "90.00", "90.00", "↓ 1"),
        ("甲局", 3, 2, "80.00", "87.00", "↓ 1"),
    ]
    text = page(desk, round_, **typed("0", "1"))
    assert "假如：“部分一”权重 0；“部分二”权重 1。" in text
    assert "1 丙局 3 ↑ 2 100.00 72.00 +28.00" in text
    assert "共 3 个，3 个名次变动；变动最多的是丙局，上升 2 名。" in text


def test_without_trimming_every_number_counts(round_, desk):
    text = page(desk, round_, **typed(untrimmed="on"))
    assert "1 甲局" not in text
    assert "1 乙局 1 不变 88.00 90.00 −2.00" in text


def test_without_one_item(round_, desk):
    text = page(desk, round_, **typed(without="1.2"))
    assert "假如：不计“指标1.2”。" in text
    assert "1 甲局 2 ↑ 1 66.00 87.00 −21.00" in text


def test_it_is_on_record_and_nothing_is_stored(round_, desk, clerk):
    writes = Writes()
    with connection.execute_wrapper(writes):
        page(desk, round_, **typed("0.5", "0.5"))
    assert writes.tables <= {"units_accesslog", "django_session"}
    record = AccessLog.objects.filter(verb="试算").latest("pk")
    assert (record.user, record.object_label) == (
        clerk,
        "2026年上半年晒比评 一组：“部分一”权重 0.5；“部分二”权重 0.5",
    )


def test_it_says_that_it_changes_nothing(round_, desk):
    text = page(desk, round_)
    assert "仅供内部研究，不改变结果" in text
    assert "按现行细则，没有另作假设。" in text


@pytest.mark.parametrize(
    ("typing", "sentence"),
    [
        ({"weight-1": ""}, "请填权重；不变的填原来的数。"),
        ({"weight-1": "多"}, "请填 0 到 100 之间的数，如 0.3。"),
        ({"weight-1": "101"}, "请填 0 到 100 之间的数，如 0.3。"),
        ({"weight-1": "0.12345"}, "权重最多四位小数。"),
        ({"without": "9.9"}, "没有这一项指标，请重新选择。"),
    ],
)
def test_wrong_typing_is_said_at_the_field(round_, desk, typing, sentence):
    text = page(desk, round_, 422, **typed() | typing)
    assert text.count(sentence) == 2
    assert "试算结果" not in text


def test_in_preparation_last_rounds_marks_are_tried_on_the_new_version(round_, desk, clerk):
    """Other weights, an item that was not there before, one whose rule is another."""
    fresh, levels = item("1.3", "MANUAL", {}, points="5"), {"levels": [{"name": "好", "points": "40"},
                                                                     {"name": "差", "points": "0"}]}  # fmt: skip
    changed = item("1.2", "LEVEL", levels, points="40")
    nodes = [part("一", BOOK, changed, fresh, weight="0.4"), part("二", VOTE, weight="0.6")]
    now = set_up(by=clerk, rubric=RUBRIC | {"nodes": nodes}, title="2026年年终晒比评", term="year_end",
                 previous=round_, units=units_of(round_))  # fmt: skip
    text = page(desk, now)
    assert "用2026年上半年晒比评一组已通报的得分，按本期次的《台账和评议》第 2 版试算。" in text
    assert "上期没有这些指标的得分，试算不计：1.2 指标1.2；1.3 指标1.3。" in text
    assert "1 丙局 3 ↑ 2 76.00 72.00 +4.00" in text
    assert [one[:3] for one in orders(now, Supposition())] == [("丙局", 1, 3), ("乙局", 2, 1), ("甲局", 3, 2)]
    assert Mark.objects.filter(card__group__round=now).count() == 0


def test_in_preparation_without_a_sealed_round_before(desk, clerk):
    text = page(desk, set_up(by=clerk))
    assert "没有已通报的上一期次，没有可以试算的数据。" in text


def test_in_preparation_with_another_rubric(round_, desk, clerk):
    other = RUBRIC | {"code": "other", "title": "另一份"}
    now = set_up(by=clerk, rubric=other, title="2026年年终晒比评", term="year_end", previous=round_,
                 units=units_of(round_))  # fmt: skip
    assert "上期没有用同一份评分细则的组别" in page(desk, now)


def test_of_several_groups_the_one_of_the_same_name_is_taken(clerk, head, desk):
    before = set_up(by=clerk)
    first = Group.objects.get(round=before)
    second = transitions.add_group(before, name="二组", version=first.version, by=clerk)
    for name in ("丁局", "戊局"):
        transitions.add_member(second, unit=make_unit(name=name), by=clerk)
    score(before, by=clerk)
    release(before, clerk=clerk, head=head)
    now = set_up(
        by=clerk, title="2026年年终晒比评", term="year_end", previous=before, units=units_of(before)[:3]
    )
    Group.objects.filter(round=now).update(name="二组")
    assert "用2026年上半年晒比评二组已通报的得分" in page(desk, now)
    Group.objects.filter(round=now).update(name="别的组")
    assert "用2026年上半年晒比评一组已通报的得分" in page(desk, now)


def test_each_group_is_tried_by_itself(clerk, head, desk):
    round_ = set_up(by=clerk)
    second = transitions.add_group(
        round_, name="二组", version=Group.objects.get(round=round_).version, by=clerk
    )
    transitions.add_member(second, unit=make_unit(name="丁局"), by=clerk)
    score(round_, by=clerk)
    release(round_, clerk=clerk, head=head)
    assert "丁局" not in page(desk, round_)
    assert "1 丁局 1 不变 100.00 100.00 0.00" in page(desk, round_, group=str(second.pk))
    assert "甲局" in page(desk, round_, group="999999")


def test_between_preparation_and_release_there_is_nothing_to_try(desk, clerk, head):
    round_ = advance(make_round(clerk), Phase.CHECKING, clerk=clerk, head=head)
    page(desk, round_, 403)


def test_readers_and_units_do_not_try(round_, sign_in, person):
    url = reverse("scorecards:what-if", args=[round_.pk])
    roles = (Role.HEAD, Role.COUNTY_LEADER, Role.AUDITOR, Role.OFFICER, Role.SYSADMIN)
    assert [sign_in(person(role)).get(url).status_code for role in roles] == [200, 403, 403, 404, 404]


def test_the_round_links_to_it(round_, desk):
    html = desk.get(round_.get_absolute_url()).content.decode()
    assert reverse("scorecards:what-if", args=[round_.pk]) in html


@pytest.mark.parametrize(("in_preparation", "queries"), [(False, 10), (True, 13)])
def test_queries_do_not_grow_with_rows(in_preparation, queries, desk, clerk, head, django_assert_num_queries):
    for number, more in enumerate((0, 4)):
        units = [make_unit() for _ in range(3 + more)]
        round_ = released(clerk=clerk, head=head, units=units, title=f"第{number}期")
        if in_preparation:
            round_ = set_up(by=clerk, title=f"第{number}期后", previous=round_, units=units)
        page(desk, round_)
        with django_assert_num_queries(queries):
            page(desk, round_)
