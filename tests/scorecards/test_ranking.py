from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scorecards.ranking.order import Entry, Placed, rank


def entries(*totals):
    """Cards in official order, named by their position; text is a total, None is provisional."""
    return [Entry(key=n, total=None if total is None else Decimal(total)) for n, total in enumerate(totals)]


def places(found):
    return [(placed.key, placed.place) for placed in found]


@pytest.mark.parametrize(
    ("totals", "expected"),
    [
        ([], []),
        (["90"], [(0, 1)]),
        (["80", "90", "85"], [(1, 1), (2, 2), (0, 3)]),
        (["90", "90", "80"], [(0, 1), (1, 1), (2, 3)]),
        (["80", "90", "80", "70"], [(1, 1), (0, 2), (2, 2), (3, 4)]),
        (["90", "90.00", "90.01"], [(2, 1), (0, 2), (1, 2)]),
        (["-1", "0", "-0.5"], [(1, 1), (2, 2), (0, 3)]),
        ([None, "80", None, "90"], [(3, 1), (1, 2), (0, None), (2, None)]),
        (["5", "5", "5"], [(0, 1), (1, 1), (2, 1)]),
    ],
)
def test_ties_share_a_place_and_the_next_is_skipped(totals, expected):
    assert places(rank(entries(*totals))) == expected


def test_unranked_card_takes_no_place_from_others():
    given_entries = [
        Entry("甲", Decimal(80)),
        Entry("乙", Decimal(99), ranked=False),
        Entry("丙", Decimal(80)),
    ]
    assert rank(given_entries) == (
        Placed("甲", place=1, sharing=2),
        Placed("丙", place=1, sharing=2),
        Placed("乙", place=None),
    )


def with_breakers(*rows):
    return [Entry(n, Decimal(row[0]), breakers=tuple(map(Decimal, row[1:]))) for n, row in enumerate(rows)]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([("90", "1"), ("90", "2")], [(1, 1), (0, 2)]),
        ([("90", "1"), ("91", "0"), ("90", "2")], [(1, 1), (2, 2), (0, 3)]),
        ([("90", "1", "5"), ("90", "1", "6"), ("90", "2", "0")], [(2, 1), (1, 2), (0, 3)]),
        ([("90", "1"), ("90", "1"), ("80", "9")], [(0, 1), (1, 1), (2, 3)]),
        ([("90", "-1"), ("90", "0")], [(1, 1), (0, 2)]),
    ],
)
def test_breakers_decide_one_after_the_other_between_equal_totals(rows, expected):
    assert places(rank(with_breakers(*rows))) == expected


def test_what_breakers_leave_equal_is_tied():
    assert [one.tied for one in rank(with_breakers(("9", "1"), ("9", "1"), ("9", "0")))] == [
        True,
        True,
        False,
    ]


GROUPS = st.lists(
    st.builds(
        Entry,
        key=st.uuids(),
        total=st.none() | st.integers(0, 40).map(lambda quarters: Decimal(quarters) / 4),
        ranked=st.booleans() | st.just(True),
    ),
    max_size=30,
)


def standing(given_entries):
    return {entry.key: entry.total for entry in given_entries if entry.ranked and entry.total is not None}


@given(GROUPS)
def test_place_is_one_more_than_the_number_of_better_totals(given_entries):
    totals = standing(given_entries)
    for placed in rank(given_entries):
        own = totals.get(placed.key)
        better = None if own is None else 1 + sum(1 for total in totals.values() if total > own)
        assert placed.place == better


@given(GROUPS)
def test_equal_totals_share_and_only_they(given_entries):
    totals = standing(given_entries)
    for placed in rank(given_entries):
        sharing = [key for key, total in totals.items() if total == totals.get(placed.key)]
        assert placed.tied == (len(sharing) > 1)


@given(GROUPS, st.randoms(use_true_random=False))
def test_official_order_moves_lines_but_no_place(given_entries, chance):
    shuffled = list(given_entries)
    chance.shuffle(shuffled)
    assert set(rank(shuffled)) == set(rank(given_entries))


@given(GROUPS)
def test_everybody_is_listed_once_and_equals_keep_the_official_order(given_entries):
    official = {entry.key: position for position, entry in enumerate(given_entries)}
    found = rank(given_entries)
    assert {placed.key for placed in found} == set(official)
    assert len(found) == len(given_entries)
    in_line = [(placed.place or len(official) + 1, official[placed.key]) for placed in found]
    assert in_line == sorted(in_line)
