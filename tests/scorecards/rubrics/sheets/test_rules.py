"""Printed rules and what they are read as; what is only half understood is never read."""

from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from scorecards.rubrics.sheets.rule import Frame, NotUnderstood, Rule
from scorecards.rubrics.sheets.rules import read_rule
from scorecards.scoring import NodeKind, read_tree, rule_in_words


def frame(points=None, within="group") -> Frame:
    return Frame(None if points is None else Fraction(str(points)), within, "本指标")


def item(rule: Rule, at: Frame):
    """The item that the rule makes, through the core's own strict reading."""
    kind = {"pool": "bonus"}.get(at.within, at.within)
    parts = (
        [] if kind == "group" else [{"key": "p", "parent": None, "order": 1, "kind": kind, "title": "部分"}]
    )
    points = None if at.points is None else str(at.points)
    row = {
        "key": "a",
        "order": 1,
        "kind": NodeKind.ITEM,
        "title": "甲",
        "points": points,
        "params": rule.params,
    }
    row |= {"parent": "p" if parts else None, "scoring_kind": rule.kind}
    return next(read_tree([*parts, row]).items())


def causes(text: str, at: Frame) -> tuple:
    """The bounds of a TALLY, and its causes without their keys."""
    rule = read_rule(text, at)
    assert rule.kind == "TALLY"
    assert item(rule, at).kind == "TALLY"
    bounds = {name: rule.params[name] for name in ("base", "lo", "hi") if name in rule.params}
    return bounds, [{name: one[name] for name in one if name != "key"} for one in rule.params["causes"]]


def once(text: str, unit: str, **more) -> dict:
    return {"text": text, "unit": unit, **more}


def each(text: str, unit: str, **more) -> dict:
    return {"text": text, "unit": unit, "most": None, **more}


@pytest.mark.parametrize(
    ("text", "points", "bounds", "expected"),
    [
        ("每少1次扣0.5分，扣完为止", 2, {"base": "2", "lo": "0"}, [each("少1次", "-0.5")]),
        ("（２分，少一次扣０．５分，扣完为止）", 2, {"base": "2", "lo": "0"}, [once("少1次", "-0.5")]),
        ("迟报每次扣0.2分；漏报每例扣0.5分", 5, {"base": "5"}, [each("迟报", "-0.2"), each("漏报", "-0.5")]),
        ("每发现一次扣1分,最多扣3分", 5, {"base": "5"}, [each("发现1次", "-1", cap="3")]),
        ("每项扣1分；每例扣2分；合计最多扣3分", 5, {"base": "5", "lo": "2"},
         [each("本指标", "-1"), each("本指标", "-2")]),
        ("未按期换届扣3分；未配备党务干部扣2分；此项可倒扣分", 9, {"base": "9", "lo": None},
         [once("未按期换届", "-3"), once("未配备党务干部", "-2")]),
        ("一般的扣0.5分，不好的不得分", 2, {"base": "2"}, [once("一般", "-0.5"), once("不好", "-2", most="1")]),
        ("①没有计划扣1分②没有总结扣1.5分", 5, {"base": "5"}, [once("没有计划", "-1"), once("没有总结", "-1.5")]),
        ("每采用1篇加0.5分，最多加3分", 3, {"base": "0", "hi": "3"}, [each("采用1篇", "0.5")]),
        ("基础分6分；创新做法每项加1分；迟报每次扣0.5分，最高10分", 10, {"base": "6", "hi": "10"},
         [each("创新做法", "1"), each("迟报", "-0.5")]),
    ],
)  # fmt: skip
def test_counted_causes(text, points, bounds, expected):
    assert causes(text, frame(points)) == (bounds, expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“三会一课”每年不少于4次，每少1次扣0.5分", {"text": "“三会一课”", "unit": "-0.5", "target": "4"}),
        ("年内至少3次（少一次扣1分）", {"text": "本指标", "unit": "-1", "target": "3"}),
        ("办结率不低于95%，每低1个百分点扣0.5分，不足1个百分点的按1个百分点计",
         {"text": "办结率", "unit": "-0.5", "target": "95", "rounding": "ceil"}),
        ("占比达到20%以上的，得5分；每低3%扣0.1分，不足3%的不扣",
         {"text": "占比", "unit": "-0.1", "target": "20", "step": "3", "rounding": "floor"}),
    ],
)  # fmt: skip
def test_what_is_missing_against_a_target(text, expected):
    assert causes(text, frame(5)) == ({"base": "5"}, [{"count": "shortfall", **expected}])


def test_what_exceeds_a_target():
    found = causes("5人以上的，每增加1人加0.5分，最高加2分", frame(within="bonus"))
    expected = {"text": "本指标", "unit": "0.5", "count": "excess", "target": "5"}
    assert found == ({"base": "0", "hi": "2"}, [expected])


def test_a_target_of_each_month_is_counted_by_the_scorer():
    found = causes("每月不少于1次，每少1次扣1分", frame(5))
    assert found == ({"base": "5"}, [each("每月不少于1次，少1次", "-1")])


def test_amounts_left_to_the_scorer():
    expected = {"text": "本指标", "count": "amounts", "range": ["-2", "-0.5"]}
    assert causes("视情节轻重酌情扣0.5—2分", frame(5)) == ({"base": "5"}, [expected])


def test_values_in_a_penalty_are_positive_and_in_a_bonus_unbounded_unless_said():
    assert causes("每次扣2分", frame(within="penalty"))[0] == {"base": "0", "hi": None}
    assert causes("每次减2分，最多减6分", frame(within="penalty")) == (
        {"base": "0", "hi": "6"}, [each("本指标", "2")],
    )  # fmt: skip
    assert causes("国家级的加5分；省级的加3分；就高不重复", frame(8, "bonus"))[1] == [
        once("国家级", "5", exclusive="就高1"), once("省级", "3", exclusive="就高1"),
    ]  # fmt: skip
    assert causes("好的加2分；差的扣2分", frame(within="pool"))[0] == {"base": "0", "hi": None, "lo": None}


@pytest.mark.parametrize(
    ("text", "points", "levels"),
    [
        ("好20分，较好15分，一般10分，差0分", 20, "好20 较好15 一般10 差0"),
        ("健全(2分);比较健全(1分);不健全(0分)", 2, "健全2 比较健全1 不健全0"),
        ("质量好得 2 分，一般得 1 分，没有召开不得分。", 2, "质量好2 一般1 没有召开0"),
        ("制度健全，学用结合。好得5分，较好得4分，一般得2分，差不得分。", 5, "好5 较好4 一般2 差0"),
        ("是/否", 3, "是3 否0"),
        ("配合的得满分；出现不配合现象的不得分", 5, "配合5 出现不配合现象0"),
        ("班子成员有违规违纪的不得分", 2, "无此情形2 班子成员有违规违纪0"),
        ("每季度召开1次(5分);半年召开1次(2分);不召开(0分)", 5, "每季度召开1次5 半年召开1次2 不召开0"),
    ],
)
def test_levels(text, points, levels):
    rule = read_rule(text, frame(points))
    assert item(rule, frame(points)).kind == "LEVEL"
    assert " ".join(f"{one['name']}{one['points']}" for one in rule.params["levels"]) == levels


@pytest.mark.parametrize(
    ("text", "points", "kind", "params"),
    [
        ("查处案件10例以上；否则按完成比例得分（15分）", 15, "PROPORTION", {"target": "10"}),
        ("完成年度计划的得满分，未完成的按完成比例得分", 5, "PROPORTION", {"target": {"own": "年度计划"}}),
        ("以第一名为满分，其余按比例得分", 9, "PROPORTION", {"target": {"group": "best"}}),
        ("第一名得10分，第二名得8分，其余不得分", 10, "RANK", {"table": ["10", "8"]}),
        ("前三名分别得10、8、5分，其他名次不得分", 10, "RANK", {"table": ["10", "8", "5"]}),
        ("按增幅排名，第一名得满分，每后退一名扣0.5分，扣完为止", 10, "RANK", {"step": "0.5"}),
        ("按百分制评分，去掉一个最高分和一个最低分后取平均分", 20, "PANEL",
         {"numbers": {"trim_above": "2"}, "scale": "100"}),
        ("测评：满意100分，基本满意80分，不了解不计", 10, "PANEL",
         {"levels": [{"name": "满意", "value": "100"}, {"name": "基本满意", "value": "80"}, {"name": "不了解"}],
          "scale": "100"}),
        ("根据完成情况计0－5分", 5, "MANUAL", {}),
        ("由考核组酌情给分", 5, "MANUAL", {}),
    ],
)  # fmt: skip
def test_other_kinds(text, points, kind, params):
    rule = read_rule(text, frame(points))
    assert (rule.kind, rule.params) == (kind, params)
    assert item(rule, frame(points)).kind == kind


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("无此项工作的按满分计", "full"),
        ("不适用的按平均分计", "mean"),
        ("不涉及此项工作的不计入总分，按比例折算", "excluded"),
    ],
)
def test_what_not_applicable_counts_as(text, said):
    assert read_rule(f"每少1次扣1分；{text}", frame(5)).not_applicable == said


@pytest.mark.parametrize(
    ("text", "points", "within", "part"),
    [
        ("每次扣1分，经催办后仍未落实的加倍扣分", 5, "group", "经催办后仍未落实的加倍扣分"),
        ("每次扣1分，特殊情况除外", 5, "group", "特殊情况除外"),
        ("每次扣1分；其他干部减半", 5, "group", "其他干部减半"),
        ("国家级加5分，省级加3分，同一事项就高不重复计分", None, "bonus", "同一事项就高不重复计分"),
        ("国家级得5分，省级得3分", None, "bonus", "国家级得5分"),
        ("按完成比例得分", 5, "group", "按完成比例得分"),
        ("每少2次扣1分", 5, "group", "每少2次扣1分"),
        ("好20分，较好15分，一般10分，…", 20, "group", "……"),
        ("好10分，较好5分", 20, "group", "好10分"),
        ("迟报每次扣0.2分，漏报每次扣0.5分，最多扣2分", 5, "group", "最多扣2分"),
        ("每项加1分，最多加3分", 5, "group", "最多3分"),
        ("满分8分，每次扣1分", 5, "group", "8分"),
        ("每次扣1分", None, "bonus", "本指标"),
        ("每次加1分", None, "penalty", "本指标"),
        ("酌情扣分", 5, "group", "酌情扣分"),
        ("按上级通报扣分", 5, "group", "按上级通报扣分"),
        ("每月不少于1次得1分", 12, "group", "每月不少于1次得1分"),
        ("扣完为止", 5, "group", "本指标"),
        ("去掉一个最高分和一个最低分后取平均分", 20, "group", "去掉一个最高分和一个最低分后取平均分"),
        ("", 5, "group", ""),
    ],
)
def test_half_understood_is_not_understood(text, points, within, part):
    with pytest.raises(NotUnderstood) as caught:
        read_rule(text, frame(points, within))
    assert caught.value.part == part


CAUSE = {"key": "c1", "text": "缺会", "unit": "-0.5"}


@pytest.mark.parametrize(
    ("kind", "params"),
    [
        ("MANUAL", {}),
        ("LEVEL", {"levels": [{"name": "好", "points": "10"}, {"name": "差", "points": "0"}]}),
        ("TALLY", {"base": "10", "lo": None, "causes": [CAUSE | {"most": "1"}]}),
        ("TALLY", {"base": "10", "lo": "0", "causes": [CAUSE | {"most": "3", "cap": "2"}]}),
        ("TALLY", {"base": "10", "lo": "2", "causes": [CAUSE | {"count": "excess", "target": "4", "step": "2",
                                                                  "rounding": "ceil"}]}),
        ("TALLY", {"base": "10", "lo": "0", "causes": [CAUSE | {"count": "shortfall", "target": "4",
                                                                  "rounding": "exact"}]}),
        ("PROPORTION", {"target": "12"}),
        ("PROPORTION", {"target": {"own": "年度计划数"}}),
        ("RANK", {"table": ["10", "5", "3"], "from": "bottom"}),
        ("RANK", {"step": "0.5"}),
        ("PANEL", {"numbers": {"trim_above": "5"}, "scale": "100"}),
        ("BAND", {"measure": "处理率（%）", "closed": "low",
                  "bands": [{"from": "80", "points": "10"}, {"to": "80", "points": "0"}]}),
    ],
)  # fmt: skip
def test_the_sentences_of_the_application_are_read_back(kind, params):
    written = rule_in_words(item(Rule(kind, params), frame(10)))
    found = read_rule(written, frame(10))
    assert (found.kind, found.params) == (kind, params)


WORDING = (
    "每次 每少1次 每发现一例 不少于4次 不低于95% 每低1个百分点 未落实的 扣0.5分 "
    "扣1-2分 酌情 扣完为止 倒扣 最多扣2分 加1分 封顶3分 好2分 差0分 （2分） 不得分 "
    "得2分 第一名 ， ； 。 就高不重复 按完成比例得分 除外 一票 ０．５ 、 满分2分 百分制 每 "
    "的 不足1% 按1%计 合计 基础分1分 不封顶 最低1分"
)
PIECES = st.sampled_from(WORDING.split())
TEXTS = st.lists(PIECES, max_size=12).map("".join)
PARTS = st.sampled_from(["group", "bonus", "penalty", "pool"])


@given(TEXTS, st.sampled_from([None, 2, 5]), PARTS)
@example("每次扣0.5分，扣完为止", 2, "group")
def test_whatever_is_understood_is_a_rule_of_the_core(text, points, within):
    at = frame(2 if points is None and within == "group" else points, within)
    try:
        rule = read_rule(text, at)
    except NotUnderstood:
        return
    assert item(rule, at).kind == rule.kind
