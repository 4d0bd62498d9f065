"""Names as offices write them: found without doubt, offered with a reason, or not found."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from units.matching import Known, Match, Names
from units.name_keys import county_of, plain

COUNTY = {
    1: ("云岫县教育体育局", "县教体局", "中共云岫县教育体育局委员会"),
    2: ("中共云岫县委宣传部", "县委宣传部"),
    3: ("云岫县人民代表大会常务委员会办公室", "县人大常委会办公室"),
    4: ("云岫县农业农村局", "县农业农村局"),
    5: ("中共云岫县委办公室", "县委办"),
    6: ("云岫县人民政府办公室", "县政府办"),
    7: ("云岫县市场监督管理局", "县市场监管局"),
    8: ("云岫县发展和改革局", "县发改局", "物价局"),
    9: ("云岫县人力资源和社会保障局", "县人社局"),
    10: ("云岫县卫生健康委员会", "县卫健委", "中共云岫县卫生健康委员会委员会"),
    11: ("云岫县青山镇", "青山镇"),
    12: ("云岫县财政局", "县财政局"),
    13: ("云岫县自然资源和规划局", "县资规局"),
    14: ("中共云岫县纪律检查委员会", "县纪委监委"),
    15: ("云岫县民政局", "县民政局", "民字头"),
    16: ("云岫县民族宗教事务局", "县民宗局", "民字头"),
}
NAMES = Names(Known(owner, text) for owner, texts in COUNTY.items() for text in texts)


@pytest.mark.parametrize(
    ("raw", "owner"),
    [
        ("县教体局", 1),
        ("教育体育局", 1),
        ("教体局", 1),
        ("云岫县教育体育局党委", 1),
        ("县教育体育局党组", 1),
        ("教育体育局直属机关党委", 1),
        ("中共云岫县教育体育局委员会", 1),
        ("教体局（牵头）", 1),
        ("县教育体育局【本级】", 1),
        (" 县 教 体 局\u3000", 1),
        ("云岫教育体育局", 1),
        ("宣传部", 2),
        ("县委宣传部", 2),
        ("云岫县委宣传部", 2),
        ("中共云岫县委员会宣传部", 2),
        ("县人大办", 3),
        ("县人大常委会办公室", 3),
        ("人大办公室", 3),
        ("县委办公室", 5),
        ("县政府办公室", 6),
        ("政府办", 6),
        ("市场监管局", 7),
        ("发展改革局", 8),
        ("物价局", 8),
        ("人力资源社会保障局", 9),
        ("卫健委", 10),
        ("卫生健康委", 10),
        ("卫生健康委员会党委", 10),
        ("青山镇党委", 11),
        ("青山镇人民政府", 11),
        ("县纪委", 14),
    ],
)
def test_a_name_is_found_without_doubt(raw, owner):
    assert NAMES.match(raw) == Match(owner=owner)


@pytest.mark.parametrize(
    ("raw", "owners", "reason"),
    [
        ("教育局", [1], "像是它的简写"),
        ("农业局", [4], "像是它的简写"),
        ("自规局", [13], "像是它的简写"),
        ("市场局", [7], "像是它的简写"),
        ("发改委", [8], "只有末尾的机构名称不同"),
        ("卫健局", [10], "只有末尾的机构名称不同"),
        ("财政所", [12], "只有末尾的机构名称不同"),
        ("财政", [12], "只有末尾的机构名称不同"),
        ("财政税务局", [12], "像是它的全称或原称"),
        ("教体局、财政局", [1, 12], "像是它的全称或原称"),
        ("办公室", [5, 6], "不止一个用这个名称，请选定"),
        ("民字头", [15, 16], "不止一个用这个名称，请选定"),
        ("县民族事务委员会", [16], "像是它的简写"),
    ],
)
def test_a_near_name_is_offered_with_a_reason_and_not_taken(raw, owners, reason):
    match = NAMES.match(raw)
    assert (match.owner, [near.owner for near in match.near]) == (None, owners)
    assert {near.reason for near in match.near} == {reason}


@pytest.mark.parametrize("raw", ["", "  ", "县", "局", "合计", "机关党委", "组织部", "交通局", "KTV"])
def test_what_is_like_no_name_is_left_open(raw):
    assert NAMES.match(raw) == Match()


def test_no_more_than_three_are_offered():
    names = Names(Known(number, f"第{number}中学教育集团") for number in range(10))
    assert len(names.match("中学教育集团").near) == 3


def test_a_name_says_which_of_the_names_it_is_near_to():
    assert NAMES.match("发改委").near[0].name == "县发改局"


def test_an_exact_name_wins_over_the_same_name_without_its_brackets():
    names = Names([Known(1, "政府办公室"), Known(2, "政府办公室（外事办）")])
    assert [names.match(raw).owner for raw in ("政府办公室", "政府办公室(外事办)")] == [1, 2]
    assert [near.owner for near in names.match("政府办公室（研究室）").near] == [1, 2]


@pytest.mark.parametrize(
    ("known", "raw", "owner"),
    [
        ("县委研究室", "研究室", 1),
        ("研究室", "县委研究室", 1),
        ("县委研究室", "县政府研究室", None),
        ("县委办", "县政府办", None),
        ("县委办", "办公室", None),
    ],
)
def test_a_side_may_be_missing_but_not_another(known, raw, owner):
    match = Names([Known(1, known)]).match(raw)
    assert (match.owner, [near.owner for near in match.near]) == (owner, [] if owner else [1])


@pytest.mark.parametrize(
    ("raw", "owner"),
    [
        ("第1党支部", 1),
        ("第一支部", 1),
        ("第一党支部（机关）", 1),
        ("县教体局第一党支部", 1),
        ("第十二党支部", 12),
        ("12支部", 12),
        ("离退休支部", 3),
    ],
)
def test_branches_are_matched_by_the_same_rules(raw, owner):
    branches = {1: "第一党支部", 3: "离退休党支部", 12: "第十二党支部"}
    names = Names(Known(key, text) for key, name in branches.items() for text in (name, f"县教体局{name}"))
    assert names.match(raw) == Match(owner=owner)


@pytest.mark.parametrize(
    ("texts", "county"),
    [
        (["云岫县财政局", "中共云岫县委办公室", "青山镇"], "云岫县"),
        (["石林彝族自治县财政局", "石林彝族自治县民政局"], "石林彝族自治县"),
        (["县财政局", "县民政局"], ""),
        (["云岫县财政局"], ""),
        ([], ""),
    ],
)
def test_the_county_is_what_the_names_begin_with(texts, county):
    assert county_of(texts) == county


@given(st.text(), st.lists(st.tuples(st.integers(1, 5), st.text()), max_size=8))
def test_any_text_has_an_answer_and_never_a_strange_one(raw, known):
    match = Names(Known(*one) for one in known).match(raw)
    owners = {owner for owner, text in known if plain(text)}
    offered = [near.owner for near in match.near]
    assert {*offered, match.owner} - {None} <= owners
    assert len(offered) == len(set(offered)) <= 3
    assert not (offered and match.owner)


@given(st.sampled_from([text for texts in COUNTY.values() for text in texts if text != "民字头"]))
def test_every_known_name_finds_its_own_unit(text):
    owner = next(key for key, texts in COUNTY.items() if text in texts)
    assert NAMES.match(text) == NAMES.match(f" {text}\n") == Match(owner=owner)
