"""抽样核定: what was drawn and how, and the unsampled counted by 初评."""

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from scorecards import transitions
from scorecards.drawing import draw
from scorecards.models import BatchKind, Card, Group, Mark, MarkBatch, Round
from scorecards.phases import Phase
from scorecards.transitions import Refused
from scorecards.transitions.prechecking import copy_reported, finish_precheck
from scorecards.transitions.sampling import BASIS, count_unsampled, draw_sample, tick_sample
from tests.factories import make_round, make_unit, make_user
from tests.scorecards.branches import make_branches, report_branch
from tests.scorecards.filling import mark
from tests.scorecards.reporting import again
from tests.scorecards.test_card_list import queries
from units.roles import Role

pytestmark = pytest.mark.django_db
HOW = "7月5日会议抽签"


@pytest.fixture
def branches(clerk):
    """Three branches in 审核, each with 初评 complete."""
    made = make_branches(by=clerk, branches=3)
    for card, secretary in zip(made.cards, made.secretaries, strict=True):
        report_branch(card, by=secretary)
        copy_reported(card, by=made.officer)
        finish_precheck(card, by=made.officer)
    transitions.start_checking(made.group.round, by=clerk)
    made.group.refresh_from_db()
    return made


def now(group: Group) -> Group:
    return Group.objects.select_related("round").get(pk=group.pk)


def page_of(group: Group, act: str = "") -> str:
    return reverse(f"scorecards:group-sample{act}", args=[group.pk])


# Drawing


def test_the_same_seed_and_names_give_the_same_sample():
    names = {1: "甲", 2: "乙", 3: "丙", 4: "丁"}
    first, other_order = (
        draw(names, count=2, seed="7"),
        draw(dict(reversed(names.items())), count=2, seed="7"),
    )
    assert (first == other_order, len(first)) == (True, 2)
    assert draw(names, count=3, seed="7") > first


def test_all_seeds_together_draw_everybody():
    names = {1: "甲", 2: "乙", 3: "丙"}
    assert set.union(*[set(draw(names, count=1, seed=str(seed))) for seed in range(40)]) == {1, 2, 3}


def test_a_negative_count_is_a_fault():
    with pytest.raises(ValueError, match="negative"):
        draw({1: "甲"}, count=-1, seed="7")


def test_a_draw_by_the_system_can_be_checked_again(branches, clerk):
    assert draw_sample(branches.group, count=2, by=clerk) == 2
    group = now(branches.group)
    seed = group.sampled_how.partition("种子 ")[2][:8]
    names = {card.pk: f"{card.unit_name}{card.branch_name}" for card in branches.cards}
    drawn = set(Card.objects.filter(group=group, is_sampled=True).values_list("pk", flat=True))
    assert (drawn, group.sampled_by) == (draw(names, count=2, seed=seed), clerk)


@pytest.mark.parametrize("count", [0, 4])
def test_no_more_are_drawn_than_there_are(branches, clerk, count):
    with pytest.raises(Refused, match="请填 1 到 3 之间的数"):
        draw_sample(branches.group, count=count, by=clerk)


def test_what_was_drawn_elsewhere_is_noted_and_replaces_what_stood(branches, clerk):
    first, second, _ = branches.cards
    tick_sample(branches.group, how=HOW, card_ids=[first.pk], by=clerk)
    tick_sample(branches.group, how="重抽", card_ids=[second.pk], by=clerk)
    assert (again(first).is_sampled, again(second).is_sampled, now(branches.group).sampled_how) == (
        False,
        True,
        "重抽",
    )


@pytest.mark.parametrize(
    ("how", "mine", "sentence"), [("", True, "请写明抽样办法"), (HOW, False, "请勾选抽中的")]
)
def test_a_sample_says_how_and_which(branches, clerk, how, mine, sentence):
    foreign = make_branches(by=clerk).cards[0]
    card = branches.cards[0] if mine else foreign
    with pytest.raises(Refused, match=sentence):
        tick_sample(branches.group, how=how, card_ids=[card.pk], by=clerk)
    assert again(foreign).is_sampled is False


def test_a_group_of_units_is_not_sampled(clerk):
    round_ = transitions.open_round(make_round(clerk), by=clerk)
    transitions.start_checking(round_, by=clerk)
    with pytest.raises(Refused, match="只有党支部组可以抽样核定"):
        draw_sample(Group.objects.get(round=round_), count=1, by=clerk)


def test_before_checking_nothing_is_drawn(clerk):
    with pytest.raises(Refused, match="审核阶段才能抽样"):
        draw_sample(make_branches(by=clerk).group, count=1, by=clerk)


# 未抽中的按初评计


def test_the_unsampled_count_by_what_the_officer_found(branches, clerk):
    drawn, left, _ = branches.cards
    tick_sample(branches.group, how=HOW, card_ids=[drawn.pk], by=clerk)
    assert (
        count_unsampled(branches.group, by=clerk) == Mark.objects.filter(card__in=branches.cards[1:]).count()
    )
    counted = mark(left, "2.1")
    assert (counted.checked_input, counted.checked, counted.basis, counted.checked_by) == (
        counted.prechecked_input,
        counted.prechecked,
        BASIS,
        clerk,
    )
    assert (again(left).total, again(drawn).total) == (16, None)


def test_the_act_is_kept_so_that_it_can_be_undone(branches, clerk):
    tick_sample(branches.group, how=HOW, card_ids=[branches.cards[0].pk], by=clerk)
    count_unsampled(branches.group, by=clerk)
    batch = MarkBatch.objects.get(group=branches.group)
    kept = {one["mark"]: (one["input"], one["version"]) for one in batch.before}
    versions = Mark.objects.filter(card__in=branches.cards[1:]).values_list("pk", "version")
    assert (batch.kind, kept) == (BatchKind.SAMPLE, {pk: (None, version) for pk, version in versions})


def test_what_the_office_typed_and_what_is_not_complete_is_left_alone(branches, clerk):
    drawn, typed, open_ = branches.cards
    tick_sample(branches.group, how=HOW, card_ids=[drawn.pk], by=clerk)
    transitions.save_checked(
        branches.group, [transitions.Cell(typed.pk, "2.2", "差", mark(typed, "2.2").version)], by=clerk
    )
    Card.objects.filter(pk=open_.pk).update(prechecked_at=None)
    count_unsampled(branches.group, by=clerk)
    assert (mark(typed, "2.2").checked_input, mark(open_, "2.1").checked_input) == ({"level": "差"}, None)


def test_without_a_sample_nothing_counts_by_it(branches, clerk):
    with pytest.raises(Refused, match="还没有登记抽样"):
        count_unsampled(branches.group, by=clerk)


def test_a_second_time_there_is_nothing_left(branches, clerk):
    tick_sample(branches.group, how=HOW, card_ids=[branches.cards[0].pk], by=clerk)
    count_unsampled(branches.group, by=clerk)
    with pytest.raises(Refused, match="没有可以按初评计的项"):
        count_unsampled(branches.group, by=clerk)
    with pytest.raises(Refused, match="不能再改抽样"):
        draw_sample(branches.group, count=1, by=clerk)


# Pages


def test_draw_and_count_by_the_page(sign_in, clerk, branches):
    client, group = sign_in(clerk), branches.group
    assertContains(client.get(page_of(group)), "还没有登记抽样。")
    drawn = client.post(page_of(group, "-draw"), {"count": "1"}, follow=True)
    assertContains(drawn, "系统随机抽取 1 个，种子")
    done = client.post(page_of(group, "-count"), follow=True)
    assertRedirects(done, page_of(group))
    assertContains(done, "未抽中的评分表已按初评计")


def test_a_sample_from_elsewhere_by_the_page(sign_in, clerk, branches):
    client, card = sign_in(clerk), branches.cards[1]
    wrong = client.post(page_of(branches.group, "-tick"), {"card": [str(card.pk)]})
    assertContains(wrong, "请写明抽样办法。", status_code=422)
    assertContains(wrong, f'value="{card.pk}" id="id_card_1" checked', status_code=422)
    done = client.post(page_of(branches.group, "-tick"), {"how": HOW, "card": [str(card.pk)]}, follow=True)
    assertContains(done, HOW)


@pytest.mark.parametrize("count", ["", "x", "0", "9", "-1", "9" * 30])
def test_a_count_that_cannot_be_comes_back_as_typed(sign_in, clerk, branches, count):
    page = sign_in(clerk).post(page_of(branches.group, "-draw"), {"count": count})
    assert page.status_code == 422
    assertContains(page, f'value="{count}"' if count else "请填写抽取个数。", status_code=422)


def test_a_foreign_card_is_not_ticked(sign_in, clerk, branches):
    foreign = make_branches(by=clerk).cards[0]
    page = sign_in(clerk).post(page_of(branches.group, "-tick"), {"how": HOW, "card": [str(foreign.pk)]})
    assertContains(page, "有一张评分表不在本组", status_code=422)
    assert again(foreign).is_sampled is False


def test_only_the_office_samples(sign_in, branches):
    people = [branches.officer, branches.secretaries[0], make_user(Role.OFFICER, unit=make_unit())]
    clients = [sign_in(user) for user in people]
    assert [one.get(page_of(branches.group)).status_code for one in clients] == [403, 403, 404]
    for act in ("-tick", "-draw", "-count"):
        assert [one.post(page_of(branches.group, act)).status_code for one in clients] == [403, 403, 404]
        assert clients[0].get(page_of(branches.group, act)).status_code == 405


def test_before_checking_and_for_units_the_page_leads_to_the_round(sign_in, clerk):
    group = make_branches(by=clerk).group
    assertRedirects(sign_in(clerk).get(page_of(group)), group.round.get_absolute_url())


def test_after_checking_the_page_is_read(sign_in, clerk, branches):
    Round.objects.filter(pk=branches.group.round_id).update(phase=Phase.LOCKED)
    assertNotContains(sign_in(clerk).get(page_of(branches.group)), "随机抽取</button>")


def test_the_page_asks_as_often_for_three_cards_as_for_nine(
    sign_in, clerk, branches, django_assert_max_num_queries
):
    client, large = sign_in(clerk), make_branches(by=clerk, branches=9)
    transitions.start_checking(large.group.round, by=clerk)
    asked = [
        queries(client, page_of(group), django_assert_max_num_queries(30))
        for group in (branches.group, large.group)
    ]
    assert asked[0] == asked[1]
