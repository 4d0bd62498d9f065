"""Several clerks set one round up at once: nothing doubled, nothing lost in silence."""

import uuid
from collections import Counter

import pytest

from scorecards import transitions
from scorecards.models import Card, Round, Term
from scorecards.transitions import Refused, groups, members, rounds
from tests.factories import FAR, group_of, make_round, make_unit, make_version
from tests.scorecards.setup.making import names, now
from tests.scorecards.test_races import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_one_form_sent_many_times_makes_one_round(clerk):
    key = str(uuid.uuid4())

    def create():
        return rounds.create_round(
            year=2026, term=Term.SPECIAL, title="专项晒比评", plan_title="方案", plan_number="",
            fill_due_at=FAR, key=key, by=clerk,
        ).pk  # fmt: skip

    outcomes = at_once(*[create] * 6)
    assert outcomes == [Round.objects.get().pk] * 6


def test_of_two_who_change_the_settings_one_is_told(clerk, head):
    round_ = make_round(clerk)
    revision = now(round_).revision

    def change(by, title):
        return rounds.change_round(round_, {"title": title}, revision=revision, by=by).title

    outcomes = at_once(lambda: change(clerk, "甲写的"), lambda: change(head, "乙写的"))
    assert Counter(outcomes) == {now(round_).title: 1, Refused: 1}


def test_of_two_groups_that_take_one_unit_one_gets_it(clerk):
    round_, unit = make_round(clerk, units=0), make_unit()
    first = group_of(round_)
    second = transitions.add_group(round_, name="乙组", version=make_version(clerk), by=clerk)
    outcomes = at_once(
        lambda: members.add_members(first, [unit.pk], by=clerk),
        lambda: members.add_members(second, [unit.pk], by=clerk),
    )
    assert Counter(outcomes) == {1: 1, Refused: 1}
    assert Card.objects.filter(unit=unit).count() == 1


def test_one_name_is_given_to_one_group(clerk):
    round_, version = make_round(clerk, units=0), make_version(clerk)
    outcomes = at_once(*[lambda: groups.add_group(round_, name="乙组", version=version, by=clerk).name] * 4)
    assert Counter(outcomes) == {"乙组": 1, Refused: 3}
    assert names(round_) == ["县直部门一组", "乙组"]
