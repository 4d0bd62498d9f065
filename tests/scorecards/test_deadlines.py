"""A deadline in words: days, then hours and minutes, then over at the minute written."""

import datetime

import pytest

from scorecards.deadlines import deadline

NOW = datetime.datetime(2026, 7, 1, 1, 0, tzinfo=datetime.UTC)  # 9 o'clock here


@pytest.mark.parametrize(
    ("due", "left", "tone"),
    [
        ((10, 9, 0), "还剩 9 天", ""),
        ((4, 9, 0), "还剩 3 天", "near"),
        ((1, 3, 30), "还剩 2 小时 30 分", "near"),
        ((1, 1, 20), "还剩 20 分钟", "near"),
        ((1, 1, 0), "已截止", "late"),
    ],
)
def test_how_long_is_left(due, left, tone):
    day, hour, minute = due
    told = deadline(datetime.datetime(2026, 7, day, hour, minute, tzinfo=datetime.UTC), now=NOW)
    assert (told.left, told.tone) == (left, tone)


def test_the_moment_is_local_and_names_another_year():
    assert (
        deadline(datetime.datetime(2026, 7, 3, 9, 0, tzinfo=datetime.UTC), now=NOW).when
        == "7月3日 17:00 截止"
    )
    assert (
        deadline(datetime.datetime(2027, 1, 3, 9, 0, tzinfo=datetime.UTC), now=NOW).when
        == "2027年1月3日 17:00 截止"
    )
