"""Home per post: whose turn it is, and what can be read."""

import datetime

import pytest

from config.home import home_of
from scorecards import transitions
from scorecards.deadlines import Now
from scorecards.phases import Phase
from tests.factories import advance, cards_of, fill_all, make_round, make_user
from units import jobs
from units.roles import Role

NOW = datetime.datetime(2026, 7, 1, 1, 0, tzinfo=datetime.UTC)


def whats(user) -> list[str]:
    return [todo["what"] for todo in home_of(user, now=Now()).get("todos", [])]


@pytest.mark.django_db
def test_the_turn_passes_from_post_to_post(clerk, head):
    round_ = advance(make_round(clerk), Phase.FILLING, clerk=clerk, head=head)
    officer = make_user(Role.OFFICER, unit=cards_of(round_)[0].unit)
    assert (whats(officer), whats(clerk)) == ([f"填报{round_}评分表"], [])
    advance(round_, Phase.CHECKING, clerk=clerk, head=head)
    assert (whats(officer), whats(clerk)) == ([], ["核定得分"])
    fill_all(round_, by=clerk)
    assert (whats(clerk), whats(head)) == ([], ["整组核定"])
    advance(round_, Phase.LOCKED, clerk=clerk, head=head)
    assert whats(clerk) == ["拟通报"]
    transitions.prepare_release(round_, by=clerk)
    assert (whats(clerk), whats(head)) == ([], ["审定通报"])


@pytest.mark.django_db
def test_the_system_administrator_sees_failed_work(clerk):
    jobs.ask(key="a", kind="生成排名", by=clerk)
    jobs.failed("a", "内存不足。")
    assert [todo["for_unit"] for todo in home_of(make_user(Role.SYSADMIN), now=Now(NOW))["todos"]] == [
        "内存不足。"
    ]
