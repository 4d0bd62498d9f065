from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scorecards.scoring import BadInput, parse_cell, parse_input, show_cell
from tests.scorecards.scoring.blocks import cause, item_of, levels, lone_item, tally
from tests.scorecards.scoring.strategies import item_rows

MANUAL = lone_item("MANUAL", {"lo": "-1"})
LEVEL = lone_item("LEVEL", levels(优="2", 良="1", 中="1", 差="0"))
ONE_CAUSE = lone_item("TALLY", tally("2", cause("a", "-1")))
THREE_CAUSES = lone_item("TALLY", tally("2", cause("a", "-1"), cause("b", "-1"), cause("c", "-0.5")))


@pytest.mark.parametrize(
    ("item", "text", "stored"),
    [
        (MANUAL, " \uff11.5 ", {"value": "1.5"}),
        (MANUAL, "-0.5", {"value": "-0.5"}),
        (LEVEL, "优", {"level": "优"}),
        (LEVEL, "2.0", {"level": "优"}),
        (LEVEL, "\uff10", {"level": "差"}),
        (LEVEL, "中", {"level": "中"}),
        (ONE_CAUSE, "3", {"counts": {"a": "3"}}),
        (ONE_CAUSE, "0", {"counts": {}}),
        (THREE_CAUSES, "0", {"counts": {}}),
        (THREE_CAUSES, "1 0\u30002", {"counts": {"a": "1", "c": "2"}}),
    ],
)
def test_cell_is_read_as_the_clerk_meant_it(item, text, stored):
    assert parse_cell(item, text) == stored


@pytest.mark.parametrize("item", [MANUAL, LEVEL, THREE_CAUSES])
@pytest.mark.parametrize("text", ["", "  ", "\u3000"])
def test_empty_cell_is_not_scored(item, text):
    assert parse_cell(item, text) is None
    assert show_cell(item, None) == ""


@pytest.mark.parametrize(
    ("item", "stored", "text"),
    [
        (MANUAL, {"value": "-0.5"}, "-0.5"),
        (LEVEL, {"level": "良"}, "良"),
        (THREE_CAUSES, {"counts": {}}, "0"),
        (THREE_CAUSES, {"counts": {"a": "1", "c": "2"}}, "1 0 2"),
    ],
)
def test_cell_shows_the_shortest_text(item, stored, text):
    assert show_cell(item, stored) == text


@pytest.mark.parametrize(
    ("item", "text", "sentence"),
    [
        (MANUAL, "2.5", "请填 −1 到 2 之间的数，最多四位小数。"),
        (LEVEL, "1", "请从这些档次里选一个：优、良、中、差。"),
        (LEVEL, "优秀", "请从这些档次里选一个：优、良、中、差。"),
        (ONE_CAUSE, "1 1", "请填“情形a”的次数；没有发生的填 0。"),
        (
            THREE_CAUSES,
            "1",
            "请按顺序填 3 个次数，用空格隔开：1. 情形a、2. 情形b、3. 情形c；都没有发生的只填 0。",
        ),
        (THREE_CAUSES, "1 x 0", "“情形b”请填 0 到 9999 之间的整数次数。"),
    ],
)
def test_cell_that_cannot_be_read_says_what_to_type(item, text, sentence):
    with pytest.raises(BadInput) as refusal:
        parse_cell(item, text)
    assert refusal.value.sentence == sentence


@given(item_rows(), st.text(max_size=12) | st.text("0123 /.:+-×无满意优", max_size=12))
def test_any_text_is_read_or_refused(row, text):
    item = item_of(row)
    with suppress(BadInput):
        stored = parse_cell(item, text)
        assert stored is None or parse_input(item, stored) == stored
