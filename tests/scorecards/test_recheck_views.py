"""申请复核 on the unit's sheet, and the office's list and decision: what is typed stays, and nobody else gets in."""

import datetime
import re
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from scorecards.locks import clock
from scorecards.models import Card, Recheck, RecheckState, Round
from scorecards.recheck_derivations import derived
from tests.factories import cards_of, make_user
from tests.scorecards.reviewing import LOSS, ask, ask_by_letter, first_card, mark_of, plain_review
from tests.scorecards.test_feedback import words
from units.models import AccessLog
from units.roles import Role

pytestmark = pytest.mark.django_db


def url(name: str, pk: int) -> str:
    return reverse(f"scorecards:{name}", args=[pk])


@pytest.fixture
def round_(clerk, head):
    return plain_review(clerk, head, units=2, losses=[LOSS])


@pytest.fixture
def card(round_) -> Card:
    return first_card(round_)


@pytest.fixture
def officer(card):
    return make_user(Role.OFFICER, unit=card.unit)


@pytest.fixture
def asker(sign_in, officer):
    """The unit's client."""
    return sign_in(officer)


@pytest.fixture
def asked(card, officer) -> Recheck:
    return ask(card, by=officer)


@pytest.fixture
def office(sign_in, head):
    """The head's client, who checked nothing."""
    return sign_in(head)


def form(card: Card, **fields: object) -> dict[str, object]:
    mark = mark_of(card, "1.1")
    return {"item": mark.pk, "text": "支委会开过，见记录第 3 页。", "key": str(uuid.uuid4())} | fields


def typed(card: Card, text: str, **fields: str) -> dict[str, str]:
    return {f"c:{card.pk}:1.1": text, f"b:{card.pk}:1.1": "核实补记", "opinion": "经查属实。"} | fields


def test_the_unit_asks_on_its_sheet(asker, card):
    page = words(asker.post(url("card-recheck", card.pk), form(card), follow=True))
    assert "复核申请已提交" in page
    assert "待复核 申请理由 支委会开过，见记录第 3 页。" in page


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"text": ""}, "请填写申请理由。"),
        ({"text": "字" * 501}, "申请理由最多 500 个字。"),
        ({"item": ""}, "请选择要复核的指标。"),
        ({"item": "999999999999999"}, "请从列表里选择本评分表上的指标。"),
    ],
)
def test_a_bad_request_comes_back_as_typed(asker, card, wrong, sentence):
    answer = asker.post(url("card-recheck", card.pk), form(card) | {"text": "留住"} | wrong)
    html = answer.content.decode()
    assert (answer.status_code, Recheck.objects.count()) == (422, 0)
    assert sentence in html
    assert "<title>错误：" in html
    assert wrong.get("text", "留住") in html


def test_another_units_item_is_no_choice(asker, card, round_):
    foreign = mark_of(cards_of(round_)[1], "1.1").pk
    assert asker.post(url("card-recheck", card.pk), form(card, item=foreign)).status_code == 422


def test_after_the_last_day_the_form_is_gone_and_a_late_post_keeps_the_words(asker, card, round_):
    yesterday = timezone.localdate(clock()) - datetime.timedelta(days=1)
    Round.objects.filter(pk=round_.pk).update(review_until=yesterday)
    assert "复核申请期限已过" in words(asker.get(url("card-feedback", card.pk)))
    assert url("card-recheck", card.pk) not in asker.get(url("card-feedback", card.pk)).content.decode()
    answer = asker.post(url("card-recheck", card.pk), form(card))
    assert (answer.status_code, "支委会开过，见记录第 3 页。" in answer.content.decode()) == (409, True)


def test_a_link_at_an_item_chooses_it(asker, card):
    mark = mark_of(card, "1.1")
    html = asker.get(url("card-feedback", card.pk), {"item": mark.pk}).content.decode()
    assert f'<option value="{mark.pk}" selected>' in html


def test_the_leader_reads_but_does_not_ask(card, sign_in):
    leader = sign_in(make_user(Role.UNIT_LEADER, unit=card.unit))
    assert url("card-recheck", card.pk) not in leader.get(url("card-feedback", card.pk)).content.decode()
    assert leader.post(url("card-recheck", card.pk), form(card)).status_code == 403


def test_the_office_enters_a_letter(card, clerk, sign_in):
    letter = {"letter": "示信〔2026〕5号", "received_on": "2026-03-02"}
    page = words(sign_in(clerk).post(url("card-recheck", card.pk), form(card) | letter, follow=True))
    assert "来函 示信〔2026〕5号（2026年3月2日收到） 代录" in page


def test_the_office_without_a_letter_is_told(card, clerk, sign_in):
    answer = sign_in(clerk).post(url("card-recheck", card.pk), form(card))
    assert (answer.status_code, "请写明来函的名称和文号。" in answer.content.decode()) == (422, True)


def test_the_unit_takes_it_back(asker, asked):
    page = words(asker.post(url("recheck-withdraw", asked.pk), follow=True))
    assert "复核申请已撤回。" in page
    assert Recheck.objects.get().state == RecheckState.WITHDRAWN


def test_nobody_else_takes_it_back(asked, clerk, round_, sign_in):
    other = make_user(Role.OFFICER, unit=cards_of(round_)[1].unit)
    answers = [sign_in(one).post(url("recheck-withdraw", asked.pk)).status_code for one in (clerk, other)]
    assert answers == [403, 404]


def test_the_list_says_what_waits_with_its_derivation(office, asked, round_):
    page = words(office.get(url("recheck-list", round_.pk)))
    assert "1 条申请等待复核；全部办结后才能拟通报。" in page
    assert "核定依据 少开一次支委会" in page


def test_an_empty_list_says_what_comes(office, round_):
    assert "本期次没有复核申请。" in words(office.get(url("recheck-list", round_.pk)))


def test_what_it_comes_to_is_shown_before_it_is_confirmed(office, asked, card):
    answer = office.post(url("recheck-preview", asked.pk), typed(card, "0 0 0"))
    page = words(answer)
    assert (answer.status_code, Recheck.objects.get().state) == (200, RecheckState.ASKED)
    assert "1.50 2.00 核定合计 15.50 16.00" in page
    assert "同组其他评分表的合计不变。" in page


def test_confirmed_it_stands_on_the_units_sheet(office, asker, asked, card):
    html = office.post(url("recheck-preview", asked.pk), typed(card, "0 0 0")).content.decode()
    seen = re.search(r'name="seen" value="(\w+)"', html)[1]
    done = office.post(url("recheck-correct", asked.pk), typed(card, "0 0 0", seen=seen), follow=True)
    assert "已复核：予以更正" in words(done)
    page = words(asker.get(url("card-feedback", card.pk)))
    assert "1.50 2.00 核定合计 15.50 16.00" in page
    assert "复核意见 经查属实。" in page


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"c": "九"}, "请"),
        ({"c": ""}, "请填写更正后的核定，不能留空。"),
        ({"c": "0 0 1", "b": "少开一次支委会"}, "核定没有改动。"),
        ({"b": "字" * 501}, "核定依据最多 500 个字"),
        ({"opinion": ""}, "请填写复核意见。"),
    ],
)
def test_a_bad_decision_comes_back_as_typed(office, asked, card, fields, sentence):
    names = {"c": f"c:{card.pk}:1.1", "b": f"b:{card.pk}:1.1"}
    given = typed(card, "0 0 0") | {names.get(name, name): text for name, text in fields.items()}
    for view in ("recheck-preview", "recheck-correct"):
        answer = office.post(url(view, asked.pk), given)
        html = answer.content.decode()
        assert (answer.status_code, sentence in html, given[names["b"]] in html) == (422, True, True)
    assert Recheck.objects.get().is_open


def test_a_correction_that_nobody_was_shown_is_refused_with_the_typing_kept(office, asked, card):
    answer = office.post(url("recheck-correct", asked.pk), typed(card, "0 0 0", seen="x"))
    html = answer.content.decode()
    assert (answer.status_code, "核对之后得分又有变动" in html, "经查属实。" in html) == (409, True, True)


def test_kept_with_an_opinion(office, asker, asked, card):
    assert office.post(url("recheck-keep", asked.pk), {"opinion": " "}).status_code == 422
    office.post(url("recheck-keep", asked.pk), {"opinion": "记录中没有这次会议。"})
    page = words(asker.get(url("card-feedback", card.pk)))
    assert "维持原分" in page
    assert "复核意见 记录中没有这次会议。" in page


def test_whoever_checked_it_gets_no_form(asked, clerk, sign_in):
    html = sign_in(clerk).get(url("recheck-detail", asked.pk)).content.decode()
    assert "由您核定，请由另一位工作人员复核。" in html
    assert url("recheck-keep", asked.pk) not in html


def test_a_whole_card_offers_every_item(office, card, officer):
    whole = ask(card, None, by=officer)
    html = office.get(url("recheck-detail", whole.pk)).content.decode()
    assert len(re.findall(rf'name="c:{card.pk}:', html)) == card.items


@pytest.mark.parametrize("view", ["recheck-detail", "recheck-list"])
def test_the_units_people_do_not_read_the_offices_pages(asker, asked, round_, view):
    pk = round_.pk if view == "recheck-list" else asked.pk
    assert asker.get(url(view, pk)).status_code == 403


def test_the_record_names_the_act_and_no_score(office, asked, card):
    office.post(url("recheck-keep", asked.pk), {"opinion": "维持。"})
    row = AccessLog.objects.get(verb="复核维持原分")
    assert row.object_label == f"{card.group.round} {card} {asked.subject}"


def test_the_list_asks_the_database_as_often_at_any_size(clerk, head, office):
    counts = []
    for requests in (1, 5):
        round_ = plain_review(clerk, head, units=5)
        for card in cards_of(round_)[:requests]:
            ask_by_letter(card, by=clerk)
        office.get(url("recheck-list", round_.pk))
        with CaptureQueriesContext(connection) as queries:
            office.get(url("recheck-list", round_.pk))
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_derivations_ask_as_often_for_one_group_as_for_many(clerk, head, django_assert_num_queries):
    for _ in range(4):
        ask_by_letter(first_card(plain_review(clerk, head, units=1)), by=clerk)
    asked = list(Recheck.objects.with_frame().order_by("pk"))
    assert len({recheck.card.group_id for recheck in asked}) == 4
    derived(asked)
    for some in (asked[:1], asked):
        with django_assert_num_queries(3):
            assert all(row.lines for row in derived(some))
