"""晒问题: a round without any score walks to its end, and nothing on the way speaks of points or places."""

import re
import uuid

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains

from reports.models import Document
from reports.releasing import approve_and_print
from scorecards import transitions
from scorecards.models import (
    Card,
    CardState,
    DecisionKind,
    Endorsing,
    Group,
    Highlight,
    HighlightKind,
    Release,
    Round,
    Term,
    Yields,
)
from scorecards.phases import Phase
from scorecards.results.snapshots import read
from scorecards.transitions.decisions import approve_decision
from tests.factories import FAR, cards_of, make_unit, make_user
from tests.scorecards.test_stages import put_up
from units.models import Notice
from units.roles import Role

pytestmark = pytest.mark.django_db
SCORED_WORDS = re.compile(r"得分|总分|名次|排名(?!。)|矩阵|未评|满分|\d+ 项")


@pytest.fixture
def round_(clerk) -> Round:
    """In 填报, with one unit that showed two things and one that showed nothing."""
    made = transitions.create_round(
        year=2026, term=Term.FIRST_HALF, title="2026年上半年晒问题", plan_title="工作方案", plan_number="",
        fill_due_at=FAR, yields=Yields.PROBLEMS, by=clerk,
    )  # fmt: skip
    group = transitions.add_group(made, name="县直部门一组", version=None, by=clerk)
    for name in ("甲局", "乙局"):
        transitions.add_member(group, unit=make_unit(name=name), by=clerk)
    transitions.open_round(made, by=clerk)
    card = cards_of(made)[0]
    for order, (kind, text) in enumerate([("problem", "学习不够经常"), ("achievement", "建成党员活动室")], 1):
        Highlight.objects.create(
            card=card, kind=HighlightKind(kind), text=text, order=order, changed_by=clerk, changed_at=FAR
        )
    return made


def walk(round_: Round, to: Phase, *, clerk, head) -> Round:
    for phase, step in (
        (Phase.CHECKING, lambda: transitions.start_checking(round_, by=clerk)),
        (Phase.LOCKED, lambda: transitions.lock_round(round_, by=clerk)),
        (Phase.RELEASED, lambda: release(round_, clerk=clerk, head=head)),
    ):
        if round_.path.index(phase) <= round_.path.index(to):
            step()
    round_.refresh_from_db()
    return round_


def release(round_: Round, *, clerk, head) -> None:
    draft = transitions.prepare_release(round_, by=clerk)
    approve_and_print(draft, key=str(uuid.uuid4()), by=head)


def words(page) -> str:
    html = page.content.decode()
    return " ".join(re.sub(r"<[^>]+>", " ", html[html.index("<main") :]).split())


def address(name: str, pk: int) -> str:
    return reverse(f"scorecards:{name}", args=[pk])


def test_it_is_locked_without_anything_confirmed(round_, clerk, head):
    assert walk(round_, Phase.LOCKED, clerk=clerk, head=head).stage is Phase.LOCKED
    assert set(Card.objects.values_list("state", flat=True)) == {CardState.CHECKING}


def test_its_end_is_a_sealed_list_without_points_and_without_papers(round_, clerk, head):
    walk(round_, Phase.RELEASED, clerk=clerk, head=head)
    sealed = read(bytes(Release.objects.get().snapshot))
    assert [(row["unit"], row["shown"]) for row in sealed["rows"]] == [
        ("甲局", {"achievement": ["建成党员活动室"], "problem": ["学习不够经常"]}),
        ("乙局", {}),
    ]
    assert not {"total", "place", "items", "parts", "grade"} & set(sealed["rows"][0])
    assert Document.objects.count() == 0


def test_units_hear_that_it_is_done_and_of_no_score(round_, clerk, head):
    officer = make_user(Role.OFFICER, unit=cards_of(round_)[0].unit)
    walk(round_, Phase.RELEASED, clerk=clerk, head=head)
    text = Notice.objects.filter(user=officer).latest("pk").text
    assert text == "2026年上半年晒问题已通报，本期次办结。"


@pytest.mark.parametrize("phase", [Phase.FILLING, Phase.CHECKING, Phase.LOCKED, Phase.RELEASED])
def test_no_page_of_the_round_speaks_of_a_score(round_, sign_in, clerk, head, phase):
    officer = make_user(Role.OFFICER, unit=cards_of(round_)[0].unit)
    walk(round_, phase, clerk=clerk, head=head)
    pages = [sign_in(user).get(round_.get_absolute_url()) for user in (clerk, head, officer)]
    pages.append(sign_in(clerk).get(address("release-detail", round_.pk)))
    assert [found.group() for page in pages if (found := SCORED_WORDS.search(words(page)))] == []


@pytest.mark.parametrize("name", ["matrix", "standings", "group-switch"])
def test_matrix_and_standings_do_not_exist_and_say_so(round_, sign_in, clerk, head, name):
    walk(round_, Phase.CHECKING, clerk=clerk, head=head)
    page = sign_in(clerk).get(address(name, Group.objects.get().pk))
    assertContains(page, "本期次不计分", status_code=404)


def test_the_office_reads_what_was_shown_and_a_leader_what_was_sealed(round_, sign_in, clerk, head):
    group, leader = Group.objects.get(), make_user(Role.COUNTY_LEADER)
    walk(round_, Phase.CHECKING, clerk=clerk, head=head)
    assertContains(sign_in(clerk).get(address("group-shown", group.pk)), "学习不够经常")
    assert sign_in(leader).get(address("group-shown", group.pk)).status_code == 404
    round_.refresh_from_db()
    transitions.lock_round(round_, by=clerk)
    release(round_, clerk=clerk, head=head)
    page = words(sign_in(leader).get(address("group-shown", group.pk)))
    assert page.index("建成党员活动室") < page.index("学习不够经常") < page.index("没有填写。")
    assert sign_in(leader).get("/").status_code == 200


def test_a_unit_reads_its_own_alone(round_, sign_in, clerk, head):
    officer = make_user(Role.OFFICER, unit=cards_of(round_)[0].unit)
    walk(round_, Phase.RELEASED, clerk=clerk, head=head)
    assert sign_in(officer).get(address("group-shown", Group.objects.get().pk)).status_code == 403


def test_a_unit_comes_in_without_marks(round_, clerk, head):
    subject = {"group": Group.objects.get().pk, "unit": make_unit(name="丙局").pk, "branch": None}
    approve_decision(put_up(round_, DecisionKind.ADD_MEMBER, by=clerk, **subject), by=head)
    card = Card.objects.get(unit_name="丙局")
    assert (card.items, card.marks.count(), card.state) == (0, 0, CardState.DRAFT)


def test_the_page_of_shown_texts_asks_as_often_at_any_size(
    round_, sign_in, clerk, head, django_assert_num_queries
):
    walk(round_, Phase.CHECKING, clerk=clerk, head=head)
    client, group = sign_in(clerk), Group.objects.get()
    client.get(address("group-shown", group.pk))
    for _ in range(2):
        with django_assert_num_queries(8):
            client.get(address("group-shown", group.pk))
        for number in range(9):
            Card.objects.create(group=group, unit=make_unit(), unit_name=f"{number}局")


def test_who_reports_and_who_signs_read_what_was_shown(round_, sign_in):
    card = cards_of(round_)[0]
    officer, leader = (make_user(role, unit=card.unit) for role in (Role.OFFICER, Role.UNIT_LEADER))
    page = sign_in(officer).get(address("card-review", card.pk))
    assertContains(page, "学习不够经常")
    assert "自评" not in words(page)
    Round.objects.filter(pk=round_.pk).update(endorsing=Endorsing.ONLINE)
    transitions.submit(card, key=str(uuid.uuid4()), by=officer)
    page = sign_in(leader).get(address("card-endorsing", card.pk))
    assertContains(page, "学习不够经常")
    assert "自评" not in words(page)


def test_a_card_without_items_is_read_and_not_confirmed(round_, sign_in, clerk, head):
    walk(round_, Phase.CHECKING, clerk=clerk, head=head)
    page = sign_in(clerk).get(address("card-check", cards_of(round_)[0].pk))
    assertContains(page, "退回整表")
    assert "核定" not in words(page)
