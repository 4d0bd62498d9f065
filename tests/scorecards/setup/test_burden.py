"""How much a round asks of a unit, and what it asks although it is known."""

import datetime
import json
from fractions import Fraction

import pytest
from pytest_django.asserts import assertContains

from scorecards import transitions
from scorecards.burden import Burden, burden_of, in_words
from scorecards.models import DailyRecord, Subject
from scorecards.round_burden import burden_of_round
from scorecards.rubrics.exchange import load
from scorecards.scoring import read_tree
from scorecards.setup_sheet import sheet_of
from tests.factories import group_of, make_branch, make_round, make_unit
from tests.scorecards.filling import DUES, KINDS, MEETING, REPORT, part
from tests.scorecards.setup.making import now

pytestmark = pytest.mark.django_db


def tree(*nodes: dict):
    rubric = KINDS | {"nodes": list(nodes)}
    return read_tree(load(json.dumps(rubric).encode()).nodes)


def test_minutes_go_by_kind_and_by_causes():
    assert burden_of(tree(part("一", MEETING))) == Burden(1, Fraction(2))
    assert burden_of(tree(part("一", DUES))) == Burden(1, Fraction(1, 2))
    assert burden_of(tree(part("二", REPORT))) == Burden(1, Fraction(1))


def test_what_nobody_has_to_answer_is_left_out():
    silent = REPORT | {"reported": False}
    bonus = part("三", MEETING | {"params": MEETING["params"] | {"hi": "10"}}, kind="bonus", hi="5")
    assert burden_of(tree(part("二", DUES, silent), bonus)) == Burden(1, Fraction(1, 2))


def test_evidence_that_is_asked_for_takes_time():
    asked = DUES | {"evidence": "required"}
    assert burden_of(tree(part("一", asked))) == Burden(1, Fraction(7, 2))


def test_words_give_a_range_and_round_up():
    assert in_words([Burden(6, Fraction(29, 2))]) == "需填 6 项，约 15 分钟"
    assert in_words([Burden(6, Fraction(15)), Burden(8, Fraction(20))]) == "需填 6—8 项，约 15—20 分钟"
    assert in_words([]) == ""


def kinds_round(clerk, **fields):
    round_ = make_round(clerk, units=0, **fields)
    group_of(round_).delete()
    version = transitions.import_rubric(load(json.dumps(KINDS).encode()), by=clerk)
    group = transitions.add_group(round_, name="甲组", version=version, by=clerk)
    return round_, group


def test_the_page_says_and_explains_it(sign_in, clerk):
    round_, group = kinds_round(clerk)
    transitions.add_member(group, unit=make_unit(), by=clerk)
    page = sign_in(clerk).get(round_.get_absolute_url())
    assertContains(page, "本轮每单位需填 3 项，约 4 分钟。")
    assertContains(page, "选档次的，每项半分钟")


def test_branches_are_reckoned_apart_and_the_same_title_is_told(clerk):
    round_, group = kinds_round(clerk)
    branch = make_branch()
    branches = transitions.add_group(
        round_, name="支部组", version=group.version, subject=Subject.BRANCH, by=clerk
    )
    transitions.add_member(group, unit=branch.unit, by=clerk)
    transitions.add_member(branches, unit=branch.unit, branch=branch, by=clerk)
    found = burden_of_round(sheet_of(round_))
    assert found.line == "本轮每单位需填 3 项，约 4 分钟；每个党支部需填 3 项，约 4 分钟。"
    assert found.warnings[0] == "“指标1.1”在甲组和支部组都要填报，涉及 1 个单位，请核对是否重复。"


def test_what_is_on_record_is_told(clerk):
    span = {"covers_from": datetime.date(2026, 1, 1), "covers_until": datetime.date(2026, 6, 30)}
    round_, group = kinds_round(clerk, **span)
    unit = make_unit()
    transitions.add_member(group, unit=unit, by=clerk)
    for day in ("2026-03-01", "2026-07-01"):
        DailyRecord.objects.create(
            date=day, unit=unit, rubric=group.version.rubric, node_key="1.1", cause="less", figure="1",
            basis="会议记录", entered_by=clerk, entered_at=round_.fill_due_at,
        )  # fmt: skip
    assert burden_of_round(sheet_of(now(round_))).warnings == [
        "“指标1.1”在评议时段内已有 1 条日常记录，可据此核定，不必请单位重复提供。"
    ]


def test_a_unit_reads_on_its_list_what_a_card_asks(sign_in, clerk, unit, officer):
    round_, group = kinds_round(clerk)
    transitions.add_member(group, unit=unit, by=clerk)
    transitions.open_round(round_, by=clerk)
    assertContains(sign_in(officer).get("/cards/"), "需填 3 项，约 4 分钟")
