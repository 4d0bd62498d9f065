"""Tie-breakers and grades of one group: looked at first, saved as looked at, stored anew, taken back."""

import json

import pytest
from django.urls import reverse

from scorecards import transitions
from scorecards.models import Approval, Card, Group
from scorecards.phases import Phase
from scorecards.rubrics.exchange import FORMAT
from scorecards.rubrics.trees import tree_of
from scorecards.scoring import read_tree
from scorecards.transitions import Refused
from scorecards.transitions.drafting import Unreadable
from scorecards.transitions.group_ranking import misfit, ranking_plan, readable, set_ranking
from tests.factories import advance, group_of, make_round
from tests.scorecards.checking import card_of, group_in_checking, type_in
from tests.scorecards.filling import item, part

pytestmark = pytest.mark.django_db
NAMES = {"甲局": "部门", "乙局": "部门", "丙局": "部门", "丁局": "部门"}
RUBRIC = {
    "format": FORMAT,
    "code": "ties",
    "title": "同分先后",
    "nodes": [part("一", item("1.1", "MANUAL", {}, points="50")), part("二", item("2.1", "MANUAL", {}, points="50"))],
    "ranking": {"ties": "share", "grades": [{"name": "优秀", "quota": "1"}, {"name": "良好"}]},
}  # fmt: skip
BY_FIRST = {"ties": ["一"], "grades": [{"name": "优秀", "quota": "1"}, {"name": "良好"}]}
MARKS = {"甲局": ("40", "50"), "乙局": ("50", "40"), "丙局": ("45", "45"), "丁局": ("30", "30")}


@pytest.fixture
def tied(clerk) -> Group:
    """Three with 90 and one with 60."""
    group = group_in_checking(json.dumps(RUBRIC).encode(), NAMES, by=clerk)
    type_in(group, {(name, key): marks[n] for name, marks in MARKS.items() for n, key in ((0, "1.1"), (1, "2.1"))},
            by=clerk)  # fmt: skip
    return group


def saved(group: Group, ranking, *, by, reason="会议要求") -> None:
    kept = readable(group, ranking)
    set_ranking(group, ranking, seen=ranking_plan(group, kept).digest, reason=reason, by=by)


def places(group: Group) -> dict[str, int]:
    return {card.unit_name: card.place for card in Card.objects.filter(group=group).with_place()}


def url(name: str, group: Group) -> str:
    return reverse(f"scorecards:group-ranking{name}", args=[group.pk])


def test_plan_tells_old_and_new_place_and_grade_of_each_that_changes(tied):
    shifts = {one.card.unit_name: one for one in ranking_plan(tied, BY_FIRST).shifts}
    assert [(name, one.place_before, one.place_after, one.grade_before, one.grade_after)
            for name, one in shifts.items()] == [
        ("乙局", "并列 1", "1", "良好", "优秀"),
        ("丙局", "并列 1", "2", "良好", "良好"),
        ("甲局", "并列 1", "3", "良好", "良好"),
    ]  # fmt: skip


def test_saved_rules_move_the_places_and_stay_on_the_record(tied, clerk):
    assert places(tied) == {"甲局": 1, "乙局": 1, "丙局": 1, "丁局": 4}
    saved(tied, BY_FIRST, by=clerk)
    assert places(tied) == {"乙局": 1, "丙局": 2, "甲局": 3, "丁局": 4}
    assert card_of(tied, "丙局").breakers == [4500]
    event = Group.pgh_event_model.objects.filter(id=tied.pk).order_by("-pgh_id")[0]
    assert event.ranking == BY_FIRST
    assert event.pgh_context["why"] == "设定本组名次与等次：会议要求"


def test_taken_back_the_rubric_decides_again(tied, clerk):
    saved(tied, BY_FIRST, by=clerk)
    tied.refresh_from_db()
    saved(tied, None, by=clerk, reason="改回")
    assert places(tied) == {"甲局": 1, "乙局": 1, "丙局": 1, "丁局": 4}
    assert card_of(tied, "丙局").breakers == []


def test_rules_that_say_what_the_rubric_says_are_the_rubrics(tied):
    assert readable(tied, RUBRIC["ranking"]) is None


def test_a_mark_after_the_rules_keeps_them(tied, clerk):
    saved(tied, BY_FIRST, by=clerk)
    type_in(tied, {("丁局", "1.1"): "50", ("丁局", "2.1"): "40"}, by=clerk)
    assert card_of(tied, "丁局").breakers == [5000]
    assert places(tied) == {"乙局": 1, "丁局": 1, "丙局": 3, "甲局": 4}


def test_what_was_not_looked_at_is_not_saved(tied, clerk):
    seen = ranking_plan(tied, BY_FIRST).digest
    type_in(tied, {("甲局", "1.1"): "41"}, by=clerk)
    with pytest.raises(Refused, match="重新预览"):
        set_ranking(tied, BY_FIRST, seen=seen, reason="会议要求", by=clerk)
    assert Group.objects.get(pk=tied.pk).ranking is None


def test_from_checking_on_a_reason_is_asked_for(tied, clerk):
    with pytest.raises(Refused, match="请写明修改原因"):
        saved(tied, BY_FIRST, by=clerk, reason="")


def test_before_opening_no_reason_is_asked_for(clerk):
    group = group_of(make_round(clerk))
    saved(group, {"grades": [{"name": "优秀", "share": "0.3"}]}, by=clerk, reason="")
    assert Group.objects.get(pk=group.pk).ranking == {"grades": [{"name": "优秀", "share": "0.3"}]}


def test_not_while_a_release_draft_stands(clerk, head):
    round_ = advance(make_round(clerk), Phase.LOCKED, clerk=clerk, head=head)
    group = group_of(round_)
    draft = transitions.prepare_release(round_, by=clerk)
    with pytest.raises(Refused, match="通报稿已经拟好"):
        saved(group, {"ties": "share"}, by=clerk)
    transitions.withdraw_release(draft, by=clerk)
    saved(group, {"grades": [{"name": "优秀"}]}, by=clerk)
    assert Group.objects.get(pk=group.pk).ranking


def test_not_while_a_paper_is_before_the_leaders(tied, clerk):
    Approval.objects.create(
        round=tied.round, number=1, sealed=b"{}", sha256="0" * 64, prepared_by=clerk,
        prepared_at=tied.round.fill_due_at,
    )  # fmt: skip
    with pytest.raises(Refused, match="送审稿已经送出"):
        saved(tied, BY_FIRST, by=clerk)


def test_not_after_release(clerk, head):
    group = group_of(advance(make_round(clerk), Phase.RELEASED, clerk=clerk, head=head))
    with pytest.raises(Refused, match="“已通报”阶段"):
        saved(group, {"ties": "share"}, by=clerk)


def test_a_key_that_is_not_there_is_told_at_its_place(tied):
    with pytest.raises(Unreadable) as fault:
        readable(tied, {"ties": ["九"]})
    assert fault.value.path == "ties[0]"


def test_rules_that_do_not_fit_another_rubric_are_told(tied, clerk):
    saved(tied, {"ties": ["1.1"]}, by=clerk)
    tied.refresh_from_db()
    other = read_tree(
        [{"key": "九", "kind": "group", "title": "别的", "parent": None, "order": 1}], empty=True
    )
    assert "没有编号为“1.1”" in misfit(tied, other)
    assert misfit(tied, tree_of(tied.version_id)) == ""


def typed(how="compare", first="一", **grades) -> dict[str, str]:
    return {
        "how": how, "tie_1": first, "tie_2": "", "tie_3": "", "tie_4": "", "tie_5": "", "grades-TOTAL_FORMS": "2",
        "grades-INITIAL_FORMS": "0", "grades-0-name": "优秀", "grades-0-quota": "1", "grades-1-name": "良好",
    } | grades  # fmt: skip


def test_the_page_previews_and_saves(tied, at_desk):
    page = at_desk.post(url("-preview", tied), typed())
    text = page.content.decode()
    assert page.status_code == 200
    assert "并列 1 → <strong>1</strong>" in text
    assert "良好 → <strong>优秀</strong>" in text
    assert Group.objects.get(pk=tied.pk).ranking is None
    form = {"ranking": page.context["planned"], "seen": page.context["plan"].digest, "reason": "会议要求"}
    at_desk.post(url("-save", tied), form)
    assert Group.objects.get(pk=tied.pk).ranking == BY_FIRST
    assert "本组另有规定" in at_desk.get(url("", tied)).content.decode()
    restored = at_desk.post(url("-preview", tied), {"restore": "1"})
    assert "1 → <strong>并列 1</strong>" in restored.content.decode()


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"tie_1": ""}, "请选择先比较哪一项"),
        ({"grades-0-share": "20"}, "名额和比例只填一种"),
        ({"grades-1-name": "优秀"}, "两个等次的名称相同"),
    ],
)
def test_wrong_typing_is_told_and_kept(tied, at_desk, given, sentence):
    answer = at_desk.post(url("-preview", tied), typed() | given)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()


def test_one_more_row(tied, at_desk):
    answer = at_desk.post(url("-preview", tied), typed() | {"more": "grades"})
    assert 'value="优秀"' in answer.content.decode()


@pytest.mark.parametrize("ranking", ["", "[]", "{", '{"ties": 3}', '{"ties": ["九"]}'])
def test_a_forged_save_changes_nothing(tied, at_desk, ranking):
    answer = at_desk.post(url("-save", tied), {"ranking": ranking, "seen": "x", "reason": "会议要求"})
    assert answer.status_code == 302
    assert Group.objects.get(pk=tied.pk).ranking is None


def test_after_release_the_page_says_why_not(clerk, head, sign_in):
    group = group_of(advance(make_round(clerk), Phase.RELEASED, clerk=clerk, head=head))
    client = sign_in(clerk)
    assert "不能再改" in client.get(url("", group)).content.decode()
    assert client.post(url("-preview", group), typed()).status_code == 302


def test_a_round_without_scores_has_none(clerk, sign_in):
    round_ = make_round(clerk, yields="problems")
    for name in ("", "-preview", "-save"):
        ask = sign_in(clerk).post if name else sign_in(clerk).get
        assert ask(url(name, group_of(round_))).status_code == 404
