"""The pages of a round and of a rubric, and the acts of the office."""

import datetime

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from scorecards import transitions
from scorecards.models import CardState, Round
from scorecards.phases import Phase
from tests.factories import advance, cards_of, fill_all, group_of, make_round, make_unit, make_user
from tests.scorecards.filling import KINDS, open_round, part
from units.models import AccessLog
from units.roles import Role

pytestmark = pytest.mark.django_db
PASSWORD = {"password": "pass-word-2026"}
ACTS = {"round-open": "下发评分表", "round-start-checking": "转入审核", "round-lock": "锁定"}


@pytest.fixture
def client(sign_in, clerk):
    return sign_in(clerk)


def url(name: str, *args: int) -> str:
    return reverse(f"scorecards:{name}", args=args)


def checked_round(clerk, **texts: str) -> Round:
    """In 审核 with every cell typed."""
    round_ = make_round(clerk, units=2)
    transitions.open_round(round_, by=clerk)
    transitions.start_checking(round_, by=clerk)
    fill_all(round_, by=clerk, **texts)
    return round_


# The list


def test_the_list_shows_stage_and_deadline(client, clerk):
    round_ = make_round(clerk)
    page = client.get(url("round-list"))
    for shown in (round_.title, "筹备", "2999-07-04 01:00"):
        assertContains(page, shown)


def test_an_empty_list_says_why(sign_in):
    leader = sign_in(make_user(Role.COUNTY_LEADER))
    assertContains(leader.get(url("round-list")), "还没有可以查看的期次。")


def test_a_trial_is_marked(client, clerk):
    round_ = make_round(clerk, is_trial=True)
    assertContains(client.get(url("round-list")), "演练")
    assertContains(client.get(url("round-detail", round_.pk)), "本期次只作演练，得分和结果都不作数。")


# The round


def test_preparing_names_what_is_missing(client, clerk):
    round_ = make_round(clerk, units=0)
    page = client.get(url("round-detail", round_.pk))
    assertContains(page, "还不能下发")
    assertContains(page, "县直部门一组还没有参评对象。")
    assertNotContains(page, "确认下发")


def test_opening_says_how_many_units_it_touches(client, clerk):
    page = client.get(url("round-detail", make_round(clerk, units=3).pk))
    assertContains(page, "将向 3 家参评单位下发评分表并通知联络员和书记，2999年7月4日 01:00 截止。")


def test_going_on_to_checking_says_who_has_not_reported(client, clerk):
    round_ = make_round(clerk, units=3)
    transitions.open_round(round_, by=clerk)
    page = client.get(url("round-detail", round_.pk))
    assertContains(page, "3 家参评单位都不能再填报和修改。其中 3 家还没有报送，将按现有自评审核。")


def test_checking_lists_what_blocks_the_lock_and_folds_the_rest(client, clerk):
    round_ = make_round(clerk, units=7)
    transitions.open_round(round_, by=clerk)
    transitions.start_checking(round_, by=clerk)
    page = client.get(url("round-detail", round_.pk))
    for shown in ("还不能锁定，还差 7 件事", "其余 2 件", "还有 8 项未评。"):
        assertContains(page, shown)
    assertNotContains(page, "确认锁定")


def test_only_the_head_is_offered_to_confirm_a_group(sign_in, clerk, head):
    address = url("round-detail", checked_round(clerk).pk)
    assertNotContains(sign_in(clerk).get(address), "整组核定")
    assertContains(sign_in(head).get(address), "整组核定“县直部门一组”？")


def test_counts_come_from_rows(client, clerk, head):
    round_ = checked_round(clerk, **{"2.1": ""})
    page = client.get(url("round-detail", round_.pk))
    (group,) = page.context["groups"]
    assert (group.members, group.reported, group.unscored, group.confirmed) == (2, 0, 2, 0)
    for name in ("matrix", "standings"):
        assertContains(page, url(name, group.pk))


def test_while_units_fill_the_matrix_is_not_linked(client, clerk):
    round_ = make_round(clerk)
    transitions.open_round(round_, by=clerk)
    assertNotContains(client.get(url("round-detail", round_.pk)), "审核矩阵")


def test_a_unit_sees_its_own_card_and_no_act(sign_in, clerk, unit, officer):
    round_ = open_round(unit, by=clerk)
    page = sign_in(officer).get(url("round-detail", round_.pk))
    assertContains(page, "去填报")
    assertContains(page, "需填 3 项")
    for hidden in ("转入审核", "组别与进度", "名次"):
        assertNotContains(page, hidden)


def test_a_leader_sees_released_groups_with_places(sign_in, clerk, head):
    round_ = advance(make_round(clerk), Phase.RELEASED, clerk=clerk, head=head)
    page = sign_in(make_user(Role.COUNTY_LEADER)).get(url("round-detail", round_.pk))
    assertContains(page, url("standings", group_of(round_).pk))
    assertNotContains(page, "组别与进度")


def test_a_stranger_finds_nothing(sign_in, clerk, unit):
    round_ = open_round(unit, by=clerk)
    stranger = sign_in(make_user(Role.OFFICER, unit=make_unit()))
    assert stranger.get(url("round-detail", round_.pk)).status_code == 404


def test_the_round_page_asks_the_database_as_often_at_any_size(client, clerk, django_assert_num_queries):
    rounds = [make_round(clerk, units=units) for units in (1, 20)]
    for round_ in rounds:
        transitions.open_round(round_, by=clerk)
        client.get(url("round-detail", round_.pk))
        with django_assert_num_queries(10):
            client.get(url("round-detail", round_.pk))


# The acts


@pytest.mark.parametrize("name", [*ACTS, "round-list"])
def test_the_wrong_method_is_refused(client, clerk, name):
    round_ = make_round(clerk)
    if name == "round-list":
        assert client.post(url(name)).status_code == 405
    else:
        assert client.get(url(name, round_.pk)).status_code == 405


@pytest.mark.parametrize("name", ACTS)
def test_a_unit_may_not_move_the_round(sign_in, clerk, unit, officer, name):
    round_ = open_round(unit, by=clerk)
    assert sign_in(officer).post(url(name, round_.pk)).status_code == 403
    assert Round.objects.get(pk=round_.pk).stage is Phase.FILLING


@pytest.mark.parametrize("name", ACTS)
def test_a_stranger_may_not_even_know(sign_in, clerk, unit, name):
    round_ = open_round(unit, by=clerk)
    stranger = sign_in(make_user(Role.OFFICER, unit=make_unit()))
    assert stranger.post(url(name, round_.pk)).status_code == 404


def test_the_office_moves_the_round_from_stage_to_stage(sign_in, client, clerk, head):
    round_ = make_round(clerk)
    stages = []
    for name in ("round-open", "round-start-checking"):
        assertRedirects(client.post(url(name, round_.pk)), round_.get_absolute_url())
        stages.append(Round.objects.get(pk=round_.pk).stage)
    fill_all(round_, by=clerk)
    sign_in(head).post(url("group-confirm", group_of(round_).pk))
    client.post(url("round-lock", round_.pk), PASSWORD)
    stages.append(Round.objects.get(pk=round_.pk).stage)
    assert stages == [Phase.FILLING, Phase.CHECKING, Phase.LOCKED]
    assert set(AccessLog.objects.values_list("verb", flat=True)) >= {*ACTS.values(), "整组核定"}


def test_an_act_out_of_its_stage_says_why_and_changes_nothing(client, clerk):
    round_ = make_round(clerk)
    page = client.post(url("round-lock", round_.pk), PASSWORD, follow=True)
    assertContains(page, "现在处于“筹备”阶段，只有“审核”阶段可以这样做。")
    assert Round.objects.get(pk=round_.pk).stage is Phase.PREPARING


def test_a_second_press_says_so_and_changes_nothing(client, clerk):
    round_ = make_round(clerk)
    client.post(url("round-open", round_.pk))
    revision = Round.objects.get(pk=round_.pk).revision
    client.post(url("round-open", round_.pk))
    assert Round.objects.get(pk=round_.pk).revision == revision


def test_locking_with_gaps_is_refused_with_the_list(client, clerk):
    round_ = checked_round(clerk, **{"2.1": ""})
    page = client.post(url("round-lock", round_.pk), PASSWORD, follow=True)
    assertContains(page, "还有 1 项未评。")
    assert Round.objects.get(pk=round_.pk).stage is Phase.CHECKING


def test_locking_asks_for_the_password(client, clerk, head):
    round_ = checked_round(clerk)
    transitions.confirm_group(group_of(round_), by=head)
    page = client.post(url("round-lock", round_.pk), {"password": "wrong"}, follow=True)
    assertContains(page, "密码不正确，没有办理。")
    assert Round.objects.get(pk=round_.pk).stage is Phase.CHECKING


def test_the_clerk_may_not_confirm(client, clerk):
    round_ = checked_round(clerk)
    assert client.post(url("group-confirm", group_of(round_).pk)).status_code == 403
    assert {card.state for card in cards_of(round_)} == {CardState.CHECKING}


def test_a_round_whose_deadline_is_over_is_not_issued(client, clerk):
    round_ = make_round(clerk, fill_due_at=datetime.datetime(2026, 1, 2, tzinfo=datetime.UTC))
    assertContains(client.post(url("round-open", round_.pk), follow=True), "填报截止时间已过")


# The rubric


def test_the_rubric_shows_rule_formula_and_bounds(sign_in, clerk, unit, officer):
    round_ = open_round(unit, by=clerk)
    page = sign_in(officer).get(url("rubric-detail", group_of(round_).version_id))
    for shown in (
        "满分 30 分，共 5 项",
        "部分甲",
        "每少1次扣1分",
        "扣完为止",
        "加分部分，没有加分的不用填；最多计 5 分。",
    ):
        assertContains(page, shown)


def test_a_weight_is_said_in_words(sign_in, clerk, unit, officer):
    weighted = KINDS | {
        "code": "weighted",
        "nodes": [part("一", *KINDS["nodes"][1]["children"], weight="0.2")],
    }
    round_ = open_round(unit, by=clerk, rubric=weighted)
    page = sign_in(officer).get(url("rubric-detail", group_of(round_).version_id))
    assertContains(page, "合计乘以 0.2 计入总分。")


def test_a_rubric_nobody_is_scored_against_is_the_offices_alone(sign_in, clerk, officer):
    version = group_of(make_round(clerk)).version_id
    assert sign_in(clerk).get(url("rubric-detail", version)).status_code == 200
    assert sign_in(officer).get(url("rubric-detail", version)).status_code == 404
