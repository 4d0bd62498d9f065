"""One small rubric a rule, with the fault and without it."""

import pytest
from hypothesis import given

from scorecards.scoring import Fault, Finding, lint, read_tree
from tests.scorecards.scoring.blocks import (
    cause,
    gate_row,
    item_row,
    levels,
    part_row,
    tally,
    tree_of,
    under,
)
from tests.scorecards.scoring.strategies import rubrics

SAYS_TIES = {"ties": "share"}


def codes(*nodes, ranking=SAYS_TIES):
    """What the lint says of these topmost nodes: key and fault."""
    return [(finding.key, str(finding.code)) for finding in lint(tree_of(*nodes), ranking)]


def sentence(*nodes):
    (finding,) = lint(tree_of(*nodes), SAYS_TIES)
    return finding.sentence


def by_levels(key, best, **more):
    return item_row(key, "LEVEL", levels(好=best, 差="0"), points=best, **more)


def by_hand(key, points=None, text="酌情给分", **more):
    return item_row(key, "MANUAL", {}, points=points, rule_text=text, **more)


def test_sound_rubric_has_no_findings():
    assert codes(under(part_row("甲", points="5"), by_levels("1", "2"), by_hand("2", "3"))) == []


def test_rubric_without_tie_rule_is_told_as_a_whole():
    (finding,) = lint(tree_of(by_levels("1", "2")), {"grades": [{"name": "好"}]})
    assert (finding.key, finding.code) == ("", Fault.TIES)
    assert finding.sentence.startswith("没有写总分相同怎样排名")


@pytest.mark.parametrize("ties", ["share", ["1"]])
def test_any_tie_rule_will_do(ties):
    assert codes(by_levels("1", "2"), ranking={"ties": ties}) == []


def test_findings_come_in_the_order_of_the_page():
    nodes = [gate_row("否", "zero"), under(part_row("甲", points="9"), by_hand("1", "3", text=""))]
    assert codes(*nodes, ranking={}) == [
        ("", "ties"),
        ("否", "no_document"),
        ("甲", "sum"),
        ("1", "no_rule"),
    ]


def test_finding_names_its_node_its_fault_and_what_to_do():
    assert lint(tree_of(by_hand("1", "3", text="")), SAYS_TIES) == (
        Finding(
            "1",
            Fault.NO_RULE,
            "没有写评分标准；请在评分说明里写明怎样给分，能分档次或者计次数的请换成相应的计分方式。",
        ),
    )


@pytest.mark.parametrize(
    ("document", "found"), [({}, [("否", "no_document")]), ({"document": "县纪委处分决定"}, [])]
)
def test_gate_names_its_document(document, found):
    assert codes(by_levels("1", "2"), gate_row("否", "zero", **document)) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", True),
        ("（8分）", True),
        ("积极配合各乡镇开展工作（8分）", True),
        ("按时报送材料，参加会议（5分）", True),
        ("（原文只写分值，没有写评分标准。）", True),
        ("（只给分值，未写规则）", True),
        ("由评审组酌情给分", False),
        ("不少于50%的，得2分；每低1个百分点，扣0.05分", False),
        ("每完成一项得1分", False),
        ("由镇党委研究确定，加（减）不超过3分", False),
        ("按扣分比例折算", False),
    ],
)
def test_points_that_somebody_gives_need_a_standard(text, found):
    assert codes(by_hand("1", "8", text=text)) == ([("1", "no_rule")] if found else [])


@pytest.mark.parametrize(
    ("least", "part", "found"),
    [("1", "group", True), ("0", "group", False), ("1", "bonus", False), ("1", "penalty", False)],
)
def test_level_without_a_zero_matters_where_a_level_has_to_be_chosen(least, part, found):
    item = item_row("1", "LEVEL", levels(好="3", 差=least), points="3")
    assert codes(under(part_row("甲", kind=part), item)) == ([("1", "no_zero")] if found else [])


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("每低1%，扣0.1分", True),
        ("每低 0.5％扣0.1分", True),
        ("每低1个百分点扣0.1分", False),
        ("每低1%点扣0.1分", False),
        ("达到20%的得1分", False),
    ],
)
def test_percent_of_what_is_asked(text, found):
    assert codes(by_hand("1", "3", text=text)) == ([("1", "percent")] if found else [])


ENDLESS = item_row("1", "TALLY", tally("0", cause("a", "1", most=None), hi=None), points=None)
HELD = item_row("2", "TALLY", tally("0", cause("a", "1", most="2"), hi=None), points=None)


@pytest.mark.parametrize(
    ("node", "found"),
    [
        (under(part_row("加", kind="bonus"), ENDLESS), ["加"]),
        (under(part_row("加", kind="bonus"), by_hand("3")), ["加"]),
        (under(part_row("加", kind="bonus", hi="9"), ENDLESS), []),
        (under(part_row("加", kind="bonus"), HELD), []),
        (under(part_row("加", kind="bonus"), by_hand("3", "5")), []),
        (under(part_row("减", kind="penalty"), ENDLESS), []),
        (under(part_row("组"), {**ENDLESS, "points": "5"}), ["1"]),
        (under(part_row("组", hi="5"), {**ENDLESS, "points": "5"}), []),
        (under(part_row("组"), under(part_row("加", kind="bonus"), ENDLESS)), ["加"]),
        (under(part_row("加", kind="bonus"), under(part_row("组", hi="2"), ENDLESS)), []),
        (under(part_row("加", kind="bonus"), under(part_row("内", kind="bonus"), ENDLESS)), ["加"]),
        (item_row("4", "PROPORTION", {"target": "5", "cap": None}), ["4"]),
    ],
)
def test_what_grows_without_end_needs_a_ceiling_somewhere(node, found):
    assert codes(node) == [(key, "ceiling") for key in found]


def test_pool_without_a_ceiling_names_what_grows():
    assert sentence(under(part_row("加", kind="bonus"), ENDLESS)).startswith(
        "加分不封顶：“指标1”能加多少没有上限"
    )


@pytest.mark.parametrize("closed", ["low", "high"])
@pytest.mark.parametrize(
    ("bands", "measure", "low", "high"),
    [
        ([("80", None), (None, "80")], "率（%）", [], []),
        ([("80", "100"), (None, "80")], "率（%）", ["gap"], []),
        ([("80", None), (None, "70")], "率（%）", ["gap"], ["gap"]),
        ([("80", None), (None, "90")], "率（%）", ["overlap"], ["overlap"]),
        ([("0", "60"), ("60", None)], "次数", [], ["gap"]),
        ([("1", "60"), ("60", None)], "次数", ["gap"], ["gap"]),
        ([(None, "3"), ("3", "6")], "次数", ["gap"], ["gap"]),
        ([(None, "0"), ("0", "100")], "增幅（%）", ["gap"], ["gap"]),
        ([("0", "50"), ("50", "101")], "占比（%）", [], ["gap"]),
        ([("-5", "0"), ("0", None)], "度", ["gap"], ["gap"]),
        ([(None, None), ("9", None)], "次数", ["overlap"], ["overlap"]),
    ],
)
def test_every_number_is_in_one_band(bands, measure, low, high, closed):
    rows = [
        {**({"from": a} if a else {}), **({"to": b} if b else {}), "points": str(2 - 2 * n)}
        for n, (a, b) in enumerate(bands)
    ]
    item = item_row("1", "BAND", {"measure": measure, "closed": closed, "bands": rows})
    assert codes(item) == [("1", code) for code in (low if closed == "low" else high)]


@pytest.mark.parametrize(
    ("bands", "number"),
    [
        ([{"from": "90", "points": "2"}, {"to": "80", "points": "0"}], "80"),
        ([{"from": "80", "points": "2"}, {"from": "60", "to": "79", "points": "0"}], "79"),
        ([{"to": "100", "points": "2"}, {"to": "40", "points": "0"}], "0"),
    ],
)
def test_doubtful_number_is_named(bands, number):
    params = {"measure": "完成率（%）", "closed": "low", "bands": bands}
    found = lint(tree_of(item_row("1", "BAND", params)), SAYS_TIES)
    assert f"完成率（%） {number} " in found[0].sentence


@given(rubrics())
def test_any_rubric_is_read_and_every_finding_has_its_node(rows):
    tree = read_tree(rows)
    found = lint(tree, {})
    places = ["", *(node.key for node in tree.walk())]
    assert [places.index(one.key) for one in found] == sorted(places.index(one.key) for one in found)
    assert all(one.sentence.endswith("。") for one in found)


def test_draft_without_any_item_is_read():
    assert [finding.code for finding in lint(read_tree([], empty=True), {})] == ["ties"]
    draft = read_tree([part_row("空", points="10")], empty=True)
    assert [finding.code for finding in lint(draft, SAYS_TIES)] == ["sum"]
