"""得分反馈单: a unit's own points with their derivation, the group's mean, and nothing else of anybody."""

import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from scorecards.models import Card, GateHit, Node, Round, Standing
from tests.factories import START, cards_of, make_branch, make_user
from tests.scorecards.checking import card_of
from tests.scorecards.reviewing import LOSS, ask, first_card, plain_review, put_in, relative_review
from units.roles import Role

pytestmark = pytest.mark.django_db


def url(card: Card) -> str:
    return reverse("scorecards:card-feedback", args=[card.pk])


def words(answer) -> str:
    """The words of the page, single-spaced."""
    html = answer.content.decode()
    return " ".join(re.sub(r"<[^>]+>", " ", html[html.index("<main") :]).split())


@pytest.fixture
def officer_of(sign_in) -> Callable[[Card], Client]:
    """A client of the officer of the card's unit."""
    return lambda card: sign_in(make_user(Role.OFFICER, unit=card.unit))


@pytest.fixture
def round_(clerk, head):
    return plain_review(clerk, head, units=6, losses=[LOSS])


@pytest.fixture
def card(round_) -> Card:
    return first_card(round_)


def test_the_unit_reads_total_basis_derivation_and_mean(card, officer_of):
    text = words(officer_of(card).get(url(card)))
    assert "核定合计 15.50 分" in text
    assert "核定依据： 少开一次支委会" in text
    assert "计算" in text
    assert "本组平均分 15.92 分 6 个参评单位" in text


def test_a_loss_is_unfolded_and_full_marks_are_folded(card, officer_of):
    html = officer_of(card).get(url(card)).content.decode()
    assert len(re.findall(r'<details class="working" open>', html)) == 2  # the loss, and the total
    assert len(re.findall(r'<details class="working">', html)) == card.items - 1


def test_among_four_members_no_mean_is_told(card, officer_of):
    others = Card.objects.filter(group=card.group).exclude(pk=card.pk)
    Card.objects.filter(pk__in=others[:2]).update(taking_part=Standing.EXEMPT)
    assert "本组平均分" not in words(officer_of(card).get(url(card)))


def test_no_place_and_no_other_unit_is_named(round_, card, officer_of):
    text = words(officer_of(card).get(url(card)))
    assert [word for word in ("名次", "第 1 名", "最高") if word in text] == []
    assert [other.name for other in cards_of(round_)[1:] if other.name in text] == []


def test_a_relative_item_shows_the_groups_figure_never_whose(clerk, head, officer_of):
    group = relative_review(clerk, head, 甲镇="30", 乙镇="60")
    text = words(officer_of(card := card_of(group, "甲镇")).get(url(card)))
    assert ("60" in text, "乙镇" in text) == (True, False)


def test_a_gate_stands_with_its_document(clerk, head, officer_of):
    card = card_of(relative_review(clerk, head, 甲镇="30"), "甲镇")
    gate = Node.objects.get(version=card.group.version_id, kind="gate")
    GateHit.objects.create(card=card, node=gate, basis_document="示纪〔2026〕3号", decided_by="县纪委",
                           decided_on=START, entered_by=clerk)  # fmt: skip
    text = words(officer_of(card).get(url(card)))
    assert "否决情形 发生违纪违法案件 后果 不得评为最高等次" in text
    assert "依据文件 示纪〔2026〕3号 认定 县纪委，2026年1月1日" in text


@pytest.mark.parametrize(
    ("phases", "sentence"),
    [
        (["locked", "checking"], "现在是“审核”阶段，得分还没有向单位公开；核对开始后"),
        (["locked"], "现在是“锁定”阶段，得分还没有向单位公开；核对开始后"),
    ],
)
def test_before_review_the_unit_is_told_when(round_, card, officer_of, phases, sentence):
    put_in(round_, *phases)
    answer = officer_of(card).get(url(card))
    assert (answer.status_code, sentence in words(answer), "15.50" in words(answer)) == (403, True, False)


def test_without_review_it_opens_at_release(round_, card, officer_of):
    Round.objects.filter(pk=round_.pk).update(phase="locked", optional_phases=[])
    assert "通报开始后" in words(officer_of(card).get(url(card)))
    put_in(round_, "released")
    assert officer_of(card).get(url(card)).status_code == 200


def test_the_office_sees_it_from_checking_on(round_, card, clerk, sign_in):
    put_in(round_, "locked", "checking")
    text = words(sign_in(clerk).get(url(card)))
    assert "还没有向单位公开，现在只有工委可以查看。" in text
    assert "6 个参评单位，暂计" in text


@pytest.mark.parametrize("role", [Role.OFFICER, Role.UNIT_LEADER, Role.SECRETARY])
def test_another_units_sheet_is_not_found(round_, card, sign_in, role):
    other = cards_of(round_)[1].unit
    place = {"branch": make_branch(other)} if role is Role.SECRETARY else {"unit": other}
    assert sign_in(make_user(role, **place)).get(url(card)).status_code == 404


def test_readers_have_no_part_in_it(round_, card, person, sign_in):
    put_in(round_, "released")
    answer = sign_in(person(Role.COUNTY_LEADER)).get(url(card))
    assert (answer.status_code, "只供本单位和工委查看" in words(answer)) == (403, True)


def test_posting_is_not_allowed(card, officer_of):
    assert officer_of(card).post(url(card)).status_code == 405


def test_a_deferred_card_has_no_points(card, officer_of):
    Card.objects.filter(pk=card.pk).update(taking_part=Standing.DEFERRED)
    card.marks.all().delete()
    assert "本表没有得分。" in words(officer_of(card).get(url(card)))


def test_the_card_page_leads_here_only_when_it_opens(round_, card, officer_of):
    client = officer_of(card)
    assert url(card) in client.get(card.get_absolute_url()).content.decode()
    put_in(round_, "locked")
    assert url(card) not in client.get(card.get_absolute_url()).content.decode()


def test_ten_queries_at_any_size(clerk, head, officer_of):
    asked = []
    for units, requests in ((2, 1), (6, 4)):
        card = first_card(plain_review(clerk, head, units=units))
        officer = make_user(Role.OFFICER, unit=card.unit)
        for slot in [mark.slot for mark in card.marks.select_related("node")[:requests]]:
            ask(card, slot, by=officer)
        client = officer_of(card)
        client.get(url(card))
        with CaptureQueriesContext(connection) as queries:
            client.get(url(card))
        asked.append(len(queries))
    assert asked == [10, 10]
