"""The card as a form: what a post says, and what the page shows of it."""

from decimal import Decimal

import pytest
from django.http import QueryDict

from scorecards import transitions
from scorecards.forms.card import CardForm, read_typed
from scorecards.models import Card, Mark
from scorecards.rubrics.trees import tree_of
from scorecards.transitions import Entry, Saved
from tests.scorecards.filling import ANSWERS, KINDS, MEETING, open_card, part

pytestmark = pytest.mark.django_db


@pytest.fixture
def card(unit, clerk) -> Card:
    return open_card(unit, by=clerk)


def form_of(card: Card, data: dict | None = None, *outcomes: Saved) -> CardForm:
    posted = None
    if data is not None:
        posted = QueryDict(mutable=True)
        posted.update(data)
    marks = Mark.objects.filter(card=card).select_related("node")
    return CardForm(tree_of(card.group.version_id), marks, posted, outcomes)


def row(form: CardForm, key: str):
    return next(row for row in form.rows if row.key == key)


def entries(card: Card, data: dict) -> list[Entry]:
    posted = QueryDict(mutable=True)
    posted.update(data)
    return read_typed(tree_of(card.group.version_id), posted).entries


def test_each_kind_is_read_as_typed(card):
    assert entries(card, ANSWERS) == [
        Entry("1.1", {"counts": {}}, "", 0),
        Entry("1.2", {"level": "一般"}, "见支部工作手册第 12 页", 0),
        Entry("2.1", {"value": "14.5"}, "", 0),
    ]


def test_only_items_with_a_version_are_read(card):
    assert entries(card, {"2.1:value": "3", "1.2:version": "0"}) == [Entry("1.2", None, "", 0)]


@pytest.mark.parametrize("version", ["", "-1", "１", "x", "9" * 12])
def test_a_version_that_is_no_number_is_never_the_current_one(card, version):
    assert entries(card, {"2.1:version": version, "2.1:value": "3"}) == [Entry("2.1", {"value": "3"}, "", -1)]


def test_line_ends_of_a_browser_are_those_of_a_script(card):
    (entry,) = entries(card, {"2.1:version": "0", "2.1:note": "一\r\n二 "})
    assert entry.note == "一\n二"


def test_counts_beside_the_full_box_are_refused(card):
    posted = QueryDict(mutable=True)
    posted.update({"1.1:version": "4", "1.1:full": "on", "1.1:counts:less": "1"})
    said = "勾选了“无上述情形”，又填了次数，请只留一种。"
    assert read_typed(tree_of(card.group.version_id), posted).refused == [
        Saved("1.1", 4, problem=said, field="full")
    ]


def test_a_note_of_500_signs_is_taken_and_one_more_is_not(card):
    assert len(entries(card, {"2.1:version": "0", "2.1:note": "字" * 500})) == 1
    assert entries(card, {"2.1:version": "0", "2.1:note": "字" * 501}) == []


def test_stored_answers_fill_the_fields(card, officer):
    transitions.save_reported(card, entries(card, ANSWERS), by=officer)
    form = form_of(card)
    assert row(form, "1.1").values == {
        "1.1:counts:less": "",
        "1.1:counts:paper": "",
        "1.1:full": "on",
        "1.1:note": "",
    }
    assert row(form, "1.2").values == {"1.2:level": "一般", "1.2:note": "见支部工作手册第 12 页"}
    assert row(form, "2.1").values == {"2.1:value": "14.5", "2.1:note": ""}


def test_progress_counts_what_is_needed_alone(card, officer):
    transitions.save_reported(
        card, entries(card, ANSWERS | {"3.1:version": "0", "3.1:counts:city": "9"}), by=officer
    )
    form = form_of(card)
    assert (form.filled, form.needed, form.missing, form.total) == (3, 3, [], "32.50 分")


def test_nothing_filled_is_not_zero(card):
    form = form_of(card)
    assert (form.total, form.filled, [row.score for row in form.rows]) == (
        "未填",
        0,
        ["未填", "未填", "未填", "无", "无"],
    )


def test_zero_times_in_a_bonus_part_is_shown_as_typed(card, officer):
    transitions.save_reported(card, entries(card, {"3.1:version": "0", "3.1:counts:city": "0"}), by=officer)
    assert (row(form_of(card), "3.1").values["3.1:counts:city"], row(form_of(card), "3.1").score) == (
        "0",
        "0.00 分",
    )


def test_a_penalty_says_that_it_takes_away(card, officer):
    transitions.save_reported(card, entries(card, {"4.1:version": "0", "4.1:value": "1.5"}), by=officer)
    assert (row(form_of(card), "4.1").score, row(form_of(card), "4.1").value_label) == ("减 1.50 分", "减分")


def test_points_are_rounded_once_half_up(card):
    shown = row(form_of(card), "2.1")
    shown.is_filled, shown.points = True, Decimal("0.1250")
    assert shown.score == "0.13 分"


def test_a_refused_answer_stays_as_typed_with_its_sentence(card):
    saved = Saved("2.1", 0, problem="请填 0 到 15 之间的数，最多四位小数。", field="value")
    shown = row(form_of(card, {"2.1:version": "0", "2.1:value": "99", "2.1:note": "说明"}, saved), "2.1")
    assert (shown.answers[0].value, shown.note, shown.problem) == ("99", "说明", saved.problem)
    assert (shown.state, shown.wrong_id) == ("wrong", shown.first_id)


def test_the_wrong_count_is_the_field_that_the_summary_links_to(card):
    saved = Saved("1.1", 0, problem="请填整数次数。", field="counts.paper")
    form = form_of(card, {"1.1:version": "0", "1.1:counts:paper": "x"}, saved)
    assert form.summary == [
        {"field_id": f"{row(form, '1.1').id}-2", "label": "指标1.1", "sentence": "请填整数次数。"}
    ]


def test_after_a_conflict_mine_is_shown_and_theirs_told(card, officer):
    transitions.save_reported(card, entries(card, {"2.1:version": "0", "2.1:value": "3"}), by=officer)
    mine = {"2.1:version": "0", "2.1:value": "4"}
    outcomes = transitions.save_reported(card, entries(card, mine), by=officer)
    shown = row(form_of(card, mine, *outcomes), "2.1")
    assert (shown.answers[0].value, shown.version, shown.theirs.words, shown.theirs.who) == (
        "4",
        1,
        "自评 3 分",
        officer.name,
    )


def test_the_title_between_stands_once_over_its_items(card):
    assert [(row.key, row.trail) for row in form_of(card).blocks[0].rows] == [("1.1", "部分甲"), ("1.2", "")]


def test_items_outside_every_part_can_be_filled(unit, clerk):
    loose = KINDS | {"code": "loose", "nodes": [part("一", MEETING), MEETING | {"key": "9"}]}
    form = form_of(open_card(unit, by=clerk, rubric=loose))
    assert [(block.part.title, [row.key for row in block.rows]) for block in form.blocks] == [
        ("部分一", ["1.1"]),
        ("其他指标", ["9"]),
    ]
