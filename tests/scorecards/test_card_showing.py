"""晒: written place by place beside the items, arranged by buttons, asked for before 报送, and free of any score."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from scorecards import transitions
from scorecards.models import Card, CardPaper, Highlight, Round
from scorecards.phases import Phase
from scorecards.transitions import Refused
from scorecards.transitions.showing import Shown, missing_showing, save_showing
from tests.factories import FAR, make_user
from tests.scorecards.filling import url
from units.roles import Role

pytestmark = pytest.mark.django_db
SCRIPT = {"Accept": "application/json"}


def typed(kind: str, order: int, text: str, version: int = 0) -> dict[str, str]:
    return {f"show:{kind}:{order}:text": text, f"show:{kind}:{order}:version": str(version)}


def write(card: Card, kind: str, *texts: str, by) -> None:
    save_showing(
        card, [Shown(f"show:{kind}:{n}", kind, n, text, 0) for n, text in enumerate(texts, 1)], by=by
    )


def texts(card: Card, kind: str) -> list[str]:
    return list(
        Highlight.objects.filter(card=card, kind=kind).order_by("order").values_list("text", flat=True)
    )


@pytest.fixture
def problems_card(unit, clerk) -> Card:
    """晒问题 has no rubric; the page that creates such a round is another's, so its stage is set here."""
    round_ = transitions.create_round(
        year=2026, term="special", title="2026年晒问题", plan_title="工作方案", plan_number="",
        fill_due_at=FAR, yields="problems", asks_paper=True, by=clerk,
    )  # fmt: skip
    group = transitions.add_group(round_, name="一组", version=None, by=clerk)
    card = transitions.add_member(group, unit=unit, by=clerk)
    Round.objects.filter(pk=round_.pk).update(phase=Phase.FILLING)
    return Card.objects.with_frame().get(pk=card.pk)


def test_a_text_is_saved_and_shown_again(client, card):
    assertRedirects(
        client.post(url("card-save", card), typed("problem", 1, "发展不平衡")), url("card-fill", card)
    )
    assertContains(client.get(url("card-fill", card)), "发展不平衡")
    assert texts(card, "problem") == ["发展不平衡"]


def test_the_script_hears_the_version(client, card):
    told = client.post(url("card-save", card), typed("practice", 1, "领学"), headers=SCRIPT).json()["entries"]
    line = Highlight.objects.get(card=card)
    assert told["show:practice:1"]["version"] == line.version
    again = client.post(url("card-save", card), typed("practice", 1, "领学"), headers=SCRIPT).json()[
        "entries"
    ]
    assert (again["show:practice:1"]["problem"], Highlight.objects.count()) == ("", 1)


def test_an_emptied_text_goes_away(client, card, officer):
    write(card, "problem", "一", "二", by=officer)
    line = Highlight.objects.get(text="一")
    client.post(url("card-save", card), typed("problem", 1, " ", line.version))
    assert texts(card, "problem") == ["二"]


def test_the_second_saver_hears_who_and_keeps_the_typing(client, card, unit, officer):
    other = make_user(Role.OFFICER, unit=unit, name="赵敏")
    write(card, "problem", "赵敏写的", by=other)
    response = client.post(url("card-save", card), typed("problem", 1, "我写的"))
    for shown in ("另一处已修改，请对比", "赵敏", "赵敏写的", "我写的"):
        assertContains(response, shown, status_code=422)
    assert texts(card, "problem") == ["赵敏写的"]


def test_a_text_that_took_the_place_of_another_is_never_overwritten(client, card, officer):
    write(card, "problem", "甲", by=officer)
    old = Highlight.objects.get().version
    client.post(url("card-save", card), {"then": "drop:problem:1"})
    write(card, "problem", "乙", by=officer)
    response = client.post(url("card-save", card), typed("problem", 1, "甲，改过", old))
    assertContains(response, "甲，改过", status_code=422)
    assert texts(card, "problem") == ["乙"]


@pytest.mark.parametrize(("kind", "limit"), [("problem:1", 500), ("report:0", 20_000)])
def test_too_long_a_text_is_refused_and_kept(client, problems_card, kind, limit):
    sent = {f"show:{kind}:text": "长" * (limit + 1), f"show:{kind}:version": "0"}
    response = client.post(url("card-save", problems_card), sent)
    assertContains(response, f"最多 {limit} 字，现在有 {limit + 1} 字", status_code=422)
    assertContains(response, "长" * (limit + 1), status_code=422)
    assertContains(response, "错误：填报", status_code=422)


@pytest.mark.parametrize(("button", "after"), [("up:problem:2", ["乙", "甲", "丙"]),
                                               ("down:problem:2", ["甲", "丙", "乙"]),
                                               ("up:problem:1", ["甲", "乙", "丙"]), ("drop:problem:2", ["甲", "丙"]),
                                               ("up:problem:9", ["甲", "乙", "丙"])])  # fmt: skip
def test_buttons_arrange(client, card, officer, button, after):
    write(card, "problem", "甲", "乙", "丙", by=officer)
    assert client.post(url("card-save", card), {"then": button}).status_code == 302
    assert texts(card, "problem") == after


def test_a_button_saves_what_was_typed_first(client, card, officer):
    write(card, "problem", "甲", "乙", by=officer)
    sent = typed("achievement", 1, "新写的") | {"then": "up:problem:2"}
    client.post(url("card-save", card), sent)
    assert (texts(card, "achievement"), texts(card, "problem")) == (["新写的"], ["乙", "甲"])


def test_there_are_ten_places_and_no_more(client, card):
    client.post(url("card-save", card), typed("problem", 11, "第十一条") | typed("problem", 10, "第十条"))
    assert texts(card, "problem") == ["第十条"]


def test_a_reported_card_takes_no_more(card, officer):
    Card.objects.filter(pk=card.pk).update(state="checking")
    with pytest.raises(Refused, match="不能再修改"):
        write(card, "problem", "一", by=officer)


def test_the_leader_does_not_write(card, person):
    with pytest.raises(Refused, match="只有本单位联络员"):
        write(card, "problem", "一", by=person(Role.UNIT_LEADER))


def test_history_says_who_and_why(card, officer):
    write(card, "problem", "一", by=officer)
    assert Highlight.objects.get().events.get().pgh_context["why"] == "填写晒的内容"


# 晒问题


def test_a_card_of_problems_has_no_score_anywhere(client, problems_card):
    for name in ("card-fill", "card-detail"):
        page = client.get(url(name, problems_card))
        for score in ("自评合计", "已填", "按满分计", "评分细则", "核定合计"):
            assertNotContains(page, score)
    assertContains(
        client.get(url("card-fill", problems_card)), "不得录入巡察反馈原文、问题线索、处分细节、个人事项。"
    )


def test_what_is_missing_is_told_until_it_is_written(problems_card, officer):
    assert missing_showing(problems_card) == [
        "还没有写问题，请至少写一条。",
        "还没有交述职报告或者交流材料。",
    ]
    write(problems_card, "problem", "一", by=officer)
    save_showing(problems_card, [Shown("show:report:0", "report", 0, "述职", 0)], by=officer)
    assert missing_showing(problems_card) == []


def test_an_ordinary_card_asks_for_neither(card):
    assert missing_showing(card) == []


def test_the_script_saves_a_card_without_items(client, problems_card):
    answer = client.post(
        url("card-save", problems_card), typed("report", 0, "述职报告正文"), headers=SCRIPT
    ).json()
    assert (answer["entries"]["show:report:0"]["version"], CardPaper.objects.get().text) == (
        1,
        "述职报告正文",
    )


def test_what_is_shown_is_read_on_the_card(client, problems_card, officer):
    write(problems_card, "problem", "参学率不高", by=officer)
    assertContains(client.get(url("card-detail", problems_card)), "参学率不高")


@pytest.mark.parametrize("count", [1, 10])
def test_the_page_asks_as_often_for_ten_texts_as_for_one(
    client, card, officer, count, django_assert_num_queries
):
    write(card, "problem", *(f"第{number}条" for number in range(count)), by=officer)
    client.get(url("card-fill", card))
    with django_assert_num_queries(8):
        client.get(url("card-fill", card))


def test_garbage_in_places_and_versions_changes_nothing(client, card):
    sent = {"show:problem:1:version": "x", "show:nokind:1:version": "0", "show:problem:99999:version": "0",
            "show:problem:1:text": json.dumps({}), "then": "up:problem:x"}  # fmt: skip
    with CaptureQueriesContext(connection):
        assert client.post(url("card-save", card), sent).status_code == 302
    assert texts(card, "problem") == ["{}"]
