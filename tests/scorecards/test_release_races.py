"""审定 by many and a mark changed by many at once: one release, every change wholly before it or refused."""

import datetime
from collections import Counter

import pytest
from django.utils import timezone

from scorecards import transitions
from scorecards.corrections import Correction
from scorecards.locks import clock
from scorecards.models import Mark, Recheck, Release, ReleaseDraft, Round
from scorecards.phases import Phase
from scorecards.standings.places import standings_of
from scorecards.transitions import Refused
from scorecards.transitions.rechecking import correct_score, preview
from scorecards.transitions.rechecks import ask_recheck
from scorecards.transitions.released_corrections import approve_correction
from tests.factories import advance, cards_of, group_of, make_round, make_user
from tests.scorecards.settling import card_at, graded_round, put_up_correction
from tests.scorecards.test_races import at_once
from units import submissions
from units.roles import Role

pytestmark = pytest.mark.django_db(transaction=True)
MANY = 5
WORST = {"level": "差"}


def review_that_ended_yesterday(clerk, head) -> Round:
    round_ = make_round(clerk, units=MANY, optional_phases=["review"])
    advance(round_, Phase.REVIEW, clerk=clerk, head=head)
    until = timezone.localdate(clock()) - datetime.timedelta(days=1)
    Round.objects.filter(pk=round_.pk).update(review_until=until)
    return round_


def change(card, *, clerk, head):
    """A letter that came in time is entered and upheld: the mark is another."""
    mark = Mark.objects.select_related("node").get(card=card, node__key="2.2")
    received = timezone.localdate(clock()) - datetime.timedelta(days=1)
    asked = ask_recheck(card, mark=mark, text="请核实", letter="来函", received_on=received,
                        key=submissions.new_key(), by=clerk)  # fmt: skip
    given = Correction("2.2", WORST, "属实")
    return correct_score(asked, [given], opinion="属实。", seen=preview(asked, [given]).digest, by=head)


def totals_of(round_) -> dict[int, str]:
    return {card.pk: str(card.total) for card in cards_of(round_)}


def released(release: Release) -> dict[int, str]:
    return {row.card_id: str(row.total) for row in release.rows.all()}


def test_approving_and_changing_marks_at_once(clerk, head):
    round_, second = review_that_ended_yesterday(clerk, head), make_user(Role.HEAD)
    draft = transitions.prepare_release(round_, by=clerk)
    outcomes = at_once(
        *[lambda: transitions.approve_release(draft, by=head)] * MANY,
        *[lambda card=card: change(card, clerk=clerk, head=second) for card in cards_of(round_)],
    )
    approved = [one for one in outcomes if isinstance(one, list)]
    changed = [one for one in outcomes if isinstance(one, Recheck)]
    assert len(approved) + len(changed) + outcomes.count(Refused) == 2 * MANY
    assert len(approved) <= 1
    if approved:
        assert changed == []
        assert released(approved[0][0]) == totals_of(round_)
    assert Counter(totals_of(round_).values())["14.00"] == len(changed)
    assert standings_of(group_of(round_)).disagreeing() == []


def test_after_the_changes_the_release_is_put_up_anew(clerk, head):
    round_, second = review_that_ended_yesterday(clerk, head), make_user(Role.HEAD)
    draft = transitions.prepare_release(round_, by=clerk)
    at_once(*[lambda card=card: change(card, clerk=clerk, head=second) for card in cards_of(round_)])
    with pytest.raises(Refused, match="结果与拟稿时不一致"):
        transitions.approve_release(draft, by=head)
    transitions.withdraw_release(ReleaseDraft.objects.get(), by=clerk)
    again = transitions.prepare_release(round_, by=clerk)
    outcomes = at_once(*[lambda: transitions.approve_release(again, by=head)] * MANY)
    assert outcomes.count(Refused) == MANY - 1
    (release,) = Release.objects.all()
    assert released(release) == totals_of(round_)
    assert set(released(release).values()) == {"14.00"}


def test_a_correction_approved_many_times_at_once_is_one_version(clerk, head):
    round_ = graded_round(Phase.RELEASED, clerk=clerk, head=head, phases=())
    correction = put_up_correction(card_at(round_, 2), "2.2", WORST, by=clerk)
    outcomes = at_once(*[lambda: approve_correction(correction, by=head)] * MANY)
    assert outcomes.count(Refused) == MANY - 1
    assert list(Release.objects.values_list("number", flat=True).order_by("number")) == [1, 2]
    assert released(Release.objects.get(number=2)) == totals_of(round_)
