"""What stands beside an item while it is filled: why it came back, the card before, due dates, the foot."""

import datetime
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from reports.releasing import approve_and_print
from scorecards import transitions
from scorecards.models import Card, Group, GroupPeriod, Highlight, Mark, Node, Round
from scorecards.phases import Phase
from scorecards.transitions.evidence import add_evidence
from tests.factories import RUBRIC, advance
from tests.scorecards.filling import FORMAT, fill, item, mark, open_card, open_round, part, url

pytestmark = pytest.mark.django_db
SCRIPT = {"Accept": "application/json"}


def send_back(card: Card, key: str, *, by) -> None:
    """As 退回 leaves the rows; the act itself is another page's."""
    Mark.objects.filter(pk=mark(card, key).pk).update(
        state="returned", return_reason="请补充依据", returned_by=by, returned_at=timezone.now()
    )
    Card.objects.filter(pk=card.pk).update(returned=1)


# The note folds


@pytest.mark.parametrize(("posted", "opens"), [
    ({"2.1:value": "15"}, False), ({"2.1:value": "14"}, True), ({"2.1:value": "15", "2.1:note": "说明"}, True),
])  # fmt: skip
def test_the_note_opens_with_a_loss_or_a_text(client, card, posted, opens):
    answer = client.post(url("card-save", card), posted | {"2.1:version": "0"}, headers=SCRIPT)
    assert answer.json()["entries"]["2.1"]["opens_note"] is opens


def test_a_gain_opens_it_too(client, card):
    answer = client.post(url("card-save", card), {"3.1:version": "0", "3.1:counts:city": "1"}, headers=SCRIPT)
    assert answer.json()["entries"]["3.1"]["opens_note"] is True


# 退回


def add_proof(card: Card, key: str, by) -> None:
    add_evidence(mark(card, key), title="批复", reference="第 1 页", link="", dated_on=None, by=by)


def test_a_returned_item_says_why_who_and_when_and_the_others_are_read(client, card, clerk):
    fill(client, card)
    send_back(card, "2.1", by=clerk)
    page = client.get(url("card-fill", card))
    for shown in (
        "退回 1 项，只需修改这些项",
        "已退回：请补充依据",
        clerk.name,
        'name="2.1:value"',
        "没有退回，不能修改",
    ):
        assertContains(page, shown)
    for hidden in ('name="1.2:level"', 'name="show:problem:1:text"', "按满分计"):
        assertNotContains(page, hidden)


def test_only_returned_items_are_saved(client, card, clerk):
    fill(client, card)
    send_back(card, "2.1", by=clerk)
    posted = {"2.1:version": "1", "2.1:value": "13", "1.2:version": "1", "1.2:level": "好"}
    told = client.post(url("card-save", card), posted, headers=SCRIPT).json()["entries"]
    assert (told["2.1"]["problem"], told["1.2"]["problem"]) == (
        "",
        "这一项没有退回，不能修改；需要更正请联系工委。",
    )
    assert (mark(card, "2.1").reported_input, mark(card, "1.2").reported_input) == (
        {"value": "13"},
        {"level": "一般"},
    )


def test_evidence_and_texts_of_other_items_are_closed_too(client, card, officer, clerk):
    fill(client, card)
    send_back(card, "2.1", by=clerk)
    with pytest.raises(transitions.Refused, match="这一项没有退回"):
        add_proof(card, "1.1", officer)
    add_proof(card, "2.1", officer)
    answer = client.post(url("card-save", card), {"show:problem:1:version": "0", "show:problem:1:text": "一"})
    assertContains(answer, "只能修改退回的指标", status_code=409)


# The card before


@pytest.fixture
def before(unit, clerk, head, officer) -> Round:
    """A released round: 自评 14.5, 核定 as the office typed it, and one problem."""
    round_ = open_round(unit, by=clerk, title="2025年年终晒比评")
    card = Card.objects.with_frame().get(group__round=round_)
    transitions.save_reported(
        card,
        [
            transitions.Entry("2.1", {"value": "14.5"}, "", 0),
            transitions.Entry("1.2", {"level": "一般"}, "", 0),
        ],
        by=officer,
    )
    add_problem(card, officer)
    return round_


def add_problem(card: Card, officer) -> None:
    Highlight.objects.create(
        card=card, kind="problem", text="参学率不高", order=1, changed_by=officer, changed_at=timezone.now()
    )


def advance_all(round_: Round, clerk, head) -> None:
    """All in full, but 13 for 2.1."""
    advance(round_, Phase.CHECKING, clerk=clerk, head=head)
    group = Group.objects.select_related("round", "version").get(round=round_)
    card = Card.objects.get(group=group)
    texts = {"1.1": "0 0", "1.2": "一般", "2.1": "13"}
    cells = [transitions.Cell(card.pk, key, text, mark(card, key).version) for key, text in texts.items()]
    transitions.save_checked(group, cells, by=clerk)
    transitions.confirm_group(group, by=head)
    transitions.lock_round(round_, by=clerk)
    approve_and_print(transitions.prepare_release(round_, by=clerk), key=str(uuid.uuid4()), by=head)


def open_next(unit, clerk, previous: Round | None = None) -> Card:
    round_ = open_round(unit, by=clerk, title="2026年上半年晒比评之二")
    Round.objects.filter(pk=round_.pk).update(previous=previous)
    return Card.objects.with_frame().get(group__round=round_)


def test_of_a_released_round_both_columns_and_the_problems_are_shown(client, unit, clerk, head, before):
    advance_all(before, clerk, head)
    page = client.get(url("card-fill", open_next(unit, clerk, before)))
    for shown in (
        "上期自评",
        "14.50 分",
        "一般，3.00 分",
        "上期核定",
        "13.00 分",
        "参学率不高",
        "2025年年终晒比评",
    ):
        assertContains(page, shown)


def test_of_a_round_not_released_only_the_own_column(client, unit, clerk, before):
    page = client.get(url("card-fill", open_next(unit, clerk, before)))
    assertContains(page, "14.50 分")
    assertNotContains(page, "上期核定")


def test_a_round_that_nobody_named_is_not_shown(client, unit, clerk, head, before):
    advance_all(before, clerk, head)
    assertNotContains(client.get(url("card-fill", open_next(unit, clerk))), "上期")


def test_nothing_of_before_stands_beside_an_item_of_another_rubric(client, unit, clerk, before):
    changed = {"format": FORMAT, "code": "other", "title": "另一细则", "nodes": [part("一", item(
        "1.2", "LEVEL", {"levels": [{"name": "一般", "points": "9"}, {"name": "差", "points": "0"}]},
        points="9"))]}  # fmt: skip
    round_ = open_round(unit, by=clerk, rubric=changed, title="另一期次")
    Round.objects.filter(pk=round_.pk).update(previous=before)
    page = client.get(url("card-fill", Card.objects.get(group__round=round_)))
    assertNotContains(page, "3.00 分")


@pytest.mark.parametrize("rubric", [None, RUBRIC])
def test_with_all_of_it_the_page_asks_eight_times(
    client, unit, clerk, before, rubric, django_assert_num_queries
):
    more = {"rubric": rubric} if rubric else {}
    round_ = open_round(unit, by=clerk, title="另一期次", **more)
    Round.objects.filter(pk=round_.pk).update(previous=before)
    address = url("card-fill", Card.objects.get(group__round=round_))
    client.get(address)
    with django_assert_num_queries(8):
        client.get(address)


# Periods, foot


def test_a_period_says_until_when(client, unit, clerk):
    quarterly = part(
        "季",
        item("5.1", "MANUAL", {}, points="5"),
        kind="time",
        params={"periods": ["一季度", "二季度"]},
    )
    rubric = {"format": FORMAT, "code": "time", "title": "按季", "nodes": [quarterly]}
    card = open_card(unit, by=clerk, rubric=rubric)
    node = Node.objects.get(version=card.group.version_id, key="季")
    due = datetime.datetime(2026, 7, 3, 9, 0, tzinfo=datetime.UTC)
    GroupPeriod.objects.filter(group=card.group, node=node, number=2).update(due_at=due)
    assertContains(client.get(url("card-fill", card)), "7月3日 17:00 截止", count=1)


def test_the_foot_and_the_chips_are_as_on_paper(client, card, clerk, officer):
    Card.objects.filter(pk=card.pk).update(
        filler=officer, filler_phone="0724-5550000", confirmed_by=clerk, entered_for_by=clerk,
        entered_basis="纸质评分表", late_reason="系统停电", late_decision="accepted",
    )  # fmt: skip
    page = client.get(url("card-detail", card))
    for shown in (
        "填报人",
        "审核人",
        clerk.name,
        "联系电话",
        "0724-5550000",
        "代录依据：纸质评分表",
        "逾期报送（已收）",
        "系统停电",
    ):
        assertContains(page, shown)


# Saving


def statements(client, address: str, posted: dict[str, str]) -> list[str]:
    with CaptureQueriesContext(connection) as asked:
        assert client.post(address, posted, headers=SCRIPT).status_code == 200
    return [query["sql"] for query in asked]


@pytest.mark.parametrize("parts", [1, 12])
def test_saving_asks_as_often_for_sixty_items_as_for_five(client, unit, clerk, parts):
    groups = [
        part(f"部{n}", *(item(f"{n}.{i}", "MANUAL", {}, points="5") for i in range(5))) for n in range(parts)
    ]
    card = open_card(
        unit, by=clerk, rubric={"format": FORMAT, "code": "many", "title": "多项", "nodes": groups}
    )
    keys = [f"{n}.{i}" for n in range(parts) for i in range(5)]
    posted = {f"{key}:version": "0" for key in keys} | {f"{key}:value": "4" for key in keys}
    client.get(url("card-fill", card))  # the session notes its use once a minute
    asked = statements(client, url("card-save", card), posted)
    assert len([sql for sql in asked if "SAVEPOINT" not in sql]) == 8
    assert Mark.objects.filter(card=card, reported=4).count() == 5 * parts
