import pytest

from scorecards.scoring import BadInput, fit, total
from tests.scorecards.scoring.blocks import gate_row, item_row, part_row, tree_of, under

NODES = [
    item_row("项", "MANUAL", {}, points="100"),
    gate_row("零", "zero"),
    gate_row("限", "cap", grade="一般"),
    gate_row("优", "not_top", document="文件"),
    gate_row("末", "lowest"),
    gate_row("撤", "withdrawn"),
]
NINETY = {"项": {"value": "90"}}


@pytest.mark.parametrize(
    ("gates", "expected"), [([], 90), (["零"], 0), (["限"], 90), (["优", "末", "撤"], 90), (["撤", "零"], 0)]
)
def test_only_a_zero_gate_touches_the_points_and_only_after_the_sum(gates, expected):
    found = total(tree_of(*NODES), NINETY, gates=gates)
    assert (found.exact, found.root.points) == (expected, 90)


def test_gates_set_are_listed_in_the_order_of_the_page():
    found = total(tree_of(*NODES), NINETY, gates=["撤", "优"])
    assert [gate.key for gate in found.gates] == ["优", "撤"]


def test_gates_have_no_points_and_need_no_mark():
    found = total(tree_of(*NODES), NINETY)
    assert (found.items, found.provisional, tree_of(*NODES).full()) == (1, False, 100)


def test_unknown_gate_is_refused():
    with pytest.raises(BadInput) as refusal:
        total(tree_of(*NODES), NINETY, gates=["别的"])
    assert refusal.value.field == "别的"


def test_gate_that_does_not_apply_is_not_on_the_card():
    tree = tree_of(NODES[0], {**gate_row("镇", "zero"), "applies": {"classes": ["乡镇"]}})
    assert total(fit(tree, class_name="乡镇"), NINETY, gates=["镇"]).exact == 0
    with pytest.raises(BadInput):
        total(fit(tree, class_name="部门"), NINETY, gates=["镇"])


def test_gate_inside_a_group_acts_on_the_whole():
    tree = tree_of(under(part_row("组"), *NODES[:2]))
    assert total(tree, NINETY, gates=["零"]).exact == 0


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("零", "否决零：总分计 0 分"),
        ("限", "否决限：等次不高于“一般”"),
        ("优", "否决优：不得评为最高等次"),
        ("末", "否决末：直接定为最低等次"),
        ("撤", "否决撤：取消评定等次的资格"),
    ],
)
def test_gate_is_told_in_the_derivation(key, words):
    lines = total(tree_of(*NODES), NINETY, gates=[key]).lines
    assert [line.text for line in lines if line.label == "否决"] == [words]
    assert lines[-1].text == ("0.00 分" if key == "零" else "90.00 分")


def test_gate_keeps_its_text_and_its_document():
    node = {**gate_row("否", "zero", document="县委文件"), "rule_text": "发生事故的"}
    (gate,) = tree_of(NODES[0], node).gates()
    assert (gate.text, gate.document, gate.title) == ("发生事故的", "县委文件", "否决否")
    (bare,) = tree_of(NODES[0], gate_row("否", "zero")).gates()
    assert (bare.text, bare.document) == ("", "")
