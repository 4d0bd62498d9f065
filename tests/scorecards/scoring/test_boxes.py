"""What a form asks for each kind: every box is a place of the stored input."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.scorecards.scoring.blocks import amounts, cause, item_of, levels, lone_item, measured, tally
from tests.scorecards.scoring.strategies import inputs_of, item_rows

OWN = measured("x", "shortfall", "-1", {"own": "计划数"})
SPECIAL = [{"key": "特", "text": "特批", "points": "2"}]
BANDS = {
    "measure": "率",
    "closed": "low",
    "bands": [{"from": "5", "points": "2"}, {"to": "5", "points": "0"}],
}


@pytest.mark.parametrize(
    ("kind", "params", "boxes"),
    [
        ("MANUAL", {}, [("value", "得分", "分", False)]),
        ("LEVEL", levels(好="2", 差="0"), [("level", "档次", "", False)]),
        ("TALLY", tally("2", cause("c", "-1")), [("counts.c", "情形c", "次", True)]),
        ("TALLY", tally("2", OWN), [("counts.x", "实数x", "", False), ("targets.x", "计划数", "", False)]),
        (
            "TALLY",
            tally("2", amounts("p", "-2", "-1")),
            [("counts.p", "酌情p", "分", False), ("reasons.p", "“酌情p”的理由", "", False)],
        ),
        ("PROPORTION", {"target": "3"}, [("actual", "实际数", "", False)]),
        (
            "PROPORTION",
            {"target": {"own": "计划数"}},
            [("actual", "实际数", "", False), ("target", "计划数", "", False)],
        ),
        ("BAND", BANDS, [("x", "率", "", False)]),
        (
            "BAND",
            BANDS | {"overrides": SPECIAL},
            [("x", "率", "", False), ("override", "特殊情形", "", False)],
        ),
        ("RANK", {"table": ["2"]}, [("place", "名次", "名", True)]),
        ("RANK", {"table": ["2"], "from": "bottom"}, [("place", "倒数名次", "名", True)]),
        ("RANK", {"table": ["2"], "by": "value", "direction": "low"}, [("value", "数值", "", False)]),
        (
            "RANK",
            {"table": ["2"], "rankers": ["省", "市"], "combine": "sum"},
            [("places.省", "省名次", "名", True), ("places.市", "市名次", "名", True)],
        ),
    ],
)
def test_boxes_of_each_kind(kind, params, boxes):
    found = lone_item(kind, params).rule.boxes()
    assert [(box.name, box.label, box.unit, box.is_whole) for box in found] == boxes


def test_choices_are_offered_as_stored():
    assert lone_item("LEVEL", levels(好="2", 差="0")).rule.boxes()[0].options == (
        ("好", "2 分"),
        ("差", "0 分"),
    )
    assert lone_item("BAND", BANDS | {"overrides": SPECIAL}).rule.boxes()[1].options == (("特", "特批"),)


def test_ballot_boxes_say_what_a_vote_is_worth():
    choices = [{"name": "满意", "value": "100"}, {"name": "不了解"}]
    found = lone_item("PANEL", {"levels": choices, "scale": "100"}).rule.boxes()
    assert [(box.name, box.worth) for box in found] == [("votes.满意", "100 分"), ("votes.不了解", "不计票")]


def test_penalty_is_spoken_of_as_a_deduction():
    assert lone_item("MANUAL", {}, within="penalty").rule.boxes()[0].label == "减分"


@given(item_rows().flatmap(lambda row: st.tuples(st.just(row), inputs_of(row))))
def test_everything_stored_has_a_box(drawn):
    row, given_input = drawn
    names = {box.name for box in item_of(row).rule.boxes()}
    for key, value in given_input.items():
        inner = value if isinstance(value, dict) else {"": value}
        assert {f"{key}.{name}".rstrip(".") for name in inner} <= names
