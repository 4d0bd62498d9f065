"""Kinds of item that are forbidden since 2024, and what only sounds like them."""

import pytest

from tests.scorecards.scoring.blocks import cause, item_row, levels, part_row, tally, under
from tests.scorecards.scoring.test_lint import codes, sentence


def item(title, text="好得2分", params=None, kind="LEVEL"):
    return {**item_row("1", kind, params or levels(好="2", 差="0"), rule_text=text), "title": title}


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("工作成效", "受到县领导批示肯定的得2分"),
        ("信息报道", "好得2分"),
        ("宣传工作", "在市级媒体刊发的得2分"),
        ("信息工作", "信息被省委办公厅采用的得2分"),
        ("学习", "学习笔记完整的得2分"),
        ("主题党日", "有现场照片的得2分"),
        ("档案", "台账资料数量充足的得2分"),
        ("学习", "学习强国积分排名前列的得2分"),
        ("考勤", "签到率达到的得2分"),
        ("平台", "登录率达到的得2分"),
        ("平台", "在线学习时间达到的得2分"),
        ("调研", "调研每多1次加0.5分"),
        ("发文", "每多发一篇文件加0.1分"),
    ],
)
def test_forbidden_kind_is_named(title, text):
    assert codes(item(title, text)) == [("1", "forbidden")]


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("批示件办理", "领导批示事项按期办结得2分"),
        ("落实", "贯彻落实上级批示精神得2分"),
        ("舆情", "被媒体曝光的不得分"),
        ("减负", "要求基层过度留痕的不得分"),
        ("三会一课", "少开一次党员大会的不得分，多开不加分"),
        ("台账", "非法挤占岸线问题台账销号得2分"),
        ("材料", "自评材料不实的不得分"),
    ],
)
def test_work_itself_is_not_forbidden(title, text):
    assert codes(item(title, text)) == []


def more_of(text, unit="0.5"):
    return tally("0", {**cause("a", unit, most=None), "text": text}, hi="2")


RACE = {"target": {"group": "best"}}
BY_VALUE = {"step": "0.1", "by": "value", "direction": "high"}


@pytest.mark.parametrize(
    ("kind", "title", "params", "found"),
    [
        ("TALLY", "组织生活", more_of("召开会议次数"), True),
        ("TALLY", "组织生活", more_of("印发文件"), True),
        ("TALLY", "组织生活", more_of("印发文件份数"), True),
        ("TALLY", "组织生活", more_of("办成实事"), False),
        ("PROPORTION", "会议次数", RACE, True),
        ("PROPORTION", "会议次数", {"target": "12"}, False),
        ("PROPORTION", "到位资金", RACE, False),
        ("RANK", "排名", {**BY_VALUE, "measure": "发文篇数"}, True),
        ("RANK", "排名", {**BY_VALUE, "measure": "到位资金"}, False),
    ],
)
def test_more_meetings_and_papers_are_no_merit(kind, title, params, found):
    node = item(title, "最多2分", params, kind)
    assert codes(node) == ([("1", "forbidden")] if found else [])


def test_too_many_meetings_may_cost_points():
    node = item("精简会议", "最多2分", more_of("超出计划的会议次数"), "TALLY")
    assert codes(under(part_row("减", kind="penalty"), node)) == []
    fewer = tally("2", {**cause("a", "-1", most=None), "text": "少开会议次数"}, lo="0")
    assert codes(item("组织生活", "", fewer, "TALLY")) == []


def test_words_of_a_cause_a_level_and_a_part_count_too():
    by_cause = item("加分", "最多2分", more_of("获县级以上领导批示"), "TALLY")
    by_level = item("宣传", "", levels(省级媒体="2", 无="0"))
    heading = under({**part_row("部"), "title": "信息报道"}, item("其他"))
    assert [codes(node) for node in (by_cause, by_level, heading)] == [
        [("1", "forbidden")],
        [("1", "forbidden")],
        [("部", "forbidden")],
    ]


def test_sentence_names_the_words_and_the_basis():
    said = sentence(item("信息报道", "在媒体刊发，经媒体推广"))
    assert said.startswith("出现“信息报道”“媒体”“刊发”：按2024年以来整治形式主义、为基层减负的规定")
