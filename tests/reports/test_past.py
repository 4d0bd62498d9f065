"""The change since the linked round, and the trend over several."""

from decimal import Decimal

import pytest

from reports.papers import sheet_of
from reports.rows.past import Past, Then
from scorecards.models import Release
from scorecards.phases import Phase
from tests.factories import advance, make_round
from tests.reports.snapshots import make_row


def past(*rounds, group="县直部门一组"):
    found = tuple(
        (f"第{at}期", {(1, None): Then(group, place, Decimal(80))}) for at, place in enumerate(rounds, 1)
    )
    return Past("上期", "县直部门一组", Decimal(40), {(1, ""): (1, None)}, found)


def step(place, before, **fields):
    row = make_row(place, unit_id=1) | fields
    return before.step(row)


@pytest.mark.parametrize(
    ("place", "earlier", "sign", "word"),
    [(2, 5, "▲", "升3"), (5, 2, "▼", "降3"), (4, 4, "", "持平"), (None, 4, "", "—"), (4, None, "", "首次")],
)
def test_a_change_has_a_sign_and_a_word(place, earlier, sign, word):
    moved = step(place, past(earlier))
    assert (moved.sign, moved.word) == (sign, word)


def test_places_of_different_groups_are_not_compared():
    assert step(1, past(5, group="乡镇组")).word == "换组"


def test_one_who_is_new_has_no_change():
    assert past(3).step(make_row(1, unit_id=9)).word == "首次"


def test_without_a_linked_round_there_is_no_column():
    assert Past().step(make_row(1, unit_id=1)) is None


def test_a_trend_takes_three_rounds_and_begins_at_zero():
    assert step(1, past(3)).columns == ()
    told = step(1, past(3, 4), total="20.00")
    assert [(one.height, one.y) for one in told.columns] == [(80, 20), (80, 20), (50, 50)]
    assert [one.is_now for one in told.columns] == [False, False, True]
    assert told.trend_words == "第2期 80%，第1期 80%，本期 50.00%"


@pytest.mark.django_db
def test_the_linked_round_s_released_rows_are_what_counts(clerk, head):
    first = advance(make_round(clerk, units=3), Phase.RELEASED, clerk=clerk, head=head)
    second = make_round(clerk, units=1, previous=first)
    advance(second, Phase.RELEASED, clerk=clerk, head=head)
    sheet = sheet_of(
        Release.objects.select_related("group__round__previous", "group__version").get(group__round=second)
    )
    assert sheet.past_title == first.title
    assert [row.step.word for row in sheet.rows] == ["首次"]
