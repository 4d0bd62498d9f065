"""What changed between two wordings, in sentences."""

import pytest

from scorecards.rubrics.differences import differences


def node(key: str, *, parent: str | None = None, order: int = 1, **fields) -> dict:
    values = {"kind": "item", "title": f"指标{key}", "points": "5", "scoring_kind": "MANUAL", "params": {}}
    return {"key": key, "parent": parent, "order": order, **values, **fields}


def part(key: str, order: int = 1, **fields) -> dict:
    given = {"kind": "group", "title": f"部分{key}", "points": None, "scoring_kind": None, **fields}
    return node(key, order=order, **given)


OLD = [
    part("一"),
    node("1", parent="一", order=1),
    node("2", parent="一", order=2),
    node("3", parent="一", order=3),
    part("二", 2),
]


def changed(*rows: dict, without: str = "") -> list[dict]:
    by_key = {row["key"]: row for row in OLD if row["key"] != without} | {row["key"]: row for row in rows}
    return list(by_key.values())


def said(new: list[dict]) -> list[tuple[str, str, tuple[str, ...]]]:
    return [(one.key, one.sort, one.sentences) for one in differences(OLD, new)]


def test_the_same_has_no_difference():
    assert differences(OLD, list(reversed(OLD))) == ()


def test_points_are_told_from_what_to_what():
    assert said(changed(node("1", parent="一", points="6"))) == [("1", "修改", ("分值：5 → 6",))]


def test_a_rule_is_told_in_words():
    (one,) = differences(OLD, changed(node("1", parent="一", params={"lo": "-5"})))
    assert one.name == "指标 1“指标1”"
    assert one.sentences == (
        "计分：由评分人在 0 到 5 分之间直接给分。 → 由评分人在 −5 到 5 分之间直接给分。",
    )


def test_what_is_new_comes_in_its_place_and_what_is_gone_last():
    found = said(changed(node("4", parent="二"), without="2"))
    assert [(key, sort) for key, sort, _ in found] == [("4", "新增"), ("2", "删去")]


def test_another_parent_is_a_move():
    assert said(changed(node("3", parent="二"))) == [("3", "移动", ("从“部分一”移到“部分二”",))]


def test_only_who_left_the_order_has_moved():
    new = changed(node("1", parent="一", order=9))
    assert said(new) == [("1", "移动", ("在同一部分里调整了次序",))]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"title": "学习"}, "名称：“指标1” → “学习”"),
        ({"not_applicable": "excluded"}, "不适用时：（没有写） → 不计入"),
        ({"applies": {"classes": ["乡镇"]}}, "适用：（没有写） → 乡镇"),
        ({"reported": False}, "单位自评：要填 → 不填"),
        ({"evidence": "required"}, "佐证：（没有写） → 必须提供"),
        ({"rule_text": "每少1次扣1分"}, "评分说明：（没有写） → “每少1次扣1分”"),
    ],
)
def test_each_field_has_its_sentence(fields, sentence):
    assert said(changed(node("1", parent="一", **fields)))[0][2] == (sentence,)
