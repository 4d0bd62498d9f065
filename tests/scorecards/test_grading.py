"""Score line ∩ quota ∩ gate, and what cost a card the grade above."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scorecards.ranking.grading import Candidate, Cost, grade_cards
from scorecards.ranking.order import Entry, rank
from scorecards.ranking.rules import Grade
from scorecards.scoring import Effect, Gate


def grade(name, line=None, quota=None, share=None):
    return Grade(name, line and Fraction(line), quota, share and Fraction(share))


def graded(totals, grades, gates=None):
    """Grade and cost of each card, in official order; `gates` by position."""
    placed = rank(Entry(n, Decimal(total)) for n, total in enumerate(totals))
    candidates = [
        Candidate(
            one,
            Fraction(totals[one.key]),
            tuple(Gate("否", "否决", *effect) for effect in (gates or {}).get(one.key, ())),
        )
        for one in placed
    ]
    found = {one.key: one for one in grade_cards(candidates, grades)}
    return [(found[n].grade, found[n].cost) for n in range(len(totals))]


LINES = [grade("优", "90"), grade("良", "80"), grade("中", "60")]
PRIZES = [grade("一", "90", 1), grade("二", "80", 2), grade("三", "70")]


@pytest.mark.parametrize(
    ("totals", "grades", "expected"),
    [
        (["90", "89.99", "59"], LINES, [("优", ""), ("良", "分数线"), ("", "分数线")]),
        (["95", "94", "85"], PRIZES, [("一", ""), ("二", "名额"), ("二", "分数线、名额")]),
        (["95", "94", "93", "92"], PRIZES, [("一", ""), ("二", "名额"), ("二", "名额"), ("三", "名额")]),
        (
            ["89", "88", "87", "86"],
            PRIZES,
            [("二", "分数线")] + [("二", "分数线、名额")] * 2 + [("三", "名额")],
        ),
        (["95", "75", "74"], PRIZES, [("一", ""), ("三", "分数线"), ("三", "分数线")]),
        (["95", "95", "85"], PRIZES, [("二", "并列"), ("二", "并列"), ("二", "分数线、名额")]),
        (["95", "85", "85", "85"], PRIZES, [("一", "")] + [("三", "并列")] * 3),
        (["95", "60"], [grade("优", quota=0), grade("良")], [("良", "名额")] * 2),
        (["95", "60"], [grade("优")], [("优", ""), ("优", "")]),
        (
            ["95", "85", "84"],
            [grade("优", "90"), grade("良", quota=2), grade("中")],
            [("优", ""), ("良", "分数线"), ("中", "名额")],
        ),
        (["95", "60"], [], [("", ""), ("", "")]),
    ],
)
def test_line_and_quota_both_have_to_be_met(totals, grades, expected):
    assert graded(totals, grades) == expected


@pytest.mark.parametrize(
    ("cards", "first", "second"), [(10, 1, 4), (9, 0, 3), (14, 1, 5), (20, 2, 8), (1, 0, 0)]
)
def test_shares_are_rounded_down_grade_by_grade_and_add_up(cards, first, second):
    found = graded(
        [str(99 - n) for n in range(cards)], [grade("五", share="0.1"), grade("四", share="0.4"), grade("无")]
    )
    names = [name for name, _ in found]
    assert (names.count("五"), names.count("四")) == (first, second)


def test_place_of_a_card_under_the_line_is_not_filled_again():
    found = graded(["89", "85", "84"], [grade("优", "90", 1), grade("良", "80", 1), grade("中")])
    assert found == [("良", "分数线"), ("良", "分数线、名额"), ("中", "名额")]


def one_gate(effect, name=""):
    return {0: [(effect, name)]}


@pytest.mark.parametrize(
    ("gates", "expected"),
    [
        (one_gate(Effect.NOT_TOP), ["良", "优", "中", "中"]),
        (one_gate(Effect.CAP, "中"), ["中", "优", "良", "中"]),
        (one_gate(Effect.CAP, "良"), ["良", "优", "中", "中"]),
        (one_gate(Effect.CAP, "优"), ["优", "良", "中", "中"]),
        (one_gate(Effect.LOWEST), ["差", "优", "良", "中"]),
        (one_gate(Effect.WITHDRAWN), ["", "优", "良", "中"]),
        (one_gate(Effect.ZERO), ["优", "良", "中", "中"]),
    ],
)
def test_gate_bars_and_frees_its_place_for_the_next(gates, expected):
    grades = [grade("优", quota=1), grade("良", quota=1), grade("中", quota=2), grade("差")]
    found = graded(["95", "94", "93", "92"], grades, gates)
    assert [name for name, _ in found] == expected


@pytest.mark.parametrize(
    ("effect", "grade_name", "expected"),
    [
        (Effect.NOT_TOP, "", ("良", "否决")),
        (Effect.CAP, "中", ("中", "否决")),
        (Effect.LOWEST, "", ("差", "否决")),
        (Effect.WITHDRAWN, "", ("", "否决")),
    ],
)
def test_gate_is_the_cost(effect, grade_name, expected):
    grades = [grade("优", "90"), grade("良", "80"), grade("中", "60"), grade("差")]
    assert graded(["95"], grades, {0: [(effect, grade_name)]}) == [expected]


def test_line_and_gate_may_both_cost_a_grade():
    assert graded(["85"], [grade("优", "90"), grade("良")], one_gate(Effect.NOT_TOP)) == [
        ("良", "分数线、否决")
    ]


def test_lowest_comes_below_every_line():
    grades = [grade("优", "90"), grade("后进", "60", 0)]
    assert graded(["95"], grades, one_gate(Effect.LOWEST)) == [("后进", "否决")]


def test_withdrawn_goes_before_lowest():
    gates = {0: [(Effect.LOWEST, ""), (Effect.WITHDRAWN, "")]}
    assert graded(["95"], LINES, gates) == [("", "否决")]


def test_only_ranked_cards_are_graded_and_counted():
    placed = rank([Entry("甲", Decimal(95)), Entry("乙", Decimal(99), ranked=False), Entry("丙", None)])
    found = grade_cards(
        [Candidate(one, Fraction(95)) for one in placed], [grade("优", share="0.5"), grade("良")]
    )
    assert [(one.key, one.grade, one.costs) for one in found] == [("甲", "良", (Cost.QUOTA,))]


GRADES = st.lists(
    st.tuples(st.none() | st.integers(0, 20), st.none() | st.integers(0, 3)), min_size=1, max_size=4
).map(lambda rows: [Grade(f"等{n}", None if a is None else Fraction(a), b) for n, (a, b) in enumerate(rows)])
TOTALS = st.lists(st.integers(0, 20).map(str), min_size=1, max_size=8)


@given(TOTALS, GRADES)
def test_no_grade_takes_more_than_the_quotas_down_to_it(totals, grades):
    names = [name for name, _ in graded(totals, grades)]
    room = 0
    for index, one in enumerate(grades):
        room += one.quota or 0
        holders = sum(1 for name in names if name in {above.name for above in grades[: index + 1]})
        assert not all(above.is_limited for above in grades[: index + 1]) or holders <= room


@given(TOTALS, GRADES)
def test_equal_totals_get_the_same_grade_and_everybody_meets_the_line(totals, grades):
    found = graded(totals, grades)
    lines = {one.name: one.line for one in grades}
    assert len({(total, name) for total, (name, _) in zip(totals, found, strict=True)}) == len(set(totals))
    for total, (name, cost) in zip(totals, found, strict=True):
        assert not name or lines[name] is None or Fraction(total) >= lines[name]
        assert bool(cost) == (name != grades[0].name)
