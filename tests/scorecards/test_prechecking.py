"""初评: the unit's officer beside the branch's own figures."""

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from scorecards import transitions
from scorecards.deadlines import Now
from scorecards.models import Card, CardState, Mark
from scorecards.transitions import Refused
from scorecards.transitions.prechecking import (
    copy_reported,
    finish_precheck,
    missing_prechecks,
    save_prechecked,
)
from scorecards.turns import turn_of_card
from tests.factories import FAR, make_unit, make_user
from tests.scorecards.branches import full_entries, make_branches, report_branch
from tests.scorecards.filling import mark, url
from tests.scorecards.reporting import again, come_back, report
from tests.scorecards.test_card_list import queries
from units.roles import Role

pytestmark = pytest.mark.django_db
NOW = FAR.replace(year=2026, month=1)
LIST = "scorecards:precheck-list"


@pytest.fixture
def branches(clerk, unit):
    return make_branches(by=clerk, unit=unit)


@pytest.fixture
def sent(branches):
    """The first branch's card, reported."""
    return report_branch(branches.cards[0], by=branches.secretaries[0])


@pytest.fixture
def client(sign_in, branches):
    return sign_in(branches.officer)


def version(card: Card, key: str) -> str:
    return str(mark(card, key).version)


def test_what_is_typed_stands_beside_the_branchs_own(sent, branches):
    entry = transitions.Entry("2.1", {"level": "一般"}, "记录不全", mark(sent, "2.1").version)
    (saved,) = save_prechecked(sent, [entry], by=branches.officer)
    stored = mark(sent, "2.1")
    assert (saved.is_written, stored.prechecked_input, stored.precheck_note) == (
        True,
        {"level": "一般"},
        "记录不全",
    )
    assert (stored.reported_input != stored.prechecked_input, stored.checked_input) == (True, None)


def test_the_second_to_type_is_told(sent, branches):
    entry = transitions.Entry("2.1", {"level": "一般"}, "", 0)
    (saved,) = save_prechecked(sent, [entry], by=branches.officer)
    assert (saved.is_conflict, mark(sent, "2.1").prechecked_input) == (True, None)


def test_the_branchs_figures_go_only_into_what_is_empty(sent, branches):
    entry = transitions.Entry("2.1", {"level": "一般"}, "", mark(sent, "2.1").version)
    save_prechecked(sent, [entry], by=branches.officer)
    copied = copy_reported(sent, by=branches.officer)
    assert copied == Mark.objects.filter(card=sent).count() - 1
    assert mark(sent, "2.1").prechecked_input == {"level": "一般"}
    assert mark(sent, "2.2").prechecked_input == mark(sent, "2.2").reported_input
    with pytest.raises(Refused, match="没有还空着的初评"):
        copy_reported(sent, by=branches.officer)


def test_it_is_complete_when_nothing_is_missing(sent, branches):
    with pytest.raises(Refused, match=f"还有 {len(missing_prechecks(sent))} 项没有初评"):
        finish_precheck(sent, by=branches.officer)
    copy_reported(sent, by=branches.officer)
    first = finish_precheck(sent, by=branches.officer)
    again_ = finish_precheck(sent, by=branches.officer)
    assert (first.prechecked_by, first.prechecked_at) == (branches.officer, again_.prechecked_at)


def test_a_change_afterwards_asks_to_complete_it_anew(sent, branches):
    copy_reported(sent, by=branches.officer)
    finish_precheck(sent, by=branches.officer)
    entry = transitions.Entry("2.1", {"level": "一般"}, "", mark(sent, "2.1").version)
    save_prechecked(sent, [entry], by=branches.officer)
    assert again(sent).prechecked_at is None


def test_a_card_that_is_reported_anew_is_looked_at_anew(sent, branches, clerk):
    copy_reported(sent, by=branches.officer)
    finish_precheck(sent, by=branches.officer)
    come_back(sent, "2.1", by=clerk)
    report(sent, by=branches.secretaries[0], same={"2.1": "属实"})
    found = again(sent)
    assert (found.prechecked_at, mark(found, "2.1").prechecked_input is None) == (None, False)


def test_a_draft_is_not_looked_at(branches):
    with pytest.raises(Refused, match="报送以后、核定以前才能初评"):
        save_prechecked(branches.cards[1], [], by=branches.officer)


def test_a_confirmed_card_is_closed(sent, branches, clerk):
    transitions.start_checking(sent.group.round, by=clerk)
    Card.objects.filter(pk=sent.pk).update(state=CardState.CONFIRMED)
    with pytest.raises(Refused, match="评分表现在是“已核定”"):
        copy_reported(sent, by=branches.officer)


def test_where_a_unit_has_one_branch_there_is_none(clerk):
    alone = make_branches(by=clerk, branches=1)
    card = report_branch(alone.cards[0], by=alone.secretaries[0])
    with pytest.raises(Refused, match="不需要初评"):
        copy_reported(card, by=alone.officer)


def test_in_checking_it_goes_on(sent, branches, clerk):
    transitions.start_checking(sent.group.round, by=clerk)
    assert copy_reported(sent, by=branches.officer) > 0


def test_each_reader_hears_what_is_waited_for(sent, branches, clerk):
    leads = [
        turn_of_card(user, sent, now=Now(NOW)).lead for user in (branches.officer, branches.secretaries[0])
    ]
    assert [lead.partition("，")[2] for lead in leads] == ["现在由您初评。", "等待联络员初评。"]
    transitions.start_checking(sent.group.round, by=clerk)
    assert turn_of_card(branches.officer, again(sent), now=Now(NOW)).lead == "正在审核，现在由您初评。"


# Pages


def test_the_list_leads_to_the_page(client, sent):
    page = client.get(reverse(LIST))
    assertContains(page, sent.get_precheck_url())
    assertContains(page, "待初评")
    assertContains(client.get(sent.get_precheck_url()), "保存并完成初评")


def test_saving_by_the_form_stays_on_the_page(client, sent):
    posted = {"2.1:version": version(sent, "2.1"), "2.1:level": "一般", "2.1:note": "记录不全"}
    page = client.post(url("card-precheck-save", sent), posted, follow=True)
    assertRedirects(page, sent.get_precheck_url())
    assert mark(sent, "2.1").prechecked_input == {"level": "一般"}


def test_by_the_other_button_it_is_completed_or_says_what_is_missing(client, sent):
    page = client.post(url("card-precheck-save", sent), {"then": "finish"})
    assertContains(page, "请填完后再完成初评。", status_code=409)
    client.post(url("card-precheck-copy", sent))
    done = client.post(url("card-precheck-save", sent), {"then": "finish"}, follow=True)
    assertContains(done, "初评已完成。")


def test_what_cannot_be_saved_comes_back_as_typed(client, sent):
    posted = {"1.1:version": version(sent, "1.1"), "1.1:counts:nocom": "很多", "1.1:note": "见记录"}
    page = client.post(url("card-precheck-save", sent), posted)
    assertContains(page, "有 1 处需要修改", status_code=422)
    for shown in ('value="很多"', "见记录", 'aria-invalid="true"'):
        assertContains(page, shown, status_code=422)


def test_a_conflict_shows_both(client, sent, branches):
    entry = transitions.Entry("2.1", {"level": "好"}, "", mark(sent, "2.1").version)
    save_prechecked(sent, [entry], by=branches.officer)
    page = client.post(url("card-precheck-save", sent), {"2.1:version": "0", "2.1:level": "一般"})
    assertContains(page, f"{branches.officer.name}已在另一处修改了此项", status_code=422)
    assertContains(page, 'value="一般" checked', status_code=422)


def test_a_page_that_is_too_late_keeps_what_was_typed(client, sent, clerk):
    transitions.start_checking(sent.group.round, by=clerk)
    Card.objects.filter(pk=sent.pk).update(state=CardState.CONFIRMED)
    page = client.post(url("card-precheck-save", sent), {"2.1:version": "1", "2.1:note": "写了很久"})
    assertContains(page, "写了很久", status_code=409)


def test_the_branch_reads_it_once_it_is_complete(client, sign_in, sent, branches, clerk):
    copy_reported(sent, by=branches.officer)
    secretary = sign_in(branches.secretaries[0])
    assertNotContains(secretary.get(sent.get_absolute_url()), "初评合计")
    assertContains(client.get(sent.get_absolute_url()), "初评合计")
    finish_precheck(sent, by=branches.officer)
    assertContains(secretary.get(sent.get_absolute_url()), "初评合计")
    assertContains(sign_in(clerk).get(sent.get_absolute_url()), "初评合计")


def test_only_the_units_officer_looks(sign_in, sent, branches, clerk):
    stranger = sign_in(make_user(Role.OFFICER, unit=make_unit()))
    others = [sign_in(clerk), sign_in(branches.secretaries[0]), stranger]
    assert [one.get(sent.get_precheck_url()).status_code for one in others] == [403, 403, 404]
    for name in ("card-precheck-save", "card-precheck-copy"):
        assert [one.post(url(name, sent)).status_code for one in others] == [403, 403, 404]
        assert stranger.get(url(name, sent)).status_code == 405
    assert [one.get(reverse(LIST)).status_code for one in others] == [403, 403, 200]


def test_a_card_that_is_not_reported_is_read(client, branches):
    card = branches.cards[1]
    assertRedirects(client.get(card.get_precheck_url()), card.get_absolute_url())


def test_an_empty_list_says_why(sign_in):
    page = sign_in(make_user(Role.OFFICER, unit=make_unit())).get(reverse(LIST))
    assertContains(page, "没有须由您初评的评分表。")


def test_the_list_asks_as_often_at_any_size(
    client, sign_in, sent, branches, clerk, django_assert_max_num_queries
):
    large = make_branches(by=clerk, branches=6)
    asked = [
        queries(one, reverse(LIST), django_assert_max_num_queries(30))
        for one in (client, sign_in(large.officer))
    ]
    assert asked[0] == asked[1]


@pytest.mark.parametrize("items", [1, 8])
def test_a_save_asks_as_often_for_one_item_as_for_all(sent, branches, items, django_assert_max_num_queries):
    entries = full_entries(sent)[:items]
    with django_assert_max_num_queries(8) as asked:
        save_prechecked(sent, entries, by=branches.officer)
    assert len(asked) == 8
