"""Whole ballots: valid or void, and what they say of each of the rated."""

from fractions import Fraction

import pytest

from scorecards.scoring import parse_input
from scorecards.scoring.validity import broken
from tests.scorecards.scoring.blocks import lone_item

DEMANDS = [
    {"at_most": "3", "from": "90"},
    {"at_least": "2", "below": "70"},
    {"not_all_same": True},
    {"decimals": "1"},
]


def item_of(params, points="10"):
    return lone_item("PANEL", params, points=points)


@pytest.mark.parametrize(
    ("numbers", "clauses"),
    [
        (["95", "90", "91", "60", "50"], 0),
        (["95", "90", "91", "90", "60", "50"], 1),
        (["95", "90", "91", "89.9", "60", "50"], 0),
        (["95", "80", "70", "60"], 1),
        (["95", "80", "69.9", "60"], 0),
        (["60", "60", "60"], 1),
        (["60", "60.5", "60.55"], 1),
        (["95", "95", "95", "95", "70.55"], 3),
    ],
)
def test_ballot_is_void_as_a_whole_where_it_breaks_a_demand(numbers, clauses):
    rule = item_of({"numbers": {}, "scale": "100", "valid_if": DEMANDS}).rule
    ballot = {f"人{n}": Fraction(one) for n, one in enumerate(numbers)}
    assert len(broken(rule.demands, ballot)) == clauses


def test_ballot_with_one_name_cannot_be_all_the_same():
    rule = item_of({"numbers": {}, "scale": "100", "valid_if": [{"not_all_same": True}]}).rule
    assert broken(rule.demands, {"甲": Fraction(60)}) == []
    assert broken(rule.demands, {"甲": Fraction(60), "乙": Fraction(60)}) == ["一张票不能全打相同的分数"]


def test_demand_is_a_clause():
    rule = item_of({"numbers": {}, "scale": "100", "valid_if": DEMANDS[1:2]}).rule
    assert broken(rule.demands, {"甲": Fraction(60)}) == ["每张票低于 70 分的至少 2 个"]


def ballot(**numbers):
    return {name: Fraction(number) for name, number in numbers.items()}


def test_void_ballots_are_counted_for_whom_they_name():
    item = item_of({"numbers": {}, "scale": "100", "valid_if": [{"not_all_same": True}]})
    ballots = [
        ballot(甲="90", 乙="80"),
        ballot(甲="70", 乙="70"),
        ballot(甲="60"),
        ballot(乙="88.5", 丙="90"),
    ]
    assert item.rule.heard(ballots) == {
        "甲": {"numbers": ["90", "60"], "void": "1"},
        "乙": {"numbers": ["80", "88.5"], "void": "1"},
        "丙": {"numbers": ["90"]},
    }


def test_what_is_heard_is_an_input_as_stored():
    item = item_of({"numbers": {}, "scale": "100", "valid_if": [{"decimals": "1"}]})
    heard = item.rule.heard([ballot(甲="90.5"), ballot(甲="90.55")])["甲"]
    assert parse_input(item, heard) == heard == {"numbers": ["90.5"], "void": "1"}


def test_card_with_void_ballots_alone_has_nothing_to_average():
    item = item_of({"numbers": {}, "scale": "100", "valid_if": [{"decimals": "0"}]})
    assert item.rule.heard([ballot(甲="90.5")]) == {}
