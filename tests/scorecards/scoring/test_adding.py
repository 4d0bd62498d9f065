"""Several inputs of one item brought together."""

import pytest

from scorecards.scoring import BadInput, Item, read_tree
from scorecards.scoring.adding import add_up, causes_of, of_cause, one_occurrence
from tests.scorecards.filling import DUES, item

CAUSES = [
    {"key": "less", "text": "少学习", "unit": "-1"},
    {"key": "other", "text": "其他", "count": "amounts", "range": ["-2", "-0.5"]},
]
SHORT = {"key": "n", "text": "上报", "count": "shortfall", "unit": "-1", "target": "12"}


def tally(*causes: dict) -> Item:
    params = {"base": "10", "causes": list(causes or CAUSES)}
    return _only(item("1", "TALLY", params, points="10"))


def _only(plain: dict) -> Item:
    row = plain | {"parent": None, "order": 1}
    return next(read_tree([row]).items())


def test_times_add_up_and_amounts_stand_side_by_side():
    one = tally()
    less, other = causes_of(one)
    given = [
        of_cause(less, "2"),
        of_cause(other, "1", reason="迟报"),
        of_cause(less, ""),
        of_cause(other, "0.5：漏报"),
    ]
    assert add_up(one, given) == {
        "counts": {"less": "3", "other": ["1", "0.5"]},
        "reasons": {"other": "迟报；漏报"},
    }


def test_order_does_not_matter_for_times():
    one = tally()
    less, _ = causes_of(one)
    given = [of_cause(less, str(number)) for number in (1, 2, 3)]
    assert add_up(one, given) == add_up(one, given[::-1]) == {"counts": {"less": "6"}}


@pytest.mark.parametrize("given", [[{"level": "好"}, {"level": "差"}], [{"level": "好"}] * 2])
def test_other_kinds_take_one_input(given):
    with pytest.raises(BadInput, match="只能填一次"):
        add_up(_only(DUES), given)


def test_one_input_of_any_kind_is_itself():
    assert add_up(_only(DUES), [{"level": "好"}]) == {"level": "好"}


def test_actual_numbers_do_not_add_up():
    one = tally(SHORT)
    given = of_cause(causes_of(one)[0], "9")
    with pytest.raises(BadInput, match="不能累加"):
        add_up(one, [given, given])
    with pytest.raises(BadInput, match="不能逐次登记"):
        one_occurrence(causes_of(one)[0], "9")


@pytest.mark.parametrize("figure", ["0", "-1", "1.5", "x", "１0000"])
def test_occurrence_is_a_whole_number_of_times(figure):
    with pytest.raises(BadInput):
        one_occurrence(causes_of(tally())[0], figure)
