"""整体删除 of 演练 as the head does it: with the password, in any stage, on record, and never a round that counts."""

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertRedirects

from reports.removing import remove_trial
from scorecards.models import Release, Round, RubricVersion
from scorecards.phases import Phase
from scorecards.transitions import Refused
from scorecards.transitions.rounds import change_round
from tests.factories import advance, make_round
from units.models import AccessLog

pytestmark = pytest.mark.django_db
PASSWORD = "演练-2026-口令"


@pytest.fixture
def client(head, sign_in):
    head.set_password(PASSWORD)
    head.save()
    return sign_in(head)


def remove(client, round_: Round, password: str = PASSWORD):
    return client.post(reverse("reports:trial-remove", args=[round_.pk]), {"password": password}, follow=True)


@pytest.mark.parametrize("stage", [Phase.PREPARING, Phase.FILLING, Phase.LOCKED, Phase.ARCHIVED])
def test_a_trial_goes_in_any_stage_and_the_log_keeps_one_line(client, clerk, head, stage):
    trial = advance(make_round(clerk, is_trial=True), stage, clerk=clerk, head=head)
    answer = remove(client, trial)
    assertRedirects(answer, reverse("scorecards:round-list"))
    assertContains(answer, f"“{trial}”已整体删除")
    assert not Round.objects.exists()
    assert RubricVersion.objects.count() == 1
    line = AccessLog.objects.get(verb="删除演练期次")
    assert (line.user, line.object_label, line.result) == (head, str(trial), 302)


def test_a_wrong_password_removes_nothing(client, clerk):
    trial = make_round(clerk, is_trial=True)
    assertContains(remove(client, trial, "不对"), "密码不正确，没有办理。")
    assert Round.objects.get() == trial


def test_a_second_click_is_told_that_it_is_gone(client, clerk):
    trial = make_round(clerk, is_trial=True)
    remove(client, trial)
    assertContains(remove(client, trial), "这个期次已经不在了，可能刚刚删除。")


def test_a_round_that_counts_stays(client, clerk, head):
    real = advance(make_round(clerk), Phase.RELEASED, clerk=clerk, head=head)
    assertContains(remove(client, real), "只有演练期次可以整体删除，正式期次不能删除。")
    assert Release.objects.count() == 1


def test_a_round_that_named_the_trial_names_none(clerk, head):
    trial = make_round(clerk, is_trial=True)
    later = make_round(clerk, year=2027)
    Round.objects.filter(pk=later.pk).update(previous=trial)
    remove_trial(trial, by=head)
    later.refresh_from_db()
    assert later.previous is None
    event = Round.pgh_event_model.objects.filter(pgh_obj_id=later.pk).latest("pgh_id")
    assert (event.pgh_context["why"], event.pgh_context["user"]) == ("删除演练期次", head.pk)


def test_a_round_sent_out_is_made_neither_a_trial_nor_real(clerk, head):
    for is_trial in (True, False):
        round_ = advance(make_round(clerk, is_trial=is_trial), Phase.FILLING, clerk=clerk, head=head)
        Round.objects.filter(pk=round_.pk).update(phase=Phase.PREPARING)
        round_.refresh_from_db()
        with pytest.raises(Refused, match="评分表下发过的期次"):
            change_round(round_, {"is_trial": not is_trial}, revision=round_.revision, by=clerk)


def test_an_earlier_round_of_another_is_made_no_trial(clerk):
    first = make_round(clerk)
    make_round(clerk, year=2027, previous=first)
    first.refresh_from_db()
    with pytest.raises(Refused, match="别的期次把本期次选作上一期次"):
        change_round(first, {"is_trial": True}, revision=first.revision, by=clerk)


def test_a_trial_is_no_earlier_round_even_of_a_trial(clerk):
    trial = make_round(clerk, is_trial=True)
    with pytest.raises(Refused, match="演练不能作为上一期次"):
        make_round(clerk, is_trial=True, year=2027, previous=trial)
